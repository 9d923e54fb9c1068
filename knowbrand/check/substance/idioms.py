"""Set phrases: what everybody has ready to say of oneself, found word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_GAP = "…"
_WIDEST = 3
"""So many words may stand where a phrase has a gap."""


class Idioms:
    """Phrases by their first words. In a phrase ``a|b`` is either word, and ``…`` up to three words, or none."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[list[frozenset[str]]]] = {}
        for phrase in phrases:
            parts = [frozenset(part.split("|")) for part in phrase.split()]
            for first in parts[0]:
                self._by_first.setdefault(first, []).append(parts[1:])

    def find(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where phrases stand in ``words``, in lower case: the first word of each, and the one after its last. None
        overlap."""
        found: list[tuple[int, int]] = []
        free = 0
        for start, word in enumerate(words):
            if start >= free and word in self._by_first:
                ends = (_end(words, start + 1, rest) for rest in self._by_first[word])
                free = max(ends, default=0)
                if free:
                    found.append((start, free))
        return found


def _end(words: Sequence[str], place: int, rest: Sequence[frozenset[str]]) -> int:
    """Where ``rest`` of a phrase ends if it begins at ``place``; 0 where it doesn't."""
    gap = 0
    for part in rest:
        if _GAP in part:
            gap = _WIDEST
            continue
        at = next((at for at in range(place, min(place + gap + 1, len(words))) if words[at] in part), None)
        if at is None:
            return 0
        place, gap = at + 1, 0
    return place
