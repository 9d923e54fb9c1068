"""Set phrases: what everybody has ready to say of oneself, found word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowbrand.check.substance.sieve import estimate

_GAP = "…"
_WIDEST = 3
"""So many words may stand where a phrase has a gap."""


class Idioms:
    """Phrases by the rarest of their words. In a phrase ``a|b`` is either word, and ``…`` up to three words, or none."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[list[frozenset[str]], list[frozenset[str]]]]] = {}
        """The parts of each phrase, and those of them that a text must have besides."""
        for phrase in phrases:
            parts = [frozenset(part.split("|")) for part in phrase.split()]
            rarest, *others = sorted((part for part in parts if _GAP not in part), key=estimate)
            for word in rarest:
                self._by_word.setdefault(word, []).append((parts, others))

    def find(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where phrases stand in ``words``, in lower case: the first word of each, and the one after its last. None
        overlap."""
        known = set(words)
        likely = [
            parts
            for word in known & self._by_word.keys()
            for parts, others in self._by_word[word]
            if not any(map(known.isdisjoint, others))
        ]
        if not likely:
            return []
        by_first: dict[str, list[list[frozenset[str]]]] = {}
        for parts in likely:
            for first in parts[0]:
                by_first.setdefault(first, []).append(parts[1:])
        found: list[tuple[int, int]] = []
        free = 0
        for start, word in enumerate(words):
            if start >= free and word in by_first:
                free = max(_end(words, start + 1, rest) for rest in by_first[word])
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
