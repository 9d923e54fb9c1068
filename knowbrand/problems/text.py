"""A problem as people read it: what, where, the source line with a caret, and what to do."""

from __future__ import annotations

import unicodedata

from knowbrand.problems.problem import Place, Problem

_WIDEST = 100
_STYLES = {"error": "1;31", "warning": "1;33", "info": "1;36", "hint": "32", "dim": "2", "bold": "1"}


def paint(text: str, style: str, color: bool) -> str:
    """``text`` in a style, for a terminal (ECMA-48, 8.3.117); as it is where ``color`` is false."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color else text


def format_problem(problem: Problem, source_line: str | None, *, color: bool = False) -> str:
    """``problem`` in a few lines. ``source_line`` is the line of its place, without its line end, where there is one."""
    head = paint(f"{problem.severity}[{problem.code}]", problem.severity, color)
    where = _show(format_place(problem.place))
    message = _show(problem.message)
    lines = [f"{head} {paint(where, 'bold', color)}  {message}" if where else f"{head} {message}"]
    place = problem.place
    if source_line is not None and place and place.line and source_line.strip():
        lines += format_excerpt(source_line, place, problem.severity, color=color)
    if problem.hint:
        first, *rest = map(_show, problem.hint.split("\n"))
        lines.append(f"{paint('hint:', 'hint', color)} {first}")
        lines += [f"      {line}" for line in rest]
    return "\n".join(lines)


def format_place(place: Place | None) -> str:
    """``path:line:column``, as far as it is known."""
    if place is None:
        return ""
    return ":".join(str(part) for part in (place.path, place.line, place.column) if part is not None)


def format_excerpt(source_line: str, place: Place, severity: str, *, color: bool = False) -> list[str]:
    """The line of a place, and below it a mark under what is meant."""
    line = place.line or 1
    start = max(0, (place.column or 1) - 1)
    end = place.end_column - 1 if place.end_column and place.end_line in (None, place.line) else start + 1
    if place.end_line and place.end_line > line:
        end = len(source_line)
    end = max(min(end, len(source_line)), start + 1)
    cut = max(0, start - _WIDEST // 2) if len(source_line) > _WIDEST else 0
    shown = _show(source_line[cut : cut + _WIDEST])
    start, end = start - cut, min(end - cut, len(shown) + 1)
    gutter = f"  {line} | "
    blank = " " * (len(gutter) - 2) + "| "
    marks = " " * _width(shown[:start]) + "^" * max(1, _width(shown[start:end]))
    return [
        paint(gutter, "dim", color) + shown,
        paint(blank, "dim", color) + paint(marks, severity, color),
    ]


def _show(text: str) -> str:
    """``text`` with what a terminal would obey, or not show, replaced: tabs by spaces, the rest by a mark."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def _width(text: str) -> int:
    """The columns that ``text`` takes on a terminal (Unicode Standard Annex 11)."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
