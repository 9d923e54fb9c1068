"""Runs into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowbrand.check.substance.runs import Link, Run

_END = re.compile(r"[.!?…](?:(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+\s++(?=[\"'“‘«„(\[]?[^\W_a-z])|[\"'”’»)]*+$)")
_ABBREVIATIONS = {
    "en": frozenset(
        [
            "mr",
            "mrs",
            "ms",
            "dr",
            "st",
            "prof",
            "e.g",
            "i.e",
            "etc",
            "vs",
            "approx",
            "no",
            "vol",
            "fig",
            "p",
            "pp",
            "ca",
            "inc",
            "ltd",
            "co",
            "jr",
            "sr",
            "dept",
            "est",
            "tel",
            "rev",
            "hon",
            "gen",
            "col",
            "capt",
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
            "sept",
            "oct",
            "nov",
            "dec",
        ]
    ),
    "nl": frozenset(
        [
            "dhr",
            "mevr",
            "mw",
            "dr",
            "drs",
            "ir",
            "ing",
            "mr",
            "prof",
            "bijv",
            "bv",
            "nl",
            "o.a",
            "m.b.t",
            "d.w.z",
            "i.p.v",
            "t.o.v",
            "z.o.z",
            "enz",
            "etc",
            "ca",
            "blz",
            "p",
            "nr",
            "art",
            "resp",
            "vgl",
            "jhr",
            "ds",
            "e.a",
            "a.u.b",
            "s.v.p",
            "t.a.v",
            "o.l.v",
            "jan",
            "feb",
            "mrt",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
            "sept",
            "okt",
            "nov",
            "dec",
            "evt",
            "incl",
            "excl",
            "max",
            "min",
            "tel",
            "jl",
        ]
    ),
}


class Sentence(NamedTuple):
    """A sentence of a run: its text, where it begins there, and its own links."""

    text: str
    start: int
    run: Run

    @property
    def links(self) -> list[Link]:
        """The links in the sentence, counted from its own begin."""
        end = self.start + len(self.text)
        return [
            Link(link.start - self.start, link.end - self.start, link.target)
            for link in self.run.links
            if self.start <= link.start < end
        ]


def split_sentences(run: Run, lang: str) -> Iterator[Sentence]:
    """The sentences of ``run``; a full stop after an abbreviation or a lone capital ends none."""
    text = run.text
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and text[match.start()] == "." and _abbreviated(text, match.start(), lang):
            continue
        yield from _cut(run, start, match.end())
        start = match.end()
    yield from _cut(run, start, len(text))


def _abbreviated(text: str, dot: int, lang: str) -> bool:
    begin = max(text.rfind(" ", 0, dot), text.rfind("(", 0, dot)) + 1
    word = text[begin:dot]
    return (len(word) == 1 and word.isalpha() and word != "I") or word.lower() in _ABBREVIATIONS.get(lang, ())


def _cut(run: Run, start: int, end: int) -> Iterator[Sentence]:
    piece = run.text[start:end]
    text = piece.strip()
    if text:
        yield Sentence(text, start + len(piece) - len(piece.lstrip()), run)
