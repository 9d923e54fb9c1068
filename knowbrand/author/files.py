"""Files into a site's folder: new ones, which touch nothing that is there, and one in the place of another."""

from __future__ import annotations

import os
import secrets
import shutil
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from knowbrand.problems import KnowbrandError, Place, Problem, Trouble, error


def write_new_files(site: Path, files: Iterable[tuple[str, bytes | Path]]) -> None:
    """Write ``files`` (a path relative to ``site``, and the content or the file to copy) with the folders they need.

    All or nothing: raises KnowbrandError, before anything is written, for each path that exists or would leave the
    site; raises Trouble where the disk refuses, after what was written is removed again.
    """
    wanted = sorted(files, key=lambda file: file[0])
    problems = _check(site, [path for path, _ in wanted])
    if problems:
        raise KnowbrandError(*problems)
    made: list[Path] = []
    path = ""
    try:
        for path, content in wanted:
            _write(site / path, content, made)
    except OSError as fault:
        _remove(made)
        reason = os.strerror(fault.errno) if fault.errno else str(fault)
        message = f"{path} can't be written: {reason}; nothing was changed"
        raise Trouble(
            error("KB254", message, Place(path), "make room, or check who may write there")
        ) from None
    except BaseException:
        _remove(made)
        raise


def refuse_unsafe(site: Path, paths: Iterable[str]) -> None:
    """Raise KnowbrandError for each of ``paths`` that would leave the site."""
    problems = [_leaving(path) for path in paths if not _is_safe(site, path)]
    if problems:
        raise KnowbrandError(*problems)


def _leaving(path: str) -> Problem:
    hint = "a path of the site has no '..', no drive and no link that leads elsewhere"
    return error("KB253", f"'{path}' would leave the site", Place(path), hint)


def _check(site: Path, paths: list[str]) -> list[Problem]:
    problems: list[Problem] = []
    names = {_fold(path) for path in paths}
    seen: set[str] = set()
    for path in paths:
        if not _is_safe(site, path):
            problems.append(_leaving(path))
        elif os.path.lexists(site / path) or _file_above(site, path):
            hint = "move that one away, or give the new one another name"
            problems.append(error("KB253", f"{path} exists already; it is left as it is", Place(path), hint))
        elif _fold(path) in seen or any(_fold(str(above)) in names for above in PurePosixPath(path).parents):
            problems.append(error("KB253", f"two new files for {path}", Place(path), "rename one of them"))
        seen.add(_fold(path))
    return problems


def _is_safe(site: Path, path: str) -> bool:
    """Whether ``path`` stays in the site, also where a folder on its way is a link."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} or "\\" in part or ":" in part or "\0" in part for part in parts):
        return False
    try:
        return (site / path).resolve().is_relative_to(site.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _file_above(site: Path, path: str) -> bool:
    above = (site / parent for parent in PurePosixPath(path).parents if parent.name)
    return any(os.path.lexists(parent) and not parent.is_dir() for parent in above)


def _fold(path: str) -> str:
    """The form in which two names are one on a disk that doesn't tell case and Unicode form apart."""
    return unicodedata.normalize("NFC", path).casefold()


def _write(target: Path, content: bytes | Path, made: list[Path]) -> None:
    for folder in reversed([target.parent, *target.parent.parents]):
        if not folder.is_dir():
            folder.mkdir()
            made.append(folder)
    with target.open("xb") as new:
        made.append(target)
        if isinstance(content, bytes):
            new.write(content)
        else:
            with content.open("rb") as source:
                shutil.copyfileobj(source, new)


def _remove(made: list[Path]) -> None:
    """Take back what was written, the last first; a folder that others use by now stays."""
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def replace_file(file: Path, content: bytes) -> None:
    """Have ``file`` hold ``content``, whole or not at all; one that is there keeps its permissions. Raises
    OSError."""
    staged = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    try:
        staged.write_bytes(content)
        if file.exists():
            staged.chmod(file.stat().st_mode)
        staged.replace(file)
    except BaseException:
        with suppress(OSError):
            staged.unlink()
        raise
