"""What people read on a terminal: problems, summaries, progress. Messages go to standard error."""

from __future__ import annotations

import functools
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from knowbrand.problems import Problem
from knowbrand.problems.gathering import gather_placeholders
from knowbrand.problems.summary import PLACEHOLDER
from knowbrand.problems.text import format_problem, paint

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

T = TypeVar("T")

MOST_SHOWN = 1000
"""Problems shown before the rest is only counted."""
PATIENCE = 1.0
"""Seconds that a build may take before a progress bar appears."""
DRAWN_EVERY = 0.1
"""Seconds. The bar draws itself between two items: a thread of its own would keep a build from sharing its work."""


def wants_color(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal whose owner did not ask for plain text (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(message: str) -> None:
    """One line for the person, on standard error. Where nobody reads on, the work goes on all the same."""
    try:
        print(message, file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def print_problems(problems: Sequence[Problem], root: Path | None = None) -> None:
    """Every problem with its source line, on standard error; many placeholders as a line for each file. Paths of places
    are relative to ``root``."""
    color = wants_color(sys.stderr)
    shown = sorted(
        gather_placeholders(problems),
        key=lambda problem: (problem.severity == "error", problem.severity == "warning"),
    )
    kept = shown[-MOST_SHOWN:]
    if len(kept) < len(shown):
        say(f"… {len(shown) - len(kept)} more of the least severe are not shown")
    read = functools.cache(read_lines)
    for problem in kept:
        place = problem.place
        lines = read(root / place.path) if root and place and place.line else ()
        say(format_problem(problem, _find_line(problem, lines), color=color))


def _find_line(problem: Problem, lines: Sequence[str]) -> str | None:
    place = problem.place
    if place is None or not place.line:
        return None
    return lines[place.line - 1] if place.line <= len(lines) else None


def read_lines(file: Path) -> tuple[str, ...]:
    """The lines of a source file; none where it can't be read."""
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ()
    return tuple(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def summarise(problems: Sequence[Problem]) -> str:
    """``2 errors and 1 warning``; empty where there is nothing. Placeholders are counted as such."""
    counts = Counter(
        "placeholder" if problem.code == PLACEHOLDER else problem.severity for problem in problems
    )
    parts = []
    for kind, name in (
        ("error", "error"),
        ("placeholder", "placeholder"),
        ("warning", "warning"),
        ("info", "note"),
    ):
        if counts[kind]:
            parts.append(f"{counts[kind]} {name}{'s' * (counts[kind] > 1)}")
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def mark(good: bool) -> str:
    """A tick or a cross to begin a summary with, in colour on a terminal."""
    sign, style = ("✓", "hint") if good else ("✗", "error")
    return paint(sign, style, wants_color(sys.stderr))


def print_defect(defect: BaseException) -> None:
    """A fault of ours: the trace, and what to do with it."""
    import traceback

    traceback.print_exception(defect)
    say("this is a defect of knowbrand, not of your site; please report it with the lines above")


class ProgressBar:
    """A progress bar on standard error, once a build takes over a second; nothing where that is no terminal."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._drawn = 0.0
        self._bar: Bar | None = None

    def track(self, items: Sequence[T]) -> Iterator[T]:
        """``items`` as they come."""
        if not sys.stderr.isatty():
            yield from items
            return
        task = None
        for number, item in enumerate(items, 1):
            yield item
            if self._bar is None and time.monotonic() - self._begin > PATIENCE:
                self._bar = _start_bar()
            if self._bar is not None:
                if task is None:
                    task = self._bar.add_task("building", total=len(items))
                due = time.monotonic() > self._drawn + DRAWN_EVERY or number == len(items)
                self._bar.update(task, completed=number, refresh=due)
                self._drawn = time.monotonic() if due else self._drawn

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _start_bar() -> Bar:
    from rich.console import Console
    from rich.progress import Progress as Bar

    bar = Bar(console=Console(stderr=True), transient=True, auto_refresh=False)
    bar.start()
    return bar
