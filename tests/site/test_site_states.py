"""The state of a chapter, a case for each line of the table and each border."""

from __future__ import annotations

import datetime as dt

import pytest

from knowbrand.model.dates import PartialDate, parse_partial_date
from knowbrand.model.kinds import Id
from knowbrand.model.profile import Chapter, HandedOn, Period
from knowbrand.model.text import localize
from knowbrand.site.states import Sign, derive_state, months_between

TODAY = dt.date(2026, 11, 23)


def date(text: str) -> PartialDate:
    return parse_partial_date(text)


def chapter(*periods: tuple[str, str | None], handed_on: bool = False) -> Chapter:
    spans = tuple(Period(from_=date(start), until=date(end) if end else None) for start, end in periods)
    return Chapter(
        id=Id("c"),
        name=localize("C"),
        periods=spans,
        handed_on=HandedOn(date=date("2020")) if handed_on else None,
    )


def signs(*texts: str) -> list[Sign]:
    """``2024-05`` is the author's own word, ``2024-05 client`` that of a client."""
    found = []
    for text in texts:
        day, _, source = text.partition(" ")
        found.append(Sign(date(day) if day != "-" else None, source or None))
    return found


FIVE = ["2023-01", "2024-01 a", "2025-01 b", "2026-01", "2026-06"]


@pytest.mark.parametrize(
    ("case", "subject", "evidence", "state"),
    [
        ("nothing yet", chapter(("2025", None)), [], "exploring"),
        ("no period, no evidence", chapter(), [], "exploring"),
        ("one piece", chapter(("2025", None)), ["2026-01"], "exploring"),
        ("two pieces", chapter(("2025", None)), ["2026-01", "2026-02"], "practising"),
        ("undated pieces count", chapter(("2025", None)), ["-", "-"], "practising"),
        ("five over 24 months, two by others", chapter(("2022", None)), FIVE, "master"),
        (
            "five, but one source",
            chapter(("2022", None)),
            [s.replace(" b", " a") for s in FIVE],
            "practising",
        ),
        (
            "self alone never makes a master",
            chapter(("2022", None)),
            [s.split()[0] for s in FIVE],
            "practising",
        ),
        (
            "five over 23 months",
            chapter(("2024", None)),
            ["2024-07", "2024-08 a", "2024-09 b", "2024-10", "2026-06"],
            "practising",
        ),
        (
            "five over 24 months to the day",
            chapter(("2024", None)),
            ["2024-06", "2024-08 a", "2024-09 b", "2024-10", "2026-06"],
            "master",
        ),
        ("ended", chapter(("2010", "2020")), FIVE, "dormant"),
        ("ends today", chapter(("2010", "2026-11-23")), FIVE, "master"),
        ("one period goes on", chapter(("2010", "2020"), ("2021", None)), FIVE, "master"),
        ("newest is 36 months old", chapter(("2010", None)), ["2023-11-23", "2023-11-22"], "dormant"),
        ("newest is a day younger", chapter(("2010", None)), ["2023-11-24", "2023-11-22"], "practising"),
        ("back after a gap in evidence", chapter(("2010", None)), ["2015", "2026-02"], "returning"),
        ("a gap of 35 months", chapter(("2010", None)), ["2023-03-31", "2026-02-28"], "practising"),
        ("back, but 18 months ago", chapter(("2010", None)), ["2015", "2025-05-23"], "practising"),
        (
            "back after a gap between periods",
            chapter(("2003", "2010"), ("2025", None)),
            ["2025-12"],
            "returning",
        ),
        (
            "back three years ago",
            chapter(("2003", "2010"), ("2023-11-01", None)),
            ["2025-12", "2026-01"],
            "practising",
        ),
        (
            "a period to come is no return",
            chapter(("2003", "2010"), ("2027", None)),
            ["2009", "2010"],
            "dormant",
        ),
        ("handed on comes first", chapter(("2010", "2020"), handed_on=True), FIVE, "handed-on"),
        ("returning comes before dormant", chapter(("2010", "2020")), ["2015", "2026-02"], "returning"),
    ],
)
def test_each_line_of_the_table(case: str, subject: Chapter, evidence: list[str], state: str) -> None:
    assert derive_state(subject, signs(*evidence), TODAY).state == state, case


def test_facts_tell_how_it_came_about() -> None:
    verdict = derive_state(chapter(("2022", None)), signs(*FIVE), TODAY)
    assert verdict.facts == {"pieces": 5, "months": 40, "others": 2, "newest": "2026-06-30"}


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [("2026-01-31", "2026-02-28", 0), ("2026-01-31", "2026-03-01", 1), ("2026-01-01", "2027-01-01", 12)],
)
def test_whole_months(earlier: str, later: str, months: int) -> None:
    assert months_between(dt.date.fromisoformat(earlier), dt.date.fromisoformat(later)) == months
    assert months_between(dt.date.fromisoformat(later), dt.date.fromisoformat(earlier)) == 0
