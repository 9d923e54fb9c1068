"""The classes of words that a language's reader knows, from ``lexica/``."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

CLASSES = (
    "function",
    "generic",
    "praise",
    "quality",
    "identity",
    "hype",
    "universal",
    "feeling",
    "vanity",
    "prestige",
    "myth",
    "critic",
    "speech",
    "negation",
    "others",
    "fact",
    "past",
    "promise",
    "trade",
    "thing",
    "modest",
)
BIT = {name: 1 << number for number, name in enumerate(CLASSES)}
_EXACT = BIT["function"] | BIT["past"] | BIT["negation"] | BIT["modest"]
"""Classes whose words have no inflections here."""


@dataclass(slots=True)
class Lexicon:
    """The classes of each word of a language, as bits; inflections are looked up once."""

    lang: str
    words: dict[str, int]
    seen: dict[str, int] = field(default_factory=dict)

    def bits(self, word: str) -> int:
        """The classes of ``word``, in lower case; 0 for a word that is in none."""
        found = self.seen.get(word)
        if found is None:
            found = self.words.get(word, 0) or self._inflected(word)
            if len(self.seen) < 200_000:
                self.seen[word] = found
        return found

    def _inflected(self, word: str) -> int:
        stems = _stems_nl(word) if self.lang == "nl" else _stems_en(word)
        for stem in stems:
            found = self.words.get(stem, 0) & ~_EXACT
            if found:
                return found
        if "-" in word:
            parts = [self.words.get(part, 0) or self._inflected(part) for part in word.split("-") if part]
            return parts[-1] & ~_EXACT if parts and all(parts) else 0
        return 0


@cache
def load_lexicon(lang: str) -> Lexicon | None:
    """The lexicon of ``lang``, or None where there is none."""
    file = resources.files("knowbrand.check.substance") / "lexica" / f"{lang}.yaml"
    if not file.is_file():
        return None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    classes = yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    words: dict[str, int] = {}
    for name in CLASSES:
        bit = BIT[name]
        for word in classes[name].split():
            words[word] = words.get(word, 0) | bit
    return Lexicon(lang, words)


def _stems_en(word: str) -> list[str]:
    word = word.replace("’", "'")
    stems = []
    if word.endswith("'s"):
        word = word[:-2]
        stems.append(word)
    for ending, replacements in _ENDINGS_EN:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word[: -len(ending)]
            stems += [base + more for more in replacements]
            if ending in ("ed", "ing", "er", "est") and base[-1] == base[-2]:
                stems.append(base[:-1])
    return stems


_ENDINGS_EN = (
    ("s", ("",)),
    ("es", ("",)),
    ("ies", ("y",)),
    ("ed", ("", "e")),
    ("ied", ("y",)),
    ("ing", ("", "e")),
    ("ly", ("", "le")),
    ("ily", ("y",)),
    ("er", ("", "e")),
    ("est", ("", "e")),
    ("iest", ("y",)),
    ("ier", ("y",)),
    ("ness", ("",)),
    ("ful", ("",)),
)


def _stems_nl(word: str) -> list[str]:
    stems = []
    for ending in _ENDINGS_NL:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stems += _spellings(word[: -len(ending)])
    if word.startswith("ge") and len(word) > 5 and word[-1] in "dt":
        stems += [*_spellings(word[2:-1]), word[2:-1] + "en"]
    return stems


_ENDINGS_NL = (
    "e",
    "en",
    "s",
    "t",
    "te",
    "de",
    "er",
    "ere",
    "st",
    "ste",
    "tje",
    "je",
    "'s",
    "es",
    "end",
    "ende",
    "heid",
)
_LONG = {"a": "aa", "e": "ee", "o": "oo", "u": "uu"}


def _spellings(stem: str) -> list[str]:
    """How a Dutch stem may be written once its ending is gone: open vowels doubled, consonants single and hard."""
    found = [stem, stem + "en", stem + "e"]
    if len(stem) > 2 and stem[-1] == stem[-2]:
        found.append(stem[:-1])
    if len(stem) > 2 and stem[-2] in _LONG and stem[-3] != stem[-2]:
        found.append(stem[:-2] + _LONG[stem[-2]] + stem[-1])
    return found + [word[:-1] + {"v": "f", "z": "s"}[word[-1]] for word in found if word[-1] in "vz"]
