"""Somebody's theme, wherever it comes from, ready to be written into a site: its files, its name and its pin."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from knowbrand.problems import KnowbrandError, Place, Problem, error
from knowbrand.themes.cloning import is_repository, read_repository
from knowbrand.themes.layer import MANIFEST, is_used, normalise
from knowbrand.themes.manifest import read_manifest
from knowbrand.themes.pins import Pin, checksum
from knowbrand.themes.unpacking import read_archive, read_theme_folder


class Found(NamedTuple):
    """A theme to install: its files by path, what it calls itself, and where it came from."""

    files: dict[str, bytes]
    name: str
    pin: Pin


def read_source(source: str, ref: str | None = None) -> Found:
    """The theme at ``source``: a folder, a ZIP archive, or the address of a git repository (at ``ref``).

    Raises KnowbrandError where it isn't a theme, or not safe to install; Trouble where git or the disk fails.
    """
    commit = ""
    path = Path(source)
    if is_repository(source):
        files, commit = read_repository(source, ref or "HEAD")
    elif ref is not None:
        raise KnowbrandError(error("KB443", "--ref is for repositories", None, "give the address of one"))
    elif path.is_dir() and not path.is_symlink():
        files = read_theme_folder(path)
    elif path.is_file():
        files = read_archive(path)
    else:
        hint = "give a folder, a .zip file, or an address such as https://example.org/theme.git"
        raise KnowbrandError(error("KB442", f"there is no theme at {source[:200]!r}", None, hint))
    files = _check(files, source)
    manifest = read_manifest(files[MANIFEST].decode(), MANIFEST, path.name.removesuffix(".git"))
    pin = Pin(source=_show(source), checksum=checksum(_parts(files)), commit=commit)
    return Found(files, manifest.name, pin)


def _show(source: str) -> str:
    """``source`` as everyone may read it who sees the site's repository: of a whole path on somebody's disk, the name."""
    path = Path(source)
    is_told = is_repository(source) or not (path.is_absolute() or source in (".", ".."))
    return source if is_told else path.resolve().name


def _check(files: dict[str, bytes], source: str) -> dict[str, bytes]:
    problems: list[Problem] = []
    for path, content in files.items():
        normalise(content, path, Place(f"{source}/{path}"), problems)
    if problems:
        raise KnowbrandError(*problems)
    return files


def _parts(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that a build reads, as it reads them."""
    read = {
        path: normalise(content, path, Place(path), []) for path, content in files.items() if is_used(path)
    }
    return {path: content for path, content in read.items() if content is not None}
