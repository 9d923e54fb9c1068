"""One folder of a theme's chain, read once and whole."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from knowbrand.problems import Place, Problem, error
from knowbrand.themes.manifest import Manifest

MANIFEST = "theme.yaml"
STYLE = "style.css"
ASSETS = "assets/"
_VARIANT = re.compile(r"options/([^/]+)/([^/]+)/(style\.css|assets/.+)", re.DOTALL)
BUILT_IN = "(built in)"
"""After a theme's name in messages: it came with knowbrand."""

_MAX_FILE = 20_000_000
_MAX_FILES = 2_000


class Variant(NamedTuple):
    """Where a file stands that goes with one value of an option: ``options/OPTION/VALUE/`` and its path in there."""

    option: str
    value: str
    path: str


class StyleSheet(NamedTuple):
    """A style sheet of a theme: its path, the value of an option that it goes with, if any, and its text."""

    path: str
    variant: Variant | None
    text: str


def find_variant(path: str) -> Variant | None:
    """The value of an option that the file goes with; None where it is always used."""
    found = _VARIANT.fullmatch(path)
    return Variant(*found.groups()) if found else None


def is_used(path: str, style: str = STYLE) -> bool:
    """Whether a build reads this file of a theme's: its manifest, templates, style sheet and assets, and the style sheets
    and assets that go with an option's value."""
    return (
        path.startswith(ASSETS)
        or path.endswith(".html")
        or path in (MANIFEST, style)
        or find_variant(path) is not None
    )


class Layer(NamedTuple):
    """A theme's own files by their path in its folder; ``shown`` is what messages call the folder. ``is_own`` says that
    it stands in the site, where its author can change it."""

    name: str
    shown: str
    files: dict[str, bytes]
    manifest: Manifest | None = None
    is_own: bool = True

    def place(self, path: str, line: int | None = None, column: int | None = None) -> Place:
        """A place in one of its files."""
        return Place(f"{self.shown}/{path}", line, column)

    def styles(self) -> Iterator[StyleSheet]:
        """Its style sheets: its own, then those that go with a value of an option."""
        own = sorted(path for path in self.files if path.endswith(".css") and "/" not in path)
        yield from (StyleSheet(path, None, self.files[path].decode()) for path in own)
        for path in sorted(self.files):
            variant = find_variant(path)
            if variant and variant.path == STYLE:
                yield StyleSheet(path, variant, self.files[path].decode())

    def templates(self) -> Iterator[str]:
        """The names of its templates."""
        return (path for path in self.files if path.endswith(".html") and not path.startswith(ASSETS))


def read_folder(folder: Path, shown: str, style: str, problems: list[Problem]) -> dict[str, bytes]:
    """The files of a theme in ``folder``: its manifest, templates, the style sheet ``style`` and its assets.

    A link, a file that is too large and templates that aren't UTF-8 are errors; other files are passed over.
    """
    files: dict[str, bytes] = {}
    for path in _walk(folder, "", shown, problems):
        if not is_used(path, style):
            continue
        if len(files) == _MAX_FILES:
            problems.append(
                error("KB405", f"more than {_MAX_FILES} files", Place(shown), "take out what isn't used")
            )
            break
        content = _read(folder / path, f"{shown}/{path}", problems)
        if content is not None:
            files[path] = content
    return files


def _walk(folder: Path, under: str, shown: str, problems: list[Problem]) -> Iterator[str]:
    with os.scandir(folder / under) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        path = f"{under}{entry.name}"
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.is_symlink():
            hint = "copy the file into the theme"
            problems.append(error("KB405", "a theme can't hold links", Place(f"{shown}/{path}"), hint))
        elif entry.is_dir():
            if entry.name != "node_modules":
                yield from _walk(folder, f"{path}/", shown, problems)
        elif entry.is_file():
            yield path
        else:
            message = "this is no file, but a pipe, a socket or a device"
            problems.append(error("KB405", message, Place(f"{shown}/{path}"), "delete it"))


def _read(file: Path, shown: str, problems: list[Problem]) -> bytes | None:
    place = Place(shown)
    try:
        if file.stat().st_size > _MAX_FILE:
            message = f"this file is larger than {_MAX_FILE // 1_000_000} MB"
            problems.append(error("KB405", message, place, "make it smaller"))
            return None
        content = file.read_bytes()
    except OSError as fault:
        problems.append(error("KB405", f"this file can't be read: {fault.strerror}", place))
        return None
    return normalise(content, file.name, place, problems)


def normalise(content: bytes, name: str, place: Place, problems: list[Problem]) -> bytes | None:
    """The content of a text file of a theme in UTF-8 with line feeds alone, of another as it is; None where it can't be
    read, which is told at ``place``."""
    if not name.endswith((".html", ".css", ".yaml")):
        return content
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        message = "this isn't UTF-8"
        problems.append(error("KB405", message, Place(place.path, line), "save the file as UTF-8"))
        return None
    return text.replace("\r\n", "\n").encode()
