"""JSON Resume: its sections and field names (https://jsonresume.org/schema, version 1.0.0)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec

from knowbrand.model.dates import PartialDate
from knowbrand.model.entry import Entry, UnknownKeys, says
from knowbrand.model.kinds import CountryCode, Email, Id, Link, Url
from knowbrand.model.pack import Waiver
from knowbrand.model.text import Localized

Visibility = str | dict[str, str] | None

_START = Annotated[PartialDate | None, says("When it began: a year, a month or a day.", "2021-03")]
_END = Annotated[PartialDate | None, says("When it ended; leave out while it goes on.", "2023")]
_SUMMARY = Annotated[Localized | None, says("A few sentences.")]
_HIGHLIGHTS = Annotated[tuple[Localized, ...], says("Facts, one a line.")]
_KEYWORDS = Annotated[tuple[Localized, ...], says("Words to find it by.")]
Aliases = Annotated[
    tuple[str, ...], says("Old addresses of its page, for every language.", ["/old/address/"])
]
Reason = Annotated[
    Localized | None,
    says("Why this was taken back: its page then shows that reason, and nothing else of it."),
]
_URL = Annotated[Url | None, says("Where to look at it.", "https://example.org/")]


class VisibleEntry(Entry, frozen=True, kw_only=True):
    """An entry that may be kept from some audiences."""

    visibility: Annotated[
        Visibility,
        says("The widest audience that sees it, or one for each field.", "organisation", {"url": "private"}),
    ] = None
    check_ok: Annotated[
        tuple[Waiver, ...], says("Rules of the check for filler that are silent here, each with its reason.")
    ] = ()


class ResumeEntry(VisibleEntry, frozen=True, kw_only=True):
    """An entry of a JSON Resume section; what we don't know of it travels on to ``/resume.json``."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    id: Annotated[
        Id | None, says("A name for references and the address; unique in its section.", "ward-7")
    ] = None


class Location(VisibleEntry, frozen=True, kw_only=True):
    """Where the person is. All but city and country is private unless opened."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    address: Annotated[str | None, says("Street and number.")] = None
    postal_code: Annotated[str | None, says("The postal code.")] = msgspec.field(
        default=None, name="postalCode"
    )
    city: Annotated[Localized | None, says("The town.")] = None
    country_code: Annotated[CountryCode | None, says("Two letters (ISO 3166-1).", "NL")] = msgspec.field(
        default=None, name="countryCode"
    )
    region: Annotated[Localized | None, says("A province, state or part of the country.")] = None


class OnlineProfile(VisibleEntry, frozen=True, kw_only=True):
    """The person on another site."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    network: Annotated[str | None, says("The other site's name.", "Mastodon")] = None
    username: Annotated[str | None, says("The name there.")] = None
    url: Annotated[Url | None, says("The address of the person's page there.")] = None


