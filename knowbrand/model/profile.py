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

    address: Annotated[str | None, _says("Street and number.")] = None
    postal_code: Annotated[str | None, _says("The postal code.")] = msgspec.field(
        default=None, name="postalCode"
    )
    city: Annotated[Localized | None, _says("The town.")] = None
    country_code: Annotated[CountryCode | None, _says("Two letters (ISO 3166-1).", "NL")] = msgspec.field(
        default=None, name="countryCode"
    )
    region: Annotated[Localized | None, _says("A province, state or part of the country.")] = None


class OnlineProfile(VisibleEntry, frozen=True, kw_only=True):
    """The person on another site."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    network: Annotated[str | None, _says("The other site's name.", "Mastodon")] = None
    username: Annotated[str | None, _says("The name there.")] = None
    url: Annotated[Url | None, _says("The address of the person's page there.")] = None


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
    location: Annotated[Localized | None, _says("Where the work was.")] = None
    description: Annotated[Localized | None, _says("What the organisation does.")] = None
    position: Annotated[Localized | None, _says("The role.")] = None
    url: _URL = None
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    summary: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()


class Volunteer(ResumeEntry, frozen=True, kw_only=True):
    """Unpaid work."""

    organization: Annotated[Localized | None, _says("The organisation.")] = None
    position: Annotated[Localized | None, _says("The role.")] = None
    url: _URL = None
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    summary: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()


class Education(ResumeEntry, frozen=True, kw_only=True):
    """A course of study."""

    institution: Annotated[Localized | None, _says("The school or university.")] = None
    url: _URL = None
    area: Annotated[Localized | None, _says("The subject.")] = None
    study_type: Annotated[Localized | None, _says("The degree or kind of study.")] = msgspec.field(
        default=None, name="studyType"
    )
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    score: Annotated[str | None, _says("The result, as it was given.")] = None
    courses: Annotated[tuple[Localized, ...], _says("Courses worth naming.")] = ()


class Award(ResumeEntry, frozen=True, kw_only=True):
    """A prize that somebody gave."""

    title: Annotated[Localized | None, _says("What it is called.")] = None
    date: Annotated[PartialDate | None, _says("When it was given.")] = None
    awarder: Annotated[Localized | None, _says("Who gave it.")] = None
    summary: _SUMMARY = None


class Certificate(ResumeEntry, frozen=True, kw_only=True):
    """A certificate."""

    name: Annotated[Localized | None, _says("What it is called.")] = None
    date: Annotated[PartialDate | None, _says("When it was given.")] = None
    url: _URL = None
    issuer: Annotated[Localized | None, _says("Who gave it.")] = None


class Publication(ResumeEntry, frozen=True, kw_only=True):
    """Something published elsewhere."""

    name: Annotated[Localized | None, _says("Its title.")] = None
    publisher: Annotated[Localized | None, _says("Who published it.")] = None
    release_date: Annotated[PartialDate | None, _says("When it was published.")] = msgspec.field(
        default=None, name="releaseDate"
    )
    url: _URL = None
    summary: _SUMMARY = None
    with_: Annotated[tuple[str, ...], _says("Who else made it.")] = msgspec.field(default=(), name="with")
    my_part: Annotated[Localized | None, _says("What was yours.")] = None


class Skill(ResumeEntry, frozen=True, kw_only=True):
    """A skill of a JSON Resume; ``level`` is kept for ``/resume.json`` and never shown."""

    name: Annotated[Localized | None, _says("The skill.")] = None
    level: Annotated[str | None, _says("Kept for `/resume.json`; never shown.")] = None
    keywords: _KEYWORDS = ()


class SpokenLanguage(ResumeEntry, frozen=True, kw_only=True):
    """A language the person uses."""

    language: Annotated[Localized | None, _says("The language.")] = None
    fluency: Annotated[Localized | None, _says("How well, in your words.")] = None


class Interest(ResumeEntry, frozen=True, kw_only=True):
    """Something the person cares for."""

    name: Annotated[Localized | None, _says("The interest.")] = None
    keywords: _KEYWORDS = ()


class Reference(ResumeEntry, frozen=True, kw_only=True):
    """What somebody said of the person; private unless opened."""

    name: Annotated[str | None, _says("Who said it.")] = None
    reference: Annotated[Localized | None, _says("What they said.")] = None


class Project(ResumeEntry, frozen=True, kw_only=True):
    """A piece of work with a beginning and mostly an end."""

    name: Annotated[Localized | None, _says("What it is called.")] = None
    description: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()
    keywords: _KEYWORDS = ()
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    url: _URL = None
    roles: Annotated[tuple[Localized, ...], _says("What you were in it.")] = ()
    entity: Annotated[Localized | None, _says("For whom.")] = None
    type: Annotated[Localized | None, _says("What kind of project.")] = None
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

    for_: Annotated[Localized | None, _says("What to ask this person for.")] = msgspec.field(
        default=None, name="for"
    )
    not_for: Annotated[Localized | None, _says("What not to ask for.")] = None
    available_from: Annotated[PartialDate | None, _says("When there is time again; may be ahead.")] = None


class Period(VisibleEntry, frozen=True, kw_only=True):
    """A stretch of time; without ``until`` it goes on."""

    from_: Annotated[PartialDate, _says("When it began.")] = msgspec.field(name="from")
    until: Annotated[PartialDate | None, _says("When it ended; leave out while it goes on.")] = None


class HandedOn(VisibleEntry, frozen=True, kw_only=True):
    """To whom a chapter went."""

    date: Annotated[PartialDate | None, _says("When.")] = None
    to: Annotated[Localized | None, _says("To whom.")] = None


class CarriedOver(VisibleEntry, frozen=True, kw_only=True):
    """What an earlier chapter brought to this one."""

    from_: Annotated[Id, _says("The id of the earlier chapter.")] = msgspec.field(name="from")
    what: Annotated[Localized, _says("What that chapter taught you that you use here.")]


class Evidence(VisibleEntry, frozen=True, kw_only=True):
    """What a stranger can look at: a post, an entry of this profile (``ref``) or an address (``url``)."""

    shorthand: ClassVar[str | None] = "ref"

    ref: Annotated[
        str | None, _says("A post or an entry of this profile.", "posts/onboarding", "projects/ward-7")
    ] = None
    url: Annotated[Url | None, _says("An address where it can be looked at.")] = None
    title: Annotated[Localized | None, _says("Its title, where `url` leads to it.")] = None
    kind: Annotated[str | None, _says("What it is.", "report")] = None
    date: Annotated[PartialDate | None, _says("When it was made.")] = None
    voucher: Annotated[Voucher | None, _says("Who vouches for it.")] = None
    by: Annotated[Localized | None, _says("Who, by name.")] = None


class Change(VisibleEntry, frozen=True, kw_only=True):
    """What the author changed their mind about, and why."""

    date: Annotated[PartialDate, _says("When.")]
    reason: Annotated[Localized, _says("What changed, and why.")]


class Claim(VisibleEntry, frozen=True, kw_only=True):
    """One sentence: what the person can do, under which conditions."""

    id: Annotated[Id, _says("A name for references: `expertise/CHAPTER/CLAIM`; unique in its chapter.")]
    text: Annotated[Localized, _says("One sentence: what you can do, for whom, under which conditions.")]
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[Change, ...] = ()
    review_by: Annotated[PartialDate | None, _says("When to look at this claim again; may be ahead.")] = None
    learning: Annotated[bool, _says("No evidence yet: shown as learning.")] = False
    on_request: Annotated[bool, _says("Evidence that can't be shown: shown as “evidence on request”.")] = (
        False
    )


class Chapter(VisibleEntry, frozen=True, kw_only=True):
    """A domain that outlives employers."""

    id: Annotated[Id, _says("A name for references and the address; unique among chapters.")]
    name: Annotated[Localized, _says("What the domain is called.")]
    summary: _SUMMARY = None
    from_: Annotated[PartialDate | None, _says("When it began: a year, a month or a day.")] = msgspec.field(
        default=None, name="from"
    )
    until: Annotated[PartialDate | None, _says("When it ended; leave out while it goes on.")] = None
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

    event: Annotated[Localized | None, _says("What it was part of.")] = None
    place: Annotated[Localized | None, _says("Where it was.")] = None
    date: Annotated[PartialDate, _says("When it was, or will be.")]
    url: Annotated[Url | None, _says("A page about it.")] = None
    slides: Annotated[Link | None, _says("The slides: an address, or a file in `assets/`.")] = None
    video: Annotated[Url | None, _says("A recording.")] = None
    language: Annotated[LanguageCode | None, _says("The language it was given in.")] = None


class Talk(VisibleEntry, frozen=True, kw_only=True):
    """A talk or a workshop, and each time it was given."""

    id: Annotated[Id | None, _says("A name for references and the address; unique among talks.")] = None
    title: Annotated[Localized, _says("What it is called.")]
    summary: _SUMMARY = None
    deliveries: tuple[Delivery, ...] = ()
    with_: Annotated[tuple[str, ...], _says("Who else gave it.")] = msgspec.field(default=(), name="with")
    my_part: Annotated[Localized | None, _says("What was yours.")] = None


class Person(VisibleEntry, frozen=True, kw_only=True):
    """Somebody worked with; they agreed to be named."""

    name: Annotated[str, _says("Their name, as `with` writes it.")]
    url: Annotated[Url | None, _says("Their own page.")] = None
    line: Annotated[Localized | None, _says("Who they are, in a few words.")] = None


class Meta(VisibleEntry, frozen=True, kw_only=True):
    """JSON Resume's notes about the file itself."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    canonical: Annotated[str | None, _says("Where the newest version of this file is.")] = None
    version: Annotated[str | None, _says("The file's version.")] = None
    last_modified: Annotated[str | None, _says("When the file was changed.")] = msgspec.field(
        default=None, name="lastModified"
    )


class Profile(VisibleEntry, frozen=True, kw_only=True):
    """The person, whole."""

    unknown_keys: ClassVar[UnknownKeys] = "guess"

    schema: Annotated[str | None, _says("The JSON Schema that an editor checks this file with.")] = (
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
