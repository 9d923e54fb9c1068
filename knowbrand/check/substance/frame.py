"""How a sentence is built: the words that hold it together, what kinds of words stand next to them, and its other words."""

from __future__ import annotations

import re
from functools import lru_cache

from knowbrand.check.substance.lexicon import BIT
from knowbrand.check.substance.traits import Traits

FRAME = "frame "
"""How the features begin that tell of a sentence's frame."""
WORD = "word "
"""How the features begin that tell of a single word with a meaning."""

_FUNCTION = BIT["function"]
_KINDS = (
    "negation",
    "universal",
    "praise",
    "hype",
    "quality",
    "identity",
    "feeling",
    "prestige",
    "vanity",
    "concrete",
    "domain",
    "action",
    "numeral",
    "fact",
    "promise",
    "past",
    "trade",
    "modest",
    "others",
    "critic",
    "myth",
    "abstract",
    "adjective",
    "reaction",
    "rivals",
    "generic",
)
"""What a word is taken for where it has several classes: the first of these."""
_ROOTS = {
    "en": re.compile(r"(?:'s|ing|ed|es|s|ly|er|est)$"),
    "nl": re.compile(r"(?:'s|en|ende?|e|s|te?)$"),
}
"""Endings that make a form of a word, by language."""
_SHORTEST = 4
_ENDING = 4


def read_frame(traits: Traits, lang: str, lower: list[str], bits: list[int]) -> None:
    """Note the frame of a sentence, by its words in lower case and their classes."""
    values = traits.values
    who = next((name for name in ("me", "we", "third") if name in values), "none")
    before = "^"
    for word, mask in zip(lower, bits, strict=True):
        if mask & _FUNCTION:
            now = word
            values[f"{FRAME}{word}"] = 1.0
        else:
            now = _kind(mask)
            for name in _name_word(word, lang):
                values[name] = 1.0
        values[f"{FRAME}{before} {now}"] = 1.0
        values[f"{FRAME}{who}: {now}"] = 1.0
        before = now
    values[f"{FRAME}{before} $"] = 1.0


@lru_cache(4096)
def _kind(mask: int) -> str:
    """The name of a word's class, where the word itself isn't part of the frame."""
    return next((f"<{name}>" for name in _KINDS if mask & BIT[name]), "<?>")


@lru_cache(65536)
def _name_word(word: str, lang: str) -> tuple[str, ...]:
    """The features of a word with a meaning: the word itself, and how a longer one ends, which tells a little of words
    that were never learnt."""
    name = f"{WORD}{root(word, lang)}"
    return (name, f"{WORD}-{word[-_ENDING:]}") if len(word) > _ENDING + 1 else (name,)


def root(word: str, lang: str) -> str:
    """``word`` without an ending that makes a form of it."""
    if len(word) <= _SHORTEST:
        return word
    short = _ROOTS[lang].sub("", word)
    if len(short) < _SHORTEST:
        return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    if len(short) > _SHORTEST and short[-1] in "ey":
        short = short[:-1] + ("i" if short[-1] == "y" else "")
    return short
