"""Dates as tools and people write them into dates as the contract writes them."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from knowbrand.model.dates import Moment, parse_moment

_LONGEST = 80
_TIME = re.compile(
    r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:[ ]*([AaPp])\.?[Mm]\.?(?![A-Za-z]))?"
    r"[ ]*(?:(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)|([A-Z][A-Za-z]+(?:/[A-Za-z_-]+)+|[A-Za-z]{1,4})(?![A-Za-z]))?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WORD_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)? (?:of |de )?([A-Za-z]{3,9})\.?,? (\d{4})"
    r"|([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
)
_WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|maan|dins|woens|donder|vrij|zater|zon)[a-z]*,? +", re.IGNORECASE
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb febr",
            "mar mrt maa",
            "apr",
            "may mei",
            "jun",
            "jul",
            "aug",
            "sep sept",
            "oct okt",
            "nov",
            "dec",
        ),
        1,
    )
    for name in names.split()
}
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "ut": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
}
_ZONES |= {"pst": -8, "pdt": -7, "cet": 1, "cest": 2}


class ReadDate(NamedTuple):
    """A date as the contract writes it; ``doubt`` says what had to be assumed, if anything."""

    text: str
    moment: Moment
    doubt: str | None = None


def read_date(written: str) -> ReadDate | None:
    """The date that ``written`` means: ISO 8601 and its looser forms, RFC 5322, ``March 3, 2015``, ``3 maart 2015``,
    a year and month, seconds since 1970; None where it is none, or where day and month could be meant both ways."""
    text = " ".join(written.split())
    if not text or len(text) > _LONGEST:
        return None
    try:
        return ReadDate(_format(parse_moment(text)), parse_moment(text))
    except ValueError:
        pass
    if re.fullmatch(r"\d{10}|\d{13}", text, re.ASCII):
        seconds = int(text[:10])
        stamp = dt.datetime.fromtimestamp(seconds, dt.UTC)
        return _result(stamp.date(), stamp.time(), 0, None)
    partial = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?", text, re.ASCII)
    if partial:
        day = _day(partial[1], partial[2] or "1", "1")
        return _result(day, None, None, "its first day is taken") if day else None
    return _read_loose(text)


def is_ambiguous(written: str) -> bool:
    """Whether ``written`` could be meant with the day or with the month first, as ``03/12/2012`` could."""
    found = re.match(r"\s{0,9}(?:0?[1-9]|1[0-2])([-/.])(?:0?[1-9]|1[0-2])\1\d{4}(?!\d)", written, re.ASCII)
    return found is not None and read_date(written) is None


def _read_loose(text: str) -> ReadDate | None:
    text = _WEEKDAY.sub("", text, count=1)
    moment: dt.time | None = None
    offset: int | None = None
    doubt = zone = None
    found = _TIME.search(text)
    if found:
        moment = _time(found[1], found[2], found[3], found[4])
        if moment is None:
            doubt = f"the time {found[0].strip()} is left out"
        elif found[5]:
            offset = (int(found[6]) * 60 + int(found[7] or 0)) * (-1 if found[5] == "-" else 1)
        elif found[8]:
            zone = found[8]
        if offset is not None and abs(offset) >= 24 * 60:
            return None
        text = text[: found.start()] + " " + text[found.end() :]
    # what is left after the date: Python's and JavaScript's names of zones
    text = re.sub(r"\([^()]*\)|\b(?:at|om)\b", " ", text)
    text = re.sub(r"(?<=\d)[Tt](?=[ ]|$)", " ", text).strip(" ,")
    text = " ".join(text.split())
    day = _read_day(text)
    if day and moment and zone:
        offset = _offset_of(zone, dt.datetime.combine(day, moment))
        doubt = f"the time zone {zone} isn't known" if offset is None else None
    return _result(day, moment, offset, doubt) if day else None


def _read_day(text: str) -> dt.date | None:
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _day(found[1] or found[4], found[2] or found[5], found[3] or found[6])
    found = _YEAR_LAST.fullmatch(text)
    if found:
        one, other = int(found[1]), int(found[2])
        if one > 12:
            return _day(found[3], found[2], found[1])
        if other > 12 or one == other:
            return _day(found[3], found[1], found[2])
        return None
    found = _WORD_MONTH.fullmatch(text)
    if found:
        name = (found[2] or found[4]).lower()
        month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
        return _day(found[3] or found[6], str(month), found[1] or found[5]) if month else None
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _offset_of(zone: str, when: dt.datetime) -> int | None:
    """Minutes from UTC of an abbreviation of RFC 5322, 4.3, or of a zone of the IANA database."""
    if zone.lower() in _ZONES:
        return _ZONES[zone.lower()] * 60
    try:
        offset = when.replace(tzinfo=ZoneInfo(zone)).utcoffset() if "/" in zone else None
    except (ValueError, OSError, LookupError):
        return None
    return None if offset is None else int(offset.total_seconds()) // 60


def _time(hour: str, minute: str, second: str | None, half: str | None) -> dt.time | None:
    hours = int(hour)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half in "pP" else 0)
    try:
        return dt.time(hours, int(minute), int(second or 0))
    except ValueError:
        return None


def _result(day: dt.date, time: dt.time | None, offset: int | None, doubt: str | None) -> ReadDate:
    moment = Moment(day, time, offset if time is not None else None)
    return ReadDate(_format(moment), moment, doubt)


def _format(moment: Moment) -> str:
    text = moment.day.isoformat()
    if moment.time is None:
        return text
    text += f" {moment.time:%H:%M:%S}" if moment.time.second else f" {moment.time:%H:%M}"
    if moment.offset is None:
        return text
    sign = "-" if moment.offset < 0 else "+"
    return f"{text} {sign}{abs(moment.offset) // 60:02}:{abs(moment.offset) % 60:02}"
