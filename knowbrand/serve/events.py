"""The system's file events, through watchdog, and bursts of them."""

from __future__ import annotations

import threading
import time
from pathlib import Path, PurePath

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from knowbrand.serve.ignoring import is_path_ignored

_ENDING = frozenset({"closed", "moved", "deleted"})
"""After one of these a file is whole (or gone)."""
_BEGINNING = frozenset({"created", "modified"})

_CALM = 0.006
"""Seconds without an event before what was saved is read, where every file that was opened is closed again ..."""
_CALM_OPEN = 0.05
"""... and where one may still be written, or the system doesn't say."""
_PATIENCE = 0.4
"""Seconds after which it is read, whatever goes on."""


class Burst:
    """Paths of files that events came for, gathered until it is quiet."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._paths: set[str] = set()
        self._open: set[str] = set()
        self._last = 0.0

    def add(self, path: str, kind: str) -> None:
        """An event of watchdog's ``kind`` for the file ``path``, relative to the site."""
        with self._changed:
            self._paths.add(path)
            self._last = time.monotonic()
            if kind in _ENDING:
                self._open.discard(path)
            else:
                self._open.add(path)
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Until events came and it is quiet again; at most ``seconds`` for the first of them."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._paths), seconds):
                return
            end = time.monotonic() + _PATIENCE
            while True:
                calm = _CALM_OPEN if self._open else _CALM
                now = time.monotonic()
                left = min(self._last + calm, end) - now
                if left <= 0:
                    return
                self._changed.wait(left)

    def take(self) -> frozenset[str]:
        """What was gathered; nothing is left."""
        with self._changed:
            paths = frozenset(self._paths)
            self._paths.clear()
            self._open.clear()
            return paths


class EventSource:
    """Listens to the site's folder and to every folder in it that a build reads, and adds what happens to a burst.

    Raises OSError where the system gives no (more) events.
    """

    def __init__(self, root: Path, burst: Burst) -> None:
        self._root = root
        self._handler = _Handler(root, burst)
        self._watches: dict[str, tuple[int, ObservedWatch]] = {}
        self._observer = Observer()
        try:
            self._observer.schedule(self._handler, str(root), recursive=False)
            self._observer.start()
        except OSError:
            self.close()
            raise

    def is_alive(self) -> bool:
        """Whether events still come."""
        return self._observer.is_alive() and all(emitter.is_alive() for emitter in self._observer.emitters)

    def follow(self, folders: frozenset[str]) -> None:
        """Listen to these folders of the site, and no longer to others. Raises OSError where the system gives no more
        events."""
        for name, (number, watch) in list(self._watches.items()):
            if name not in folders or _number(self._root / name) != number:
                del self._watches[name]
                self._observer.unschedule(watch)
        for name in folders - self._watches.keys():
            try:
                number = _number(self._root / name)
                watch = self._observer.schedule(self._handler, str(self._root / name), recursive=True)
            except OSError:
                if _number(self._root / name) < 0:
                    continue  # gone meanwhile
                raise
            self._watches[name] = (number, watch)

    def close(self) -> None:
        """Stop to listen; no thread stays."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join(5)


class _Handler(FileSystemEventHandler):
    def __init__(self, root: Path, burst: Burst) -> None:
        self._root = root
        self._burst = burst

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _ENDING | _BEGINNING or (
            event.is_directory and event.event_type == "modified"
        ):
            return
        kind = event.event_type if not event.is_directory else "closed"
        for place in (event.src_path, event.dest_path):
            path = self._relative(place)
            if path and not is_path_ignored(path):
                self._burst.add(path, kind)

    def _relative(self, place: bytes | str) -> str:
        text = place.decode("utf-8", "surrogateescape") if isinstance(place, bytes) else place
        try:
            return PurePath(text).relative_to(self._root).as_posix() if text else ""
        except ValueError:
            return ""


def _number(folder: Path) -> int:
    try:
        return folder.stat().st_ino
    except OSError:
        return -1
