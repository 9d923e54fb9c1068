"""Dates in the words of a language, with the precision they have."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from knowbrand.model.dates import PartialDate


@cache
def find_locale(language: str) -> Locale:
    """The locale of a language tag (BCP 47) or locale (CLDR): its regional form where it is known, English where
    nothing is."""
    language = language.replace("_", "-")
    for tag in (language, language.split("-")[0], "en"):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@cache
def write_date(date: PartialDate, locale_name: str) -> str:
    """``date`` as people write it where ``locale_name`` (or language tag) is at home: a year, a month and year, or a
    day."""
    locale = find_locale(locale_name)
    if date.day:
        return format_date(date.first(), format="long", locale=locale)
    return format_skeleton("yMMMM" if date.month else "y", date.first(), locale=locale)


def country_name(code: str, language: str) -> str:
    """The country with the two letters ``code``, in ``language``; the letters where it isn't known."""
    return str(find_locale(language).territories.get(code.upper(), code))


def language_name(code: str, language: str) -> str:
    """The language with the tag ``code``, in ``language``; the tag where it isn't known."""
    return str(find_locale(language).languages.get(code.replace("-", "_"), code))
