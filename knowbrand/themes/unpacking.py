"""Somebody's theme, from a folder, an archive or a repository, into files in memory. Nothing of it is ever run."""

from __future__ import annotations

import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from knowbrand.model.filenames import fold_name, is_device
from knowbrand.problems import KnowbrandError, Place, Problem, error
from knowbrand.themes.layer import MANIFEST, STYLE, is_used, read_folder

MAX_FILE = 20_000_000
MAX_FILES = 2_000
MAX_TOTAL = 60_000_000
_DEEPEST = 12
_PAPERS = re.compile(
    r"(?:licen[cs]e|copying|notice|readme|changelog|screenshot)[\w.-]{0,40}", re.IGNORECASE | re.ASCII
)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)
"""What Python raises for an archive that is damaged, encrypted or packed in a way that it doesn't know."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


class Member(NamedTuple):
    """A file that an archive or a repository says it holds. ``kind`` is what it is where it's no plain file."""

    path: str
    size: int
    kind: str = ""


def is_part(path: str) -> bool:
    """Whether a theme may hold this file: what a build reads, and the papers beside it (licence, read-me, screenshot)."""
    return is_used(path) or ("/" not in path and bool(_PAPERS.fullmatch(path)))


def choose_members(members: Iterable[Member], source: str) -> dict[str, str]:
    """The members that make the theme: where each goes in the theme's folder, and its path in the archive.

    The theme is the folder that holds the only ``theme.yaml`` nearest to the top. Raises KnowbrandError where a member
    would leave the folder, is a link or a device, can't be written everywhere, stands twice or is too large.
    """
    found = list(members)
    problems = [problem for member in found for problem in _check(member, source)]
    if len(found) > MAX_FILES * 5:
        problems.append(_refuse(f"it holds more than {MAX_FILES * 5} files", source))
    if problems:
        raise KnowbrandError(*problems[:20])
    tops = sorted(
        (member.path for member in found if PurePosixPath(member.path).name == MANIFEST),
        key=lambda path: path.count("/"),
    )
    if not tops or (len(tops) > 1 and tops[0].count("/") == tops[1].count("/")):
        what = f"more than one {MANIFEST}" if tops else f"no {MANIFEST}"
        raise KnowbrandError(_refuse(f"it holds {what}", source, "add the folder of one theme"))
    top = tops[0].removesuffix(MANIFEST)
    inside = [(member.path.removeprefix(top), member) for member in found if member.path.startswith(top)]
    chosen = [(path, member) for path, member in inside if is_part(path) and not _is_hidden(path)]
    if len(chosen) > MAX_FILES or sum(member.size for _, member in chosen) > MAX_TOTAL:
        message = f"it is larger than a theme may be: {MAX_FILES} files, {MAX_TOTAL // 1_000_000} MB"
        raise KnowbrandError(_refuse(message, source))
    problems = list(_check_together([path for path, _ in chosen], source))
    if problems:
        raise KnowbrandError(*problems[:20])
    return {path: member.path for path, member in chosen}


def _check_together(paths: Iterable[str], source: str) -> Iterator[Problem]:
    """Files of which only one could be written."""
    taken: dict[str, str] = {}
    for path in sorted(paths):
        first = taken.setdefault(fold_name(path), path)
        if first is not path:
            how = "stands in it twice" if first == path else f"differs from {first[:200]} in case alone"
            yield _refuse(f"{path[:200]} {how}", source)
    for path in taken.values():
        parts = path.split("/")
        above = ("/".join(parts[:end]) for end in range(1, len(parts)))
        file = next((taken[fold_name(folder)] for folder in above if fold_name(folder) in taken), None)
        if file:
            yield _refuse(f"{file[:200]} is a file, and the folder of {path[:200]}, too", source)


def read_theme_folder(folder: Path) -> dict[str, bytes]:
    """The files of the theme in ``folder``. Raises KnowbrandError where it holds a link or is too large."""
    problems: list[Problem] = []
    read_folder(folder, str(folder), STYLE, problems)
    if problems:
        raise KnowbrandError(*problems)
    members = [
        Member(path.relative_to(folder).as_posix(), path.lstat().st_size, _kind(path.lstat().st_mode))
        for path in _walk(folder, 0)
    ]
    chosen = choose_members(members, str(folder))
    return {path: (folder / inside).read_bytes() for path, inside in chosen.items()}


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "node_modules":
            continue
        if path.is_dir() and not path.is_symlink() and depth < _DEEPEST:
            yield from _walk(path, depth + 1)
        elif not path.is_dir() or path.is_symlink():
            yield path


def read_archive(file: Path) -> dict[str, bytes]:
    """The files of the theme in a ZIP archive. Raises KnowbrandError where it isn't safe to unpack."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            chosen = choose_members(map(_member, entries), file.name)
            by_path = {entry.filename: entry for entry in entries}
            return {path: _read(archive, by_path[inside], file.name) for path, inside in chosen.items()}
    except _UNREADABLE as fault:
        raise KnowbrandError(_refuse(f"it isn't an archive that can be read: {fault}", file.name)) from None


def _member(entry: zipfile.ZipInfo) -> Member:
    return Member(entry.filename, entry.file_size, _kind(entry.external_attr >> 16))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: str) -> bytes:
    """What an archive says of a file's size may be a lie, so no more is read than a file may hold."""
    with archive.open(entry) as file:
        content = file.read(MAX_FILE + 1)
    if len(content) != entry.file_size or len(content) > MAX_FILE:
        raise KnowbrandError(_refuse(f"the size of {entry.filename[:200]} isn't what it says", source))
    return content


def _kind(mode: int) -> str:
    form = stat.S_IFMT(mode)
    names = {stat.S_IFLNK: "a link", stat.S_IFREG: "", stat.S_IFDIR: "", 0: ""}
    return names.get(form, "a device")


def _check(member: Member, source: str) -> Iterator[Problem]:
    parts = member.path.split("/")
    shown = member.path[:200]
    if _UNSAFE.search(member.path) or any(part[-1:] in ("", " ", ".") for part in parts):
        yield _refuse(
            f"the path {shown!r} would leave the theme's folder, or can't be written everywhere", source
        )
    elif any(map(is_device, parts)):
        yield _refuse(f"{shown} has a name that Windows keeps for a device", source)
    elif member.kind:
        yield _refuse(f"{shown} is {member.kind}; a theme holds plain files", source)
    elif member.size > MAX_FILE:
        yield _refuse(f"{shown} is larger than {MAX_FILE // 1_000_000} MB", source)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") or part == "node_modules" for part in path.split("/"))


def _refuse(message: str, source: str, hint: str = "ask whoever made the theme") -> Problem:
    return error("KB442", f"this theme can't be installed: {message}", Place(source), hint)
