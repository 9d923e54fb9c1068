"""Prose and where it stands: paragraphs, headings and list items of a Markdown text, without its marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal, NamedTuple

OBJECT = "\ufffc"
"""Stands in a run for what isn't prose but is something: a code span, a bare address."""

Kind = Literal["paragraph", "item", "heading"]


class Link(NamedTuple):
    """A link in a run: where its text begins and ends, and what it leads to."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of prose. ``starts`` and ``origins`` say, piece by piece, where its characters stand in the source."""

    text: str
    starts: Sequence[int]
    origins: Sequence[int]
    kind: Kind = "paragraph"
    links: Sequence[Link] = ()

    def origin(self, offset: int) -> int:
        """The offset in the source of the character at ``offset``."""
        index = max(0, bisect_right(self.starts, offset) - 1)
        return self.origins[index] + offset - self.starts[index] if self.starts else 0


_FENCE = re.compile(r"(?:[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|>)*(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_TABLE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]\n]{1,200}\]:")
_NOTE = re.compile(r" {0,3}\[\^[^\]\n]{1,200}\]:[ \t]*")
_HTML = re.compile(r" {0,3}<(?:[a-zA-Z/][a-zA-Z0-9-]*(?:[\s/>]|$)|!|\?)")
_MARK_LINE = re.compile(r" {0,3}(?:::|\{[:%#{])")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")


def read_markdown(source: str) -> Iterator[Run]:
    """The prose of a Markdown text: no code, quotations, HTML, tables of data, addresses or pictures."""
    for kind, lines in _blocks(source):
        run = read_inline(source, lines, kind)
        if run.text.strip():
            yield run


def read_field(value: str) -> Iterator[Run]:
    """The prose of a field, which may have inline marks; an empty line parts it."""
    start = 0
    for part in re.split(r"(\n[ \t]*\n)", value):
        if part.strip() and not part.lstrip().startswith(">"):  # a quotation
            run = read_inline(value, [(start, start + len(part))], "paragraph")
            if run.text.strip():
                yield run
        start += len(part)


_Block = tuple[Kind, list[tuple[int, int]]]


