"""The person: ``profile.yaml``.

Section and field names are those of JSON Resume (https://jsonresume.org/schema, version 1.0.0); ``contact``,
``collaboration``, ``expertise``, ``talks`` and ``people`` are this project's own.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import msgspec

from knowbrand.model.dates import PartialDate
from knowbrand.model.entry import Entry, UnknownKeys
from knowbrand.model.kinds import CountryCode, Email, Id, LanguageCode, Link, Url
from knowbrand.model.text import Localized

Visibility = str | dict[str, str] | None
Voucher = Literal["self", "collaborator", "client", "reviewed", "public record"]


def _says(description: str, *examples: object) -> msgspec.Meta:
    return msgspec.Meta(description=description, examples=list(examples) or None)


_START = Annotated[PartialDate | None, _says("When it began: a year, a month or a day.", "2021-03")]
_END = Annotated[PartialDate | None, _says("When it ended; leave out while it goes on.", "2023")]
_SUMMARY = Annotated[Localized | None, _says("A few sentences.")]
_HIGHLIGHTS = Annotated[tuple[Localized, ...], _says("Facts, one a line.")]
_KEYWORDS = Annotated[tuple[Localized, ...], _says("Words to find it by.")]
_URL = Annotated[Url | None, _says("Where to look at it.", "https://example.org/")]


class VisibleEntry(Entry, frozen=True, kw_only=True):
    """An entry that may be kept from some audiences."""

    visibility: Annotated[
        Visibility,
        _says("The widest audience that sees it, or one for each field.", "organisation", {"url": "private"}),
    ] = None


class ResumeEntry(VisibleEntry, frozen=True, kw_only=True):
    """An entry of a JSON Resume section; what we don't know of it travels on to ``/resume.json``."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    id: Annotated[
        Id | None, _says("A name for references and the address; unique in its section.", "ward-7")
    ] = None


class Location(VisibleEntry, frozen=True, kw_only=True):
    """Where the person is. All but city, region and country is private unless opened."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    address: str | None = None
    postal_code: str | None = msgspec.field(default=None, name="postalCode")
    city: Localized | None = None
    country_code: Annotated[CountryCode | None, _says("Two letters (ISO 3166-1).", "NL")] = msgspec.field(
        default=None, name="countryCode"
    )
    region: Localized | None = None


class OnlineProfile(VisibleEntry, frozen=True, kw_only=True):
    """The person on another site."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    network: Annotated[str | None, _says("The other site's name.", "Mastodon")] = None
    username: str | None = None
    url: Url | None = None


