"""Dates as people write them: with the precision they have, in the zone they were written for."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import msgspec

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[Tt ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s*(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2}))?)?",
    re.ASCII,
)


class PartialDate(msgspec.Struct, frozen=True, order=True):
    """A year, a month or a day (ISO 8601-1:2019, 5.2.2 with reduced precision)."""

    year: int
    month: int | None = None
    day: int | None = None

    def first(self) -> dt.date:
        """The first day it can mean: ``2014`` is 1 January."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last(self) -> dt.date:
        """The last day it can mean: ``2014`` is 31 December."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        if self.month:
            parts.append(f"{self.month:02}")
        if self.day:
            parts.append(f"{self.day:02}")
        return "-".join(parts)


class Moment(msgspec.Struct, frozen=True):
    """When something was published: a day, and where the author wrote them a time and an offset (minutes from UTC)."""

    day: dt.date
    time: dt.time | None = None
    offset: int | None = None

    def at(self, zone: dt.tzinfo) -> dt.datetime:
        """The instant, read in ``zone`` where no offset was written; without a time it is the start of the day."""
        written = zone if self.offset is None else dt.timezone(dt.timedelta(minutes=self.offset))
        return dt.datetime.combine(self.day, self.time or dt.time(), written)

    def date(self, zone: dt.tzinfo) -> dt.date:
        """The day in ``zone``."""
        return self.day if self.time is None else self.at(zone).astimezone(zone).date()


def on_day(day: dt.date) -> PartialDate:
    """``day`` as a date of that precision."""
    return PartialDate(day.year, day.month, day.day)


def parse_partial_date(text: str) -> PartialDate:
    """``2014``, ``2014-05`` or ``2014-05-31``; ValueError where it is no such date."""
    match = _PARTIAL.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern demands it
    dt.date(year, 1 if month is None else month, 1 if day is None else day)  # refuses 2014-13 and 0000
    return PartialDate(year, month, day)


def parse_moment(text: str) -> Moment:
    """``2014-05-31``, with ``10:30``, ``10:30:15`` and ``Z`` or ``+02:00`` after it (RFC 3339, 5.6, and what people
    write for it); ValueError where it is none."""
    match = _MOMENT.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    year, month, day, hour, minute, second, zulu, sign, offset_hours, offset_minutes = match.groups()
    date = dt.date(int(year), int(month), int(day))
    if not dt.MINYEAR < date.year < dt.MAXYEAR:  # in another zone it may be a year that no calendar has
        raise ValueError(text)
    if hour is None:
        return Moment(date)
    offset = None
    if zulu:
        offset = 0
    elif sign:
        offset = int(offset_hours) * 60 + int(offset_minutes)
        if offset >= 24 * 60:
            raise ValueError(text)
        offset = -offset if sign == "-" else offset
    return Moment(date, dt.time(int(hour), int(minute), int(second or 0)), offset)
