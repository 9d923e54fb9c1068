"""A sentence into figures that a person can read: who speaks, what there is to look up, how much is only praise."""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise
from math import log2
from operator import or_

from knowbrand.check.substance.frame import read_frame
from knowbrand.check.substance.grammar import GRAMMARS, Grammar
from knowbrand.check.substance.lexicon import BIT, CLASSES, Lexicon
from knowbrand.check.substance.runs import OBJECT
from knowbrand.check.substance.sieve import list_keys
from knowbrand.check.substance.traits import Traits, cross

TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d[\d.,:]*%?|[★☆●○⬤◯]+|[|:;!?]|" + OBJECT)
_QUOTE = re.compile("[“\"‘'«„]")
_QUOTED = re.compile(
    r"“[^”]{1,400}”|\"[^\"]{1,400}\"|‘[^’]{1,400}’(?!\w)|(?<!\w)'[^']{2,400}'(?!\w)|«[^»]{1,400}»|„[^”“]{1,400}[”“]"
)
_RATING = re.compile(r"\b\d{1,2}\s*/\s*(?:5|10|100)\b|[★●⬤]{2,}|\d\s*%\s*\|")
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")

COUNTED = tuple(name for name in CLASSES if name not in ("function", "generic", "negation"))
_BITS = [(name, BIT[name]) for name in COUNTED]
_EMPTY = BIT["praise"] | BIT["quality"] | BIT["identity"]
_KNOWN = (
    BIT["function"]
    | BIT["generic"]
    | _EMPTY
    | BIT["hype"]
    | BIT["universal"]
    | BIT["feeling"]
    | BIT["vanity"]
    | BIT["myth"]
    | BIT["promise"]
    | BIT["negation"]
)
_KNOWN |= BIT["trade"] | BIT["abstract"] | BIT["adjective"] | BIT["reaction"] | BIT["rivals"]
_NOT, _GENERIC, _SCOPE = BIT["negation"], BIT["generic"], 4
_SAID = _GENERIC | 1 << len(CLASSES)
"""What the words of a set phrase are."""
_CONCRETE = BIT["concrete"] | BIT["domain"] | BIT["action"]
SOFT = _EMPTY | BIT["hype"] | BIT["feeling"]
"""Words without which a sentence in a long text isn't looked at for emptiness."""


def mask_quotes(text: str) -> str:
    """``text`` with what stands in quotation marks blanked, unless nearly all of it does."""
    if not _QUOTE.search(text):
        return text
    masked = _QUOTED.sub(lambda match: "\ufffa" * len(match.group()), text)
    if masked == text:
        return text
    rest = sum(character.isalnum() for character in masked)
    return masked if rest * 5 > sum(character.isalnum() for character in text) else text


def read_traits(
    masked: str, tokens: list[str], lexicon: Lexicon, *, quoted: bool = False, linked: bool = False
) -> Traits:
    """The traits of a sentence without its quotations, and of its tokens; ``linked`` where it has a link that can be
    evidence."""
    grammar = GRAMMARS[lexicon.lang]
    traits = Traits()
    traits.set("link", linked)
    traits.set("quoted", quoted)
    words = [token.replace("’", "'") for token in tokens if token[0].isalpha()]
    lower = [word.lower() for word in words]
    bits = [lexicon.bits(word) for word in lower]
    idioms = lexicon.idioms.find(lower)
    bits = _read_idioms(traits, lower, _deny(bits), idioms)
    for name, phrases in (("boast", lexicon.boasts), ("report", lexicon.reports)):
        found = phrases.find(lower)
        traits.words[name] = [" ".join(lower[start:end]) for start, end in found]
        traits.set(name, min(len(found), 3))
    _count_classes(traits, words, lower, bits)
    _read_person(traits, grammar, words, lower, bits)
    keys = {key for word in lower for key in list_keys(word)}
    _read_facts(traits, grammar, masked, tokens, keys)
    if idioms and not any(mask & _NOT for mask in bits):
        traits.values.pop("denial", None)  # what was denied was part of a set phrase
    _read_shape(traits, masked, lower, bits)
    read_frame(traits, lexicon.lang, lower, bits)
    cross(traits)
    return traits


def _deny(bits: list[int]) -> list[int]:
    """``bits`` without the praise of words that stand shortly after a denial."""
    if not any(mask & _NOT for mask in bits):
        return bits
    found, left = [], 0
    for mask in bits:
        left = _SCOPE if mask & _NOT else left - 1
        found.append(mask & ~SOFT | _GENERIC if left > 0 and mask & SOFT else mask)
    return found


def _read_idioms(
    traits: Traits, lower: list[str], bits: list[int], idioms: list[tuple[int, int]]
) -> list[int]:
    """``bits`` with the words of set phrases as general ones; those phrases are noted, unless they are denied."""
    bits = list(bits)
    said = []
    for start, end in idioms:
        if not any(mask & _NOT for mask in bits[max(0, start - _SCOPE + 1) : start]):
            said.append(" ".join(lower[start:end]))
        bits[start:end] = [mask & ~_NOT | _SAID for mask in bits[start:end]]
    if said:
        traits.words["idiom"] = said
        traits.set("idiom", min(len(said), 3))
    return bits


