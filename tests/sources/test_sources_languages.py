"""Language files: the site's own come before the built-in ones, field by field; how each writes its dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.problems import Problem
from knowbrand.sources.languages import OWN_LANGUAGES, read_languages


def read_locale(root: Path, code: str, own: str | None = None) -> tuple[str, list[Problem]]:
    if own is not None:
        file = root / OWN_LANGUAGES / f"{code}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(own, encoding="utf-8")
    problems: list[Problem] = []
    return read_languages(root, (code,), problems)[code].locale, problems


@pytest.mark.parametrize(
    ("code", "locale"), [("en", "en_001"), ("en-us", "en-us"), ("nl", "nl"), ("nl-be", "nl-be")]
)
def test_dates_follow_the_language_file_else_the_code(tmp_path: Path, code: str, locale: str) -> None:
    assert read_locale(tmp_path, code) == (locale, [])


@pytest.mark.parametrize(
    ("code", "own", "locale"),
    [
        ("en", "words: {menu: Contents}\n", "en_001"),
        ("en", "locale: en-US\n", "en-US"),
        ("en-us", "words: {menu: Contents}\n", "en-us"),
        ("nl-be", "locale: nl_BE\n", "nl_BE"),
    ],
)
def test_a_language_file_of_the_site_may_say_how_dates_are_written(
    tmp_path: Path, code: str, own: str, locale: str
) -> None:
    assert read_locale(tmp_path, code, own) == (locale, [])


def test_words_stand_under_words_whosever_they_are(tmp_path: Path) -> None:
    own = "name: العربية\nmenu: القائمة\nwords:\n  menu: القائمة\n  welcome_in: مرحبا\n"
    file = tmp_path / OWN_LANGUAGES / "ar.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(own, encoding="utf-8")
    problems: list[Problem] = []
    language = read_languages(tmp_path, ("ar",), problems)["ar"]
    assert {name: word.place.line for name, word in language.own.items()} == {"menu": 4, "welcome_in": 5}
    assert "welcome_in" not in language.words
    [stray] = [problem for problem in problems if problem.severity == "error"]
    assert (stray.code, stray.hint) == ("KB101", "if it is a word, write it under words:")
    assert stray.place is not None
    assert stray.place.line == 2


def test_a_locale_that_is_not_known_is_told_at_its_line(tmp_path: Path) -> None:
    _, [problem] = read_locale(tmp_path, "en", "name: English\nlocale: klingon\n")
    assert problem.code == "KB105"
    assert problem.place is not None
    assert (problem.place.path, problem.place.line) == (f"{OWN_LANGUAGES}/en.yaml", 2)


@pytest.mark.parametrize(
    ("code", "direction"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa-IR", "rtl"),
        ("ur", "rtl"),
        ("ps", "rtl"),
        ("yi", "rtl"),
        ("dv", "rtl"),
        ("ckb", "rtl"),
        ("pa-pk", "rtl"),
        ("pa", "ltr"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("ku", "ltr"),
        ("fr", "ltr"),
        ("xx", "ltr"),
    ],
)
@pytest.mark.parametrize("own", [None, "name: Own\n"])
def test_a_language_runs_as_it_is_written(tmp_path: Path, code: str, direction: str, own: str | None) -> None:
    problems = write_own(tmp_path, code, own)
    assert read_languages(tmp_path, (code,), problems)[code].direction == direction
    assert {problem.code for problem in problems} <= {"KB118"}


def write_own(root: Path, code: str, own: str | None) -> list[Problem]:
    if own is not None:
        file = root / OWN_LANGUAGES / f"{code}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(own, encoding="utf-8")
    return []


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        ("ar", "ltr", True),
        ("en", "rtl", True),
        ("nl", "ltr", False),
        ("ar", "rtl", False),
        ("xx", "rtl", False),
    ],
)
def test_a_file_that_runs_the_other_way_is_told_and_counts(
    tmp_path: Path, code: str, said: str, told: bool
) -> None:
    problems = write_own(tmp_path, code, f"name: Own\ndirection: {said}\n")
    assert read_languages(tmp_path, (code,), problems)[code].direction == said
    places = [(found.place and found.place.line) for found in problems if found.code == "KB150"]
    assert places == ([2] if told else [])


def test_words_that_are_lent_are_known(tmp_path: Path) -> None:
    problems = write_own(tmp_path, "fy", "words: {menu: Menu}\n")
    languages = read_languages(tmp_path, ("fy", "sv", "nl"), problems)
    assert "menu" not in languages["fy"].borrowed
    assert "section_posts" in languages["fy"].borrowed
    assert languages["sv"].borrowed == frozenset(languages["sv"].words)
    assert not languages["nl"].borrowed
