"""Kinds of text into values: each rule takes the text as written, and says in the user's words why it can't."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

from knowbrand.model.dates import Moment, PartialDate, on_day, parse_moment, parse_partial_date
from knowbrand.model.kinds import (
    AudienceName,
    BaseUrl,
    CountryCode,
    Email,
    Id,
    LanguageCode,
    Link,
    RootPath,
    Slug,
    TimeZone,
    Url,
    Uuid,
    Way,
)
from knowbrand.problems import nearest
from knowbrand.sources.text import shorten


class Refused(ValueError):
    """The text is no such value: why, and what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_ID = re.compile(r"[^\W_](?:[\w.-]*[\w])?")
_LANGUAGE = re.compile(
    r"[a-zA-Z]{2,3}(?:-[a-zA-Z]{4})?(?:-(?:[a-zA-Z]{2}|\d{3}))?(?:-[a-zA-Z0-9]{5,8})*", re.ASCII
)
_AUDIENCE = re.compile(r"[a-z][a-z0-9-]{0,30}", re.ASCII)


def _truth(text: str) -> bool:
    if text.lower() in {"true", "yes", "on"}:
        return True
    if text.lower() in {"false", "no", "off"}:
        return False
    raise Refused(f"'{shorten(text)}' is neither true nor false", "write true or false")


def _whole_number(text: str) -> int:
    if re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        return int(text)
    raise Refused(f"'{shorten(text)}' is not a whole number", "write digits, such as 10")


def _number(text: str) -> float:
    if re.fullmatch(r"[+-]?\d{1,9}(?:\.\d{1,9})?", text, re.ASCII):
        return float(text)
    raise Refused(f"'{shorten(text)}' is not a number", "write digits, such as 0.9")


_ONGOING = frozenset({"present", "now", "current", "currently", "ongoing", "today", "heden", "nu"})


def _partial_date(text: str) -> PartialDate:
    try:
        return parse_partial_date(text)
    except ValueError:
        try:
            return on_day(parse_moment(text).day)  # exports often add a time to a day
        except ValueError:
            if text.lower().strip(".") in _ONGOING:
                raise Refused(f"'{text}' is not a date", "leave it out while it goes on") from None
            _refuse_day_of_no_month(text)
            raise Refused(
                f"'{shorten(text)}' is not a date",
                "write a year, a month or a day: 2024, 2024-05 or 2024-05-31",
            ) from None


def _refuse_day_of_no_month(text: str) -> None:
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text, re.ASCII):
        try:
            dt.date(*map(int, text.split("-")))
        except ValueError:
            hint = "mend the year, the month or the day"
            raise Refused(f"'{text}' is not in the calendar", hint) from None


def _moment(text: str) -> Moment:
    try:
        return parse_moment(text)
    except ValueError:
        _refuse_day_of_no_month(text)
        raise Refused(
            f"'{shorten(text)}' is not a day", "write 2024-05-31, or with a time: 2024-05-31 10:30"
        ) from None


_WEB = frozenset({"http", "https"})
_OTHER_SCHEMES = frozenset({"mailto", "tel", "sms", "xmpp", "matrix", "doi", "urn", "geo"})
_NEVER_IN_ADDRESSES = re.compile(r"""[\s<>"\\^`{|}]""")
_HOST_LIKE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:].*)?")


def _url(text: str) -> Url:
    stray = _NEVER_IN_ADDRESSES.search(text)
    if stray:
        hint = f"write it as {quote(stray.group())}, or check whether the address is whole"
        raise Refused(f"an address can't hold '{stray.group()}'", hint)
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Refused(
            f"'{shorten(text)}' is not an address", "write it whole: https://example.org/"
        ) from None
    if (parts.scheme in _WEB and parts.hostname) or (
        parts.scheme in _OTHER_SCHEMES and not parts.netloc and parts.path
    ):
        return Url(text)
    if parts.scheme in _WEB or not parts.scheme or _HOST_LIKE.fullmatch(text):
        example = f"https://{text}" if _HOST_LIKE.fullmatch(text) else "https://example.org/"
        raise Refused(f"'{shorten(text)}' is not a whole address", f"write it whole: {shorten(example)}")
    raise Refused(f"addresses that begin with '{shorten(parts.scheme)}:' aren't published", "write https://…")


