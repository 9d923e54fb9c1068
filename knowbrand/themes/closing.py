"""What a style sheet opens and never closes, or closes and never opened, told and mended (CSS Syntax 3: blocks, strings,
comments, rules)."""

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
      | [{}()\[\];]""",
    re.VERBOSE | re.DOTALL,
)
_BLANK = re.compile(r"(?:\s|/\*.*?(?:\*/|\Z)|<!--|-->)*+", re.DOTALL)
_MOST_TOLD = 20
_BRACKETS = {"(": ")", "[": "]"}
_RULE, _AT_RULE = "a {", "@"
"""The marks of a rule that breaks off before its block, and of one that breaks off before its semicolon or block."""
_CLOSING = {**_BRACKETS, "{": "}", "/*": "*/", '"': '"', "'": "'", _RULE: "{}", _AT_RULE: ";"}
_TOO_MANY = {"}": "{", ")": "(", "]": "["}


class Gap(NamedTuple):
    """A mark at ``start`` that has no partner, and where its partner should have come at the latest."""

    mark: str
    start: int
    end: int


@lru_cache(maxsize=64)
def find_gaps(css: str) -> tuple[Gap, ...]:
    """Every mark of ``css`` without a partner: a block, bracket, string or comment that is left open, and what closes
    nothing; and the rule at its end that has no block."""
    gaps: list[Gap] = []
    opened: list[tuple[str, int]] = []
    rule = _skip_blank(css, 0)
    for piece in _PIECE.finditer(css):
        mark, start = piece[0], piece.start()
        if mark in ("{", "(", "["):
            opened.append((mark, start))
        elif mark in (")", "]"):
            if opened and _BRACKETS.get(opened[-1][0]) == mark:
                opened.pop()
            else:
                gaps.append(Gap(mark, start, start))
        elif mark == "}":
            while opened and opened[-1][0] != "{":
                gaps.append(Gap(*opened.pop(), start))
            if opened:
                opened.pop()
                rule = rule if opened else _skip_blank(css, piece.end())
            else:
                gaps.append(Gap(mark, start, start))
        elif mark == ";":
            if not opened and css.startswith("@", rule):
                rule = _skip_blank(css, piece.end())
        elif mark.startswith(("/*", '"', "'")) and "" in piece.groups():
            gaps.append(Gap("/*" if mark[0] == "/" else mark[0], start, piece.end()))
    gaps += [Gap(*mark, len(css)) for mark in reversed(opened)]
    if rule < len(css) and (not opened or opened[0][0] != "{"):
        gaps.append(Gap(_AT_RULE if css[rule] == "@" else _RULE, rule, len(css)))
    return tuple(gaps)


def _skip_blank(css: str, start: int) -> int:
    blank = _BLANK.match(css, start)
    return blank.end() if blank else start


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
        if gap.mark in _TOO_MANY:
            parts.append(" ")
            done += 1
        else:
            is_string = gap.mark in ('"', "'")
            parts.append(("" if is_string or gap.end < len(css) else "\n") + _CLOSING[gap.mark])
    return "".join([*parts, css[done:]])


def check_closing(css: str, place: Place) -> Iterator[Problem]:
    """A warning for each gap of ``css``; where a string or a comment is left open, for that alone: what it takes in may
    be what the others lack. The rule at the end breaks off anyway where something in it is left open."""
    gaps = sorted(find_gaps(css), key=lambda gap: gap.start)
    open_at_end = [gap for gap in gaps if gap.end == len(css) and gap.mark not in _TOO_MANY]
    gaps = [gap for gap in gaps if gap.mark not in (_RULE, _AT_RULE) or open_at_end == [gap]]
    first = next((gap for gap in gaps if gap.mark in ("/*", '"', "'")), None)
    for gap in [first] if first else gaps[:_MOST_TOLD]:
        yield _tell(css, gap, place)


def _tell(css: str, gap: Gap, place: Place) -> Problem:
    line = css.count("\n", 0, gap.start) + 1
    column = gap.start - css.rfind("\n", 0, gap.start)
    broken_off = gap.mark in (_RULE, _AT_RULE)
    shown = css[gap.start : gap.end].partition("\n")[0].rstrip() if broken_off else gap.mark
    here = Place(place.path, line, column, line, column + len(shown))
    if broken_off:
        hint = (
            "end it with ; or give it its { }" if gap.mark == _AT_RULE else "give it its { }, or take it out"
        )
        return warning("KB473", "the sheet ends within this rule", here, hint)
    if gap.mark in _TOO_MANY:
        code = "KB470" if gap.mark == "}" else "KB474"
        message = f"no {_TOO_MANY[gap.mark]} is open that this {gap.mark} could close"
        return warning(code, message, here, f"take it out, or look before it for a {gap.mark} too many")
    closing = _CLOSING[gap.mark]
    if gap.mark == "/*":
        return warning("KB470", "this comment is never closed", here, f"put {closing} where it ends")
    if gap.mark in ('"', "'"):
        return warning(
            "KB470", "this string isn't closed on its line", here, f"put a {closing} where it ends"
        )
    return warning("KB470", f"this {gap.mark} is never closed", here, f"put a {closing} where it ends")
