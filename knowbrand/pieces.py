"""The pieces of a site (pages, redirects, feeds), remembered from build to build.

A piece depends on two things: on the site without its texts, which is one key for all of them, and on the bodies that
were read while it was made. It is taken for made where that key and these bodies are what they were, and where its
files still stand in the output folder; no byte of it is read then.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from zoneinfo import TZPATH

import msgspec

from knowbrand.memo import Memo, digest_key, spell
from knowbrand.model import Model, Page, Post
from knowbrand.model.output import Output
from knowbrand.phrases import PhraseMemory
from knowbrand.problems import Problem
from knowbrand.publish import Published
from knowbrand.publish.standing import (
    FolderShelf,
    RememberedShelf,
    Shelf,
    Standing,
    digest_of,
    read_boot,
    survey,
)
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.making import Made, Phrase, Read


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """A piece without its bytes: path and digest of each file, what is wrong, and which of ``Pieces.reads`` it read."""

    outputs: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...]
    reads: tuple[int, ...]
    view: bytes
    """A digest of what the template saw."""


class Pieces(msgspec.Struct, frozen=True, array_like=True):
    """All pieces of one site, by name; and every body, or excerpt of one, that any was made from, with its digest."""

    reads: tuple[tuple[str, bool, bytes], ...]
    pieces: dict[str, Piece]


class PieceMemory:
    """The pieces of the site with that ``key``, whose texts are ``bodies``, whose theme has the digest ``theme`` and
    whose output folder is ``shelf``; ``texts`` are keys of all that the document of each body was made from. Where the key
    is new, a page may still look as it did under the last."""

    def __init__(
        self,
        memo: Memo,
        key: bytes,
        theme: str,
        bodies: Mapping[str, Body],
        texts: Mapping[str, bytes],
        shelf: Shelf,
    ) -> None:
        self._memo = memo
        self._key = key
        self._theme = theme.encode()
        self._words: dict[int, tuple[object, bytes]] = {}
        self._bodies = bodies
        self._texts = texts
        self._shelf = shelf
        self._known = memo.load(key, Pieces) or Pieces((), {})
        self._last_key = digest_key("last pieces", [shelf.name])
        last = memo.load(self._last_key, bytes)
        self._last = self._known if self._known.pieces or not last else memo.load(last, Pieces) or self._known
        self._reads = {
            Read(path, whole): self._digest(path, whole=whole) for path, whole, _ in self._known.reads
        }
        before = (digest for _, _, digest in self._known.reads)
        now = zip(before, self._reads.values(), strict=True)
        self._changed = {number for number, (one, other) in enumerate(now) if one != other}
        self._recalled: set[str] = set()
        self._phrases = PhraseMemory(memo)

    @property
    def phrase(self) -> Phrase:
        """See :class:`~knowbrand.site.making.Phrase`."""
        return self._phrases.phrase

    def recall(self, name: str) -> Made | None:
        """The piece ``name``, where making it again would bring the same. What it read isn't told again."""
        piece = self._known.pieces.get(name)
        if piece is None or not self._changed.isdisjoint(piece.reads):
            return None
        outputs = []
        for path, digest in piece.outputs:
            found = self._shelf.find(path, digest)
            if found is None:
                return None
            outputs.append(found)
        self._recalled.add(name)
        return Made(name, tuple(outputs), piece.problems)

    def find_drawn(self, name: str, template: str, view: msgspec.Struct) -> tuple[bytes, Output | None]:
        """See :class:`~knowbrand.site.making.PageMemory`."""
        words = getattr(view, "words", {})
        if id(words) not in self._words:  # they are most of a view, and the same for each page in a language
            self._words[id(words)] = (words, spell(words))
        digest = hashlib.blake2b(self._theme + self._words[id(words)][1], digest_size=16)
        digest.update(template.encode() + b"\0" + spell(msgspec.structs.replace(view, words={})))
        seen, last = digest.digest(), self._last.pieces.get(name)
        same = last is not None and last.view == seen and len(last.outputs) == 1
        return seen, self._shelf.find(*last.outputs[0]) if last and same else None

    def keep(self, pieces: Iterable[Made]) -> None:
        """Remember ``pieces``, which are all of the site's, and the phrases on them."""
        self._phrases.keep()
        made = {piece.name: piece for piece in pieces}
        if not self._changed and made.keys() == self._recalled:
            return
        for read in sorted({read for piece in made.values() for read in piece.reads} - self._reads.keys()):
            self._reads[read] = self._digest(read.path, whole=read.whole)
        numbers = {read: number for number, read in enumerate(self._reads)}
        kept = {
            name: self._known.pieces[name] if name in self._recalled else _describe(piece, numbers)
            for name, piece in made.items()
        }
        reads = tuple((*read, digest) for read, digest in self._reads.items())
        self._memo.store(self._key, Pieces(reads, kept))
        self._memo.store(self._last_key, self._key)

    def _digest(self, path: str, *, whole: bool) -> bytes:
        body = self._bodies.get(path)
        if body is None:
            seen = b""
        elif whole:  # what the document gave it, the document's key stands for
            rest = msgspec.structs.replace(body, html="", text="", excerpt="", headings=())
            seen = self._texts[path] + spell(rest)
        else:
            seen = body.excerpt.encode()
        return hashlib.blake2b(seen, digest_size=16).digest()


