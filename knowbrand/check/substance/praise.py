"""What a stranger could hold on to: the strongest line, and the lines that would be true of a colleague as well."""

from __future__ import annotations

from typing import NamedTuple

from knowbrand.problems import Place

ENOUGH = 2.0
"""From so many facts on, a line is the author's own."""


class Line(NamedTuple):
    """A line of the profile, where it stands, how many facts it holds, and how many pieces of evidence it has."""

    text: str
    place: Place
    facts: float
    evidence: int

    @property
    def strength(self) -> float:
        """By what lines are compared: evidence counts for more than details do."""
        return min(self.facts, 8.0) + 3.0 * min(self.evidence, 3)


def weigh_facts(text: str, lang: str) -> float:
    """How much in ``text`` can be counted, named or looked up."""
    from knowbrand.check.substance.features import TOKEN, mask_quotes, read_traits  # see opinions.py
    from knowbrand.check.substance.lexicon import load_lexicon

    lexicon = load_lexicon(lang.split("-")[0])
    if lexicon is None:
        return ENOUGH
    masked = mask_quotes(text)
    traits = read_traits(masked, TOKEN.findall(masked), lexicon)
    have = traits.values
    first = text[:1].isupper() and lexicon.bits(text.split(" ")[0].lower()) == 0
    return have.get("facts", 0.0) + (0.5 if first else 0.0) + (0.5 if "trade" in have else 0.0)
