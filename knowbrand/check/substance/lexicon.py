"""The classes of words that a language's reader knows, from ``lexica/``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

from knowbrand.check.substance.idioms import Idioms

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
    "abstract",
    "adjective",
    "concrete",
    "numeral",
    "domain",
    "action",
    "reaction",
    "rivals",
)
BIT = {name: 1 << number for number, name in enumerate(CLASSES)}
_EXACT = BIT["function"] | BIT["past"] | BIT["negation"] | BIT["modest"]
"""Classes whose words have no inflections here."""
_HEADS = BIT["generic"] | BIT["quality"] | BIT["identity"] | BIT["trade"] | BIT["praise"] | BIT["prestige"]
"""Classes that a compound takes over from its last part."""
_PRAISING_END = re.compile(r"(?:gericht|gedreven|bewust|krachtig|minded|vaardig|lievend|waardig|kundig)e?$")
_ABSTRACT_END = re.compile(
    r"(?:he(?:id|den)|teit|isme|schap(?:pen)?|nis(?:sen)?|[aiue]ties?|sies?|vermogen|zin|wijze|stijl|wezen|drang|lust|[ei]ring)$"
)
_ADJECTIVE_END = re.compile(
    r"(?:lijke?|ige?|ische?|ba(?:ar|re)|za(?:am|me)|vol(?:le)?|lo(?:os|ze)|ie(?:f|ve)|[uië]?(?:eel|ele)|[aio]a(?:al|le)|achtige?|rijke?|ende?)$"
)
"""How nouns that name nothing to be seen end, and adjectives, in Dutch."""
_PRAISING_STARTS = frozenset(("top", "super", "wereld", "droom", "natuur", "meester", "sterren"))


@dataclass(slots=True)
class Lexicon:
    """The classes of each word of a language, as bits; inflections are looked up once."""

    lang: str
    words: dict[str, int]
    idioms: Idioms
    boasts: Idioms
    reports: Idioms
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
        for stem in _STEMS[self.lang](word):
            found = self.words.get(stem, 0) & ~_EXACT
            if found:
                return found
        if "-" in word:
            parts = [self.words.get(part, 0) or self._inflected(part) for part in word.split("-") if part]
            return parts[-1] & ~_EXACT if parts and all(parts) else 0
        return self._compound(word) if self.lang == "nl" and len(word) > 6 else 0

    def _compound(self, word: str) -> int:
        """The classes of a Dutch compound: those of its last part, if its first is known, too."""
        if _PRAISING_END.search(word):
            return BIT["praise"] | BIT["adjective"]
        for cut in range(3, len(word) - 3):
            first, last = word[:cut], word[cut:]
            if first in self.words or (first[-1] == "s" and first[:-1] in self.words):
                found = self.words.get(last, 0)
                for stem in () if found else _stems_nl(last):
                    found = found or self.words.get(stem, 0)
                found &= _HEADS
                if found:
                    return found | BIT["praise"] if first in _PRAISING_STARTS else found
        if _ABSTRACT_END.search(word):
            return BIT["abstract"]
        return BIT["adjective"] if _ADJECTIVE_END.search(word) else 0


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
        for word in classes.get(name, "").split():
            words[word] = words.get(word, 0) | bit
    idioms, boasts, reports = (Idioms(classes.get(name, ())) for name in ("idioms", "boasts", "reports"))
    return Lexicon(lang, words, idioms, boasts, reports)


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


_STEMS = {"en": _stems_en, "nl": _stems_nl}
"""What a word of a language may be a form of."""
