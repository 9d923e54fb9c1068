"""A bio in the third person speaks of the site's owner, and is read as if the owner said I."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.build import compose
from knowbrand.check.substance.lexicon import load_lexicon
from knowbrand.check.substance.owner import Owner, list_names
from knowbrand.check.substance.reading import LEVELS, Finding, Reader, Where
from knowbrand.check.substance.runs import read_field
from knowbrand.problems import Problem
from knowbrand.request import Request
from knowbrand.sources.packs import read_packs

NAMES = list_names(["Marijn de Vries"])
RULES = read_packs(None, ["en", "nl"], [])
READERS = {lang: Reader(lang, RULES[lang], (), NAMES) for lang in RULES}


def find(text: str, lang: str = "en", where: Where = "profile") -> list[Finding]:
    return READERS[lang].read(read_field(text), where, LEVELS["normal"])


def owner(*names: str) -> Owner:
    lexicon = load_lexicon("en")
    assert lexicon
    return Owner(list_names(names), "en", lexicon)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Marijn is a visionary."),
        ("en", "Marijn de Vries is a visionary who inspires everyone around her."),
        ("en", "De Vries makes sure that everything she touches ends up better than before."),
        ("nl", "Marijn is een visionair."),
        ("nl", "Marijn de Vries zorgt dat alles wat ze aanraakt beter wordt."),
    ],
)
def test_praise_of_the_owner_by_name_is_praise_of_oneself(lang: str, text: str) -> None:
    assert find(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Marijn built the drainage model of Zutphen in 2019."),
        ("en", "Marijn mends sash windows in Hebden Bridge."),
        ("nl", "Marijn bouwde in 2019 het model van Zutphen."),
    ],
)
def test_what_the_owner_did_is_left_alone(lang: str, text: str) -> None:
    assert not find(text, lang)


def test_a_pronoun_after_the_owner_is_the_owner() -> None:
    begin = "Marijn mends sash windows in Hebden Bridge. "
    own = find(begin + "She makes sure that everything she touches ends up better than before.")
    assert [finding.score for finding in own] == [
        finding.score
        for finding in find(
            "I mend sash windows in Hebden Bridge. " + own[0].run.text[len(begin) :].replace("She", "Marijn")
        )
    ]
    assert find(begin + "She makes everything better.")[0].start == len(begin)


def test_in_a_post_a_name_is_a_name() -> None:
    """It isn't the owner's word about the owner: others write of others with the same name."""
    text = "Marijn de Vries is a visionary who inspires everyone around her."
    lone = Reader("en", RULES["en"]).read(read_field(text), "post", LEVELS["firm"])
    same = READERS["en"].read(read_field(text), "post", LEVELS["firm"])
    assert [(one.rule.id, one.score) for one in same] == [(one.rule.id, one.score) for one in lone]


def test_every_form_of_the_name() -> None:
    assert set(NAMES) == {"Marijn de Vries", "Marijn", "de Vries", "De Vries", "Vries"}
    assert list_names(["Cher"]) == ("Cher",)
    assert list_names([""]) == ()


@pytest.mark.parametrize(
    ("name", "sentence", "said"),
    [
        ("Marijn de Vries", "Marijn de Vries helps.", "I               helps."),
        ("Marijn de Vries", "Marijn's help.", "Marijn's help."),
        ("Marijn de Vries", "Marijnissen helps.", "Marijnissen helps."),
        ("Will Marsh-Oakes", "Will power helps.", "Will power helps."),
        ("A. Oakes", "Oakes helps.", "I     helps."),
        ("O(", "O( helps.", "I  helps."),
        ("", "She helps.", "She helps."),
    ],
)
def test_who_is_meant(name: str, sentence: str, said: str) -> None:
    assert owner(name).say_me(sentence, follows=False) == said


@given(st.text(max_size=40), st.text(max_size=60), st.booleans())
def test_no_name_shifts_a_column(name: str, sentence: str, follows: bool) -> None:
    said = owner(name).say_me(sentence, follows=follows)
    assert len(said) == len(sentence)
    assert said == sentence or said.startswith("I")


def findings(root: Path, name: str, label: str = "Hydrologist") -> list[Problem]:
    root.mkdir()
    (root / "knowbrand.yaml").write_text(
        "title: T\nid: 7f1f3f6e-8d2d-4e86-9a53-1f5a3c8e9b10\nbase_url: https://a.example/\n", "utf-8"
    )
    (root / "profile.yaml").write_text(
        f"basics:\n  name: {name}\n  summary: Marijn is a visionary.\n  label: {label}\n", "utf-8"
    )
    return [
        one
        for one in compose(Request(root, prose="summaries")).problems
        if one.code.startswith("KB6") and one.place and one.place.line == 3
    ]


def test_the_name_comes_from_the_profile(tmp_path: Path) -> None:
    assert [
        (one.rule, one.place and one.place.column) for one in findings(tmp_path / "a", "Marijn Oakes")
    ] == [("EN-BUZZ-002", 24)]
    assert "EN-BUZZ-002" not in [one.rule for one in findings(tmp_path / "b", "Jo Park")]
