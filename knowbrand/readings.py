"""What the author's posts and pages said when they were read last, so that a file that is unchanged isn't read again.

A file is taken for unchanged where the system says the same of it as then: its size, its times, its place on the disk.
That proves nothing of a file which was written within the last seconds, as its times may be too coarse to tell: such a
file is read, and its content compared.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
import zlib
from pathlib import Path

import msgspec

from knowbrand.memo import Memo, digest_key
from knowbrand.model import Page, Post
from knowbrand.problems import Problem
from knowbrand.publish.standing import Stamp, read_boot, stamp
from knowbrand.sources.text import load
from knowbrand.sources.writings import Parse, Parsed

SETTLED = 3 * 10**9
"""Nanoseconds. The coarsest file system (FAT) tells times two seconds apart."""
_PARTS = 32
"""Rows of the memo: one edit writes the row of its file alone."""


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """What one file said. ``stamp`` is what the system said of it; ``settled`` whether that had been so for a while."""

    stamp: Stamp
    settled: bool
    digest: bytes
    post: Post | None
    page: Page | None
    problems: tuple[Problem, ...]


class Readings(msgspec.Struct, frozen=True, array_like=True):
    """The readings of some files, by path; ``boot`` names the time in which their stamps prove something."""

    boot: str
    readings: dict[str, Reading]


class WritingMemory:
    """The readings of a site with these ``languages`` and ``audiences``, on which a reading depends."""

    def __init__(self, memo: Memo, languages: tuple[str, ...], audiences: tuple[str, ...]) -> None:
        self._memo = memo
        self._context = (languages, audiences)
        self._boot = read_boot()
        self._known: dict[int, dict[str, Reading]] = {}
        self._seen: dict[int, dict[str, Reading]] = {}

    def read(self, file: str, path: str, parse: Parse) -> Parsed:
        """What ``file`` says, known as ``path``: remembered, or parsed. Raises KnowbrandError where it can't be read."""
        part = zlib.crc32(path.encode()) % _PARTS
        known = self._part(part).get(path)
        seen, settled = look(file)
        if known is None or known.stamp != seen or not known.settled:
            data = load(Path(file), path, 2)
            digest = hashlib.blake2b(data, digest_size=16).digest()
            if known is None or known.digest != digest:
                writing, problems = parse(data)
                post, page = (writing, None) if isinstance(writing, Post) else (None, writing)
                known = Reading(seen, settled, digest, post, page, problems)
            elif known.stamp != seen or settled:
                known = msgspec.structs.replace(known, stamp=seen, settled=settled)
        self._seen.setdefault(part, {})[path] = known
        return Parsed(known.post or known.page, known.problems)

    def keep(self) -> None:
        """Remember what was read, and forget files that weren't."""
        for part in range(_PARTS):
            known, seen = self._part(part), self._seen.get(part, {})
            if len(seen) != len(known) or any(known.get(path) is not found for path, found in seen.items()):
                self._memo.store(self._key(part), Readings(self._boot, seen))

    def _part(self, part: int) -> dict[str, Reading]:
        if part not in self._known:
            self._known[part] = self._load(part)
        return self._known[part]

    def _load(self, part: int) -> dict[str, Reading]:
        found = self._memo.load(self._key(part), Readings) or Readings(self._boot, {})
        if found.boot == self._boot:
            return found.readings
        return {path: msgspec.structs.replace(known, settled=False) for path, known in found.readings.items()}

    def _key(self, part: int) -> bytes:
        return digest_key("writings", (*self._context, part))


def look(file: Path | str) -> tuple[Stamp, bool]:
    """What the system says of ``file``, and whether that has been so for a while; nothing known where it can't be asked."""
    now = time.time_ns()
    try:
        status = os.stat(file)  # noqa: PTH116 (a Path for each of thousands takes longer than to ask)
    except OSError:
        return (0, 0, 0, 0), False
    settled = max(status.st_mtime_ns, status.st_ctime_ns) + SETTLED < now
    return stamp(status), settled and sys.platform != "win32"  # which doesn't tell when a file was changed
