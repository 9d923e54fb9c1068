"""Phrases that are remembered are those that would be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand import phrases
from knowbrand.memo import Memo
from knowbrand.model.dates import PartialDate
from knowbrand.phrases import PhraseMemory

DAY = PartialDate(2024, 5, 31)


class Writer:
    """Writes dates, and counts."""

    def __init__(self) -> None:
        self.written = 0
        self.__qualname__ = "write"

    def __call__(self, date: PartialDate, language: str) -> str:
        self.written += 1
        return f"{date} in {language}"


def test_a_phrase_is_written_once(tmp_path: Path) -> None:
    write = Writer()
    for _ in range(2):
        memo = Memo(tmp_path)
        memory = PhraseMemory(memo)
        assert memory.phrase(write, DAY, "nl") == "2024-05-31 in nl"
        memory.keep()
        memo.save()
        memo.close()
    assert write.written == 1


def test_dates_of_another_precision_and_languages_are_apart() -> None:
    write, memory = Writer(), PhraseMemory(Memo(None))
    said = {memory.phrase(write, date, lang) for date in (DAY, PartialDate(2024, 5)) for lang in ("nl", "en")}
    assert len(said) == write.written == 4


def test_too_many_begin_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "MOST", 2)
    write, memo = Writer(), Memo(tmp_path)
    for lang in ("nl", "en", "de"):
        memory = PhraseMemory(memo)
        memory.phrase(write, DAY, lang)
        memory.keep()
    assert PhraseMemory(memo).phrase(write, DAY, "nl") == "2024-05-31 in nl"
    assert write.written == 4
    memo.close()
