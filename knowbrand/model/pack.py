"""Packs of rules for the check for filler: ``checks/*.yaml``, and those that come with knowbrand."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from knowbrand.model.entry import Entry, says
from knowbrand.model.kinds import LanguageCode

Category = Literal[
    "buzzword",
    "empty-adjective",
    "self-praise",
    "superlative",
    "vanity-metric",
    "humblebrag",
    "name-dropping",
    "third-person-myth",
    "hype",
    "self-rating",
    "solo-wording",
    "other",
]
Need = Literal["link", "named-award-with-year", "number-with-source", "evidence-ref"]


class RuleTests(Entry, frozen=True, kw_only=True):
    """Sentences that a rule has to report, and sentences that it has to leave alone; both run as tests."""

    flag: Annotated[tuple[str, ...], says("Sentences to report.", fewest=1)]
    pass_: Annotated[tuple[str, ...], says("Sentences to leave alone.", fewest=1)] = msgspec.field(
        name="pass"
    )


class Limit(Entry, frozen=True, kw_only=True):
    """How many hits in how many words are too many."""

    hits: Annotated[int, msgspec.Meta(ge=1, le=1000, description="So many hits …")] = 3
    per_words: Annotated[int, msgspec.Meta(ge=1, le=10000, description="… in so many words.")] = 60


class Rule(Entry, frozen=True, kw_only=True):
    """One rule: what it looks for, what clears it, and what it says."""

    id: Annotated[str, says("Its permanent id: capitals, digits and hyphens.", "EN-BUZZ-001")]
    aliases: Annotated[tuple[str, ...], says("Its former ids.")] = ()
    kind: Annotated[
        Literal["phrase", "pattern", "claim", "density", "emptiness"],
        says(
            "`phrase`: fixed words; `pattern`: a regular expression; `claim`: either, without evidence; `density`: too many hits of other rules; `emptiness`: a sentence about oneself with nothing in it."
        ),
    ]
    category: Annotated[Category, says("What kind of filler it is.")]
    severity: Annotated[
        Literal["info", "warning", "error"], says("How loud; a single word is never more than `info`.")
    ] = "warning"
    sureness: Annotated[float, says("From 0 to 1: how often this is filler when said of oneself.", 0.9)] = 0.9
    places_: Annotated[tuple[Literal["profile", "post"], ...], says("Which texts it reads.")] = msgspec.field(
        default=("profile", "post"), name="where"
    )
    subject: Annotated[Literal["self", "any"], says("`self`: only what is said of the author counts.")] = (
        "self"
    )
    terms: Annotated[
        tuple[str, ...], says("Words; `(s)?` may stand or not, `(a|b)` is either.", ["go-getter(s)?"])
    ] = ()
    cue: Annotated[
        tuple[str, ...],
        says("Words, of which one has to stand in the sentence before the patterns are tried."),
    ] = ()
    patterns: Annotated[
        tuple[str, ...],
        says("Regular expressions; where one has no capitals, those of the text don't matter."),
    ] = ()
    needs: Annotated[tuple[Need, ...], says("For a claim: what clears it.")] = ()
    of: Annotated[
        tuple[Category, ...],
        says("For `density`, the categories to count; for `emptiness`, what else the sentence shows."),
    ] = ()
    limit: Annotated[Limit, says("For `density`.")] = Limit()
    unless_before: Annotated[tuple[str, ...], says("Words directly before that clear the hit.")] = ()
    unless_after: Annotated[tuple[str, ...], says("Words directly after that clear the hit.")] = ()
    evidence: Annotated[
        Literal["clears", "lowers", "ignores"], says("What evidence in the sentence does.")
    ] = "clears"
    message: Annotated[str, says("What is said; `{match}` is what was found.")]
    teach: Annotated[str, says("The one line that helps.")] = ""
    source: Annotated[str | None, says("A key of the pack's `sources`.")] = None
    override: Annotated[bool, says("Takes the place of the rule with this id in an earlier pack.")] = False
    tests: RuleTests


class Pack(Entry, frozen=True, kw_only=True):
    """A file of rules in one language."""

    pack: Annotated[str, says("Its name.", "our-words")]
    lang: Annotated[LanguageCode, says("The language that its rules are for.", "en")]
    version: Annotated[int, says("Its number.")] = 1
    sources: Annotated[dict[str, str], says("Where the terms come from, by key.")] = msgspec.field(
        default_factory=dict
    )
    disable: Annotated[tuple[str, ...], says("Ids of rules of earlier packs to leave out.")] = ()
    rules: tuple[Rule, ...] = ()


class Waiver(Entry, frozen=True, kw_only=True):
    """A rule that is silent at a place, and why."""

    rule: Annotated[str, says("The rule's id.", "EN-BUZZ-001")]
    reason: Annotated[str, says("Why it is fine here.")]
