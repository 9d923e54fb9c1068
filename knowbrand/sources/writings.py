"""Markdown files into posts and pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

import msgspec

from knowbrand.model.dates import Moment, parse_moment
from knowbrand.model.kinds import Id
from knowbrand.model.writing import BodyPart, Page, PageMeta, Post, PostMeta
from knowbrand.problems import KnowbrandError, Place, Problem, error, nearest
from knowbrand.sources.frontmatter import Split, split_front_matter, split_visibility
from knowbrand.sources.nodes import Scalar, is_empty
from knowbrand.sources.reader import Reader
from knowbrand.sources.text import decode, load
from knowbrand.sources.values import VALUES, Refused

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ]?(.*)", re.ASCII | re.DOTALL)
_LANGUAGE_LIKE = re.compile(r"[a-z]{2}(?:-[a-z]{2,4})?", re.ASCII)

M = TypeVar("M", PostMeta, PageMeta)
W = TypeVar("W", Post, Page)


class FileName(NamedTuple):
    """What a file's name says: the id, the date that it begins with, and the language that it ends in."""

    id: str
    date: str | None
    lang: str | None


def parse_name(path: str, languages: Iterable[str]) -> FileName:
    """``2024-05-31-title.nl.md`` into its parts; the folder's name counts where the file is ``index``."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    lang = None
    base, dot, ending = stem.rpartition(".")
    if dot and ending.lower() in languages:
        stem, lang = base, ending.lower()
    if stem == "index":
        stem = folder.rpartition("/")[2]
    match = _DATED.fullmatch(stem)
    if match and match.group(2):
        return FileName(match.group(2), match.group(1), lang)
    return FileName(stem, None, lang)


class _Found(NamedTuple, Generic[M]):
    """What a file says, before its id and language are settled; ``meta`` is None where it can't be read."""

    meta: M | None
    split: Split
    body: tuple[BodyPart, ...]
    name: FileName


class Parsed(NamedTuple):
    """What a file says, and what is wrong with it; ``writing`` is None where it can't be read."""

    writing: Post | Page | None
    problems: tuple[Problem, ...]


Parse = Callable[[bytes], Parsed]


class Memory(Protocol):
    """Remembers what files said."""

    def read(self, file: str, path: str, parse: Parse) -> Parsed:
        """What ``parse`` makes of the bytes of ``file``, which messages call ``path``, or made of the same bytes
        before. Raises KnowbrandError where it can't be read."""
        ...


class Unremembering:
    """A memory that has none."""

    def read(self, file: str, path: str, parse: Parse) -> Parsed:
        return parse(load(Path(file), path, 2))


