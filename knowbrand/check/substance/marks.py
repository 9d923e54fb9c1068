"""What is known of a word before its sentence is looked at: its classes, and what the rules look for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from knowbrand.check.substance.grammar import Grammar
from knowbrand.check.substance.lexicon import CLASSES, Lexicon
from knowbrand.check.substance.matching import Matcher

OWN, MATCHER = 1 << len(CLASSES), len(CLASSES) + 1
"""The mark of words with which the author speaks, and from which bit on marks are the matcher's; below are the classes."""
_MOST = 50_000


class Marks(dict[str, int]):
    """The marks of words in lower case, which are worked out once: most words come again."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar, matcher: Matcher) -> None:
        super().__init__()
        self._lexicon, self._matcher = lexicon, matcher
        self._own = grammar.me | grammar.we

    def __missing__(self, word: str) -> int:
        marks = self._lexicon.bits(word) | (OWN if word in self._own else 0)
        marks |= self._matcher.mark(word) << MATCHER
        if len(self) < _MOST:
            self[word] = marks
        return marks

    def unite(self, words: Iterable[str]) -> int:
        """The marks of all ``words`` together."""
        return reduce(or_, map(self.__getitem__, words), 0)
