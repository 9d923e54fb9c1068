"""A text and the changes to it, so that every place in the result is known in the original."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """From ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(slots=True)
class Rewriting:
    """``text`` as it is now; ``origin`` says where a place in it stands in the original."""

    text: str
    _starts: list[int] = field(default_factory=lambda: [0])
    _origins: list[tuple[int, bool]] = field(default_factory=lambda: [(0, True)])

    def origin(self, offset: int) -> int:
        """The place in the original that the character at ``offset`` came from."""
        number = bisect_right(self._starts, offset) - 1
        start, verbatim = self._origins[number]
        return start + (offset - self._starts[number] if verbatim else 0)

    def apply(self, edits: list[tuple[Span, str]]) -> Rewriting:
        """The text with each span replaced; of spans that overlap only the first counts."""
        pieces: list[str] = []
        starts: list[int] = []
        origins: list[tuple[int, bool]] = []
        length = position = 0

        def add(piece: str, offset: int, verbatim: bool) -> None:
            nonlocal length
            if piece:
                pieces.append(piece)
                starts.append(length)
                origins.append((self.origin(offset), verbatim))
                length += len(piece)

        def keep(start: int, end: int) -> None:
            """Carry over a stretch in the runs that it was made of."""
            while start < end:
                number = bisect_right(self._starts, start) - 1
                after = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
                stop = min(end, max(after, start + 1))
                add(self.text[start:stop], start, self._origins[number][1])
                start = stop

        for span, replacement in sorted(edits, key=lambda edit: edit[0]):
            if span.start < position:
                continue
            keep(position, span.start)
            add(replacement, span.start, False)
            position = span.end
        keep(position, len(self.text))
        return Rewriting("".join(pieces), starts or [0], origins or [(0, True)])
