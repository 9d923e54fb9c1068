"""vCard 4.0 (RFC 6350): the person for an address book, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowbrand.formats.identity import make_urn
from knowbrand.model.output import Output
from knowbrand.model.profile import Location, Work
from knowbrand.model.text import Localized
from knowbrand.site.addresses import locate
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.links import Links
from knowbrand.site.plaintext import choose
from knowbrand.site.urls import output_path
from knowbrand.site.work import current_work

_LONGEST_LINE = 75
"""Octets of a line without its end (RFC 6350, 3.2)."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\t": " "})
_IN_PARAMETER = str.maketrans({"^": "^^", '"': "^'", "\n": "^n", "\t": " "})


def make_vcards(site: Site, _bodies: Mapping[str, Body]) -> Iterator[Output]:
    """``me.vcf`` for each language: what this audience may see. It bears no date."""
    for language in site.languages:
        url = site.urls.of("vcard", language)
        lines = ["BEGIN:VCARD", "VERSION:4.0", *_Card(site, language).lines(), "END:VCARD"]
        yield Output(output_path(url), b"".join(fold_line(line) for line in lines))


def fold_line(line: str) -> bytes:
    """``line`` with its end, folded at 75 octets and never within a character (RFC 6350, 3.2)."""
    folded, length = [], 0
    for character in line:
        octets = character.encode("utf-8", "replace")
        if length + len(octets) > _LONGEST_LINE:
            folded.append(b"\r\n ")
            length = 1
        folded.append(octets)
        length += len(octets)
    return b"".join(folded) + b"\r\n"


class _Card:
    """The lines about one person in one language."""

    def __init__(self, site: Site, language: str) -> None:
        self._site = site
        self._language = language
        self._basics = site.model.profile.basics

    def lines(self) -> Iterator[str]:
        """Every property that has a value."""
        basics = self._basics
        name = choose(self._site, basics.name, self._language)
        given, _, family = name.strip().partition(" ")
        yield "KIND:individual"
        yield from self._text("FN", basics.name)
        yield f"N:{escape(family)};{escape(given)};;;"
        yield from self._text("TITLE", basics.label)
        yield from self._text("ORG", self._employer())
        yield from _plain("EMAIL", basics.email)
        yield from _plain("TEL", basics.phone)
        yield from self._address(basics.location)
        yield from self._addresses_on_the_web()
        for number, language in enumerate(self._site.languages, 1):
            yield f"LANG;PREF={number}:{language}"
        yield from _uri("UID", make_urn(self._site, "person"))

    def _text(self, name: str, text: Localized | None) -> Iterator[str]:
        if text is None:
            return
        phrase = text.choose(self._language, self._site.languages)
        if phrase.text:
            parameter = f";LANGUAGE={phrase.language}" if phrase.language else ""
            yield f"{name}{parameter}:{escape(phrase.text)}"

    def _employer(self) -> Localized | None:
        """Where the person works today, by the post that began last."""
        current = current_work(self._site)
        return max(current, key=_start).name if current else None

    def _address(self, location: Location | None) -> Iterator[str]:
        if location is None:
            return
        city = choose(self._site, location.city, self._language)
        region = choose(self._site, location.region, self._language)
        parts = (location.address, city, region, location.postal_code, location.country_code)
        if any(parts):
            yield f"ADR:;;{';'.join(escape(part or '') for part in parts)}"

    def _addresses_on_the_web(self) -> Iterator[str]:
        site, basics = self._site, self._basics
        home = locate(site, "home", self._language)
        yield from _uri("URL", home)
        if basics.url and basics.url.rstrip("/") != (site.base_url or "").rstrip("/"):
            yield from _uri("URL", basics.url)
        yield from _uri("PHOTO", Links(site).find_picture(basics.image, site.model.profile_path))
        for profile in basics.profiles:
            service = _quote(profile.network) if profile.network else ""
            yield from _uri(f"SOCIALPROFILE{f';SERVICE-TYPE={service}' if service else ''}", profile.url)
        yield from _uri("SOURCE", locate(site, "vcard", self._language))


def escape(text: str) -> str:
    """``text`` as a value (RFC 6350, 3.4)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", lines).translate(_ESCAPES)


def _plain(name: str, value: str | None) -> Iterator[str]:
    if value:
        yield f"{name}:{escape(value)}"


def _uri(name: str, value: str | None) -> Iterator[str]:
    if value:
        yield f"{name}:{_CONTROLS.sub('', value).translate({10: None, 9: None})}"


def _quote(text: str) -> str:
    """``text`` as a parameter's value (RFC 6868)."""
    return f'"{_CONTROLS.sub("", text).translate(_IN_PARAMETER)}"'


def _start(work: Work) -> str:
    return str(work.start_date or "")
