"""The types: a place in a file, a problem at a place, and the one exception."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of a file. ``path`` is relative to the site, with forward slashes; lines and columns
    count from 1, columns in code points; the end column is the one after the last character."""

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``code`` is ``KB`` and three digits, listed in :mod:`knowbrand.problems.codes`.

    A finding about substance has the permanent id of its ``rule``, and the ``category`` of that."""

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    hint: str | None = None
    rule: str | None = None
    category: str | None = None

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The stable order in which problems are shown: by file, line, column, code, message."""
        place = self.place or Place("")
        return (place.path, place.line or 0, place.column or 0, self.code, self.message)


class KnowbrandError(Exception):
    """The step can't go on; ``problems`` says why (at least one is an error)."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class Trouble(KnowbrandError):
    """Trouble outside (disk, network, a missing tool), not a fault in the user's input: exit status 75."""


def error(code: str, message: str, place: Place | None = None, hint: str | None = None) -> Problem:
    """A problem that stops a build."""
    return Problem(code, "error", message, place, hint)


def warning(code: str, message: str, place: Place | None = None, hint: str | None = None) -> Problem:
    """A problem that does not stop a build (but does with ``--strict``)."""
    return Problem(code, "warning", message, place, hint)


def info(code: str, message: str, place: Place | None = None, hint: str | None = None) -> Problem:
    """Something the author may want to know."""
    return Problem(code, "info", message, place, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of ``problems`` stops a build."""
    return any(problem.severity == "error" for problem in problems)


def has_warnings(problems: Iterable[Problem]) -> bool:
    """Whether one of ``problems`` is a warning; what reads like filler never stops a build."""
    return any(problem.severity == "warning" and not problem.rule for problem in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """``problems`` by place, each once."""
    return tuple(sorted(set(problems), key=Problem.sort_key))
