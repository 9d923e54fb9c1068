"""What stands in the output folder already, so that an output that is there needn't be made, loaded or compared."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError
from knowbrand.publish.tree import scan

_BOOT = Path("/proc/sys/kernel/random/boot_id")

Stamp = tuple[int, int, int, int]


class OutputChangedError(Exception):
    """A file of the output folder isn't what it was a moment ago: it can't be taken for an output."""


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """What the system said of a file (see :func:`stamp`) when its content had this digest."""

    stamp: Stamp
    digest: bytes


class StandingOutput(Output):
    """An output that stands in the output folder as ``file``; its bytes are read only when they are asked for.

    ``stamp`` is what the system said of the file when ``digest`` was known to be its content's.
    """

    __slots__ = ("digest", "file", "stamp")

    file: str
    stamp: Stamp
    digest: bytes

    def __init__(self, path: str, file: str, stamp: Stamp, digest: bytes) -> None:
        for name, value in (("path", path), ("file", file), ("stamp", stamp), ("digest", digest)):
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return StandingOutput, (self.path, self.file, self.stamp, self.digest)

    @property
    def content(self) -> bytes:
        """Its bytes. Raises OutputChangedError where they aren't what they were."""
        found = _read(self.file)
        if found is None or digest_content(found) != self.digest:
            raise OutputChangedError(self.path)
        return found


class Shelf(Protocol):
    """Where outputs of an earlier build stand. ``name`` tells it from others."""

    name: str

    def find(self, path: str, digest: bytes) -> Output | None:
        """The output at ``path`` with that content; None where it isn't there."""
        ...


class OutputShelf:
    """The outputs of an earlier composition, in memory."""

    name = ""

    def __init__(self, outputs: Iterable[Output]) -> None:
        self._outputs = {output.path: output for output in outputs}
        self._digests: dict[str, bytes] = {}

    def find(self, path: str, digest: bytes) -> Output | None:
        """See :class:`Shelf`."""
        output = self._outputs.get(path)
        if output is not None and path not in self._digests:
            self._digests[path] = digest_of(output)
        return output if output and self._digests[path] == digest else None


class RememberedShelf:
    """The output folder as it was left: nobody looks whether it is so still. ``known`` is what :func:`survey` said of it.
    To be used where publishing looks, as it does."""

    def __init__(self, folder: Path, known: Mapping[str, Standing]) -> None:
        self.name = os.path.realpath(folder)
        self._folder = folder
        self._known = known

    def find(self, path: str, digest: bytes) -> StandingOutput | None:
        """See :class:`Shelf`."""
        known = self._known.get(path)
        if known is None or known.digest != digest:
            return None
        return StandingOutput(path, f"{self._folder}/{path}", known.stamp, digest)


class FolderShelf:
    """The output folder before a build. ``known`` is what :func:`survey` said of it after an earlier one: a shortcut, for
    a file that has changed since is read, and believed by its content alone. Windows doesn't tell when a file was changed,
    so each is read there."""

    def __init__(self, folder: Path, known: Mapping[str, Standing]) -> None:
        self.name = os.path.realpath(folder)
        self._folder = folder
        self._known = known if sys.platform != "win32" else {}
        self._files = _scan(folder)

    def find(self, path: str, digest: bytes) -> StandingOutput | None:
        """See :class:`Shelf`."""
        status = self._files.get(path)
        if status is None or not stat.S_ISREG(status.st_mode):
            return None
        file = f"{self._folder}/{path}"
        known = self._known.get(path)
        if known is None or known.stamp != stamp(status):
            found = _read(file)
            if found is None or digest_content(found) != digest:
                return None
        elif known.digest != digest:
            return None
        return StandingOutput(path, file, stamp(status), digest)


def survey(leaves: Mapping[str, os.stat_result], outputs: Iterable[tuple[str, bytes]]) -> dict[str, Standing]:
    """The files of ``outputs`` (path and digest), as they stand among the ``leaves`` of the folder that they were just
    published to."""
    return {path: Standing(stamp(leaves[path]), digest) for path, digest in outputs if path in leaves}


def digest_content(content: bytes) -> bytes:
    """By this an output is known again."""
    return hashlib.blake2b(content, digest_size=16).digest()


def digest_of(output: Output) -> bytes:
    """The digest of an output's content."""
    return output.digest if isinstance(output, StandingOutput) else digest_content(output.content)


def stamp(status: os.stat_result) -> Stamp:
    """What changes with every change of a file: its size, its times and its place on the disk."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def read_boot() -> str:
    """A name for the time since the computer was started, where the system gives one: what the system said of a file
    before a cut of power proves nothing about its bytes after."""
    try:
        return _BOOT.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def _scan(folder: Path) -> dict[str, os.stat_result]:
    try:
        return scan(folder).leaves
    except (OSError, KnowbrandError):  # publishing will say so
        return {}


def _read(file: str) -> bytes | None:
    try:
        return Path(file).read_bytes()
    except OSError:
        return None
