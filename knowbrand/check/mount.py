"""Where an address in an output leads, once the outputs stand on a host: below the path of ``base_url``, or at a root."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

Kind = Literal["inside", "above", "outside", "other", "unreadable"]


class Spot(NamedTuple):
    """Where an address leads. ``inside`` the site to the output ``path`` (and ``fragment`` in it); ``above`` the site's own
    path on its host; ``outside`` to another site; or to something ``other`` than a page (``mailto:``)."""

    kind: Kind
    path: str = ""
    fragment: str = ""


class Mount:
    """The outputs with these ``paths``, mounted at ``base_url``."""

    def __init__(self, paths: Iterable[str], base_url: str | None) -> None:
        self.paths = frozenset(paths)
        parts = urlsplit(base_url or "")
        self.host = parts.netloc.lower()
        self.base = parts.path.rstrip("/") + "/"
        self._folded = {_fold(path): path for path in self.paths}

    def locate(self, address: str, page: str) -> Spot:
        """Where ``address``, as it stands in the output ``page``, leads."""
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return Spot("unreadable")
        if parts.scheme.lower() not in ("", "http", "https"):
            return Spot("other")
        path, fragment = unquote(parts.path), unquote(parts.fragment)
        fragment = fragment.partition(":~:")[0]
        if parts.netloc or parts.scheme:
            if not self.host or parts.netloc.rpartition("@")[2].lower() != self.host:
                return Spot("outside")
            path = path or "/"
            return self._below(path, fragment) or Spot("outside")
        if path.startswith("/"):
            return self._below(path, fragment) or Spot("above")
        if not path:
            return Spot("inside", page, fragment)
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if joined == ".." or joined.startswith("../"):
            return Spot("above")
        return Spot("inside", _to_file(joined, path), fragment)

    def respelled(self, path: str) -> str | None:
        """The output that ``path`` would be but for letter case or Unicode form."""
        return self._folded.get(_fold(path))

    def _below(self, path: str, fragment: str) -> Spot | None:
        if path == self.base[:-1]:
            path += "/"
        if not path.startswith(self.base):
            return None
        below = path.removeprefix(self.base)
        joined = posixpath.normpath(below) if below else "."
        if joined.startswith(".."):
            return None
        return Spot("inside", _to_file(joined, below or "./"), fragment)


def _to_file(joined: str, written: str) -> str:
    if joined == ".":
        return "index.html"
    folder = written.endswith(("/", "/.", "/..")) or written in (".", "..")
    return f"{joined}/index.html" if folder else joined


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