class Basics(VisibleEntry, frozen=True, kw_only=True):
    """Who this is."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    name: Annotated[Localized, _says("The person's name.", "Noor Example")]
    label: Annotated[Localized | None, _says("What the person does, in a few words.")] = None
    image: Annotated[
        Link | None, _says("A portrait: a file in `assets/`, or an address.", "assets/noor.jpg")
    ] = None
    image_alt: Annotated[Localized | None, _says("What the portrait shows.")] = None
    email: Annotated[Email | None, _says("Private unless `visibility` opens it.")] = None
    phone: Annotated[str | None, _says("Private unless `visibility` opens it.")] = None
    url: _URL = None
    summary: Annotated[
        Localized | None, _says("Two or three sentences that only this person could write.")
    ] = None
    location: Location | None = None
    profiles: Annotated[tuple[OnlineProfile, ...], _says("The person elsewhere.")] = ()


class Work(ResumeEntry, frozen=True, kw_only=True):
    """A job or an assignment."""

    name: Annotated[Localized | None, _says("The organisation.")] = None
    location: Localized | None = None
    description: Annotated[Localized | None, _says("What the organisation does.")] = None
    position: Localized | None = None
    url: _URL = None
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    summary: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()


class Volunteer(ResumeEntry, frozen=True, kw_only=True):
    """Unpaid work."""

    organization: Localized | None = None
    position: Localized | None = None
    url: _URL = None
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    summary: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()


class Education(ResumeEntry, frozen=True, kw_only=True):
    """A course of study."""

    institution: Localized | None = None
    url: _URL = None
    area: Localized | None = None
    study_type: Localized | None = msgspec.field(default=None, name="studyType")
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    score: str | None = None
    courses: tuple[Localized, ...] = ()


class Award(ResumeEntry, frozen=True, kw_only=True):
    """A prize that somebody gave."""

    title: Localized | None = None
    date: PartialDate | None = None
    awarder: Localized | None = None
    summary: _SUMMARY = None


class Certificate(ResumeEntry, frozen=True, kw_only=True):
    """A certificate."""

    name: Localized | None = None
    date: PartialDate | None = None
    url: _URL = None
    issuer: Localized | None = None


class Publication(ResumeEntry, frozen=True, kw_only=True):
    """Something published elsewhere."""

    name: Localized | None = None
    publisher: Localized | None = None
    release_date: PartialDate | None = msgspec.field(default=None, name="releaseDate")
    url: _URL = None
    summary: _SUMMARY = None
    with_: Annotated[tuple[str, ...], _says("Who else made it.")] = msgspec.field(default=(), name="with")
    my_part: Annotated[Localized | None, _says("What was yours.")] = None


class Skill(ResumeEntry, frozen=True, kw_only=True):
    """A skill of a JSON Resume; ``level`` is kept for ``/resume.json`` and never shown."""

    name: Localized | None = None
    level: str | None = None
    keywords: _KEYWORDS = ()


class SpokenLanguage(ResumeEntry, frozen=True, kw_only=True):
    """A language the person uses."""

    language: Localized | None = None
    fluency: Localized | None = None


class Interest(ResumeEntry, frozen=True, kw_only=True):
    """Something the person cares for."""

    name: Localized | None = None
    keywords: _KEYWORDS = ()


class Reference(ResumeEntry, frozen=True, kw_only=True):
    """What somebody said of the person; private unless opened."""

    name: str | None = None
    reference: Localized | None = None


class Project(ResumeEntry, frozen=True, kw_only=True):
    """A piece of work with a beginning and mostly an end."""

    name: Localized | None = None
    description: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()
    keywords: _KEYWORDS = ()
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    url: _URL = None
    roles: tuple[Localized, ...] = ()
    entity: Annotated[Localized | None, _says("For whom.")] = None
    type: Localized | None = None
    with_: Annotated[tuple[str, ...], _says("Who else made it, as named under `people`.")] = msgspec.field(
        default=(), name="with"
    )
    my_part: Annotated[Localized | None, _says("What was yours.")] = None


class Contact(VisibleEntry, frozen=True, kw_only=True):
    """The one public way to reach the person."""

    how: Annotated[
        str, _says("`email`, `phone`, the network of one of `basics.profiles`, or an address.", "email")
    ]
    line: Annotated[Localized | None, _says("The words that ask for it.", "Reply by e-mail")] = None


class Collaboration(VisibleEntry, frozen=True, kw_only=True):
    """What to ask this person for."""

    for_: Localized | None = msgspec.field(default=None, name="for")
    not_for: Localized | None = None
    available_from: PartialDate | None = None


class Period(VisibleEntry, frozen=True, kw_only=True):
    """A stretch of time; without ``until`` it goes on."""

    from_: PartialDate = msgspec.field(name="from")
    until: PartialDate | None = None


class HandedOn(VisibleEntry, frozen=True, kw_only=True):
    """To whom a chapter went."""

    date: PartialDate | None = None
    to: Localized | None = None


class CarriedOver(VisibleEntry, frozen=True, kw_only=True):
    """What an earlier chapter brought to this one."""

    from_: Annotated[Id, _says("The id of the earlier chapter.")] = msgspec.field(name="from")
    what: Localized


class Evidence(VisibleEntry, frozen=True, kw_only=True):
    """What a stranger can look at: a post, an entry of this profile (``ref``) or an address (``url``)."""

    shorthand: ClassVar[str | None] = "ref"

    ref: Annotated[
        str | None, _says("A post or an entry of this profile.", "posts/onboarding", "projects/ward-7")
    ] = None
    url: Url | None = None
    title: Localized | None = None
    kind: Annotated[str | None, _says("What it is.", "report")] = None
    date: PartialDate | None = None
    voucher: Annotated[Voucher | None, _says("Who vouches for it.")] = None
    by: Annotated[Localized | None, _says("Who, by name.")] = None


class Change(VisibleEntry, frozen=True, kw_only=True):
    """What the author changed their mind about, and why."""

    date: PartialDate
    reason: Localized


class Claim(VisibleEntry, frozen=True, kw_only=True):
    """One sentence: what the person can do, under which conditions."""

    id: Id
    text: Localized
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[Change, ...] = ()
    review_by: PartialDate | None = None
    learning: Annotated[bool, _says("No evidence yet: shown as learning.")] = False
    on_request: Annotated[bool, _says("Evidence that can't be shown: shown as “evidence on request”.")] = (
        False
    )


class Chapter(VisibleEntry, frozen=True, kw_only=True):
    """A domain that outlives employers."""

    id: Id
    name: Localized
    summary: _SUMMARY = None
    from_: PartialDate | None = msgspec.field(default=None, name="from")
    until: PartialDate | None = None
    periods: tuple[Period, ...] = ()
    handed_on: HandedOn | None = None
    carries_over: tuple[CarriedOver, ...] = ()
    claims: tuple[Claim, ...] = ()

    def all_periods(self) -> tuple[Period, ...]:
        """``periods``, or the one that ``from`` and ``until`` give."""
        if self.periods or self.from_ is None:
            return self.periods
        return (Period(from_=self.from_, until=self.until, places=self.places),)


class Delivery(VisibleEntry, frozen=True, kw_only=True):
    """One time a talk was given (or will be)."""

    event: Localized | None = None
    place: Localized | None = None
    date: PartialDate
    url: Url | None = None
    slides: Link | None = None
    video: Url | None = None
    language: LanguageCode | None = None


class Talk(VisibleEntry, frozen=True, kw_only=True):
    """A talk or a workshop, and each time it was given."""

    id: Id | None = None
    title: Localized
    summary: _SUMMARY = None
    deliveries: tuple[Delivery, ...] = ()
    with_: tuple[str, ...] = msgspec.field(default=(), name="with")
    my_part: Localized | None = None


class Person(VisibleEntry, frozen=True, kw_only=True):
    """Somebody worked with; they agreed to be named."""

    name: str
    url: Url | None = None
    line: Annotated[Localized | None, _says("Who they are, in a few words.")] = None


class Meta(VisibleEntry, frozen=True, kw_only=True):
    """JSON Resume's notes about the file itself."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    canonical: str | None = None
    version: str | None = None
    last_modified: str | None = msgspec.field(default=None, name="lastModified")


class Profile(VisibleEntry, frozen=True, kw_only=True):
    """The person, whole."""

    unknown_keys: ClassVar[UnknownKeys] = "guess"

    schema: str | None = msgspec.field(default=None, name="$schema")
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


SECTIONS_WITH_PAGES = ("projects", "talks", "publications")
"""Sections whose entries with an id have a page of their own (and ``expertise``, whose entries all have)."""
RESUME_SECTIONS: dict[str, Any] = {
    "work": Work,
    "volunteer": Volunteer,
    "education": Education,
    "awards": Award,
    "certificates": Certificate,
    "publications": Publication,
    "skills": Skill,
    "languages": SpokenLanguage,
    "interests": Interest,
    "references": Reference,
    "projects": Project,
}
