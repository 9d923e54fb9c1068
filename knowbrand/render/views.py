"""Views of the person, and of chapters, claims and their evidence."""

from __future__ import annotations

import msgspec

from knowbrand.render.values import (
    DateView,
    ImageView,
    LinkView,
    PeriodView,
    ProseView,
    TextView,
)


class ContactView(msgspec.Struct, frozen=True):
    """The one way to reach the person."""

    url: str
    """`mailto:`, `tel:` or an address."""
    line: TextView
    """The words that ask for it."""
    kind: str
    """`email`, `phone` or `url`."""
    value: str
    """The address or number itself, for people to read."""


class OnlineProfileView(msgspec.Struct, frozen=True):
    """The person on another site; links to it carry `rel="me"`."""

    name: str
    """The other site's name, else the address's host."""
    url: str
    """The address there."""
    username: str = ""
    """The person's name there."""


class PersonCard(msgspec.Struct, frozen=True):
    """The person whose site this is."""

    name: TextView
    """The name."""
    url: str
    """The link to the home page in this language."""
    label: TextView | None = None
    """What the person does, in a few words."""
    summary: ProseView | None = None
    """Two or three sentences."""
    image: ImageView | None = None
    """A portrait."""
    email: str = ""
    """Where this audience may see it."""
    phone: str = ""
    """Where this audience may see it."""
    website: str = ""
    """Another site of the person's."""
    street: str = ""
    """Street and number, where this audience may see it."""
    postal_code: str = ""
    """Where this audience may see it."""
    city: TextView | None = None
    """Where the person lives or works."""
    region: TextView | None = None
    """The region or province."""
    country: str = ""
    """The country's name in the page's language."""
    profiles: tuple[OnlineProfileView, ...] = ()
    """The person elsewhere."""
    contact: ContactView | None = None
    """The one way to reach the person."""


class CollaborationView(msgspec.Struct, frozen=True):
    """What to ask this person for."""

    wanted: ProseView | None = None
    """What the person takes on."""
    unwanted: ProseView | None = None
    """What the person doesn't take on."""
    available_from: DateView | None = None
    """From when, while that is still to come."""


class PersonLink(msgspec.Struct, frozen=True):
    """Somebody worked with."""

    name: str
    """The name."""
    url: str = ""
    """Their address, where they are listed under `people`."""
    line: TextView | None = None
    """Who they are, in a few words (on the page of people alone)."""
    works: tuple[LinkView, ...] = ()
    """What was made together (on the page of people alone)."""


class EvidenceView(msgspec.Struct, frozen=True):
    """One thing that a stranger can look at."""

    title: TextView
    """What it is called."""
    url: str = ""
    """Where to look at it; empty where it has no page."""
    external: bool = False
    """Whether it stands on another site."""
    lang: str | None = None
    """The language of the page that it leads to, where that isn't this page's."""
    language: str = ""
    """The same in words."""
    kind: TextView | None = None
    """What it is: a report, a post …"""
    date: DateView | None = None
    """When it was made."""
    voucher: str = "self"
    """Who vouches for it: `self`, `collaborator`, `client`, `reviewed`, `public record`."""
    vouched: TextView | None = None
    """The same in words, with the name."""


class ChangeView(msgspec.Struct, frozen=True):
    """What the author changed their mind about."""

    date: DateView
    """When."""
    reason: ProseView
    """What changed, and why."""


class ClaimView(msgspec.Struct, frozen=True):
    """One sentence that says what the person can do, with its evidence."""

    id: str
    """Its id in the page of its chapter."""
    url: str
    """The link to it."""
    text: ProseView
    """The sentence."""
    evidence: tuple[EvidenceView, ...] = ()
    """The strongest evidence, at most three pieces (one on the home page)."""
    more: tuple[EvidenceView, ...] = ()
    """The rest of the evidence (on the chapter's page alone)."""
    learning: bool = False
    """Whether the person says to be still learning this; there is no evidence then."""
    on_request: bool = False
    """Whether the evidence can be asked for."""
    changes: tuple[ChangeView, ...] = ()
    """What the author changed about it, newest first (on the chapter's page alone)."""
    chapter: LinkView | None = None
    """Its chapter, where it stands outside of it."""


