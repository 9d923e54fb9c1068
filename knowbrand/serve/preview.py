"""The preview's state: the last good site, what is wrong with the files as they are now, and who looks at what."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from knowbrand.build import Composition
from knowbrand.clock import present_day
from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Problem, error
from knowbrand.request import Request
from knowbrand.serve.composing import Change, Composer, Recomposer
from knowbrand.serve.prose import ProseReader
from knowbrand.serve.snapshot import Snapshot, count_changed_pages, keep_resources, make_snapshot
from knowbrand.serve.watching import FolderGoneError, Watcher

_LOOK_AROUND = 1.0
"""Seconds after which a preview that nothing happened to looks at the calendar, and whether it is closed."""


@dataclass(frozen=True, slots=True)
class State:
    """What is shown. ``number`` grows with each; ``snapshot`` is the last good site, ``composed`` what it was made of,
    ``errors`` what stops the next."""

    number: int = 0
    snapshot: Snapshot | None = None
    errors: tuple[Problem, ...] = ()
    closed: bool = False
    composed: Composition | None = None


@dataclass(frozen=True, slots=True)
class Rebuild:
    """What a build brought: because of which files, how many pages changed, in how many seconds. ``defect`` is a fault
    of ours."""

    paths: frozenset[str]
    pages: int
    seconds: float
    problems: tuple[Problem, ...]
    failed: bool
    defect: Exception | None = None


class Reporter(Protocol):
    """Hears what the person at the terminal should know."""

    def rebuilt(self, rebuild: Rebuild) -> None:
        """A build is over, well or not."""
        ...

    def say(self, line: str) -> None:
        """One line about the preview itself."""
        ...


Framer = Callable[[Composition, Snapshot | None], Snapshot]
"""Makes what is sent of a composition without errors, given what was sent before."""


class Preview:
    """A site in memory. One thread builds and watches; any number of others read ``state`` and wait for the next."""

    def __init__(
        self,
        request: Request,
        reporter: Reporter,
        composer: Composer | None = None,
        framer: Framer = make_snapshot,
    ) -> None:
        self.request = replace(request, root=request.root.resolve())
        self._reporter = reporter
        self._composer = composer or Recomposer()
        self._framer = framer
        self._changed = threading.Condition()
        self._state = State()
        self._viewed: Counter[str] = Counter()
        self._composed: Composition | None = None
        self._prose = ProseReader(self.root)

    @property
    def root(self) -> Path:
        """The site's folder."""
        return self.request.root

    @property
    def state(self) -> State:
        """What is shown now."""
        return self._state

    def wait(self, number: int, seconds: float) -> State:
        """The state once it is another than ``number``, or after ``seconds``."""
        with self._changed:
            self._changed.wait_for(lambda: self._state.number != number or self._state.closed, seconds)
            return self._state

    def read_prose(self, state: State, path: str) -> tuple[Problem, ...]:
        """What reads like filler in the files that the page at ``path`` is made of. It takes a moment."""
        if state.snapshot is None or state.composed is None or state.errors:
            return ()
        place, _ = state.snapshot.page_at(path)
        files = frozenset(state.snapshot.sources.get(place, ()))
        return self._prose.read(state.composed, files) if files else ()

    @contextmanager
    def viewing(self, path: str) -> Iterator[None]:
        """While somebody looks at the page ``path``."""
        with self._changed:
            self._viewed[path] += 1
        try:
            yield
        finally:
            with self._changed:
                self._viewed[path] -= 1
                if not self._viewed[path]:
                    del self._viewed[path]

    def rebuild(self, paths: frozenset[str] = frozenset()) -> Rebuild:
        """Build the site because ``paths`` changed, and show it if it is good; else its errors above the last good."""
        begin = time.perf_counter()
        before, composed = self._state.snapshot, self._state.composed
        change = Change(paths, self._find_viewed(before), partial(self._show_first, before, composed))
        snapshot, defect = before, None
        try:
            composition = self._composer(self.request, change)
            problems, failed = composition.problems, composition.failed
            snapshot = before if failed else self._framer(composition, before)
            composed = composed if failed else composition
            self._composed = composition
        except KnowbrandError as fault:
            problems, failed = fault.problems, True
        except OSError as fault:
            problems, failed = (_lost_file(fault),), True
        except Exception as fault:  # a defect of ours must not end the preview
            problems, failed, defect = (_defect(fault),), True, fault
        errors = tuple(one for one in problems if one.severity == "error") if failed else ()
        self._show(snapshot, composed, errors)
        pages = count_changed_pages(before, snapshot) if snapshot and snapshot is not before else 0
        rebuild = Rebuild(paths, pages, time.perf_counter() - begin, problems, failed, defect)
        self._reporter.rebuilt(rebuild)
        return rebuild

    def watch(self, watcher: Watcher) -> None:
        """Rebuild on every save, until the preview is closed or something interrupts it."""
        while not self._state.closed:
            try:
                paths = watcher.wait(_LOOK_AROUND)
            except FolderGoneError:
                self._bear_loss(watcher)
                paths = frozenset()
            else:
                if not paths and not self._is_new_day():
                    continue
            self.rebuild(paths)

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._changed:
            self._state = replace(self._state, closed=True)
            self._changed.notify_all()

    def _show(
        self, snapshot: Snapshot | None, composed: Composition | None, errors: tuple[Problem, ...]
    ) -> None:
        with self._changed:
            self._state = State(self._state.number + 1, snapshot, errors, self._state.closed, composed)
            self._changed.notify_all()

    def _find_viewed(self, snapshot: Snapshot | None) -> frozenset[str]:
        """The output paths of the pages that somebody looks at."""
        with self._changed:
            paths = tuple(self._viewed)
        return frozenset(snapshot.page_at(path)[0] for path in paths) if snapshot else frozenset()

    def _show_first(
        self, before: Snapshot | None, composed: Composition | None, outputs: tuple[Output, ...]
    ) -> None:
        """Show the pages that somebody looks at, while the others are still as ``before``."""
        if before is not None:
            resources = {**before.resources, **keep_resources(outputs, before)}
            self._show(replace(before, resources=resources), composed, ())

    def _bear_loss(self, watcher: Watcher) -> None:
        lost = error("KB592", f"the folder {self.root} is gone", None, "the preview goes on when it is back")
        self._show(self._state.snapshot, self._state.composed, (lost,))
        self._reporter.say(f"{lost.message}; showing what was there, and waiting for it to come back")
        while not watcher.wait_for_folder(_LOOK_AROUND):
            if self._state.closed:
                return
        self._reporter.say(f"{self.root} is back")

    def _is_new_day(self) -> bool:
        site = self._composed.site if self._composed else None
        if site is None:
            return False
        return present_day(self.request.now, site.model.settings.timezone) != site.today


def _lost_file(fault: OSError) -> Problem:
    name = f" ({fault.filename})" if fault.filename else ""
    message = f"the system refused to read a file: {fault.strerror or fault}{name}"
    return error("KB593", message, None, "it is tried again on the next save")


def _defect(fault: Exception) -> Problem:
    message = f"a defect of knowbrand, not of your site: {type(fault).__name__}: {fault}"
    return error("KB594", message, None, "please report it with the lines on the terminal")
