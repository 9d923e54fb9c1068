"""Whose site it is: a bio in the third person speaks of its author, and is read as if the author said I."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowbrand.check.substance.lexicon import Lexicon

_ME = {"en": "I", "nl": "Ik"}
_THIRD = {"en": re.compile(r"(?:He|She|They)\b(?= [a-z])"), "nl": re.compile(r"(?:Hij|Zij|Ze)\b(?= [a-z])")}
_SHORTEST = 2


def list_names(full: Iterable[str]) -> tuple[str, ...]:
    """What somebody may be called who has these full names: by them, by the first name, by what follows it."""
    return tuple(dict.fromkeys(name for one in full for name in _forms(one.split())))


def _forms(parts: list[str]) -> Iterator[str]:
    if parts:
        yield " ".join(parts)
        yield parts[0]
        rest = " ".join(parts[1:])
        yield from (rest, rest[:1].upper() + rest[1:], parts[-1]) if rest else ()


class Owner:
    """The owner of a site, by ``names``, as texts in the language speak of them."""

    def __init__(self, names: Iterable[str], lang: str, lexicon: Lexicon) -> None:
        self._me, self._third = _ME[lang], _THIRD[lang]
        # a name that is a word may be meant as one: Will, Mark, Hope
        forms = [name for name in names if len(name) >= _SHORTEST and name.lower() not in lexicon.words]
        longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
        self._name = re.compile(rf"(?:{'|'.join(longest_first)})(?= [a-z])") if forms else None

    def say_me(self, sentence: str, *, follows: bool) -> str:
        """The sentence, as long as before, with ``I`` in the place of the owner whom it begins with: by name, or by a
        pronoun where it ``follows`` another such sentence."""
        found = self._name.match(sentence) if self._name else None
        if found is None and follows:
            found = self._third.match(sentence)
        return self._me.ljust(found.end()) + sentence[found.end() :] if found else sentence
