"""Work spread over processes: a pure step for many items, such as a thousand texts to render.

Processes are forked, and only on Linux: a copy of the process knows the whole site at once, where a fresh one would
import everything and be told the site first, which takes longer than most sites take to build. On macOS the system's
own libraries don't bear a fork, and Windows has none: the work is done in one process there.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import Generic, NoReturn, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 24
"""So many items a process has to have, for it to save more time than its start takes (measured: about 20 ms)."""
MOST_JOBS = 8
"""By default; beyond, what one process does alone before and after takes longer than what is shared."""

_STOPS = {signal.SIGINT, signal.SIGTERM}


class Track(Protocol):
    """Hears how far the work is: it gets what there is to do, and hands it on one by one."""

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        """``items`` as they come."""
        ...


def default_jobs() -> int:
    """One process for each processor that this one may use, at most eight."""
    if sys.platform != "linux":
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_JOBS)


def spread(
    work: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    track: Callable[[Sequence[T]], Iterable[T]] = iter,
) -> list[R]:
    """``work`` of each of ``items``, in their order, done by up to ``jobs`` processes where that is faster.

    ``work`` gives the same for the same item in whatever process; what it changes elsewhere is lost. ``track`` hears
    which item is next, of those that this process does itself. Whatever ``work`` raises is raised here; a process that
    is killed has its share done here. None is left when this function returns or raises.
    """
    shares = min(jobs, len(items) // FEWEST)
    # a fork copies the thread that calls it alone, and a lock that another one holds is never released in the copy
    if shares < 2 or sys.platform != "linux" or threading.active_count() > 1:
        return [work(item) for item in track(items)]
    made = [work(items[0])]  # so that what it imports, compiles and remembers is there in every process
    rest = items[1:]
    with ExitStack() as stack:
        helpers = []
        for number in range(1, shares):
            helpers.append(_Helper(work, rest[number::shares]))
            stack.callback(helpers[-1].stop)
        parts = [[work(item) for item in track(rest[::shares])], *(helper.collect() for helper in helpers)]
    return made + [parts[number % shares][number // shares] for number in range(len(rest))]


class _Helper(Generic[T, R]):
    """A copy of this process that does a share of the work and leaves what it made in a file without a name."""

    def __init__(self, work: Callable[[T], R], share: Sequence[T]) -> None:
        self._work = work
        self._share = share
        self._process = 0
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        # an interrupt between the fork and _run would make the copy go on as if it were this process
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
        try:
            self._process = os.fork()
            if self._process == 0:
                self._run()
        except OSError:  # no memory, or no more processes
            self._process = 0
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)

    def _run(self) -> NoReturn:
        status = 1
        try:
            for stop in _STOPS:
                signal.signal(stop, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
            gc.freeze()  # so that collecting doesn't touch, and thereby copy, the memory that both share
            pickle.dump([self._work(item) for item in self._share], self._file, pickle.HIGHEST_PROTOCOL)
            self._file.flush()
            status = 0
        finally:
            os._exit(status)  # nothing of the other process's is tidied up here

    def collect(self) -> list[R]:
        """What it made. If it failed, its share is done here: what is wrong is raised where somebody catches it."""
        status = 1
        if self._process:
            _, status = os.waitpid(self._process, 0)
            self._process = 0
        if status:
            return [self._work(item) for item in self._share]
        self._file.seek(0)
        made: list[R] = pickle.load(self._file)  # noqa: S301 - nobody else can have written this file
        return made

    def stop(self) -> None:
        """End it, whatever it is doing."""
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0
        self._file.close()
