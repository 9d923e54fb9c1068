"""From a value's characters back to the YAML or JSON that it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from knowbrand.problems import Place

_FARTHEST = 400
"""So many characters of marks and white space may stand between two characters of a value."""


class SourceText:
    """A source file's text, where lines end in ``\\n``, and where each line begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1

    def place(self, path: str, start: int, end: int) -> Place:
        """The place of the characters from ``start`` to ``end``."""
        line, last = bisect_right(self._starts, start), bisect_right(self._starts, max(start, end - 1))
        column = start - self._starts[line - 1] + 1
        return Place(path, line, column, last, end - self._starts[last - 1] + 1)


def align(value: str, source: str, start: int) -> Sequence[int] | None:
    """The offset in ``source`` of each character of ``value``, which is written from ``start`` on; None where the
    source writes it otherwise, as with escapes."""
    offsets: list[int] = []
    position = start
    for character in value:
        if character.isspace():
            offsets.append(position)
            continue
        found = source.find(character, position, position + _FARTHEST)
        if found < 0:
            return None
        if source[position:found].strip(" \t\n'\"\\>|-+0123456789") and offsets:
            return None
        offsets.append(found)
        position = found + 1
    return offsets
