"""Views of the profile's entries: projects, talks, publications, and the rest of a CV."""

from __future__ import annotations

import msgspec

from knowbrand.render.values import DateView, ImageView, PeriodView, ProseView, TextView
from knowbrand.render.views import ClaimView, PersonLink


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
    image: ImageView | None = None
    """A picture of it."""
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
    claims: tuple[ClaimView, ...] = ()
    """The claims that it is evidence of."""


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
    claims: tuple[ClaimView, ...] = ()
    """The claims that it is evidence of."""


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
    claims: tuple[ClaimView, ...] = ()
    """The claims that it is evidence of."""


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
