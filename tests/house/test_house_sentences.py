"""Every message and hint that an author can read in the summary of a run is said in every language of the reports."""

from __future__ import annotations

import re
from functools import cache

import pytest

from knowbrand.problems.phrasebook import Phrasebook
from knowbrand.sources.reports import read_report_words
from tests.house.sentences import PACKAGE, VALUE, Sentence, read_source

LANGUAGES = sorted(path.stem for path in (PACKAGE / "languages" / "messages").glob("*.yaml"))
EXEMPT = {
    r"(importers|author|serve|cli)/|workshop\.py|site/explanation\.py": "commands that no workflow runs",
    r"publish/(branch|git|destination|tree|lock)\.py": "disks and remotes; the workflow's are fresh and its own",
    r"check/theme\.py|themes/(?!chain|choices|speech)|check/network\.py:[0-9]+ KB3(45|39)": "who writes a theme reads English",
    r"themes/(chain|choices)\.py:[0-9]+ KB(40[125]|462)": "who writes a theme reads English",
    r"formats/old_place\.py": "a move is made at a terminal",
    r"check/external\.py:[0-9]+ KB34[34]|check/network\.py:[0-9]+ KB340": "advice (info), which a summary leaves out",
}
"""What a summary never shows, by file (and code), with why."""
OWN_WORDS = re.compile(r"[a-z']{2,}(?: [a-z']{2,}){3}")


@cache
def sentences() -> tuple[Sentence, ...]:
    """What the source can say to an author, but for bare values: their parts are sentences of their own."""
    exempt = re.compile("|".join(EXEMPT))
    return tuple(
        sentence
        for sentence in read_source()
        if re.search(r"[a-z]{2}", sentence.text) and not exempt.match(f"{sentence.where} {sentence.code}")
    )


def test_the_sentences_are_found() -> None:
    """The reader of the source follows texts through names, tables, parameters and what functions return."""
    found = {sentence.text.replace(VALUE, "…") for sentence in sentences()}
    assert {
        "did you mean '…'?",
        "'…' can't be an id",
        "no chapter '…'",
        "'…' leads to something that isn't there: it is a draft",
        "the list in [ ] that begins on line … is never closed, or lacks a comma",
        "this JPEG picture is damaged: it is cut off",
        "a chapter can't carry over from itself",
    } <= found
    assert len(found) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_said(language: str) -> None:
    book = Phrasebook({**read_report_words(language).phrases, VALUE: VALUE})
    lacking = {
        f"{sentence.where} {sentence.text.replace(VALUE, '…')!r}"
        for sentence in sentences()
        if not is_said(book, re.sub(f"{VALUE}+", VALUE, sentence.text))
    }
    assert not lacking, f"not in languages/messages/{language}.yaml:\n" + "\n".join(sorted(lacking))


def is_said(book: Phrasebook, sentence: str) -> bool:
    """Whether the book has ``sentence``, and leaves no run of English words in it."""
    other = book.translate(sentence)
    return other is not None and not any(run in other for run in OWN_WORDS.findall(sentence))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_takes_over_every_value(language: str) -> None:
    slot = re.compile(r"\{~?[a-z_]+\}")
    for english, other in read_report_words(language).phrases.items():
        assert sorted(slot.findall(english)) == sorted(slot.findall(other)), english


def test_every_exemption_exempts_something() -> None:
    everything = {f"{sentence.where} {sentence.code}" for sentence in read_source()}
    for pattern in EXEMPT:
        assert any(re.match(pattern, where) for where in everything), pattern
