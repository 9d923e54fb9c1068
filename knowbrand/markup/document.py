"""What a Markdown text becomes: HTML with reference tokens, and all that the site needs to know about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from knowbrand.problems import Place, Problem

TOKEN_START, TOKEN_END = "\x02", "\x03"


LABELS: Mapping[str, str] = {
    "footnotes": "Footnotes",
    "back_to_text": "Back to the text, note {number}",
    "note_reference": "Note {number}",
    "contents": "Contents",
    "table": "Table",
    "task_done": "Done",
    "task_open": "To do",
    "note": "Note",
    "tip": "Tip",
    "hint": "Hint",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
    "danger": "Danger",
    "example": "Example",
    "question": "Question",
    "quote": "Quote",
}
"""The words that stand in the HTML, in English; a caller passes those of the page's language."""


class Heading(msgspec.Struct, frozen=True):
    """A heading as it stands in the HTML (after demotion): its level, its id and its text without marks."""

    level: int
    id: str
    text: str


class Reference(msgspec.Struct, frozen=True):
    """A link, picture or medium whose target the site must resolve.

    ``target`` is as written, with entities and backslashes decoded and percent-encoding kept. Line and
    columns count from 1 in the body's text; the end column is None when the reference spans lines.
    ``text`` is the link's text, ``alt`` a picture's alternative text (None for others and when missing).
    """

    kind: Literal["link", "picture", "media"]
    target: str
    line: int
    column: int
    end_column: int | None = None
    text: str = ""
    alt: str | None = None


class Document(msgspec.Struct, frozen=True):
    """One rendered text. Token ``\\x02rN\\x03`` in ``html``, always inside an attribute's value, stands for
    the resolved and HTML-escaped URL of ``references[N]``. Token ``\\x02sN\\x03`` behind the attribute of a picture
    stands for two more, the ``width`` and ``height`` of ``references[N]``, or for nothing; ``\\x02sNw300\\x03`` and
    ``\\x02sNh50\\x03`` for the one that the author left out, who said the other."""

    html: str = ""
    references: tuple[Reference, ...] = ()
    headings: tuple[Heading, ...] = ()
    text: str = ""
    excerpt: str = ""
    ids: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def locate(reference: Reference, *, path: str, first_line: int = 1) -> Place:
    """Where ``reference`` stands in the file whose line ``first_line`` is the body's first."""
    line = reference.line + first_line - 1
    end_line = line if reference.end_column else None
    return Place(path, line, reference.column, end_line, reference.end_column)
