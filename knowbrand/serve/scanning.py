"""The state of every file of a site, to be compared with a later one: what no lost event can hide."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from knowbrand.serve.ignoring import OWNED, is_ignored, is_ignored_at_root

_UNSETTLED = 3.0
"""Seconds in which a file may change again and keep its time: some file systems count no finer than two."""
_MOST_READ = 4 * 1024 * 1024
_DEEPEST = 40


class Stamp(NamedTuple):
    """What the system says of a file, and for one that has just been written a digest of its content as well."""

    stat: tuple[int, int, int, int]
    settled: bool
    digest: bytes = b""

    def differs(self, other: Stamp) -> bool:
        """Whether the file is another one now; ``other`` is the earlier stamp."""
        return self.stat != other.stat or bool(self.digest and other.digest and self.digest != other.digest)


@dataclass(frozen=True, slots=True)
class Scan:
    """Every file by its path, relative to the site; ``folders`` that stand in the site's own; ``seconds`` it took."""

    files: Mapping[str, Stamp] = field(default_factory=dict)
    folders: frozenset[str] = frozenset()
    seconds: float = 0.0

    def changed_since(self, before: Scan) -> frozenset[str]:
        """The files that came, went, or changed."""
        old, new = before.files, self.files
        moved = old.keys() ^ new.keys()
        return frozenset(moved | {path for path in old.keys() & new.keys() if new[path].differs(old[path])})


def scan(root: Path, before: Scan | None = None) -> Scan:
    """The files of the site in ``root`` now. Links to folders aren't followed, as in a build. What can't be read isn't
    there; raises OSError where the folder itself isn't."""
    begin = time.perf_counter()
    root.stat()
    known = before.files if before else {}
    now = time.time()
    files = {}
    for path, entry in _walk(str(root), "", 0):
        try:
            found = entry.stat()
        except OSError:
            try:
                found = entry.stat(follow_symlinks=False)  # a link to nowhere is something, too
            except OSError:
                continue
        files[path] = _stamp(entry.path, found, known.get(path), now)
    top = frozenset(path.partition("/")[0] for path in files if "/" in path)
    return Scan(files, top | _list_folders(root), time.perf_counter() - begin)


def rescan(root: Path, before: Scan, paths: Iterable[str]) -> Scan | None:
    """``before`` with what ``paths`` are now; None where one of them isn't a file that was there and still is, and only a
    whole scan tells what that means."""
    now = time.time()
    files = dict(before.files)
    for path in paths:
        if path not in files:
            return None
        try:
            found = (root / path).stat()
        except OSError:
            return None
        files[path] = _stamp(str(root / path), found, files[path], now)
    return replace(before, files=files)


def _walk(folder: str, prefix: str, depth: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as listing:
            entries = list(listing)
    except OSError:
        return
    if prefix and _is_foreign(folder, entries):
        return
    ignored = is_ignored if prefix else is_ignored_at_root
    for entry in entries:
        if ignored(entry.name):
            continue
        path = f"{prefix}{entry.name}"
        if not entry.is_dir(follow_symlinks=False):
            yield path, entry
        elif depth < _DEEPEST:
            yield from _walk(entry.path, f"{path}/", depth + 1)


def _is_foreign(folder: str, entries: list[os.DirEntry[str]]) -> bool:
    """Whether a folder is an output, or somebody's Python."""
    names = {entry.name for entry in entries}
    return "pyvenv.cfg" in names or ("_" in names and os.path.exists(os.path.join(folder, "_", OWNED)))  # noqa: PTH110, PTH118 - called for every folder


def _list_folders(root: Path) -> frozenset[str]:
    with os.scandir(root) as listing:
        found = [entry for entry in listing if entry.is_dir(follow_symlinks=False)]
    kept = (entry for entry in found if not is_ignored_at_root(entry.name))
    return frozenset(entry.name for entry in kept if not _is_foreign(entry.path, _entries(entry.path)))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return list(listing)
    except OSError:
        return []


def _stamp(path: str, found: os.stat_result, before: Stamp | None, now: float) -> Stamp:
    stat = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
    settled = abs(now - found.st_mtime) > _UNSETTLED
    if before and before.stat == stat and before.settled:
        return before
    if settled and not (before and before.stat == stat):
        return Stamp(stat, True)
    return Stamp(stat, settled, _read_digest(path) if _is_small_file(found) else b"")


def _is_small_file(found: os.stat_result) -> bool:
    return S_ISREG(found.st_mode) and found.st_size <= _MOST_READ


def _read_digest(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a path of scandir's is a text
            return hashlib.blake2b(file.read(_MOST_READ + 1), digest_size=16).digest()
    except OSError:
        return b""
