"""Rules, compiled for one language: a hit costs next to nothing where none of a rule's first words stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, reduce
from itertools import product
from operator import or_
from typing import NamedTuple

from knowbrand.check.substance.features import TOKEN
from knowbrand.check.substance.sieve import estimate, list_clauses, list_keys
from knowbrand.model.pack import Rule

_MOST_FORMS = 64
_OPTIONAL = re.compile(r"\(([^()]*)\)(\?)?")
_STAR, _STARS = "★", "★●⬤☆○◯"
"""A row of such signs is one token, and ``★`` its cue."""
_LONGEST = 1000
"""So much of a sentence is searched."""
_CLAUSES = 3
"""So much of what a pattern needs is asked for before it is tried."""


class Hit(NamedTuple):
    """Where in a sentence a rule found something."""

    rule: Rule
    start: int
    end: int


def expand_term(term: str) -> list[str]:
    """Every form of a term: ``(s)?`` may stand or not, ``(a|b)`` is either."""
    pieces: list[list[str]] = []
    position = 0
    for match in _OPTIONAL.finditer(term):
        pieces.append([term[position : match.start()]])
        pieces.append([*match[1].split("|"), *([""] if match[2] else [])])
        position = match.end()
    pieces.append([term[position:]])
    forms = (
        " ".join("".join(choice).split())
        for choice, _ in zip(product(*pieces), range(_MOST_FORMS), strict=False)
    )
    return [form.lower() for form in dict.fromkeys(forms) if form]


class _Construction(NamedTuple):
    """A pattern of a rule, and whether it is for the text as it was written."""

    rule: Rule
    pattern: str
    capitals: bool


class Matcher:
    """Finds the hits of ``rules`` in sentences.

    Each pattern has a place, a bit in a row of them, and there are four rows: three for what the pattern can't match
    without, and one for the cues of its rule. The marks of a word are the bits that it sets. A pattern is tried where the
    words of a sentence set its bit in every row, so that a sentence costs the same however many rules there are."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._phrases: dict[str, list[tuple[str, Rule]]] = {}
        self._forms: dict[str, list[str]] = {}
        self._patterns: list[_Construction] = []
        self._needs: list[dict[str, int]] = [{} for _ in range(_CLAUSES)]
        self._cues: dict[str, int] = {}
        self._free = [0] * (_CLAUSES + 1)
        """The patterns for which nothing has to be set in a row."""
        for rule in rules:
            for term in rule.terms:
                for form in expand_term(term):
                    self._phrases.setdefault(_first_word(form), []).append((form, rule))
                    self._forms.setdefault(_rarest_word(form), []).append(form)
            for pattern in rule.patterns:
                self._add(rule, pattern)
        self._endings = tuple(cue[1:] for cue in self._cues if cue.startswith("-") and len(cue) > 1)
        """The ends of words that are cues, which are written with a hyphen."""
        self._width = len(self._patterns)

    def _add(self, rule: Rule, pattern: str) -> None:
        bit = 1 << len(self._patterns)
        self._patterns.append(_Construction(rule, pattern, _minds_capitals(pattern)))
        needed = [*list_clauses(pattern), *[frozenset[str]()] * _CLAUSES][:_CLAUSES]
        needed.append(frozenset(map(str.lower, rule.cue)))
        for number, (row, words) in enumerate(zip((*self._needs, self._cues), needed, strict=True)):
            self._free[number] |= 0 if words else bit
            for word in words:
                row[word] = row.get(word, 0) | bit

    def mark(self, word: str) -> int:
        """The marks of a word in lower case: the lowest bit where it leads to phrases, then the rows of patterns."""
        keys = list_keys(word)
        rows = [reduce(or_, (row.get(key, 0) for key in keys), 0) for row in self._needs]
        cued = self._cues.get(_STAR if word[0] in _STARS else word, 0)
        for ending in self._endings:
            cued |= self._cues[f"-{ending}"] if word.endswith(ending) else 0
        marks = 0
        for row in (cued, *reversed(rows)):
            marks = marks << self._width | row
        return marks << 1 | (word in self._forms)

    def find(self, text: str, folded: str, words: Sequence[str], marks: int) -> Iterator[Hit]:
        """The hits in a sentence, as written and in lower case; ``words`` are its words in lower case, and ``marks`` those
        of all of them."""
        if marks & 1 and any(form in folded for word in words for form in self._forms.get(word, ())):
            yield from self._find_phrases(folded)
        tried = self._list_tried(marks >> 1, everywhere=len(folded) > _LONGEST)
        last = None
        while tried:
            bit = tried & -tried
            tried ^= bit
            rule, pattern, capitals = self._patterns[bit.bit_length() - 1]
            if rule is last:
                continue
            match = _compile(pattern).search(text if capitals else folded, 0, _LONGEST)
            if match and match.end() > match.start():
                yield Hit(rule, match.start(), match.end())
                last = rule

    def _list_tried(self, marks: int, *, everywhere: bool) -> int:
        """The patterns whose bit is set in every row; ``everywhere`` where only cues count, as a word may be cut."""
        tried = (1 << self._width) - 1
        for number, free in enumerate(self._free):
            if number == _CLAUSES or not everywhere:
                tried &= marks >> number * self._width | free
        return tried

    def _find_phrases(self, folded: str) -> Iterator[Hit]:
        for token in TOKEN.finditer(folded):
            start = token.start()
            for form, rule in self._phrases.get(token.group(), ()):
                end = start + len(form)
                if folded.startswith(form, start) and not _goes_on(folded, end):
                    yield Hit(rule, start, end)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern, once a text has its words; most texts have few."""
    return re.compile(pattern)


def _minds_capitals(pattern: str) -> bool:
    """Whether a pattern has capitals, and so is for the text as it was written; others are for lower case."""
    return any(character.isupper() for character in re.sub(r"\\.", "", pattern))


def _first_word(form: str) -> str:
    return re.split(r"[ ,.;:]", form, maxsplit=1)[0]


def _rarest_word(form: str) -> str:
    """The word of ``form`` that is met most rarely; every text that has the form has it."""
    words = [word for word in TOKEN.findall(form) if word[0].isalpha()]
    return min(words, key=lambda word: estimate([word]), default=_first_word(form))


def _goes_on(text: str, end: int) -> bool:
    """Whether a word goes on at ``end``; a hyphen is part of a word."""
    return end < len(text) and (
        text[end].isalnum() or (text[end] in "-'’" and text[end + 1 : end + 2].isalpha())
    )


def is_cleared(hit: Hit, folded: str) -> bool:
    """Whether a word that clears the rule's hits stands directly before or after."""
    before, after = folded[: hit.start].rstrip(), folded[hit.end :].lstrip()
    return any(
        before.endswith(words.lower()) and not before[: -len(words)][-1:].isalnum()
        for words in hit.rule.unless_before
    ) or any(
        after.startswith(words.lower()) and not _goes_on(after, len(words)) for words in hit.rule.unless_after
    )