def _count_classes(traits: Traits, words: list[str], lower: list[str], bits: list[int]) -> None:
    total = len(words) or 1
    specific = [
        word
        for index, (word, low, found) in enumerate(zip(words, lower, bits, strict=True))
        if (not found & _KNOWN or found & _CONCRETE) and not (index and word[0].isupper()) and len(low) > 2
    ]
    if words and not bits[0] & _KNOWN and words[0] not in specific and len(words[0]) > 2:
        specific.append(words[0])
    traits.words["specific"] = specific
    traits.set("specific", min(len(specific), 6))
    traits.set("specific ratio", len(specific) / total)
    traits.set("no specific", not specific)
    traits.set("one specific", len(specific) == 1)
    present = reduce(or_, bits, 0)
    for name, bit in _BITS:
        if present & bit:
            found = [word for word, mask in zip(lower, bits, strict=True) if mask & bit]
            traits.words[name] = found
            traits.set(name, min(len(found), 4))
    traits.set("empty ratio", sum(bool(mask & _EMPTY) or mask & _SAID == _SAID for mask in bits) / total)
    names = [
        word
        for index, word in enumerate(words)
        if index
        and word[0].isupper()
        and not bits[index] & (BIT["function"] | BIT["prestige"])
        and lower[index] != "i"
    ]
    traits.words["names"] = names
    traits.set("names", min(len(names), 3))


def _read_person(
    traits: Traits, grammar: Grammar, words: list[str], lower: list[str], bits: list[int]
) -> None:
    if not lower:
        return
    unique = set(lower)
    me, we = bool(unique & grammar.me), bool(unique & grammar.we)
    traits.set("me", me)
    traits.set("we", we)
    traits.set("you", bool(unique & grammar.you))
    third = bool(unique & grammar.third)
    traits.set("third", third)
    kin = not unique.isdisjoint(grammar.kin) and any(
        two in grammar.kin and one in grammar.me | grammar.we | grammar.third for one, two in pairwise(lower)
    )
    traits.set("kin", kin)
    start = _name_start(grammar, lower[0], bits[0])
    traits.set(f"starts {start}", True)
    fragment = (
        not me and not we and not third and start in ("praise", "identity", "promise", "specific", "other")
    )
    traits.set("fragment", fragment)
    traits.set("statement", fragment and not unique.isdisjoint(grammar.links))
    traits.set("thing is", start == "article" and not me and not we)
    person = len(words) > 2 and any(
        one[0].isupper() and two[0].isupper() and len(two) > 2 and len(one) > 1
        for one, two in pairwise(words)
    )
    traits.set("full name", person)
    named = len(words) > 2 and words[0][0].isupper() and words[1][0].isupper() and not bits[0] & _KNOWN
    traits.set("starts with a name", named and len(words[1]) > 1)


def _name_start(grammar: Grammar, first: str, mask: int) -> str:
    """What kind of word a sentence begins with."""
    kinds = {
        "me": first in grammar.me,
        "we": first in grammar.we,
        "article": first in grammar.articles,
        "third": first in grammar.third or first in ("they", "zij"),
        "it": first in ("it", "it's", "there", "er"),
        "question": first in grammar.questions,
        "praise": mask & BIT["praise"],
        "identity": mask & (BIT["identity"] | BIT["quality"]),
        "promise": mask & (BIT["promise"] | BIT["hype"]),
        "specific": not mask & _KNOWN,
    }
    return next((kind for kind, fits in kinds.items() if fits), "other")


def _read_facts(traits: Traits, grammar: Grammar, masked: str, tokens: list[str], keys: set[str]) -> None:
    numbers = [token for token in tokens if token[0].isdigit()]
    rated = bool(_RATING.search(masked))
    traits.set("rating", rated)
    traits.set("numbers", 0 if rated else min(len(numbers), 3))
    traits.set("year", bool(_YEAR.search(masked)))
    traits.set("code", OBJECT in masked)
    folded = masked.lower()
    traits.set("denial", bool(grammar.denial.search(folded, keys)))
    traits.set("mention", bool(grammar.mention.search(folded, keys)))
    traits.set("source", bool(grammar.source.search(folded, keys)))
    traits.set("superlative", bool(grammar.superlative.search(folded, keys)))
    traits.set("comparison", bool(grammar.comparison.search(folded, keys)))
    traits.set("dated", bool(grammar.finished.search(folded, keys)))
    if "vanity" in traits.values and numbers:
        traits.set("vanity number", True)


def _read_shape(traits: Traits, masked: str, lower: list[str], bits: list[int]) -> None:
    count = len(lower)
    traits.set("short", count < 6)
    traits.set("length", min(log2(count + 1), 6))
    traits.set("commas", min(masked.count(","), 3))
    traits.set("colon", ":" in masked)
    traits.set("question", masked.rstrip().endswith("?"))
    traits.set("cry", "!" in masked)
    traits.set("row of praise", _row(masked, bits))


def _row(masked: str, bits: list[int]) -> bool:
    """Whether three words of praise stand close to each other."""
    marks = [index for index, mask in enumerate(bits) if mask & _EMPTY]
    return any(third - first <= 4 for first, third in zip(marks, marks[2:], strict=False)) and (
        "," in masked or " " in masked
    )
