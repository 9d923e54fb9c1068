"""What was saved, and when it is worth building: the system's events, held against a scan of the files.

Events tell at once, but get lost, and are held back (a file that is moved out of a folder keeps the queue waiting for
half a second); some file systems have none. A scan misses nothing, but has to be asked for.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from knowbrand.serve.events import Burst, EventSource
from knowbrand.serve.scanning import Scan, rescan, scan

_SHORTEST, _LONGEST = 0.5, 5.0
"""Seconds between two scans that nobody asked for, where events come ..."""
_SHORTEST_ALONE, _LONGEST_ALONE = 0.2, 2.0
"""... and where they don't."""
_SHARE = 25
"""Scanning takes at most one part in so many of the time."""
_FEW = 20
_SILENCE = logging.NullHandler()


class FolderGoneError(Exception):
    """The site's folder was deleted or moved."""


class Watcher:
    """Watches the site in the folder ``root``. ``tell`` gets a line where the system gives no events."""

    def __init__(self, root: Path, tell: Callable[[str], None]) -> None:
        self._root = root
        self._tell = tell
        self._burst = Burst()
        self._events: EventSource | None = None
        self._deaf = False
        self._known = Scan()
        self._due = 0.0
        self._identity: tuple[int, int] | None = None
        self._hook: Callable[[threading.ExceptHookArgs], object] = threading.excepthook

    def __enter__(self) -> Watcher:
        """What changes from now on is found. Nothing listens before the first call of :meth:`wait`."""
        logging.getLogger("watchdog").addHandler(_SILENCE)
        self._hook, threading.excepthook = threading.excepthook, self._bear
        with contextlib.suppress(FolderGoneError):  # the first call of wait says so
            self._look()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop to listen."""
        self._be_silent()
        threading.excepthook = self._hook
        logging.getLogger("watchdog").removeHandler(_SILENCE)

    def wait(self, seconds: float) -> frozenset[str]:
        """The files that were saved, deleted or renamed since the last call, relative to the site; nothing after
        ``seconds`` without any. Raises FolderGoneError."""
        end = time.monotonic() + seconds
        while True:
            self._burst.wait(max(0.0, min(self._due, end) - time.monotonic()))
            self._listen()
            told = self._burst.take()
            now = time.monotonic()
            if told or now >= self._due:
                changed = self._look(told)
                if changed:
                    return changed
            elif now >= end:
                return frozenset()

    def wait_for_folder(self, seconds: float) -> bool:
        """Wait for a folder that is gone; whether it is back."""
        self._burst.wait(min(seconds, _SHORTEST))
        self._burst.take()
        return self._root.is_dir()

    def _bear(self, fault: threading.ExceptHookArgs) -> None:
        """A thread of watchdog's that dies, as over a folder that is gone, is replaced; its trace helps nobody."""
        if not (fault.thread and type(fault.thread).__module__.startswith("watchdog.")):
            self._hook(fault)

    def _look(self, told: frozenset[str] = frozenset()) -> frozenset[str]:
        """What changed: of a few files that events named at once, of all others on the next call."""
        before = self._known
        quick = rescan(self._root, before, told) if 0 < len(told) <= _FEW else None
        if quick:
            self._known, self._due = quick, time.monotonic()
            return told
        try:
            after = scan(self._root, before)
        except OSError:
            raise FolderGoneError(str(self._root)) from None
        self._known = after
        if self._events:
            try:
                self._events.follow(after.folders)
            except OSError as fault:
                self._give_up(fault)
        self._due = time.monotonic() + self._interval()
        return after.changed_since(before) | (told & (after.files.keys() | before.files.keys()))

    def _interval(self) -> float:
        shortest, longest = (_SHORTEST, _LONGEST) if self._events else (_SHORTEST_ALONE, _LONGEST_ALONE)
        return min(longest, max(shortest, self._known.seconds * _SHARE))

    def _listen(self) -> None:
        """See to it that events come from the folder that stands there now."""
        try:
            found = self._root.stat()
        except OSError:
            self._be_silent()
            raise FolderGoneError(str(self._root)) from None
        identity = (found.st_dev, found.st_ino)
        if identity == self._identity and (self._deaf or (self._events and self._events.is_alive())):
            return
        self._be_silent()
        self._identity = identity
        try:
            self._events = EventSource(self._root, self._burst)
        except OSError as fault:
            self._give_up(fault)
        self._due = 0.0  # what happened before is known to nobody yet

    def _give_up(self, fault: OSError) -> None:
        """Go on without events, as where the system has no more of them to give."""
        if not self._deaf:
            self._tell(f"no file events here ({fault.strerror or fault}); looking at the files instead")
        self._deaf = True
        identity = self._identity
        self._be_silent()
        self._identity = identity

    def _be_silent(self) -> None:
        events, self._events, self._identity = self._events, None, None
        if events:
            events.close()
