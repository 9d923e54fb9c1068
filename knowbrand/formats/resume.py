"""JSON Resume 1.0.0 (https://jsonresume.org/schema): the profile for other programs, in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from knowbrand.formats.jsonfeed import write_json
from knowbrand.model.dates import PartialDate
from knowbrand.model.entry import INTERNAL_FIELDS, Entry
from knowbrand.model.output import Output
from knowbrand.model.profile import RESUME_SECTIONS, Chapter, Claim, Delivery, Talk
from knowbrand.model.text import Localized
from knowbrand.site.addresses import locate
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.links import Links
from knowbrand.site.plaintext import choose, choose_plain
from knowbrand.site.urls import output_path

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
VERSION = "v1.0.0"

_LEFT_OUT = INTERNAL_FIELDS | {"visibility", "check_ok", "id", "image_alt", "aliases", "withdrawn"}
"""Fields that mean something on this site alone. Who shared in a work (``with``, ``my_part``) travels on: without it
the work would read as done alone."""
_WITH_MARKS = frozenset({"summary", "description", "highlights", "reference", "my_part"})
_IN_URI = "%/:?#[]@!$&'()*+,;=-._~"


def make_resumes(site: Site, _bodies: Mapping[str, Body]) -> Iterator[Output]:
    """``resume.json`` for each language: what this audience may see, in plain text."""
    for language in site.languages:
        url = site.urls.of("resume", language)
        yield Output(output_path(url), write_json(_Resume(site, language).write()))


class _Resume:
    """The profile of one site in one language."""

    def __init__(self, site: Site, language: str) -> None:
        self._site = site
        self._language = language
        self._profile = site.model.profile

    def write(self) -> dict[str, Any]:
        profile = self._profile
        sections = {name: self._plain(getattr(profile, name), name) for name in RESUME_SECTIONS}
        sections["skills"] += [skill for chapter in profile.expertise if (skill := self._skill(chapter))]
        sections["projects"] += [self._talk(talk) for talk in profile.talks]
        resume = {
            "$schema": profile.schema or SCHEMA,
            "basics": self._basics(),
            **sections,
            "meta": self._meta(),
            **profile.extra,
        }
        return {key: value for key, value in resume.items() if value}

    def _basics(self) -> dict[str, Any]:
        basics = self._plain(self._profile.basics, "basics")
        home = locate(self._site, "home", self._language)
        changed = {**basics, "url": basics.get("url") or home}
        return {key: value for key, value in changed.items() if value}

    def _meta(self) -> dict[str, Any]:
        written = self._plain(self._profile.meta, "meta") if self._profile.meta else {}
        canonical = {"canonical": locate(self._site, "resume", self._language)} if self._site.base_url else {}
        return {"version": VERSION, **canonical, **written}

    def _skill(self, chapter: Chapter) -> dict[str, Any] | None:
        """A chapter that shows what it claims, as a skill; its level is nobody's to give."""
        claims = [
            self._text(claim.text, marks=True) for claim in chapter.claims if self._stands(chapter, claim)
        ]
        return {"name": self._text(chapter.name), "keywords": claims} if claims else None

    def _stands(self, chapter: Chapter, claim: Claim) -> bool:
        return bool(self._site.evidence.get((chapter.id, claim.id))) or claim.on_request

    def _talk(self, talk: Talk) -> dict[str, Any]:
        """A talk as a project of the type that the schema names for it; each delivery is a highlight."""
        deliveries = sorted(talk.deliveries, key=lambda delivery: delivery.date.first())
        shown = {
            "name": self._text(talk.title),
            "description": self._text(talk.summary, marks=True),
            "highlights": [self._delivery(delivery) for delivery in deliveries],
            "startDate": str(deliveries[0].date) if deliveries else "",
            "endDate": str(deliveries[-1].date) if deliveries else "",
            "url": next(
                (url for delivery in reversed(deliveries) if (url := delivery.video or delivery.url)), None
            ),
            "type": "talk",
            "with": list(talk.with_),
            "my_part": self._text(talk.my_part, marks=True),
        }
        return {key: value for key, value in shown.items() if value}

    def _delivery(self, delivery: Delivery) -> str:
        parts = (self._text(delivery.event), self._text(delivery.place), str(delivery.date))
        return ", ".join(part for part in parts if part)

    def _text(self, text: Localized | None, *, marks: bool = False) -> str:
        return (choose_plain if marks else choose)(self._site, text, self._language)

    def _plain(self, value: Any, key: str) -> Any:
        """A value of the profile as JSON has it."""
        if isinstance(value, Localized):
            return self._text(value, marks=key in _WITH_MARKS)
        if isinstance(value, PartialDate):
            return str(value)
        if isinstance(value, Entry):
            fields = [field for field in msgspec.structs.fields(type(value)) if field.name not in _LEFT_OUT]
            known = {
                field.encode_name: self._plain(getattr(value, field.name), field.encode_name)
                for field in fields
            }
            return {name: part for name, part in known.items() if part} | value.extra
        if isinstance(value, tuple):
            return [self._plain(part, key) for part in value if part]
        if key == "image":
            return Links(self._site).find_picture(value, self._site.model.profile_path)
        return quote(value, safe=_IN_URI) if key == "url" and value else value
