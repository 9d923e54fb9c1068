"""Dates with the precision they have, and in the zone they were written for."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.model.dates import PartialDate, parse_moment, parse_partial_date
from knowbrand.model.text import Localized, Phrase


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", dt.date(2014, 1, 1), dt.date(2014, 12, 31)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("2015-2", dt.date(2015, 2, 1), dt.date(2015, 2, 28)),
        (" 2014-05-31 ", dt.date(2014, 5, 31), dt.date(2014, 5, 31)),
    ],
)
def test_a_partial_date_spans_what_it_can_mean(text: str, first: dt.date, last: dt.date) -> None:
    date = parse_partial_date(text)
    assert (date.first(), date.last()) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "14", "20145", "2014-", "2014-13", "2014-00", "2014-02-30", "0000", "May 2014", "2014/05", "٢٠١٤"],
)
def test_what_is_no_partial_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_partial_date(text)


@given(st.dates(), st.sampled_from([1, 2, 3]))
def test_a_partial_date_is_shown_as_it_is_read(day: dt.date, parts: int) -> None:
    date = PartialDate(*(day.year, day.month, day.day)[:parts])
    assert parse_partial_date(str(date)) == date
    assert date.first() <= day <= date.last()


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2026-05-31", "Europe/Amsterdam", "2026-05-31T00:00:00+02:00"),
        ("2026-05-31 10:30", "Europe/Amsterdam", "2026-05-31T10:30:00+02:00"),
        ("2026-01-31T10:30:15", "Europe/Amsterdam", "2026-01-31T10:30:15+01:00"),
        ("2026-05-31T10:30:15.123Z", "Europe/Amsterdam", "2026-05-31T10:30:15+00:00"),
        ("2026-05-31 10:30 -0330", "UTC", "2026-05-31T10:30:00-03:30"),
        ("2026-05-31 10:30:00 UTC", "Asia/Tokyo", "2026-05-31T10:30:00+00:00"),
    ],
)
def test_a_moment_is_read_in_the_zone_it_was_written_for(text: str, zone: str, instant: str) -> None:
    assert parse_moment(text).at(ZoneInfo(zone)).isoformat() == instant


def test_the_day_of_a_moment_depends_on_the_zone_only_where_a_time_was_written() -> None:
    assert parse_moment("2026-05-31").date(ZoneInfo("Asia/Tokyo")) == dt.date(2026, 5, 31)
    assert parse_moment("2026-05-31T20:00Z").date(ZoneInfo("Asia/Tokyo")) == dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026",
        "2026-05",
        "2026-05-32",
        "2026-05-31 25:00",
        "2026-05-31 10",
        "2026-05-31T10:30+25:00",
        "9999-12-31",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_moment(text)


@pytest.mark.parametrize(
    ("variants", "language", "expected"),
    [
        (((None, "x"),), "nl", Phrase("x")),
        ((("en", "one"), ("nl", "een")), "nl", Phrase("een", "nl")),
        ((("de", "eins"), ("en", "one")), "nl", Phrase("one", "en")),
        ((("de", "eins"), ("fr", "un")), "nl", Phrase("eins", "de")),
    ],
)
def test_text_falls_back(
    variants: tuple[tuple[str | None, str], ...], language: str, expected: Phrase
) -> None:
    assert Localized(variants).choose(language, ["en", "nl"]) == expected
