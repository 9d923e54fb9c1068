"""The state of a chapter, a case for each line of the table and each border."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.model.dates import PartialDate, parse_partial_date
from knowbrand.model.kinds import Id
from knowbrand.model.profile import Chapter, HandedOn, Period
from knowbrand.model.text import localize
from knowbrand.site.states import RULES, Sign, climb, derive_state, months_between

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
    """``2024-05`` is the author's own word, ``2024-05 client`` that of a client, ``2024-05 one/two`` of one with two names."""
    found = []
    for text in texts:
        day, _, source = text.partition(" ")
        names = frozenset(source.split("/")) if source else frozenset()
        found.append(Sign(date(day) if day != "-" else None, names))
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
            "five, by one source under two names",
            chapter(("2022", None)),
            ["2023-01", "2024-01 a/b", "2025-01 b", "2026-01", "2026-06"],
            "practising",
        ),
        (
            "two sources, and one that shares a name with each",
            chapter(("2022", None)),
            ["2023-01", "2024-01 a/b", "2025-01 b", "2026-01 a", "2026-06"],
            "master",
        ),
        (
            "two sources that a third has names of",
            chapter(("2022", None)),
            ["2023-01 a/b", "2024-01 a/c", "2025-01 b/d", "2026-01", "2026-06"],
            "master",
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
        ("newest is a day over 36 months old", chapter(("2010", None)), ["2023-11-22"] * 2, "dormant"),
        ("newest is 36 months old", chapter(("2010", None)), ["2023-11-23", "2023-11-22"], "practising"),
        ("back after a gap in evidence", chapter(("2010", None)), ["2015", "2026-02"], "returning"),
        ("a gap of 35 months", chapter(("2010", None)), ["2023-03-31", "2026-02-28"], "practising"),
        ("back, 18 months ago", chapter(("2010", None)), ["2015", "2025-05-23"], "returning"),
        ("back, a day longer ago", chapter(("2010", None)), ["2015", "2025-05-22"], "practising"),
        (
            "36 months to the day are a gap",
            chapter(("2010", None)),
            ["2023-03-05", "2026-03-05"],
            "returning",
        ),
        ("a day less is none", chapter(("2010", None)), ["2023-03-06", "2026-03-05"], "practising"),
        ("36 months from a leap day", chapter(("2010", None)), ["2023-02", "2026-02"], "returning"),
        (
            "months without a 30th count whole",
            chapter(("2010", None)),
            ["2024-02", "2026-02", *["2025"] * 3],
            "practising",
        ),
        (
            "from the end of the last period to evidence",
            chapter(("2003", "2010")),
            ["2026-02"],
            "returning",
        ),
        ("evidence soon after the end", chapter(("2003", "2023-12")), ["2026-02"], "dormant"),
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


@pytest.mark.parametrize(
    ("case", "subject", "evidence", "state"),
    [
        ("nothing to see", chapter(("2004", None)), [], "on-request"),
        ("one piece to see", chapter(("2004", None)), ["2026-01"], "on-request"),
        ("what is seen suffices", chapter(("2004", None)), ["2026-01", "2026-02"], "practising"),
        ("mastery is seen", chapter(("2022", None)), FIVE, "master"),
        ("old evidence is no sign of rest", chapter(("2004", None)), ["2015", "2016"], "on-request"),
        ("an end that is written down is", chapter(("2004", "2016")), ["2015", "2016"], "dormant"),
        (
            "a gap in evidence is no sign of a return",
            chapter(("2004", None)),
            ["2015", "2026-02"],
            "on-request",
        ),
        ("one between periods is", chapter(("2003", "2010"), ("2025", None)), ["2025-12"], "returning"),
        ("handed on", chapter(("2004", None), handed_on=True), [], "handed-on"),
    ],
)
def test_evidence_on_request_forbids_conclusions_from_a_lack(
    case: str, subject: Chapter, evidence: list[str], state: str
) -> None:
    assert derive_state(subject, signs(*evidence), TODAY, on_request=True).state == state, case


@pytest.mark.parametrize("handed_on", [False, True])
def test_a_hidden_state_is_hidden(handed_on: bool) -> None:
    subject = msgspec.structs.replace(chapter(("2022", None), handed_on=handed_on), hide_state=True)
    verdict = derive_state(subject, signs(*FIVE), TODAY)
    assert verdict.state == "hidden"
    assert verdict.facts["else"] == ("handed-on" if handed_on else "master")
    assert verdict.was is None


@pytest.mark.parametrize(
    ("subject", "evidence", "was", "until"),
    [
        (chapter(("2010", "2020-06")), FIVE, "master", "2020-06"),
        (chapter(("2010", "2014"), ("2016", "2018-03")), FIVE[:1], "exploring", "2018-03"),
        (chapter(("2010", None)), ["2015-03", "2016-04"], "practising", "2016-04"),
        (chapter(("2010", None), handed_on=True), FIVE, "master", "2020"),
    ],
)
def test_what_is_over_says_what_it_was_and_until_when(
    subject: Chapter, evidence: list[str], was: str, until: str
) -> None:
    today = dt.date(2030, 1, 1)
    verdict = derive_state(subject, signs(*evidence), today)
    assert (verdict.state in ("dormant", "handed-on"), verdict.was, str(verdict.until)) == (True, was, until)


MONTHS = st.builds(lambda year, month: f"{year}-{month:02}", st.integers(2000, 2026), st.integers(1, 10))
PIECES = st.lists(
    st.tuples(MONTHS, st.sampled_from(["", " a", " b", " c", " a/b", " b/c"])).map("".join), max_size=9
)
LADDER = ("exploring", "practising", "master")


@given(PIECES, MONTHS, st.sampled_from("abcd"))
def test_independent_evidence_never_lowers_a_state_on_the_ladder(
    pieces: list[str], month: str, source: str
) -> None:
    before, after = climb(signs(*pieces)), climb(signs(*pieces, f"{month} {source}"))
    assert LADDER.index(after) >= LADDER.index(before)


@given(PIECES, MONTHS, st.sampled_from("abcd"))
def test_nor_does_it_lower_the_state_of_a_chapter_that_stays_on_the_ladder(
    pieces: list[str], month: str, source: str
) -> None:
    subject = chapter(("2000", None))
    before = derive_state(subject, signs(*pieces), TODAY).state
    after = derive_state(subject, signs(*pieces, f"{month} {source}"), TODAY).state
    if before in LADDER and after in LADDER:
        assert LADDER.index(after) >= LADDER.index(before)


@given(st.lists(MONTHS, max_size=12))
def test_nobody_becomes_a_master_on_their_own_word(pieces: list[str]) -> None:
    for subject in (chapter(), chapter(("2000", None)), chapter(("2000", "2010"), ("2024", None))):
        verdict = derive_state(subject, signs(*pieces), TODAY)
        assert verdict.state != "master"
        assert verdict.was != "master"


@given(PIECES, st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)))
def test_a_state_has_its_line_of_the_table(pieces: list[str], today: dt.date) -> None:
    verdict = derive_state(chapter(("2001", "2009"), ("2019", None)), signs(*pieces), today)
    assert RULES[verdict.state]
    assert derive_state(chapter(("2001", "2009"), ("2019", None)), signs(*pieces[::-1]), today) == verdict


def test_facts_tell_how_it_came_about() -> None:
    verdict = derive_state(chapter(("2022", None)), signs(*FIVE), TODAY)
    assert verdict.facts == {"pieces": 5, "months": 41, "others": 2, "newest": "2026-06-30"}


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-31", "2026-02-28", 1),
        ("2026-01-31", "2026-03-01", 1),
        ("2026-01-01", "2027-01-01", 12),
        ("2024-02-29", "2026-02-28", 24),
    ],
)
def test_whole_months(earlier: str, later: str, months: int) -> None:
    assert months_between(dt.date.fromisoformat(earlier), dt.date.fromisoformat(later)) == months
    assert months_between(dt.date.fromisoformat(later), dt.date.fromisoformat(earlier)) == 0
