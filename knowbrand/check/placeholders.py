"""Text that a new site marks as still to be written: ⟨like this⟩."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from knowbrand.check.walk import walk_entries, walk_fields
from knowbrand.model import Model, Page, Post
from knowbrand.model.entry import Entry
from knowbrand.model.text import Localized
from knowbrand.problems import Place, Problem, warning

_PLACEHOLDER = re.compile(r"⟨([^⟨⟩|=^\\]{1,300})⟩")
_WORD = re.compile(r"[^\W\d_]{4}")
"""Physicists write ⟨x⟩ and ⟨ψ|φ⟩; a placeholder holds a word."""
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*(?:\n(?! {0,3}\1)[^\n]*)*(?:\n[^\n]*)?", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`++)[^`\n]+\1")
_MOST = 100
"""So many are told of one text."""


def check_placeholders(model: Model) -> list[Problem]:
    """A warning for each placeholder in the settings, the profile, posts and pages; those in code are meant."""
    problems = [
        *_check_entry(model.settings),
        *_check_entry(model.profile),
    ]
    writings: tuple[Post | Page, ...] = (*model.posts, *model.pages)
    for writing in writings:
        if _may_hold_one(writing.meta):
            problems += _check_entry(writing.meta)
        problems += islice(_check_body(writing), _MOST)
    return problems


def _may_hold_one(entry: Entry) -> bool:
    """Whether one of its texts holds the sign: told from all of them at once, as nearly every entry holds none."""
    try:
        return "⟨".encode() in msgspec.msgpack.encode(entry)
    except OverflowError:  # a number that has no room in 64 bits
        return True


def has_placeholder(entry: Entry) -> bool:
    """Whether something in ``entry`` is still to be written."""
    return any(True for _ in _check_entry(entry))


def _check_entry(top: Entry) -> Iterator[Problem]:
    for entry in walk_entries(top):
        for name, value in walk_fields(entry):
            for text, key in _texts(value, name):
                for words in _find(text):
                    yield _problem(words, entry.where(key, name))
        for name, value in entry.extra.items():
            for text, _ in _texts(value, name):
                for words in _find(text):
                    yield _problem(words, entry.where(f"extra.{name}"))


def _texts(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Each text in ``value``, and the key of its place."""
    if isinstance(value, str):
        yield value, key
    elif isinstance(value, Localized):
        yield from ((text, key) for text in value.texts())
    elif isinstance(value, (tuple, list)):
        for number, item in enumerate(value):
            yield from _texts(item, f"{key}.{number}")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, f"{key}.{name}")


def _check_body(writing: Post | Page) -> Iterator[Problem]:
    text = writing.text()
    if "⟨" not in text:
        return
    text = _CODE.sub(_blank, _FENCED.sub(_blank, text))
    line, counted = writing.first_line, 0
    for match in _PLACEHOLDER.finditer(text):
        if not _WORD.search(match.group()):
            continue
        line += text.count("\n", counted, match.start())
        counted = match.start()
        column = counted - text.rfind("\n", 0, counted)
        last_line = line + match.group().count("\n")
        last_column = match.end() - text.rfind("\n", 0, match.end())
        yield _problem(match.group(), Place(writing.path, line, column, last_line, last_column))


def _find(text: str) -> list[str]:
    return [match.group() for match in _PLACEHOLDER.finditer(text) if _WORD.search(match.group())]


def _problem(words: str, place: Place | None) -> Problem:
    words = " ".join(words.split())
    shown = words if len(words) <= 60 else words[:56] + "…⟩"
    return warning(
        "KB115", f"a placeholder still stands here: {shown}", place, "write your own text in its place"
    )


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