class Basics(VisibleEntry, frozen=True, kw_only=True):
    """Who this is."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    name: Annotated[Localized, says("The person's name.", "Noor Example")]
    label: Annotated[Localized | None, says("What the person does, in a few words.")] = None
    image: Annotated[
        Link | None, says("A portrait: a file in `assets/`, or an address.", "assets/noor.jpg")
    ] = None
    image_alt: Annotated[Localized | None, says("What the portrait shows.")] = None
    email: Annotated[Email | None, says("Private unless `visibility` opens it.")] = None
    phone: Annotated[str | None, says("Private unless `visibility` opens it.")] = None
    url: _URL = None
    summary: Annotated[
        Localized | None, says("Two or three sentences that only this person could write.")
    ] = None
    location: Location | None = None
    profiles: Annotated[tuple[OnlineProfile, ...], says("The person elsewhere.")] = ()


class Work(ResumeEntry, frozen=True, kw_only=True):
    """A job or an assignment."""

    name: Annotated[Localized | None, says("The organisation.")] = None
    location: Annotated[Localized | None, says("Where the work was.")] = None
    description: Annotated[Localized | None, says("What the organisation does.")] = None
    position: Annotated[Localized | None, says("The role.")] = None
    url: _URL = None
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    summary: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()


class Volunteer(ResumeEntry, frozen=True, kw_only=True):
    """Unpaid work."""

    organization: Annotated[Localized | None, says("The organisation.")] = None
    position: Annotated[Localized | None, says("The role.")] = None
    url: _URL = None
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    summary: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()


class Education(ResumeEntry, frozen=True, kw_only=True):
    """A course of study."""

    institution: Annotated[Localized | None, says("The school or university.")] = None
    url: _URL = None
    area: Annotated[Localized | None, says("The subject.")] = None
    study_type: Annotated[Localized | None, says("The degree or kind of study.")] = msgspec.field(
        default=None, name="studyType"
    )
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    score: Annotated[str | None, says("The result, as it was given.")] = None
    courses: Annotated[tuple[Localized, ...], says("Courses worth naming.")] = ()


class Award(ResumeEntry, frozen=True, kw_only=True):
    """A prize that somebody gave."""

    title: Annotated[Localized | None, says("What it is called.")] = None
    date: Annotated[PartialDate | None, says("When it was given.")] = None
    awarder: Annotated[Localized | None, says("Who gave it.")] = None
    summary: _SUMMARY = None


class Certificate(ResumeEntry, frozen=True, kw_only=True):
    """A certificate."""

    name: Annotated[Localized | None, says("What it is called.")] = None
    date: Annotated[PartialDate | None, says("When it was given.")] = None
    url: _URL = None
    issuer: Annotated[Localized | None, says("Who gave it.")] = None


class Publication(ResumeEntry, frozen=True, kw_only=True):
    """Something published elsewhere."""

    name: Annotated[Localized | None, says("Its title.")] = None
    publisher: Annotated[Localized | None, says("Who published it.")] = None
    release_date: Annotated[PartialDate | None, says("When it was published.")] = msgspec.field(
        default=None, name="releaseDate"
    )
    url: _URL = None
    summary: _SUMMARY = None
    with_: Annotated[tuple[str, ...], says("Who else made it.")] = msgspec.field(default=(), name="with")
    my_part: Annotated[Localized | None, says("What was yours.")] = None
    aliases: Aliases = ()
    withdrawn: Reason = None


class Skill(ResumeEntry, frozen=True, kw_only=True):
    """A skill of a JSON Resume; ``level`` is kept for ``/resume.json`` and never shown."""

    name: Annotated[Localized | None, says("The skill.")] = None
    level: Annotated[str | None, says("Kept for `/resume.json`; never shown.")] = None
    keywords: _KEYWORDS = ()


class SpokenLanguage(ResumeEntry, frozen=True, kw_only=True):
    """A language the person uses."""

    language: Annotated[Localized | None, says("The language.")] = None
    fluency: Annotated[Localized | None, says("How well, in your words.")] = None


class Interest(ResumeEntry, frozen=True, kw_only=True):
    """Something the person cares for."""

    name: Annotated[Localized | None, says("The interest.")] = None
    keywords: _KEYWORDS = ()


class Reference(ResumeEntry, frozen=True, kw_only=True):
    """What somebody said of the person; private unless opened."""

    name: Annotated[str | None, says("Who said it.")] = None
    reference: Annotated[Localized | None, says("What they said.")] = None


class Project(ResumeEntry, frozen=True, kw_only=True):
    """A piece of work with a beginning and mostly an end."""

    name: Annotated[Localized | None, says("What it is called.")] = None
    description: _SUMMARY = None
    highlights: _HIGHLIGHTS = ()
    keywords: _KEYWORDS = ()
    start_date: _START = msgspec.field(default=None, name="startDate")
    end_date: _END = msgspec.field(default=None, name="endDate")
    url: _URL = None
    roles: Annotated[tuple[Localized, ...], says("What you were in it.")] = ()
    entity: Annotated[Localized | None, says("For whom.")] = None
    type: Annotated[Localized | None, says("What kind of project.")] = None
    image: Annotated[
        Link | None,
        says("A picture of it: a file in `assets/`. Themes that show work show it.", "assets/ward-7.jpg"),
    ] = None
    image_alt: Annotated[Localized | None, says("What the picture shows.")] = None
    with_: Annotated[tuple[str, ...], says("Who else made it, as named under `people`.")] = msgspec.field(
        default=(), name="with"
    )
    my_part: Annotated[Localized | None, says("What was yours.")] = None
    aliases: Aliases = ()
    withdrawn: Reason = None


class Meta(VisibleEntry, frozen=True, kw_only=True):
    """JSON Resume's notes about the file itself."""

    unknown_keys: ClassVar[UnknownKeys] = "warn"

    canonical: Annotated[str | None, says("Where the newest version of this file is.")] = None
    version: Annotated[str | None, says("The file's version.")] = None
    last_modified: Annotated[str | None, says("When the file was changed.")] = msgspec.field(
        default=None, name="lastModified"
    )


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
