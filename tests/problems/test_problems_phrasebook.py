"""Sentences in another language: what stands in their slots is kept, and what the book hasn't got is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.problems.phrasebook import Phrasebook

BOOK = Phrasebook(
    {
        "unknown field '{name}'": "het veld '{name}' is onbekend",
        "{name} stands before {other}": "na {name} komt {other}",
        "write {line}": "schrijf {line}",
        "write it as {code}, or look": "schrijf het als {code}, of kijk",
        "{~first}; or {~second}": "{~first}; of {~second}",
        "take it out": "haal het weg",
        "no {~kind} '{name}'": "er is geen {~kind} '{name}'",
        "chapter": "hoofdstuk",
        "visibility: {how: public} for {name}": "visibility: {how: public} voor {name}",
    }
)


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("take it out", "haal het weg"),
        ("unknown field 'labl'", "het veld 'labl' is onbekend"),
        ("unknown field 'it's'", "het veld 'it's' is onbekend"),
        ("unknown field '{name}'", "het veld '{name}' is onbekend"),
        ("unknown field '\\1\\g<0>'", "het veld '\\1\\g<0>' is onbekend"),
        ("a stands before b", "na a komt b"),
        ("no chapter 'x'", "er is geen hoofdstuk 'x'"),
        ("take it out; or write a: b", "haal het weg; of schrijf a: b"),
        ("take it out; or take it out; or take it out", "haal het weg; of haal het weg; of haal het weg"),
        ("write it as %20, or look", "schrijf het als %20, of kijk"),
        ("visibility: {how: public} for me", "visibility: {how: public} voor me"),
    ],
)
def test_a_sentence_in_the_book(english: str, dutch: str) -> None:
    assert BOOK.translate(english) == dutch


@pytest.mark.parametrize(
    "english",
    [
        "",
        "take it out.",
        "Take it out",
        "unknown field 'labl",
        "unknown field '",
        "no talk 'x'",
        "take it out; or run",
        "visibility: {how: private} for me",
    ],
)
def test_a_sentence_that_it_has_not_got(english: str) -> None:
    assert BOOK.translate(english) is None


@given(st.text(), st.text())
def test_what_stands_in_the_slots_is_kept(name: str, other: str) -> None:
    said = BOOK.translate(f"{name} stands before {other}")
    assert said is not None
    if " stands before " not in f"{name} stands before{other}" and not other.endswith(" stands before"):
        assert said == f"na {name} komt {other}"
    assert sorted(said.replace("na ", "", 1).replace(" komt ", "", 1)) == sorted(f"{name}{other}")


def test_it_ends_for_any_text() -> None:
    for part in ("; or ", "'", "no ", "take it out; or ", "write "):
        BOOK.translate(part * 20_000)
        BOOK.translate(f"unknown field '{part * 20_000}")
