"""The person: ``profile.yaml``.

Section and field names are those of JSON Resume, in :mod:`knowbrand.model.resume`; ``contact``, ``collaboration``,
``expertise``, ``talks`` and ``people`` are this project's own.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from knowbrand.model.dates import PartialDate
from knowbrand.model.entry import UnknownKeys, says
from knowbrand.model.kinds import Id, LanguageCode, Link, Url, Way
from knowbrand.model.resume import (
    RESUME_SECTIONS,
    Aliases,
    Award,
    Basics,
    Certificate,
    Education,
    Interest,
    Location,
    Meta,
    OnlineProfile,
    Project,
    Publication,
    Reason,
    Reference,
    ResumeEntry,
    Skill,
    SpokenLanguage,
    Visibility,
    VisibleEntry,
    Volunteer,
    Work,
)
from knowbrand.model.text import Localized

Voucher = Literal["self", "collaborator", "client", "reviewed", "public record"]
"""Who stands behind a piece of evidence, from the least independent to the most: claims show the last of these first."""
_SUMMARY = Annotated[Localized | None, says("A few sentences.")]


class Contact(VisibleEntry, frozen=True, kw_only=True):
    """The one public way to reach the person."""

    how: Annotated[
        Way, says("`email`, `phone`, the network of one of `basics.profiles`, or an address.", "email")
    ]
    line: Annotated[Localized | None, says("The words that ask for it.", "Reply by e-mail")] = None


class Collaboration(VisibleEntry, frozen=True, kw_only=True):
    """What to ask this person for."""

    for_: Annotated[Localized | None, says("What to ask this person for.")] = msgspec.field(
        default=None, name="for"
    )
    not_for: Annotated[Localized | None, says("What not to ask for.")] = None
    available_from: Annotated[PartialDate | None, says("When there is time again; may be ahead.")] = None


class Period(VisibleEntry, frozen=True, kw_only=True):
    """A stretch of time; without ``until`` it goes on."""

    from_: Annotated[PartialDate, says("When it began.")] = msgspec.field(name="from")
    until: Annotated[PartialDate | None, says("When it ended; leave out while it goes on.")] = None


class HandedOn(VisibleEntry, frozen=True, kw_only=True):
    """To whom a chapter went."""

    date: Annotated[PartialDate | None, says("When.")] = None
    to: Annotated[Localized | None, says("To whom.")] = None


class CarriedOver(VisibleEntry, frozen=True, kw_only=True):
    """What an earlier chapter brought to this one."""

    from_: Annotated[Id, says("The id of the earlier chapter.")] = msgspec.field(name="from")
    what: Annotated[Localized, says("What that chapter taught you that you use here.")]


class Evidence(VisibleEntry, frozen=True, kw_only=True):
    """What a stranger can look at: a post, an entry of this profile (``ref``) or an address (``url``)."""

    shorthand: ClassVar[str | None] = "ref"

    ref: Annotated[
        str | None, says("A post or an entry of this profile.", "posts/onboarding", "projects/ward-7")
    ] = None
    url: Annotated[Url | None, says("An address where it can be looked at.")] = None
    title: Annotated[Localized | None, says("Its title, where `url` leads to it.")] = None
    kind: Annotated[str | None, says("What it is.", "report")] = None
    date: Annotated[PartialDate | None, says("When it was made.")] = None
    voucher: Annotated[Voucher | None, says("Who vouches for it.")] = None
    by: Annotated[Localized | None, says("Who, by name.")] = None


class Change(VisibleEntry, frozen=True, kw_only=True):
    """What the author changed their mind about, and why."""

    date: Annotated[PartialDate, says("When.")]
    reason: Annotated[Localized, says("What changed, and why.")]


class Claim(VisibleEntry, frozen=True, kw_only=True):
    """One sentence: what the person can do, under which conditions."""

    id: Annotated[Id, says("A name for references: `expertise/CHAPTER/CLAIM`; unique in its chapter.")]
    text: Annotated[Localized, says("One sentence: what you can do, for whom, under which conditions.")]
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[Change, ...] = ()
    review_by: Annotated[PartialDate | None, says("When to look at this claim again; may be ahead.")] = None
    learning: Annotated[bool, says("No evidence yet: shown as learning.")] = False
    on_request: Annotated[bool, says("Evidence that can't be shown: shown as “evidence on request”.")] = False


class Chapter(VisibleEntry, frozen=True, kw_only=True):
    """A domain that outlives employers."""

    id: Annotated[Id, says("A name for references and the address; unique among chapters.")]
    name: Annotated[Localized, says("What the domain is called.")]
    summary: _SUMMARY = None
    from_: Annotated[PartialDate | None, says("When it began: a year, a month or a day.")] = msgspec.field(
        default=None, name="from"
    )
    until: Annotated[PartialDate | None, says("When it ended; leave out while it goes on.")] = None
    periods: tuple[Period, ...] = ()
    handed_on: HandedOn | None = None
    hide_state: Annotated[bool, says("Show when it was, but not how it stands (practising, at rest …).")] = (
        False
    )
    carries_over: tuple[CarriedOver, ...] = ()
    claims: tuple[Claim, ...] = ()
    aliases: Aliases = ()
    withdrawn: Reason = None

    def all_periods(self) -> tuple[Period, ...]:
        """``periods``, or the one that ``from`` and ``until`` give."""
        if self.periods or self.from_ is None:
            return self.periods
        return (Period(from_=self.from_, until=self.until, places=self.places),)


class Delivery(VisibleEntry, frozen=True, kw_only=True):
    """One time a talk was given (or will be)."""

    event: Annotated[Localized | None, says("What it was part of.")] = None
    place: Annotated[Localized | None, says("Where it was.")] = None
    date: Annotated[PartialDate, says("When it was, or will be.")]
    url: Annotated[Url | None, says("A page about it.")] = None
    slides: Annotated[Link | None, says("The slides: an address, or a file in `assets/`.")] = None
    video: Annotated[Url | None, says("A recording.")] = None
    language: Annotated[LanguageCode | None, says("The language it was given in.")] = None


class Talk(VisibleEntry, frozen=True, kw_only=True):
    """A talk or a workshop, and each time it was given."""

    id: Annotated[Id | None, says("A name for references and the address; unique among talks.")] = None
    title: Annotated[Localized, says("What it is called.")]
    summary: _SUMMARY = None
    deliveries: tuple[Delivery, ...] = ()
    with_: Annotated[tuple[str, ...], says("Who else gave it.")] = msgspec.field(default=(), name="with")
    my_part: Annotated[Localized | None, says("What was yours.")] = None
    aliases: Aliases = ()
    withdrawn: Reason = None


class Person(VisibleEntry, frozen=True, kw_only=True):
    """Somebody worked with; they agreed to be named."""

    name: Annotated[str, says("Their name, as `with` writes it.")]
    url: Annotated[Url | None, says("Their own page.")] = None
    line: Annotated[Localized | None, says("Who they are, in a few words.")] = None


class Profile(VisibleEntry, frozen=True, kw_only=True):
    """The person, whole."""

    unknown_keys: ClassVar[UnknownKeys] = "guess"

    schema: Annotated[str | None, says("The JSON Schema that an editor checks this file with.")] = (
        msgspec.field(default=None, name="$schema")
    )
    basics: Basics
    contact: Contact | None = None
    collaboration: Collaboration | None = None
    expertise: tuple[Chapter, ...] = ()
    work: tuple[Work, ...] = ()
    volunteer: tuple[Volunteer, ...] = ()
    education: tuple[Education, ...] = ()
    awards: tuple[Award, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    publications: tuple[Publication, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    interests: tuple[Interest, ...] = ()
    references: tuple[Reference, ...] = ()
    projects: tuple[Project, ...] = ()
    talks: tuple[Talk, ...] = ()
    people: tuple[Person, ...] = ()
    meta: Meta | None = None


__all__ = [
    "RESUME_SECTIONS",
    "Award",
    "Basics",
    "CarriedOver",
    "Certificate",
    "Change",
    "Chapter",
    "Claim",
    "Collaboration",
    "Contact",
    "Delivery",
    "Education",
    "Evidence",
    "HandedOn",
    "Interest",
    "Location",
    "Meta",
    "OnlineProfile",
    "Period",
    "Person",
    "Profile",
    "Project",
    "Publication",
    "Reference",
    "ResumeEntry",
    "Skill",
    "SpokenLanguage",
    "Talk",
    "Visibility",
    "VisibleEntry",
    "Volunteer",
    "Voucher",
    "Work",
]
