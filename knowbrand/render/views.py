"""Views of what the site tells: the person, chapters and claims, entries of the profile, posts."""

from __future__ import annotations

from typing import Any

import msgspec

from knowbrand.render.values import (
    BodyView,
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
    kind: str = ""
    """What it is: a report, a post …"""
    date: DateView | None = None
    """When it was made."""
    voucher: str = "self"
    """Who vouches for it: `self`, `collaborator`, `client`, `reviewed`, `public record`."""
    vouched: str = ""
    """The same in words, with the name; empty for the person's own word."""


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
    """`exploring`, `practising`, `master`, `dormant`, `returning` or `handed-on`, for a class name."""
    state_text: str
    """The state in words."""
    summary: ProseView | None = None
    """A few sentences."""
    periods: tuple[PeriodView, ...] = ()
    """When."""
    handed_on: HandedOnView | None = None
    """To whom it went."""
    claims: tuple[ClaimView, ...] = ()
    """Its claims; in lists the strongest alone."""
    carries_over: tuple[CarryOverView, ...] = ()
    """What earlier chapters brought to it (on its page alone)."""
    carried_into: tuple[CarryOverView, ...] = ()
    """What it brought to other chapters (on its page alone)."""
    posts: tuple[PostCard, ...] = ()
    """The posts about it, newest first (on its page alone)."""


class ProjectView(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work with a beginning and mostly an end."""

    name: TextView
    """Its name."""
    url: str = ""
    """The link to its page; empty where it has none."""
    anchor: str = ""
    """Its id on the CV."""
    period: PeriodView | None = None
    """When."""
    description: ProseView | None = None
    """A few sentences."""
    entity: TextView | None = None
    """For whom."""
    type: TextView | None = None
    """What kind of work."""
    roles: tuple[TextView, ...] = ()
    """What the person was in it."""
    highlights: tuple[ProseView, ...] = ()
    """Facts."""
    keywords: tuple[TextView, ...] = ()
    """Words to find it by."""
    website: str = ""
    """Where to look at it, on another site."""
    people: tuple[PersonLink, ...] = ()
    """Who else made it."""
    my_part: ProseView | None = None
    """What was the person's own in it."""
    claims: tuple[ClaimView, ...] = ()
    """The claims that it is evidence of (on its page alone)."""


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a talk was given, or will be."""

    date: DateView
    """When."""
    event: TextView | None = None
    """Where it was held, by name."""
    place: TextView | None = None
    """Where it was held, on the map."""
    url: str = ""
    """The event's page."""
    slides: str = ""
    """The slides."""
    video: str = ""
    """The recording."""
    language: str = ""
    """In which language, where that isn't the page's."""
    upcoming: bool = False
    """Whether it is still to come."""


class TalkView(msgspec.Struct, frozen=True, kw_only=True):
    """A talk or a workshop."""

    title: TextView
    """What it is called."""
    url: str = ""
    """The link to its page; empty where it has none."""
    anchor: str = ""
    """Its id on the CV."""
    summary: ProseView | None = None
    """A few sentences."""
    deliveries: tuple[DeliveryView, ...] = ()
    """Each time it was given, newest first."""
    people: tuple[PersonLink, ...] = ()
    """Who else made it."""
    my_part: ProseView | None = None
    """What was the person's own in it."""
    claims: tuple[ClaimView, ...] = ()
    """The claims that it is evidence of (on its page alone)."""


class PublicationView(msgspec.Struct, frozen=True, kw_only=True):
    """Something published elsewhere."""

    name: TextView
    """What it is called."""
    url: str = ""
    """The link to its page; empty where it has none."""
    anchor: str = ""
    """Its id on the CV."""
    publisher: TextView | None = None
    """Who published it."""
    date: DateView | None = None
    """When."""
    website: str = ""
    """Where to read it."""
    summary: ProseView | None = None
    """A few sentences."""
    people: tuple[PersonLink, ...] = ()
    """Who else made it."""
    my_part: ProseView | None = None
    """What was the person's own in it."""
    claims: tuple[ClaimView, ...] = ()
    """The claims that it is evidence of (on its page alone)."""


class WorkView(msgspec.Struct, frozen=True, kw_only=True):
    """A job or an assignment, paid or not."""

    anchor: str
    """Its id on the CV."""
    position: TextView | None = None
    """What the person was."""
    organisation: TextView | None = None
    """Where."""
    website: str = ""
    """The organisation's address."""
    location: TextView | None = None
    """Where that is."""
    description: TextView | None = None
    """What the organisation does."""
    period: PeriodView | None = None
    """When."""
    summary: ProseView | None = None
    """A few sentences."""
    highlights: tuple[ProseView, ...] = ()
    """Facts."""


class EducationView(msgspec.Struct, frozen=True, kw_only=True):
    """A course of study."""

    anchor: str
    """Its id on the CV."""
    institution: TextView | None = None
    """Where."""
    website: str = ""
    """The institution's address."""
    area: TextView | None = None
    """What was studied."""
    study_type: TextView | None = None
    """What it led to."""
    period: PeriodView | None = None
    """When."""
    score: str = ""
    """The mark."""
    courses: tuple[TextView, ...] = ()
    """Courses worth naming."""


class AwardView(msgspec.Struct, frozen=True, kw_only=True):
    """A prize or a certificate."""

    anchor: str
    """Its id on the CV."""
    title: TextView | None = None
    """What it is called."""
    giver: TextView | None = None
    """Who gave it."""
    date: DateView | None = None
    """When."""
    website: str = ""
    """Where to look at it."""
    summary: ProseView | None = None
    """A few sentences."""


class TopicView(msgspec.Struct, frozen=True, kw_only=True):
    """A skill, an interest or a spoken language: a name and words to it, never a level."""

    name: TextView | None = None
    """The name."""
    details: tuple[TextView, ...] = ()
    """Words that belong to it."""


class ReferenceView(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of the person."""

    text: ProseView
    """Their words."""
    name: str = ""
    """Who."""


class PostCard(msgspec.Struct, frozen=True, kw_only=True):
    """A post as lists show it."""

    title: str
    """Its title, in the page's language."""
    url: str
    """The link to it."""
    date: DateView
    """When it was published."""
    updated: DateView | None = None
    """When it was changed last, where the author says so."""
    summary: ProseView | None = None
    """What it says in short: the author's words, else its beginning."""
    tags: tuple[LinkView, ...] = ()
    """Its tags."""
    draft: bool = False
    """Whether it is a draft, shown because the build was asked to."""


class SeriesNav(msgspec.Struct, frozen=True, kw_only=True):
    """A post within its series."""

    title: str
    """The series' title."""
    url: str
    """The link to its page."""
    posts: tuple[LinkView, ...]
    """All of its posts, oldest first; the post itself is `current`."""
    previous: LinkView | None = None
    """The one before."""
    next: LinkView | None = None
    """The one after."""


class PostView(PostCard, frozen=True, kw_only=True):
    """A post, whole."""

    body: BodyView
    """What it says."""
    author: PersonCard
    """Who wrote it."""
    chapters: tuple[LinkView, ...] = ()
    """The chapters that it is about."""
    claims: tuple[ClaimView, ...] = ()
    """The claims that it is evidence of."""
    series: SeriesNav | None = None
    """Its series."""
    previous: LinkView | None = None
    """The post before it in time."""
    next: LinkView | None = None
    """The post after it in time."""
    related: tuple[PostCard, ...] = ()
    """Posts near it in subject, at most three."""
    translations: tuple[AlternateView, ...] = ()
    """The same post in other languages."""
    syndication: tuple[OnlineProfileView, ...] = ()
    """Copies elsewhere."""
    first_published: str = ""
    """Where it was published first, where that wasn't here."""
    changes: tuple[ChangeView, ...] = ()
    """What the author changed their mind about, newest first."""
    people: tuple[PersonLink, ...] = ()
    """Who else made it."""
    my_part: TextView | None = None
    """What was the author's own in it."""
    x: dict[str, Any] = {}
    """The author's own keys (`x-…`), as written: `post.x["x-mood"]`."""


class AlternateView(msgspec.Struct, frozen=True):
    """A page in another language."""

    lang: str
    """The language (BCP 47), or `x-default`."""
    name: str
    """The language's name in itself."""
    url: str
    """The link to it; absolute in `page.alternates`."""
    translated: bool = True
    """Whether it is this page in that language; else it is that language's home page."""


class FeedView(msgspec.Struct, frozen=True):
    """A feed."""

    title: str
    """What it is called."""
    url: str
    """The link to it."""
    type: str
    """Its media type, for `link` elements."""
    format: str
    """`Atom`, `RSS` or `JSON Feed`."""
    address: str = ""
    """The absolute address, to copy into a reader."""


class TagView(msgspec.Struct, frozen=True):
    """A tag."""

    name: str
    """The tag as the author writes it."""
    url: str
    """The link to its posts."""
    count: int
    """How many posts have it."""


class YearView(msgspec.Struct, frozen=True):
    """The posts of one year."""

    year: str
    """The year."""
    posts: tuple[PostCard, ...]
    """Its posts, newest first."""


class Pagination(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page stands in a list that runs over several."""

    text: str
    """“Page 2 of 5”, in words."""
    newer: str = ""
    """The link to the page with newer posts."""
    older: str = ""
    """The link to the page with older posts."""
