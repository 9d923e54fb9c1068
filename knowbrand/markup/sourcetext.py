"""Lines and texts that remember where in the source they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

LITERAL = "\x02"
"""Stands before a character that typography must leave alone; texts with this character are refused."""


class Line(NamedTuple):
    """A line without the marks of the containers around it; ``number`` counts from 1, ``column`` from 0.

    ``lazy`` lines continue a paragraph of a container whose marks they lack (CommonMark 5.1).
    """

    text: str
    number: int
    column: int = 0
    lazy: bool = False


class InlineText(str):
    """Text whose inline marks are still to be parsed. It knows where its lines stand, and works it out when somebody
    asks: for most texts nobody does."""

    lines: Sequence[Line] = ()
    verbatim = False
    lead: Element | None = None  # what stands before the text, such as a task's mark

    _known: tuple[list[int], list[tuple[int, int]]] | None = None

    @property
    def _layout(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Where each line starts in the text, and where in the source that is."""
        if self._known is not None:
            return self._known
        starts: list[int] = []
        origins: list[tuple[int, int]] = []
        length = 0
        for line in self.lines:
            piece = line.text if self.verbatim else line.text.lstrip(" \t")
            starts.append(length)
            origins.append((line.number, line.column + len(line.text) - len(piece)))
            length += len(piece) + 1
        self._known = starts, origins
        return self._known

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of the character at ``offset``."""
        starts, origins = self._layout
        index = bisect_right(starts, offset) - 1
        number, column = origins[index]
        return number, column + offset - starts[index] + 1

    def span(self, start: int, end: int) -> tuple[int, int, int | None]:
        """Line and column of the character at ``start``, and the column of the one at ``end`` if its line is the same."""
        line, column = self.place(start)
        last_line, last_column = self.place(end)
        return line, column, last_column if last_line == line else None

    def part(self, start: int, end: int) -> InlineText:
        """The text from ``start`` to ``end``, which knows its place as well."""
        starts, origins = self._layout
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, end) - 1
        piece = InlineText(self[start:end])
        number, column = origins[first]
        moved = (number, column + start - starts[first])
        piece._known = (
            [0, *(offset - start for offset in starts[first + 1 : last + 1])],
            [moved, *origins[first + 1 : last + 1]],
        )
        return piece


def inline_text(lines: Sequence[Line], *, verbatim: bool = False) -> InlineText:
    """A leaf's lines as one text. Unless ``verbatim``, leading space goes, and trailing space at the end."""
    if verbatim:
        text = InlineText("\n".join([line.text for line in lines]))
        text.verbatim = True
    else:
        text = InlineText("\n".join([line.text.lstrip(" \t") for line in lines]).rstrip(" \t\n"))
    text.lines = lines
    return text


def indent(text: str, start: int = 0) -> int:
    """The width of the white space that leads ``text``, which begins at column ``start``; a tab reaches to the
    next multiple of four."""
    width = 0
    for character in text:
        if character == " ":
            width += 1
        elif character == "\t":
            width += 4 - (start + width) % 4
        else:
            break
    return width


def dedent(line: Line, width: int, start: int = 0) -> Line:
    """The line, which begins at column ``start`` of its container, without up to ``width`` columns of leading
    white space; a tab cut in two leaves spaces."""
    text = line.text
    taken = position = 0
    while taken < width and position < len(text):
        character = text[position]
        if character == " ":
            taken += 1
        elif character == "\t":
            taken += 4 - (start + taken) % 4
        else:
            break
        position += 1
    rest = " " * max(0, taken - width) + text[position:]
    return Line(rest, line.number, line.column + len(text) - len(rest), line.lazy)


def blank(text: str) -> bool:
    """Whether a line holds only white space."""
    return not text or text.isspace()
