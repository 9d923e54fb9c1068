"""What is wrong with a text that isn't YAML, in an author's words."""

from __future__ import annotations

import re
from typing import Any

import yaml

from knowbrand.problems import Place, Problem, error

_UNSPACED = re.compile(r"[ -]*[^\W\d][\w-]*:[^\s/]")
_BEGINS_FIELD = re.compile(r"\s*(?:-\s|[{\[]|[\w-]+[\"']?:(?:\s|$))")
_ENDS_IN_KEY = re.compile(r",\s*[\w-]+:\s*$")
_QUOTE = 'put the value in quotes: title: "Part 1: the start"'

_CLOSE = "close it: [one, two]; a text with ' #' in it goes in quotes"

_EXPLANATIONS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("mapping values are not allowed",),
        "a ':' stands where none can, mostly in a value without quotes",
        f"{_QUOTE}; or mend the indentation",
    ),
    (
        ("found character", "did not find expected node content", "expected the node content"),
        "a value can't begin with this character",
        'put the value in quotes: tag: "@work"',
    ),
    (("could not find expected ':'",), "a line without its 'key:'", "write key: value, or indent the line"),
    (
        ("found unexpected end of stream",),
        "a quote is opened here and never closed",
        "close it, or put a \\ before a quote that is part of the text",
    ),
    (
        ("did not find expected ',' or ']'", "expected ',' or ']'"),
        "the list in [ ] that begins on line {line} is never closed, or lacks a comma",
        "write [one, two]",
    ),
    (
        ("did not find expected ',' or '}'", "expected ',' or '}'"),
        "the fields in {{ }} that begin on line {line} are never closed, or lack a comma",
        "write {en: one, nl: een}; a text with ',', ': ' or ' #' in it goes in quotes",
    ),
    (
        ("did not find expected alphabetic", "expected alphabetic"),
        "a value can't begin with * or & unless it is in quotes",
        'put the value in quotes: "*"',
    ),
    (
        ("block sequence entries", "sequence entries are not allowed"),
        "a list item '- …' can't stand here",
        "put it on a line of its own, or the value in quotes",
    ),
    (
        ("did not find expected comment or line break", "expected a comment or a line break", "expected chomping"),
        "text after | or > begins on the next line",
        "move it to the next line, indented; or put the value in quotes",
    ),
    (
        ("found unknown escape character", "found invalid Unicode", "did not find expected hex"),
        "a \\ in double quotes begins an escape, and this isn't one",
        "write \\\\ for \\, or use 'single quotes'",
    ),
    (
        ("did not find expected '-' indicator",),
        "a field stands among list items",
        "begin the line with '- ', or indent it under the item above",
    ),
    (
        ("did not find expected key", "expected <block end>"),
        "this doesn't fit the lines above it: the indentation, or text after a closing quote",
        "indent fields that belong together by the same number of spaces; in 'single quotes' write '' for '",
    ),
    (("found unknown directive", "did not find expected directive"), "a line can't begin with %", _QUOTE),
)  # fmt: skip
"""Beginnings of what libyaml and PyYAML's own parser say, with what it means and what to do."""


def explain(fault: yaml.YAMLError, text: str, path: str, family: int, first_line: int) -> Problem:
    """The problem that ``fault`` is; ``text`` is what was parsed, its first line ``first_line`` of the file."""
    code = f"KB{family}07"
    if not isinstance(fault, yaml.MarkedYAMLError):
        position = getattr(fault, "position", 0)
        before = text[: position if isinstance(position, int) else 0]
        place = Place(path, before.count("\n") + first_line, len(before) - before.rfind("\n"))
        return error(code, "a character that YAML doesn't allow", place, "delete it")
    words = fault.problem or fault.context or "it can't be read"
    is_open = words.startswith("found unexpected end of stream")
    mark = (fault.context_mark if is_open else fault.problem_mark) or fault.problem_mark
    if mark is None:
        return error(code, f"this is not YAML: {words}", Place(path, first_line, 1))
    place = Place(path, mark.line + first_line, mark.column + 1)
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if words.startswith("found character") and "\t" in line[: len(line) - len(line.lstrip())]:
        return error(code, "a tab where YAML wants spaces", place, "indent with spaces")
    if "expected" in words and not "\n".join([line[mark.column :], *lines[mark.line + 1 :]]).strip():
        end = Place(path, len(lines) - 1 + first_line, len(lines[-1]) + 1)
        return error(code, "the text ends before a [ or { is closed", end, _CLOSE)
    opening = _find_open_quote(fault, mark, text, lines)
    if opening:
        start = Place(path, opening.line + first_line, opening.column + 1)
        hint = "put the same quote at its end; a quote within the text is written \\\" or, in 'single quotes', ''"
        return error(code, "the text that begins here has no closing quote", start, hint)
    unspaced = _find_unspaced(fault, mark, words, lines)
    if unspaced is not None:
        colon = Place(path, unspaced + first_line, lines[unspaced].index(":") + 1)
        return error(code, "a space is missing after the colon", colon, "write key: value")
    for beginnings, message, hint in _EXPLANATIONS:
        if words.startswith(beginnings):
            begun = fault.context_mark.line + first_line if fault.context_mark else place.line
            return error(code, message.format(line=begun), place, hint)
    return error(code, f"this is not YAML: {words}", place, "check the lines just above, too")


def _find_open_quote(
    fault: yaml.MarkedYAMLError, mark: yaml.Mark, text: str, lines: list[str]
) -> yaml.Mark | None:
    """Where the quoted text begins that took the next opening quote for its closing one, just before the fault: it runs
    over a line end into what looks like a field of its own, or ends in the next field's key."""
    begun = fault.context_mark
    if begun and begun.line < mark.line and "quoted scalar" in (fault.context or ""):
        return begun if _runs_on(begun, mark, lines) else None
    last = _last_quoted(text)
    if last is None or last.end_mark.line not in {mark.line, begun.line if begun else mark.line}:
        return None
    if last.start_mark.line == last.end_mark.line:
        after = "".join(lines[mark.line : mark.line + 1])[last.end_mark.column :]
        return last.start_mark if _ENDS_IN_KEY.search(last.value) and after[:1].isalnum() else None
    return last.start_mark if _runs_on(last.start_mark, last.end_mark, lines) else None


def _runs_on(start: yaml.Mark, end: yaml.Mark, lines: list[str]) -> bool:
    """Whether the first line with something on it after that of ``start`` looks like a field or an item."""
    for line in lines[start.line + 1 : end.line + 1]:
        if line.strip() and not line.lstrip().startswith("#"):
            return _BEGINS_FIELD.match(line) is not None
    return False


def _last_quoted(text: str) -> Any:
    """The parser's event of the last text in quotes before the fault, if any."""
    last = None
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.ScalarEvent) and event.style in {"'", '"'}:
                last = event
    except yaml.YAMLError:
        return last
    return last


def _find_unspaced(fault: yaml.MarkedYAMLError, mark: yaml.Mark, words: str, lines: list[str]) -> int | None:
    """The number of the line whose colon lacks its space, where that is what the fault comes from."""
    number = mark.line
    if words.startswith("could not find expected ':'") and fault.context_mark:
        number = fault.context_mark.line
    elif words.startswith("mapping values"):
        above = range(min(mark.line, len(lines)))
        number = next((one for one in reversed(above) if lines[one].strip()), len(lines))
    elif not words.startswith("did not find expected key"):
        return None
    return number if number < len(lines) and _UNSPACED.match(lines[number]) else None