def _describe(piece: Made, numbers: Mapping[Read, int]) -> Piece:
    outputs = tuple((output.path, digest_of(output)) for output in piece.outputs)
    return Piece(outputs, piece.problems, tuple(sorted(numbers[read] for read in piece.reads)), piece.view)


def site_key(site: Site, theme: str, *, offline: bool, withheld: Mapping[str, str]) -> bytes:
    """The key of ``site`` without its texts: all else that a piece may depend on. ``theme`` is the theme's digest."""
    facts = [(type(fact).__name__, fact) for fact in site.lock.facts]
    parts = (
        _without_texts(site.model),
        (site.audience, site.base_url, site.today, site.files),
        (site.lock.name, facts),
        (theme, offline, dict(withheld)),
        _read_zone(site.model.settings.timezone),
    )
    return digest_key("pieces", [spell(parts)])


def _without_texts(model: Model) -> Model:
    posts: tuple[Post, ...] = tuple(msgspec.structs.replace(post, body=()) for post in model.posts)
    pages: tuple[Page, ...] = tuple(msgspec.structs.replace(page, body=()) for page in model.pages)
    return msgspec.structs.replace(model, posts=posts, pages=pages)


def _read_zone(name: str) -> bytes:
    """The rules of a time zone, which the system may have learnt anew."""
    for folder in TZPATH:
        with contextlib.suppress(OSError):
            return (Path(folder) / name).read_bytes()
    return b""


def open_shelf(memo: Memo, folder: Path, *, look: bool) -> Shelf:
    """The output folder ``folder`` with what is remembered of it; whether that is so still is seen now where one is to
    ``look``, else by publishing alone."""
    known = memo.load(_shelf_key(folder), dict[str, Standing]) or {}
    if known and not look and sys.platform != "win32":  # which doesn't tell when a file was changed
        return RememberedShelf(folder, known)
    return FolderShelf(folder, known)


def keep_shelf(memo: Memo, folder: Path, published: Published, outputs: Iterable[Output]) -> None:
    """Remember the ``outputs`` that were just ``published`` to ``folder``."""
    key = _shelf_key(folder)
    standing = survey(published.leaves, ((output.path, digest_of(output)) for output in outputs))
    if standing != memo.load(key, dict[str, Standing]):
        memo.store(key, standing)


def _shelf_key(folder: Path) -> bytes:
    return digest_key("shelf", (str(folder.resolve()), read_boot()))
