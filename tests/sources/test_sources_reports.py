"""The words of summaries: complete in every language, and found even where the settings are broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowbrand.problems.codes import CODES
from knowbrand.sources.reports import guess_language, read_report_words

FOLDER = Path(__file__).resolve().parents[2] / "knowbrand" / "languages"
OTHERS = sorted(path.stem for path in (FOLDER / "reports").glob("*.yaml") if path.stem != "en")
OF_COMMANDS = re.compile(r"KB2[456]\d|KB44[2-4]|KB45\d|KB55\d|KB57\d|KB59\d")
"""Codes of commands that no workflow runs: import, new, post, theme, deploy, move, serve."""


def test_every_language_of_the_interface_has_its_words() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*OTHERS, "en"}


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_word_and_every_title(code: str) -> None:
    english, other = read_report_words("en"), read_report_words(code)
    assert other.words.keys() == english.words.keys()
    for name, text in english.words.items():
        assert set(re.findall(r"\{\w+\}", other.words[name])) == set(re.findall(r"\{\w+\}", text)), name
    wanted = {problem for problem in CODES if not OF_COMMANDS.fullmatch(problem)}
    lacking = sorted(wanted - other.titles.keys())
    assert not lacking, f"without a title in knowbrand/languages/reports/{code}.yaml: {lacking}"
    assert not other.titles.keys() - CODES.keys(), "a title for no code"


@pytest.mark.parametrize(
    ("asked", "found"), [("nl", "nl"), ("nl-be", "nl"), ("fr", "en"), ("../en", "en"), ("", "en")]
)
def test_the_nearest_language_that_there_is(asked: str, found: str) -> None:
    assert read_report_words(asked).code == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("title: x\nlanguages: [nl, en]\n", "nl"),
        ("title: x\nlanguages:\n  - NL   # Dutch\n", "nl"),
        ("title: x\r\nlanguages:\r\n- 'pt-br'\r\n", "pt-br"),
        ("title: [x\nlanguages: nl\n", "nl"),
        ("title: x\n  languages: [nl]\n", "en"),
        ("title: x\n", "en"),
    ],
)
def test_the_language_of_settings_in_any_state(tmp_path: Path, text: str, language: str) -> None:
    (tmp_path / "knowbrand.yaml").write_bytes(text.encode())
    assert guess_language(tmp_path / "knowbrand.yaml") == language


def test_without_settings_it_is_english(tmp_path: Path) -> None:
    assert guess_language(tmp_path / "knowbrand.yaml") == "en"
