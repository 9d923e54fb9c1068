"""The linear reader: how sure it is that a sentence praises its author and holds nothing to look up."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import NamedTuple

from knowbrand.check.substance.traits import Traits
from knowbrand.model.pack import Category


class Weights(NamedTuple):
    """What each feature weighs; a sum over 0 is reported at the level ``normal``."""

    bias: float
    features: dict[str, float]


@cache
def load_weights(lang: str) -> Weights | None:
    """The weights for a language, which ``benchmarks/substance_weights.py`` makes; None where there are none."""
    file = resources.files("knowbrand.check.substance") / "weights.json"
    found = json.loads(file.read_text("utf-8")).get(lang)
    return Weights(found["bias"], found["features"]) if found else None


def weigh_emptiness(traits: Traits, weights: Weights) -> float:
    """The sum of the traits' weights."""
    weigh = weights.features
    return weights.bias + sum([weigh[name] * value for name, value in traits.values.items() if name in weigh])


_OF_OTHERS = 1.0


def weigh_others(traits: Traits, subject: float, *, lone: bool) -> float:
    """What it takes off the log odds that a sentence isn't about its author, or only asks. A ``lone`` one holds all that it
    is judged by, and the weights have learnt what it takes; but who *he* or *she* is, nobody can tell."""
    have = traits.values
    if lone:
        return 2 * _OF_OTHERS if "starts third" in have else 0.0
    asks = _OF_OTHERS if "question" in have else 0.0
    if subject == 0:
        return asks + 2 * _OF_OTHERS
    own = have.keys() & {"me", "we", "fragment"}
    return asks if own else asks + _OF_OTHERS * (1 - subject * 0.5)


_TOLD: tuple[tuple[Category, tuple[str, ...], float], ...] = (
    ("humblebrag", ("feeling",), 1.2),
    ("hype", ("hype",), 1.0),
    ("buzzword", ("identity",), 1.1),
    ("buzzword", ("idiom",), 1.8),
    ("empty-adjective", ("praise",), 0.9),
)


def name_category(traits: Traits) -> tuple[Category, list[str]]:
    """What kind of filler the sentence is most like, and the words that say so."""
    best: tuple[float, Category, list[str]] = (1.7, "self-praise", [])
    for category, classes, weight in _TOLD:
        words = [word for name in classes for word in traits.words.get(name, ())]
        if weight * len(words) > best[0]:
            best = (weight * len(words), category, words)
    return best[1], best[2]


_LACKS = {
    "en": (("numbers", "number"), ("names", "name"), ("link", "link"), ("dated", "date")),
    "nl": (("numbers", "getal"), ("names", "naam"), ("link", "link"), ("dated", "datum")),
}
_NO = {"en": ("no", "or"), "nl": ("geen", "of")}


def say_what_lacks(traits: Traits, lang: str) -> str:
    """What the sentence doesn't have, in its own language."""
    missing = [word for name, word in _LACKS[lang] if name not in traits.values]
    no, either = _NO[lang]
    if len(missing) < 2:
        return f"{no} {''.join(missing)}".strip()
    return f"{no} {', '.join(missing[:-1])} {either} {missing[-1]}"
