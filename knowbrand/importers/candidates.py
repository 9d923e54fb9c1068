"""The files that may be posts: found in the folders where each tool keeps them, their names taken apart."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowbrand.importers.origin import Origin
from knowbrand.problems import Place, Problem, info, warning

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mdown"})
HTML = frozenset({".html", ".htm"})
_OTHER_WRITING = {
    ".rst": "reStructuredText", ".textile": "Textile", ".ipynb": "a notebook", ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc", ".org": "Org", ".mdx": "MDX", ".njk": "Nunjucks", ".liquid": "Liquid", ".haml": "Haml",
}  # fmt: skip
_POST_FOLDERS = frozenset(
    {"posts", "post", "blog", "blogs", "articles", "article", "notes", "news", "writing", "journal", "essays"}
)
_PASSED_OVER = frozenset({"_site", "node_modules", "vendor", "_includes", "_layouts", "__pycache__", "venv"})
_NO_POST = frozenset({"readme", "license", "contributing", "changelog", "code_of_conduct"})
_DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(.+))?", re.ASCII | re.DOTALL)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be a post. ``stem`` is its name (its folder's, where it is an index) without language, ``name``
    that without the ``date`` it begins with; ``folders`` lead to it from the folder that the tool reads; ``bundle`` is
    the folder that is its own; ``label`` is how messages name it."""

    file: Path
    label: str
    stem: str
    name: str
    date: str | None
    lang: str | None
    folders: tuple[str, ...]
    bundle: Path | None
    draft: bool
    doubtful: bool
    """Stands where pages stand, too: only a date makes it a post."""


def find_candidates(
    source: Path, origin: Origin, languages: tuple[str, ...], problems: list[Problem]
) -> list[Candidate]:
    """The candidates in ``source``, in a stable order; what is no post by its name or kind is told in ``problems``."""
    if source.is_file():
        return [_take_apart(source, source.parent, source.name, origin, languages, False)]
    tops, doubtful = _tops(source, origin)
    found: list[Candidate] = []
    for top in tops:
        for file in walk(top):
            label = file.relative_to(source).as_posix()
            fault = _is_no_post(file, top, origin)
            if fault is None:
                found.append(_take_apart(file, top, label, origin, languages, doubtful))
            elif fault:
                problems.append(fault(label))
    return found


def walk(top: Path) -> Iterator[Path]:
    """The files below ``top`` in a stable order, without hidden and generated ones; links to folders aren't followed,
    nor links that leave ``top``."""
    inside = top.resolve()
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in _PASSED_OVER)
        for name in sorted(files):
            file = Path(folder) / name
            if name[0] == "." or name.endswith("~"):
                continue
            if not name.isprintable() or (file.is_symlink() and not _leads_inside(file, inside)):
                continue
            yield file


