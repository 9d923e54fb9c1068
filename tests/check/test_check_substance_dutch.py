"""What is Dutch in the check for filler: set phrases, compounds, endings, and who is praised."""

from __future__ import annotations

import json
from functools import cache, reduce
from operator import or_
from pathlib import Path

import pytest

from knowbrand.check.substance.features import TOKEN, read_traits
from knowbrand.check.substance.idioms import Idioms
from knowbrand.check.substance.lexicon import BIT, load_lexicon
from knowbrand.check.substance.matching import Matcher
from knowbrand.check.substance.reading import LEVELS, Finding, Reader
from knowbrand.check.substance.runs import read_field
from knowbrand.problems import Problem
from knowbrand.sources.packs import read_packs

UNLEARNT = Path(__file__).resolve().parents[2] / "benchmarks" / "substance_unlearnt.jsonl"


@cache
def reader() -> Reader:
    problems: list[Problem] = []
    rules = read_packs(None, ["nl"], problems)["nl"]
    assert not problems
    return Reader("nl", rules)


def find(text: str) -> list[Finding]:
    return reader().read(read_field(text), "profile", LEVELS["normal"])


def test_a_set_phrase_is_found_with_either_word_and_across_a_gap() -> None:
    idioms = Idioms(["naar een … niveau|plan", "korte lijnen"])
    words = ["tillen", "u", "naar", "een", "nog", "hoger", "plan", "met", "korte", "lijnen"]
    assert idioms.find(words) == [(2, 7), (8, 10)]
    assert idioms.find(["naar", "een", "huis", "met", "vier", "kamers", "en", "plan"]) == []
    assert idioms.find(["korte"]) == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("groeigerichte", "praise"),
        ("superservice", "praise"),
        ("droomteam", "praise"),
        ("kwaliteitsservice", "quality"),
        ("verbeeldingsdrang", "abstract"),
        ("verwonderlijke", "adjective"),
    ],
)
def test_a_compound_or_an_ending_tells_the_class_of_a_word(word: str, kind: str) -> None:
    lexicon = load_lexicon("nl")
    assert lexicon
    assert lexicon.bits(word) & BIT[kind]
    assert not lexicon.bits("dakgoot")


def test_a_cue_with_a_hyphen_is_the_end_of_a_word() -> None:
    rule = next(rule for rule in reader().rules if rule.id == "NL-SUP-001")
    text = "de bekendste slaapexpert van europa."
    matcher = Matcher([rule])
    words = {word: matcher.mark(word) for word in TOKEN.findall(text)}
    assert list(matcher.find(text, text, list(words), reduce(or_, words.values())))
    del words["bekendste"]
    assert not list(matcher.find(text, text, list(words), reduce(or_, words.values())))


@pytest.mark.parametrize(
    "text",
    [
        "Met beide benen op de grond en de blik vooruit.",
        "Het is een voorrecht om met deze mensen te mogen bouwen.",
        "Hij geldt als een van de grondleggers van het vak.",
        "Klaar om te groeien?",
        "Geduld (9), humor (10), koken (8).",
    ],
)
def test_filler_in_dutch_is_found(text: str) -> None:
    assert find(text)


@pytest.mark.parametrize(
    "text",
    [
        "Strategisch adviseur bij de haven van Zeebrugge.",
        "Hulde aan onze onvermoeibare, warme en bevlogen vrijwilligers.",
        "De lerares die mij leerde lezen was geduldig, warm en streng.",
        "> Wij zijn de beste en meest bevlogen professionals.",
        "Bevlogen en resultaatgericht noemt zich elke kandidaat.",
    ],
)
def test_posts_others_and_quotations_are_left_alone(text: str) -> None:
    assert not find(text)


@pytest.mark.parametrize(
    "text",
    [
        "Haal deze regel weg.",
        "Geef een van de twee een andere naam.",
        "In een naam kan geen streep staan.",
        "Neem voor de deklaag de beste kwast die je hebt.",
    ],
)
def test_plain_lines_without_any_fact_are_left_alone(text: str) -> None:
    assert not find(text)


def test_a_word_that_was_never_learnt_is_known_by_its_end() -> None:
    lexicon = load_lexicon("nl")
    assert lexicon is not None
    values = read_traits("Grobbelheid.", ["Grobbelheid"], lexicon).values
    assert "word -heid" in values
    assert not any(name.startswith("word -") for name in read_traits("Kip.", ["Kip"], lexicon).values)


def test_sentences_that_no_weight_was_learnt_from_are_told_apart() -> None:
    rows = [json.loads(line) for line in UNLEARNT.read_text("utf-8").splitlines()]
    flagged = [(row["label"] == "FILLER") for row in rows if find(row["text"])]
    filler = sum(row["label"] == "FILLER" for row in rows)
    assert sum(flagged) / len(flagged) > 0.88
    assert sum(flagged) / filler > 0.76
