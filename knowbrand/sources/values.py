"""Kinds of text into values: each rule takes the text as written, and says in the user's words why it can't."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from knowbrand.model.dates import Moment, PartialDate, parse_moment, parse_partial_date
from knowbrand.model.kinds import (
    AudienceName,
    CountryCode,
    Email,
    Id,
    LanguageCode,
    Link,
    Slug,
    TimeZone,
    Url,
)


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
    raise Refused(f"'{_short(text)}' is neither true nor false", "write true or false")


def _whole_number(text: str) -> int:
    if re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        return int(text)
    raise Refused(f"'{_short(text)}' is not a whole number", "write digits, such as 10")


def _partial_date(text: str) -> PartialDate:
    try:
        return parse_partial_date(text)
    except ValueError:
        try:
            moment = parse_moment(text).day  # exports often add a time to a day
        except ValueError:
            raise Refused(
                f"'{_short(text)}' is not a date",
                "write a year, a month or a day: 2024, 2024-05 or 2024-05-31",
            ) from None
        return PartialDate(moment.year, moment.month, moment.day)


def _moment(text: str) -> Moment:
    try:
        return parse_moment(text)
    except ValueError:
        raise Refused(
            f"'{_short(text)}' is not a day", "write 2024-05-31, or with a time: 2024-05-31 10:30"
        ) from None


def _url(text: str) -> Url:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Refused(f"'{_short(text)}' is not an address", "write it whole: https://example.org/") from None
    scheme = parts.scheme.lower()
    bad = any(character.isspace() or character in '<>"\\^`{|}' for character in text)
    if scheme in {"http", "https"} and parts.hostname and not bad:
        return Url(text)
    if (
        scheme in {"mailto", "tel", "sms", "xmpp", "matrix", "doi", "urn", "geo"}
        and not parts.netloc
        and parts.path
        and not bad
    ):
        return Url(text)
    if scheme and scheme not in {"http", "https"} and not bad and "." not in scheme:
        raise Refused(f"addresses that begin with '{scheme}:' aren't published", "write https://…")
    raise Refused(f"'{_short(text)}' is not an address", "write it whole: https://example.org/")


def _link(text: str) -> Link:
    if ":" in text.split("/", 1)[0]:
        return Link(_url(text))
    if "\\" in text or text.startswith("//"):
        raise Refused(f"'{_short(text)}' is not a path", "write it with forward slashes: assets/picture.jpg")
    return Link(text)


def _email(text: str) -> Email:
    name, at, host = text.rpartition("@")
    if (
        name
        and at
        and "." in host
        and not any(character.isspace() or character in '<>()",;:\\' for character in text)
    ):
        return Email(text)
    raise Refused(f"'{_short(text)}' is not an e-mail address", "write name@example.org")


def _language(text: str) -> LanguageCode:
    if not _LANGUAGE.fullmatch(text):
        raise Refused(
            f"'{_short(text)}' is not a language code", "write a code of BCP 47, such as en, nl or pt-BR"
        )
    return LanguageCode(text.lower())


def _time_zone(text: str) -> TimeZone:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (ValueError, OSError, LookupError):
        raise Refused(
            f"'{_short(text)}' is not a time zone", "write one such as Europe/Amsterdam or UTC"
        ) from None
    return TimeZone(text)


def _audience(text: str) -> AudienceName:
    if not _AUDIENCE.fullmatch(text):
        raise Refused(
            f"'{_short(text)}' can't name an audience", "write a lower-case word, such as organisation"
        )
    return AudienceName(text)


def _id(text: str) -> Id:
    if not _ID.fullmatch(text) or len(text) > 100 or ".." in text:
        raise Refused(
            f"'{_short(text)}' can't be an id", "use letters, digits, '-', '_' and '.', such as ward-7"
        )
    return Id(text)


def _slug(text: str) -> Slug:
    if not _ID.fullmatch(text) or len(text) > 100 or ".." in text:
        raise Refused(
            f"'{_short(text)}' can't be part of an address", "use letters, digits and '-', such as my-post"
        )
    return Slug(text)


def _country(text: str) -> CountryCode:
    if not re.fullmatch(r"[A-Za-z]{2}", text, re.ASCII):
        raise Refused(f"'{_short(text)}' is not a country code", "write two letters, such as NL")
    return CountryCode(text.upper())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"


VALUES: dict[Any, Callable[[str], Any]] = {
    str: str,
    bool: _truth,
    int: _whole_number,
    PartialDate: _partial_date,
    Moment: _moment,
    Url: _url,
    Link: _link,
    Email: _email,
    LanguageCode: _language,
    TimeZone: _time_zone,
    AudienceName: _audience,
    Id: _id,
    Slug: _slug,
    CountryCode: _country,
}
"""The rule for each kind of text."""