class CarryOverView(msgspec.Struct, frozen=True):
    """What one chapter brought to another."""

    chapter: LinkView
    """The other chapter."""
    what: ProseView
    """What it brought."""


class HandedOnView(msgspec.Struct, frozen=True):
    """To whom a chapter went."""

    date: DateView | None = None
    """When."""
    to: TextView | None = None
    """To whom."""


class ChapterView(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter of a career: a domain that outlives employers."""

    id: str
    """Its id in the profile."""
    name: TextView
    """Its name."""
    url: str
    """The link to its page."""
    state: str
    """`exploring`, `practising`, `master`, `dormant`, `returning` or `handed-on`, for a class name; `on-request` where
    the evidence can't be shown, and empty where the author hides the state."""
    state_text: TextView | None
    """The state in words; nothing where the author hides it."""
    over: bool = False
    """Whether it is at rest or handed on."""
    was: TextView | None = None
    """What it was when it ended, in words, where it is over and was a mastery."""
    until: DateView | None = None
    """When it ended, where it is over."""
    summary: ProseView | None = None
    """A few sentences."""
    periods: tuple[PeriodView, ...] = ()
    """When."""
    handed_on: HandedOnView | None = None
    """To whom it went."""
    claims: tuple[ClaimView, ...] = ()
    """Its claims; in lists the strongest alone."""
    more_claims: bool = False
    """Whether its page shows more of them (in lists alone)."""
    carries_over: tuple[CarryOverView, ...] = ()
    """What earlier chapters brought to it (on its page alone)."""
    carried_into: tuple[CarryOverView, ...] = ()
    """What it brought to other chapters (on its page; in lists where it is over)."""


class TimelineBar(msgspec.Struct, frozen=True):
    """A period on the timeline."""

    x: float
    """Its left edge, in percent of the width."""
    width: float
    """How wide it is, in percent."""
    open: bool = False
    """Whether it goes on."""


class TimelineLine(msgspec.Struct, frozen=True):
    """A line of a chapter's name, short enough for a narrow screen."""

    text: str
    """The words."""
    y: float
    """Where its letters stand, in `em` from the top."""


class TimelineRow(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter on the timeline: its name, and its bars below it."""

    chapter: LinkView
    """The chapter."""
    state_text: TextView | None
    """Its state in words; nothing where the author hides it."""
    periods: tuple[PeriodView, ...]
    """When, in words."""
    lines: tuple[TimelineLine, ...]
    """Its name, in lines."""
    top: float
    """The upper edge of its bars, in `em` from the top."""
    height: float
    """How high its bars are, in `em`."""
    bottom: float
    """The lower edge of its bars: names don't reach down to it, so years can be marked between the two."""
    bars: tuple[TimelineBar, ...]
    """A bar for each period, the earliest first."""


class TimelineTick(msgspec.Struct, frozen=True):
    """A year on the timeline's axis."""

    x: float
    """Its place, in percent of the width."""
    text: str
    """The year, or the word for today."""
    anchor: str
    """`start`, `middle` or `end`: which part of the text stands at its place."""


class TimelineView(msgspec.Struct, frozen=True, kw_only=True):
    """The career as chapters along one axis of years. Across, numbers are percent of the width, down they are `em`, so
    that letters keep their size on any screen. Whoever draws it shows the same facts as a table."""

    rows: tuple[TimelineRow, ...]
    """The chapters that say when, in the order in which they began."""
    ticks: tuple[TimelineTick, ...]
    """The years, and today where something goes on."""
    edge: float
    """Where names begin, in percent: 0, or 100 where the language runs from right to left."""
    floor: float
    """Where the last row ends and the axis is drawn."""
    baseline: float
    """Where the letters of the axis stand."""
    height: float
    """The height of the whole."""
    facts: str
    """All of it in words, for those who don't see it."""


class ChangedView(msgspec.Struct, frozen=True, kw_only=True):
    """A change of mind, with what it is about."""

    date: DateView
    """When."""
    reason: ProseView
    """What changed, and why."""
    about: LinkView
    """The post or the claim."""
    claim: bool = False
    """Whether it is about a claim; else it is about a post."""
    chapter: LinkView | None = None
    """The chapter of the claim."""