def _base_url(text: str) -> BaseUrl:
    parts = urlsplit(_url(text))
    if parts.scheme not in _WEB:
        raise Refused(f"a site can't stand at '{shorten(text)}'", "write https://example.org/")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise Refused(
            "the address of a site ends with its path, and holds no user",
            f"write {parts.scheme}://{parts.hostname}{parts.path or '/'}",
        )
    if "//" in parts.path or {".", ".."} & set(unquote(parts.path).split("/")):
        # browsers would resolve these, and the site's own links lead elsewhere
        raise Refused(f"the path of '{shorten(text)}' goes round about", "write it without //, /./ and /../")
    return BaseUrl(text)


def _uuid(text: str) -> Uuid:
    if not re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text, re.ASCII):
        hint = "copy the one that `knowbrand new` wrote, or make one: python -m uuid"
        raise Refused(f"'{shorten(text)}' is not a UUID", hint)
    return Uuid(text.lower())


def _link(text: str) -> Link:
    if ":" in text.split("/", 1)[0]:
        return Link(_url(text))
    if "\\" in text or text.startswith("//"):
        raise Refused(f"'{shorten(text)}' is not a path", "write it with forward slashes: assets/picture.jpg")
    return Link(text)


def _way(text: str) -> Way:
    return Way(_url(text) if ":" in text else text)


def _email(text: str) -> Email:
    name, at, host = text.rpartition("@")
    if (
        name
        and at
        and "." in host
        and not any(character.isspace() or character in '<>()",;:\\' for character in text)
    ):
        return Email(text)
    raise Refused(f"'{shorten(text)}' is not an e-mail address", "write name@example.org")


def _language(text: str) -> LanguageCode:
    if re.fullmatch(r"[a-zA-Z-]+(?:[, ]+[a-zA-Z-]+)+", text, re.ASCII):
        raise Refused(f"'{shorten(text)}' is more than one language", "write them in brackets: [en, nl]")
    if not _LANGUAGE.fullmatch(text):
        raise Refused(
            f"'{shorten(text)}' is not a language code", "write a short code, such as en, nl or pt-BR"
        )
    return LanguageCode(text.lower())


_MACHINES_OWN = ("localtime", "posix", "right/", "Factory")
"""What a machine keeps among its zones that is its own, and so another day on another machine."""


def _time_zone(text: str) -> TimeZone:
    from zoneinfo import ZoneInfo, available_timezones

    try:
        if text.startswith(_MACHINES_OWN):
            raise ValueError(text)
        ZoneInfo(text)
    except (ValueError, OSError, LookupError):
        guess = nearest(text, available_timezones())
        hint = f"did you mean '{guess}'?" if guess else "write one such as Europe/Amsterdam or UTC"
        raise Refused(f"'{shorten(text)}' is not a time zone", hint) from None
    return TimeZone(text)


def _audience(text: str) -> AudienceName:
    if not _AUDIENCE.fullmatch(text):
        raise Refused(
            f"'{shorten(text)}' can't name an audience", "write a lower-case word, such as organisation"
        )
    return AudienceName(text)


def _id(text: str) -> Id:
    text = normalize("NFC", text)
    if not _ID.fullmatch(text) or len(text) > 100 or ".." in text:
        raise Refused(
            f"'{shorten(text)}' can't be an id", "use letters, digits, '-', '_' and '.', such as ward-7"
        )
    return Id(text)


def _slug(text: str) -> Slug:
    text = normalize("NFC", text)
    if not _ID.fullmatch(text) or len(text) > 100 or ".." in text:
        raise Refused(
            f"'{shorten(text)}' can't be part of an address", "use letters, digits and '-', such as my-post"
        )
    return Slug(text)


def _country(text: str) -> CountryCode:
    if not re.fullmatch(r"[A-Za-z]{2}", text, re.ASCII):
        raise Refused(f"'{shorten(text)}' is not a country code", "write two letters, such as NL")
    return CountryCode(text.upper())


def _root_path(text: str) -> RootPath:
    if not text.startswith("/"):
        hint = "write each address on a line of its own, or put the text with a comma in quotes"
        raise Refused(f"'{shorten(text)}' is no address: one begins with /", hint)
    return RootPath(text)


VALUES: dict[Any, Callable[[str], Any]] = {
    str: str,
    bool: _truth,
    int: _whole_number,
    float: _number,
    PartialDate: _partial_date,
    Moment: _moment,
    Url: _url,
    BaseUrl: _base_url,
    Uuid: _uuid,
    Link: _link,
    Email: _email,
    Way: _way,
    LanguageCode: _language,
    RootPath: _root_path,
    TimeZone: _time_zone,
    AudienceName: _audience,
    Id: _id,
    Slug: _slug,
    CountryCode: _country,
}
"""The rule for each kind of text."""
