"""The author's prose in the model: fields of the profile, summaries, posts and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowbrand.check.walk import walk_entries
from knowbrand.model import Model, Page, Post
from knowbrand.model.entry import Entry
from knowbrand.model.profile import Basics, Claim
from knowbrand.model.text import Localized
from knowbrand.model.writing import IMPORTED
from knowbrand.problems import Place

_FIELDS = (
    "label",
    "summary",
    "description",
    "highlights",
    "text",
    "what",
    "line",
    "for_",
    "not_for",
    "my_part",
)
PLACEHOLDER = "⟨"


class Prose(NamedTuple):
    """A field's text: its language, where it stands, the entry that has it, and whether a stranger will ask of it
    "would this be true of a colleague?"."""

    text: str
    lang: str
    place: Place
    entry: Entry
    central: bool


def list_fields(model: Model) -> Iterator[Prose]:
    """The prose of the profile."""
    for entry in walk_entries(model.profile):
        for name in _FIELDS:
            value = getattr(entry, name, None)
            central = isinstance(entry, Claim) or (isinstance(entry, Basics) and name in ("label", "summary"))
            for number, one in enumerate(value if isinstance(value, tuple) else (value,)):
                key = f"{name}.{number}" if isinstance(value, tuple) else name
                place = entry.places.get(key)
                if place is None:
                    continue
                if any(PLACEHOLDER in text for text in _texts(one)):  # still to be written
                    continue
                if isinstance(one, Localized):
                    for lang, text in one.variants:
                        yield Prose(text, lang or model.settings.language, place, entry, central)
                elif isinstance(one, str):
                    yield Prose(one, model.settings.language, place, entry, central)


def list_summaries(writings: Iterable[Post | Page]) -> Iterator[Prose]:
    """The summaries of posts and pages."""
    for writing in writings:
        place = writing.meta.places.get("summary")
        if writing.meta.summary and place and PLACEHOLDER not in writing.meta.summary:
            yield Prose(writing.meta.summary, writing.lang, place, writing.meta, False)


def list_texts(model: Model, *, imported: bool) -> Iterator[Post | Page]:
    """Posts and pages; imported posts only where asked."""
    writings: tuple[Post | Page, ...] = (*model.posts, *model.pages)
    for writing in writings:
        if imported or writing.meta.extra.get(IMPORTED) in (None, False, "", "false", "no"):
            yield writing


def _texts(value: object) -> tuple[str, ...]:
    return value.texts() if isinstance(value, Localized) else (value,) if isinstance(value, str) else ()
