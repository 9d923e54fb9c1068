"""Messages and hints in another language: each English sentence beside what says it there, with slots for what varies.

``{name}`` stands for what the author wrote, or a path, and is taken over; ``{~name}`` for a phrase of its own, which has
to be in the book, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SLOT = re.compile(r"\{(~?[a-z_]+)\}")
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``texts`` stand around ``slots``, one more of them."""

    texts: tuple[str, ...]
    slots: tuple[str, ...]
    saying: str

    def match(self, sentence: str) -> dict[str, str] | None:
        """What stands in the slots of ``sentence``: each takes the least it can, and the last one the rest."""
        first, *between = self.texts
        if not sentence.startswith(first):
            return None
        if not between:
            return {} if sentence == first else None
        *between, last = between
        end = len(sentence) - len(last)
        found, at = [], len(first)
        for text in between:
            until = sentence.find(text, at, end)
            if until < 0:
                return None
            found.append(sentence[at:until])
            at = until + len(text)
        if at > end or not sentence.endswith(last):
            return None
        return dict(zip(self.slots, [*found, sentence[at:end]], strict=True))


class Phrasebook:
    """Looks sentences up in ``phrases``, a language's by the English ones. The phrase that says most of a sentence by
    itself is tried first."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        split = ((_SLOT.split(english), saying) for english, saying in phrases.items())
        read = (_Phrase(tuple(parts[::2]), tuple(parts[1::2]), saying) for parts, saying in split)
        self._phrases = sorted(read, key=lambda phrase: (-sum(map(len, phrase.texts)), phrase.texts))

    def translate(self, sentence: str) -> str | None:
        """What ``sentence`` is in the language; None where the book hasn't got it, or a phrase within it."""
        return self._translate(sentence, _DEEPEST)

    def _translate(self, sentence: str, deeper: int) -> str | None:
        for phrase in self._phrases:
            values = phrase.match(sentence)
            filled = None if values is None else self._fill(values, deeper)
            if filled is not None:
                parts = _SLOT.split(phrase.saying)
                parts[1::2] = [filled[name] for name in parts[1::2]]
                return "".join(parts)
        return None

    def _fill(self, values: Mapping[str, str], deeper: int) -> dict[str, str] | None:
        """The values as they are said; None where one of them is a phrase that the book hasn't got."""
        filled = dict(values)
        for name, text in values.items():
            if name.startswith("~"):
                said = self._translate(text, deeper - 1) if deeper else None
                if said is None:
                    return None
                filled[name] = said
        return filled
