"""Whether a folder may be published to. A wrong ``--out`` must not cost anybody a file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from knowbrand.problems import Problem, error
from knowbrand.publish.cache import CACHE_FOLDER
from knowbrand.publish.owned import NotOurListError, read_list
from knowbrand.publish.paths import LIST_PATH, shown

SOURCES = ("content", "assets", "themes", "overrides", "checks", CACHE_FOLDER)
_REPOSITORY = (".git", ".hg", ".svn", ".jj")
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What a file manager leaves in a folder that its user calls empty."""


def real_folder(out: Path) -> Path:
    """Where ``out`` really is. A symlink to a folder is followed: the folder it names is the destination,
    under the same conditions, and the link stays."""
    return Path(os.path.realpath(out))


def check_destination(out: Path, *, site: Path) -> list[Problem]:
    """Why the site in ``site`` can't be published to ``out``; empty when it can. Reads little, writes nothing.

    A folder is fit when it doesn't exist, is empty, or was published to before.
    """
    try:
        fault = _shape_fault(out) or _place_fault(real_folder(out), site, out) or _content_fault(out)
    except OSError as failure:
        fault = _unreadable(out, failure)
    return [fault] if fault else []


def _shape_fault(out: Path) -> Problem | None:
    name = shown(str(out))
    if out.is_symlink() and not out.exists():
        hint = "make the folder that it names, or remove the link"
        return error("KB506", f"can't publish to '{name}': it is a link to nothing", hint=hint)
    if file := next((place for place in (out, *out.parents) if place.exists() and not place.is_dir()), None):
        hint = "name a folder with --out, or remove the file"
        return error(
            "KB506", f"can't publish to '{name}': '{shown(str(file))}' is a file, not a folder", hint=hint
        )
    if out.is_dir() and os.path.ismount(real_folder(out)) and real_folder(out).parent != real_folder(out):
        hint = f"name a folder inside it: --out {shown(str(out / 'site'))}"
        message = (
            f"can't publish to '{name}': a disk or container volume is mounted there, so it can't be swapped"
        )
        return error("KB508", message, hint=hint)
    return None


def _place_fault(real: Path, site: Path, out: Path) -> Problem | None:
    above = {_identity(folder) for folder in _upwards(real)}
    why = None
    if real == real.parent:
        why = "it is the root of the file system"
    elif any(_identity(real) == _identity(folder) for folder in _home_and_above()):
        why = "it is your home folder, or holds it"
    elif any(_identity(real) == _identity(folder) for folder in _upwards(site)):
        why = "it is the site's own folder, or holds it"
    elif source := next((name for name in SOURCES if _identity(site / name) in above), None):
        why = f"it is in '{source}/', where the site's own files are"
    elif found := next((name for name in _REPOSITORY if os.path.lexists(real / name)), None):
        why = f"it is the root of a repository (it has '{found}')"
    elif inside := next((name for name in _REPOSITORY if name in real.parts), None):
        why = f"it is in a repository's '{inside}' folder"
    if why is None:
        return None
    hint = "leave out --out to publish to '_site', or name a new folder"
    return error("KB505", f"can't publish to '{shown(str(out))}': {why}", hint=hint)


def _content_fault(out: Path) -> Problem | None:
    name = shown(str(out))
    try:
        if read_list(out) is not None:
            return None
    except NotOurListError:
        message = (
            f"can't publish to '{name}': this version can't read the list of its own files, '{LIST_PATH}'"
        )
        hint = "publish with the version that made it, or empty the folder and build again"
        return error("KB507", message, hint=hint)
    if not out.is_dir():
        return None
    others = sorted({entry.name for entry in out.iterdir()} - _LITTER)
    if not others:
        return None
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    message = (
        f"can't publish to '{name}': it holds files that knowbrand didn't write ('{shown(others[0])}'{more})"
    )
    return error("KB504", message, hint="name another folder with --out, or empty this one first")


def _unreadable(out: Path, failure: OSError) -> Problem:
    message = f"can't publish to '{shown(str(out))}': {failure.strerror or failure}"
    return error("KB506", message, hint="name a folder that you may read and write")


def _upwards(path: Path) -> Iterator[Path]:
    real = Path(os.path.realpath(path))
    yield real
    yield from real.parents


def _home_and_above() -> Iterator[Path]:
    with contextlib.suppress(RuntimeError):  # a container's user may have no home
        yield from _upwards(Path.home())


def _identity(path: Path) -> tuple[int, int] | str:
    """What two names of one folder have in common, whatever their letter case."""
    try:
        status = path.stat()
    except OSError:
        return os.path.realpath(path)
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)
