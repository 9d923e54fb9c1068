"""What is wrong with a text that isn't YAML, in an author's words."""

from __future__ import annotations

import re

import yaml

from knowbrand.problems import Place, Problem, error

_UNSPACED = re.compile(r"[ -]*\w+:[^\s/]")
_QUOTE = 'put the value in quotes: title: "Part 1: the start"'

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
        "write {en: one, nl: een}",
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
        return error(code, "the text ends before a [ or { is closed", end, "close it: [one, two]")
    if words.startswith("mapping values") and mark.line and _UNSPACED.match(lines[mark.line - 1]):
        above = Place(path, mark.line - 1 + first_line, lines[mark.line - 1].index(":") + 1)
        return error(code, "a ':' without a space after it", above, "write key: value")
    for beginnings, message, hint in _EXPLANATIONS:
        if words.startswith(beginnings):
            begun = fault.context_mark.line + first_line if fault.context_mark else place.line
            return error(code, message.format(line=begun), place, hint)
    return error(code, f"this is not YAML: {words}", place, "check the lines just above, too")