class _Blocks:
    """Gathers the lines of the paragraph that is open."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, int]] = []
        self.kind: Kind = "paragraph"
        self.in_list = False
        self.skipping: str | None = None
        self.done: list[_Block] = []

    def close(self, kind: Kind | None = None) -> None:
        if self.lines:
            self.done.append((kind or self.kind, self.lines))
        self.lines, self.kind = [], "paragraph"

    def open(self, kind: Kind, start: int, end: int) -> None:
        self.close()
        self.kind = kind
        if start < end:
            self.lines = [(start, end)]


def _blocks(source: str) -> list[_Block]:
    """The blocks of prose, each with the spans of its lines in the source."""
    state = _Blocks()
    fence = ""
    position = 0
    for line in source.split("\n"):
        start, position = position, position + len(line) + 1
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            closes = found and found[1][0] == fence[0] and len(found[1]) >= len(fence)
            if found and closes and not line[found.end() :].strip():
                fence = ""
        elif found and not (found[1][0] == "`" and "`" in line[found.end() :]):
            state.close()
            fence = found[1]
        else:
            _read_line(state, line, start)
    state.close()
    return state.done


def _read_line(state: _Blocks, line: str, start: int) -> None:
    end = start + len(line)
    if state.skipping is not None:
        if state.skipping in line if state.skipping else not line.strip():
            state.skipping = None
        return
    if not line.strip():
        state.close()
        return
    first = line.lstrip(" \t")[0]
    if first in ">|<[:{#=-*_+0123456789" or line[0] in " \t":
        if _read_marked(state, line, first, start, end):
            return
    elif not state.lines:
        state.in_list = False
    state.lines.append((start + len(line) - len(line.lstrip(" \t")), end))


def _read_marked(state: _Blocks, line: str, first: str, start: int, end: int) -> bool:
    """Whether the line is no plain line of a paragraph; what it begins is begun."""
    if first == ">":
        state.close()
        state.skipping = ""
    elif first == "<" and not state.lines and _HTML.match(line):
        _skip_html(state, line)
    elif state.lines and _UNDERLINE.match(line):
        state.close("heading")
    elif _RULE.match(line):
        state.close()
    elif state.lines and "|" in line and _TABLE.match(line):
        state.lines, state.skipping = [], ""
    elif first == "#" and (heading := _HEADING.match(line)):
        state.open("heading", start + heading.end(), end)
        state.close()
    elif not state.lines and not state.in_list and _INDENTED.match(line):
        return True
    elif item := _ITEM.match(line):
        state.open("item", start + item.end(), end)
        state.in_list = True
    elif note := _NOTE.match(line):
        state.open("paragraph", start + note.end(), end)
    elif (not state.lines and _DEFINITION.match(line)) or _MARK_LINE.match(line):
        state.close()
    else:
        return False
    return True


def _skip_html(state: _Blocks, line: str) -> None:
    state.close()
    text = line.lstrip()
    closing = "-->" if text.startswith("<!--") else "?>" if text.startswith("<?") else ""
    if not (closing and closing in line):
        state.skipping = closing


_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~]"  # an escape
    r"|`+"
    r"|!?\["
    r"|\](?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)|\[[^\]\n]{0,200}\])?(?:\{[:#.][^}\n]{0,200}\})?"
    r"|<!--|<https?://[^\s<>]{1,2000}>|</?[A-Za-z][^<>]{0,1000}>"
    r"|(?<![A-Za-z0-9])https?://[^\s<>\[\]`*\"|\\]+"
    r"|\*+|~~|(?<!\w)_+|_+(?!\w)"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)


class _Inline:
    """The pieces of a run as they are found."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.length = 0
        self.links: list[Link] = []
        self.brackets: list[tuple[bool, int, int]] = []

    def add(self, text: str, origin: int) -> None:
        if text:
            self.pieces.append(text)
            self.starts.append(self.length)
            self.origins.append(origin)
            self.length += len(text)

    def close_bracket(self, token: str) -> None:
        if not self.brackets:
            return
        picture, length, pieces = self.brackets.pop()
        target = token[2:-1] if token.endswith(")") else token[1:]
        if picture:
            del self.pieces[pieces:], self.starts[pieces:], self.origins[pieces:]
            self.length = length
        elif len(token) > 1:
            self.links.append(Link(length, self.length, target.strip("<> ").split(" ")[0]))


def read_inline(source: str, spans: Sequence[tuple[int, int]], kind: Kind) -> Run:
    """The run of the lines at ``spans`` of ``source``."""
    made = _Inline()
    for start, end in spans:
        if made.pieces:
            made.add(" ", start - 1)
        _read_span(made, source, start, end, spans[-1][1])
    return Run("".join(made.pieces), made.starts, made.origins, kind, made.links)


def _read_span(made: _Inline, source: str, start: int, end: int, last: int) -> None:
    position = start
    while position < end:
        found = _TOKEN.search(source, position, end)
        if found is None:
            break
        made.add(source[position : found.start()], position)
        mark, position = found.group(), found.end()
        if mark[0] == "\\":
            made.add(mark[1], found.start() + 1)
        elif mark[0] == "`":
            position = _read_code(made, source, mark, found.start(), end)
        elif mark in ("[", "!["):
            made.brackets.append((mark[0] == "!", made.length, len(made.pieces)))
        elif mark[0] == "]":
            made.close_bracket(mark)
        elif mark == "<!--":
            closing = source.find("-->", position, last)
            position = closing + 3 if closing >= 0 else end
        elif mark.startswith(("http", "<http")):
            made.links.append(Link(made.length, made.length + 1, mark.strip("<>")))
            made.add(OBJECT, found.start())
        elif mark[0] == "&":
            made.add(unescape(mark)[:1], found.start())
    else:
        return
    made.add(source[position:end], position)


def _read_code(made: _Inline, source: str, ticks: str, start: int, end: int) -> int:
    closing = re.compile(f"(?<!`){ticks}(?!`)").search(source, start + len(ticks), end)
    made.add(OBJECT if closing else ticks, start)
    return closing.end() if closing else start + len(ticks)
