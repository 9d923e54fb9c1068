"""Rules, compiled for one language: a hit costs next to nothing where none of a rule's first words stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from knowbrand.model.pack import Rule

_MOST_FORMS = 64
_OPTIONAL = re.compile(r"\(([^()]*)\)(\?)?")
_STAR, _STARS = "★", "★●⬤☆○◯"
"""A row of such signs is one token, and ``★`` its cue."""
_LONGEST = 1000
"""So much of a sentence is searched."""


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


class Matcher:
    """Finds the hits of ``rules`` in sentences."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._phrases: dict[str, list[tuple[str, Rule]]] = {}
        self._cued: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._patterns: list[Rule] = []
        for rule in rules:
            for term in rule.terms:
                for form in expand_term(term):
                    self._phrases.setdefault(_first_word(form), []).append((form, rule))
            if rule.patterns:
                number = len(self._patterns)
                self._patterns.append(rule)
                for cue in rule.cue:
                    self._cued.setdefault(cue.lower(), []).append(number)
                if not rule.cue:
                    self._always.append(number)
        self._endings = tuple(cue[1:] for cue in self._cued if cue.startswith("-") and len(cue) > 1)
        """The ends of words that are cues, which are written with a hyphen."""

    def find(self, text: str, folded: str, tokens: Sequence[tuple[str, int]]) -> Iterator[Hit]:
        """The hits in a sentence, as written and in lower case; ``tokens`` are its words in lower case, and where they
        begin."""
        tried = set(self._always)
        for word, start in tokens:
            for form, rule in self._phrases.get(word, ()):
                end = start + len(form)
                if folded.startswith(form, start) and not _goes_on(folded, end):
                    yield Hit(rule, start, end)
            tried.update(self._cued.get(_STAR if word[0] in _STARS else word, ()))
            if word.endswith(self._endings):
                for ending in self._endings:
                    tried.update(self._cued[f"-{ending}"] if word.endswith(ending) else ())
        for number in sorted(tried):
            rule = self._patterns[number]
            for pattern, capitals in map(_compile, rule.patterns):
                match = pattern.search(text if capitals else folded, 0, _LONGEST)
                if match and match.end() > match.start():
                    yield Hit(rule, match.start(), match.end())
                    break


@cache
def _compile(pattern: str) -> tuple[re.Pattern[str], bool]:
    """A pattern, once a text has its cue; most texts have few cues."""
    return re.compile(pattern), _minds_capitals(pattern)


def _minds_capitals(pattern: str) -> bool:
    """Whether a pattern has capitals, and so is for the text as it was written; others are for lower case."""
    return any(character.isupper() for character in re.sub(r"\\.", "", pattern))


def _first_word(form: str) -> str:
    return re.split(r"[ ,.;:]", form, maxsplit=1)[0]


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
