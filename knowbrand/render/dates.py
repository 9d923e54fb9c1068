"""Dates, countries and languages in the words of a language. Babel, which knows them, is imported when it is asked: what
was written before may be remembered."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from knowbrand.model.dates import PartialDate

if TYPE_CHECKING:
    from babel import Locale


@cache
def find_locale(language: str) -> Locale:
    """The locale of a language tag (BCP 47) or locale (CLDR): its regional form where it is known, English where
    nothing is."""
    from babel import Locale, UnknownLocaleError

    language = language.replace("_", "-")
    for tag in (language, language.split("-")[0], "en"):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@cache
def write_date(date: PartialDate, locale: str) -> str:
    """``date`` as people write it where ``locale`` (or language tag) is at home: a year, a month and year, or a
    day."""
    from babel.dates import format_date, format_skeleton

    found = find_locale(locale)
    if date.day:
        return format_date(date.first(), format="long", locale=found)
    return format_skeleton("yMMMM" if date.month else "y", date.first(), locale=found)


def country_name(code: str, language: str) -> str:
    """The country with the two letters ``code``, in ``language``; the letters where it isn't known."""
    return str(find_locale(language).territories.get(code.upper(), code))


def language_name(code: str, language: str) -> str:
    """The language with the tag ``code``, in ``language``; the tag where it isn't known."""
    return str(find_locale(language).languages.get(code.replace("-", "_"), code))


def locale_name(language: str) -> str:
    """``language_TERRITORY``, with the territory where the language is at home; empty where that isn't known."""
    from babel.core import get_global

    locale = find_locale(language)
    likely = get_global("likely_subtags").get(locale.language, "").rpartition("_")[2]
    territory = locale.territory or likely
    return f"{locale.language}_{territory}" if territory else ""