class WritingReader:
    """Reads the Markdown files of the site in the folder ``root``; faults are added to ``problems``. ``audiences`` are
    the names of the site's. What a file says may come from ``memory``."""

    def __init__(
        self,
        root: Path,
        languages: tuple[str, ...],
        audiences: tuple[str, ...],
        problems: list[Problem],
        memory: Memory | None = None,
    ) -> None:
        self.root = root
        self.memory = memory or Unremembering()
        self.languages = languages
        self.audiences = audiences
        self.problems = problems

    def read_posts(self, found: Mapping[str, tuple[str, ...]]) -> tuple[Post, ...]:
        """The posts ``found``, each path with the files beside it; those that can't be read are left out."""
        return tuple(self._read_all(found, Post, self._read_post))

    def read_pages(self, found: Mapping[str, tuple[str, ...]]) -> tuple[Page, ...]:
        """The pages ``found``; see :meth:`read_posts`."""
        return tuple(self._read_all(found, Page, self._read_page))

    def _read_all(
        self, found: Mapping[str, tuple[str, ...]], kind: type[W], read: Callable[[str, bytes], W | None]
    ) -> Iterator[W]:
        for path, files in found.items():
            try:
                writing, problems = self.memory.read(
                    f"{self.root}/{path}", path, partial(self._parse, read, path)
                )
            except KnowbrandError as fault:
                self.problems.extend(fault.problems)
                continue
            self.problems.extend(problems)
            if isinstance(writing, kind):
                yield msgspec.structs.replace(writing, files=files) if files else writing

    def _parse(self, read: Callable[[str, bytes], W | None], path: str, data: bytes) -> Parsed:
        """What is wrong with one file, apart from what is wrong with those before."""
        told, self.problems = self.problems, []
        try:
            return Parsed(read(path, data), tuple(self.problems))
        finally:
            self.problems = told

    def _read_post(self, path: str, data: bytes) -> Post | None:
        found = self._read(path, data, PostMeta)
        if found is None:
            return None
        date = (found.meta.date if found.meta else None) or self._find_date(found, path)
        identity = self._identify(path, found.meta, found.name) if found.meta else None
        if found.meta is None or identity is None or date is None:
            return None
        return Post(
            path=path,
            id=identity[0],
            lang=identity[1],
            body=found.body,
            first_line=found.split.first_line,
            meta=found.meta,
            date=date,
        )

    def _read_page(self, path: str, data: bytes) -> Page | None:
        found = self._read(path, data, PageMeta)
        if found is None or found.meta is None:
            return None
        identity = self._identify(path, found.meta, found.name)
        if identity is None:
            return None
        return Page(
            path=path,
            id=identity[0],
            lang=identity[1],
            body=found.body,
            first_line=found.split.first_line,
            meta=found.meta,
        )

    def _read(self, path: str, data: bytes, kind: type[M]) -> _Found[M] | None:
        try:
            split = split_front_matter(decode(data, path, "KB208"), path, self.problems)
        except KnowbrandError as fault:
            self.problems.extend(fault.problems)
            return None
        body = split_visibility(split.body, path, split.first_line, self.problems, self.audiences)
        meta = Reader(2, self.problems).read(split.meta, kind)
        return _Found(meta, split, body, parse_name(path, self.languages))

    def _find_date(self, found: _Found[PostMeta], path: str) -> Moment | None:
        """The date in the file's name, for a post that says none."""
        written = found.split.meta.entries.get("date")
        if found.name.date:
            try:
                return parse_moment(found.name.date)
            except ValueError:
                hint = "write date: 2024-05-31 in the front matter, or rename the file"
                message = f"'{found.name.date}' in the file's name is no day"
                self.problems.append(error("KB205", message, Place(path), hint))
        elif (
            written is None or is_empty(written) or (isinstance(written, Scalar) and not written.text.strip())
        ):
            hint = "write date: 2024-05-31, or begin the file's name with it"
            self.problems.append(error("KB203", "a post needs a date", Place(path, 1, 1), hint))
        return None

    def _identify(self, path: str, meta: PostMeta | PageMeta, name: FileName) -> tuple[str, str] | None:
        lang = meta.lang or name.lang or self.languages[0]
        if lang not in self.languages:
            guess = nearest(lang, self.languages)
            hint = f"did you mean '{guess}'?" if guess else "add it to languages in knowbrand.yaml"
            self.problems.append(
                error("KB218", f"'{lang}' is not a language of this site", meta.where("lang"), hint)
            )
            return None
        if meta.id:
            return meta.id, lang
        try:
            return str(VALUES[Id](re.sub(r"\s+", "-", name.id.strip()))), lang
        except Refused as refusal:
            message = f"the file's name gives no id: {refusal.message}"
            self.problems.append(
                error("KB205", message, Place(path), "rename the file, or write id: … in it")
            )
            return None


def find_foreign_languages(paths: Iterable[str], languages: tuple[str, ...]) -> list[Problem]:
    """Files such as ``x.fr.md`` that stand beside ``x.md`` where the site has no language ``fr``."""
    known = set(paths)
    problems = []
    for path in sorted(known):
        base, dot, ending = path.removesuffix(".md").rpartition(".")
        if not dot or not _LANGUAGE_LIKE.fullmatch(ending.lower()) or ending.lower() in languages:
            continue
        siblings = {f"{base}.md", *(f"{base}.{language}.md" for language in languages)}
        if siblings & known:
            message = f"'{ending}' is not a language of this site"
            hint = f"add '{ending}' to languages in knowbrand.yaml, or rename the file"
            problems.append(error("KB218", message, Place(path), hint))
    return problems


def find_doubles(writings: Sequence[Post | Page]) -> list[Problem]:
    """Posts, or pages, that have both id and language in common."""
    first: dict[tuple[str, str], str] = {}
    problems = []
    for writing in writings:
        taken = first.setdefault((writing.id, writing.lang), writing.path)
        if taken != writing.path:
            message = f"the id '{writing.id}' ({writing.lang}) is taken by {taken}"
            hint = "write another id: … in one of them; or lang: …, where it is a translation"
            place = writing.meta.where("id") if writing.meta.id else Place(writing.path, 1, 1)
            problems.append(error("KB211", message, place, hint))
    return problems
