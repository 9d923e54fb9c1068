"""What a style sheet opens and never closes, told and mended (CSS Syntax 3: blocks, strings, comments)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from knowbrand.problems import Place, Problem, warning

_PIECE = re.compile(
    r"""/\*.*?(?P<comment>\*/|\Z)
      | "(?:[^"\\\n]|\\.)*+(?P<double>"?)
      | '(?:[^'\\\n]|\\.)*+(?P<single>'?)
      | \\.
      | [uU][rR][lL]\(\s*+[^"'()\s]++\s*+\)
      | [{}()]""",
    re.VERBOSE | re.DOTALL,
)
_MOST_TOLD = 20
_CLOSING = {"{": "}", "(": ")", "/*": "*/", '"': '"', "'": "'"}


class Gap(NamedTuple):
    """A mark at ``start`` that has no partner, and where its partner should have come at the latest."""

    mark: str
    start: int
    end: int


@lru_cache(maxsize=64)
def find_gaps(css: str) -> tuple[Gap, ...]:
    """Every mark of ``css`` without a partner: a block, a string or a comment that is left open, and a ``}`` too many."""
    gaps: list[Gap] = []
    opened: list[tuple[str, int]] = []
    for piece in _PIECE.finditer(css):
        mark, start = piece[0], piece.start()
        if mark in ("{", "("):
            opened.append((mark, start))
        elif mark == ")":
            if opened and opened[-1][0] == "(":
                opened.pop()
        elif mark == "}":
            while opened and opened[-1][0] == "(":
                gaps.append(Gap(*opened.pop(), start))
            if opened:
                opened.pop()
            else:
                gaps.append(Gap(mark, start, start))
        elif mark.startswith(("/*", '"', "'")) and "" in piece.groups():
            gaps.append(Gap("/*" if mark[0] == "/" else mark[0], start, piece.end()))
    gaps += [Gap(*mark, len(css)) for mark in reversed(opened)]
    return tuple(gaps)


def mend(css: str) -> str:
    """``css`` with every gap closed, so that it can't swallow what is joined behind it."""
    gaps = find_gaps(css)
    if not gaps:
        return css
    parts: list[str] = []
    done = 0
    for gap in sorted(gaps, key=lambda gap: gap.end):
        parts.append(css[done : gap.end])
        done = gap.end
        if gap.mark == "}":
            done += 1
        else:
            is_string = gap.mark in ('"', "'")
            parts.append(("" if is_string or gap.end < len(css) else "\n") + _CLOSING[gap.mark])
    return "".join([*parts, css[done:]])


def check_closing(css: str, place: Place) -> Iterator[Problem]:
    """A warning for each gap of ``css``; where a string or a comment is left open, for that alone: what it takes in may
    be what the others lack."""
    gaps = sorted(find_gaps(css), key=lambda gap: gap.start)
    first = next((gap for gap in gaps if gap.mark in ("/*", '"', "'")), None)
    for gap in [first] if first else gaps[:_MOST_TOLD]:
        line = css.count("\n", 0, gap.start) + 1
        column = gap.start - css.rfind("\n", 0, gap.start)
        here = Place(place.path, line, column, line, column + len(gap.mark))
        message, hint = _describe(gap.mark)
        yield warning("KB470", message, here, hint)


def _describe(mark: str) -> tuple[str, str]:
    if mark == "}":
        return "no { is open that this } could close", "take it out, or look above for a } too many"
    closing = _CLOSING[mark]
    if mark == "/*":
        return "this comment is never closed", f"put {closing} where it ends"
    if mark in ('"', "'"):
        return "this string isn't closed on its line", f"put a {closing} where it ends"
    return f"this {mark} is never closed", f"put a {closing} where it ends"
