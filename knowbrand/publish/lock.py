"""One build at a time writes to a folder: a lock of the operating system, which a killed build can't leave."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from knowbrand.problems import Problem, Trouble, error
from knowbrand.publish.cache import ensure_cache_folder
from knowbrand.publish.paths import shown

PATIENCE = 60.0
_PAUSE = 0.05
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}


@contextlib.contextmanager
def locked(
    out: Path, *, site: Path, waiting: Callable[[], None] | None = None, patience: float = PATIENCE
) -> Iterator[None]:
    """Hold the lock on ``out`` for the length of the block.

    When another build has it, call ``waiting`` once and wait up to ``patience`` seconds. Raises Trouble
    when that isn't enough, OSError when no lock file can be made.
    """
    place = _lock_file(out, site)
    deadline = time.monotonic() + patience
    while (held := _try_lock(place)) is None:
        if waiting:
            waiting()
            waiting = None
        if time.monotonic() > deadline:
            raise Trouble(_busy(out, patience))
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        os.close(held)


def _lock_file(out: Path, site: Path) -> Path:
    """In the cache; beside ``out`` when the site's folder can't be written."""
    with contextlib.suppress(OSError):
        folder = ensure_cache_folder(site)
        if os.access(folder, os.W_OK):
            name = hashlib.sha256(os.fsencode(out)).hexdigest()[:16]
            return folder / f"publish-{name}.lock"
    return out.with_name(f".{out.name}.lock")


def _try_lock(place: Path) -> int | None:
    """The open, locked file, or None when another process has it."""
    file = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        if _take(file) and _still_there(place, file):
            return file
    except BaseException:
        os.close(file)
        raise
    os.close(file)
    return None


def _still_there(place: Path, file: int) -> bool:
    """Whether the locked file is the one at its place: the cache may be deleted at any time."""
    try:
        return os.path.samestat(place.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as fault:
            # A file system without locks: publishing there is safe but for a second build at that moment.
            if fault.errno not in _NO_LOCKS:
                raise
        return True


def _busy(out: Path, patience: float) -> Problem:
    return error(
        "KB511",
        f"another build has been writing to '{shown(str(out))}' for {patience:.0f} seconds",
        hint="wait until it is done, or end it, and build again",
    )