def _leads_inside(link: Path, top: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(top) and link.is_file()
    except (OSError, RuntimeError):
        return False


def bundle_files(bundle: Path) -> Iterator[Path]:
    """The files that come along with the post whose folder is ``bundle``."""
    nested = {
        file.parent
        for file in walk(bundle)
        if file.suffix in MARKDOWN and _is_index(file) and file.parent != bundle
    }
    for file in walk(bundle):
        other = any(folder in file.parents for folder in nested)
        data = ".11tydata." in file.name or file.name == f"{bundle.name}.json"
        if not other and not data and file.suffix.lower() not in MARKDOWN | set(_OTHER_WRITING):
            yield file


def _tops(source: Path, origin: Origin) -> tuple[list[Path], bool]:
    """The folders to look in, and whether pages stand there, too."""
    if origin.tool is None or source.resolve() not in {origin.root.resolve(), origin.content.resolve()}:
        return [source], False
    content = (
        source
        if source.resolve() == origin.content.resolve()
        else source / origin.content.relative_to(origin.root)
    )
    if origin.tool == "jekyll":
        tops = [folder for folder in _folders(content, 4) if folder.name in {"_posts", "_drafts"}]
        return tops or [source], not tops and origin.config is not None
    if origin.tool == "pelican":
        return [content], origin.config is None
    roots = [content, source / "content", source / "src"] if origin.tool == "eleventy" else [content]
    named: list[Path] = []
    for root in roots:
        for folder in _folders(root, 2):
            inner = any(folder == one or one in folder.parents for one in named)
            if folder.name.lower() in _POST_FOLDERS and not inner:
                named.append(folder)
    return named or [content], not named


def _folders(top: Path, depth: int) -> list[Path]:
    if depth == 0 or not top.is_dir():
        return []
    found: list[Path] = []
    try:
        children = sorted(top.iterdir())
    except OSError:
        return []
    for child in children:
        if (
            child.is_dir()
            and not child.is_symlink()
            and child.name[0] != "."
            and child.name not in _PASSED_OVER
        ):
            found += [child, *_folders(child, depth - 1)]
    return found


def _is_index(file: Path) -> bool:
    return file.name.split(".")[0].lower() == "index"


class _Excuse:
    """Why a file is no post."""

    def __init__(self, message: str, hint: str, *, loud: bool) -> None:
        self.message, self.hint, self.loud = message, hint, loud

    def __bool__(self) -> bool:
        return bool(self.message)

    def __call__(self, label: str) -> Problem:
        say = warning if self.loud else info
        return say("KB241", f"not imported: {self.message}", Place(label), self.hint)


_SILENT = _Excuse("", "", loud=False)


def _is_no_post(file: Path, top: Path, origin: Origin) -> _Excuse | None:
    suffix = file.suffix.lower()
    if suffix in _OTHER_WRITING:
        return _Excuse(
            f"this is {_OTHER_WRITING[suffix]}, not Markdown",
            "turn it into Markdown, for instance with pandoc",
            loud=True,
        )
    if suffix not in MARKDOWN | HTML:
        return _SILENT
    if origin.tool == "pelican" and _is_page(file.relative_to(top).parts[:-1], origin):
        return _Excuse("it is a page", "copy it into content/pages/ and give it a title", loud=False)
    name = file.name.split(".")[0].lower()
    if name == "_index" or name in _NO_POST:
        return _Excuse("it tells about the folder", "copy what you need into content/pages/", loud=False)
    if (
        name == "index"
        and file.parent == top
        and top.name.lower() in _POST_FOLDERS | {"_posts", "content", "src"}
    ):
        return _Excuse("it is the list of the posts", "knowbrand makes its own at /posts/", loud=False)
    if suffix in HTML and name in {"404", "feed", "sitemap", "tags", "archive"}:
        return _SILENT
    return None


def _is_page(folders: tuple[str, ...], origin: Origin) -> bool:
    paths = origin.settings.get("page_paths")
    pages = [str(path) for path in paths] if isinstance(paths, (list, tuple)) else ["pages"]
    return any("/".join(folders[: path.count("/") + 1]) == path for path in pages if path)


def _take_apart(
    file: Path, top: Path, label: str, origin: Origin, languages: tuple[str, ...], doubtful: bool
) -> Candidate:
    stem, lang = _split_language(file, {*languages, *_old_languages(origin)})
    content = origin.content.resolve()
    parent = file.parent.resolve()
    start = content if parent.is_relative_to(content) else top.resolve()
    folders = parent.relative_to(start).parts if parent.is_relative_to(start) else ()
    bundle = None
    if stem.lower() == "index" and file.parent != top:
        bundle = file.parent
        stem, folders = bundle.name, folders[:-1]
    if folders and folders[0].lower() in _old_languages(origin):
        lang = lang or folders[0].replace("_", "-").lower()
        folders = folders[1:] if origin.tool in {"hugo", "zola"} else folders
    dated = _DATED.fullmatch(stem)
    return Candidate(
        file=file,
        label=label,
        stem=stem,
        name=(dated[2] or dated[1]) if dated else stem,
        date=dated[1] if dated else None,
        lang=lang,
        folders=folders,
        bundle=bundle,
        draft="_drafts" in file.parts[len(top.parts) - 1 :]
        or (origin.tool == "pelican" and "drafts" in folders),
        doubtful=doubtful,
    )


def _old_languages(origin: Origin) -> set[str]:
    languages = origin.settings.get("languages")
    if isinstance(languages, (dict, list)):
        return {str(language).lower() for language in languages}
    return set()


def _split_language(file: Path, languages: set[str]) -> tuple[str, str | None]:
    stem = file.stem
    base, dot, ending = stem.rpartition(".")
    if not dot or not _LANGUAGE.fullmatch(ending):
        return stem, None
    sibling = any((file.parent / f"{base}{suffix}").is_file() for suffix in MARKDOWN)
    if ending.lower() in languages or sibling or base == "index":
        return base, ending.replace("_", "-").lower()
    return stem, None
