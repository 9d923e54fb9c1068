"""Many problems at once, told without saying the same thing over and over."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from knowbrand.cli.console import print_problems, say, wants_color
from knowbrand.problems import Problem, Severity
from knowbrand.problems.codes import CODES
from knowbrand.problems.text import format_place, paint

FEW = 3
"""So many of one kind are shown one by one, each with its source line."""
_ORDER: tuple[Severity, ...] = ("info", "warning", "error")


def print_report(problems: Sequence[Problem], root: Path) -> None:
    """Every problem on standard error, the worst last: those of one kind together, each with its place on a line of its
    own. Paths of places are relative to ``root``."""
    kinds: dict[tuple[Severity, str, str | None], list[Problem]] = {}
    for problem in sorted(problems, key=Problem.sort_key):
        kinds.setdefault((problem.severity, problem.code, problem.hint), []).append(problem)
    color = wants_color(sys.stderr)
    for severity in _ORDER:
        same = [kind for (of, _, _), kind in kinds.items() if of == severity]
        few = [problem for kind in same if len(kind) <= FEW for problem in kind]
        print_problems(sorted(few, key=Problem.sort_key), root)
        for kind in same:
            if len(kind) > FEW:
                say(format_together(kind, color=color))


def format_together(problems: Sequence[Problem], *, color: bool = False) -> str:
    """Problems of one kind: what it is and how often, each place with its message, and once what to do."""
    first = problems[0]
    one_message = all(problem.message == first.message for problem in problems)
    title = first.message if one_message else CODES.get(first.code, "")
    head = paint(f"{first.severity}[{first.code}]", first.severity, color)
    lines = [f"{head} {len(problems)} times: {title}"]
    for problem in problems:
        where = paint(format_place(problem.place), "bold", color)
        lines.append(f"  {where}" if one_message else f"  {where}  {problem.message}")
    if first.hint:
        lines.append(f"{paint('hint:', 'hint', color)} {first.hint}")
    return "\n".join(lines)
