"""What is known while one text is converted: its options, its definitions, its problems so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from xml.etree.ElementTree import Element

import msgspec

from knowbrand.markup.document import LABELS, Heading
from knowbrand.markup.sourcetext import InlineText, Line
from knowbrand.model.language import Quotes
from knowbrand.problems import Place, Problem, error, info, warning

Spot = tuple[int, int, int | None]
"""Line, column and end column, from 1, in the body's text."""

NOWHERE: Spot = (1, 1, None)
MAX_NESTING = 32
MAX_INLINE_NESTING = 64


class LimitExceeded(Exception):
    """The text asks for more than a page can hold; the conversion ends with ``problem``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class LinkDefinition(msgspec.Struct):
    """A reference-style target: ``[label]: target "title"``."""

    target: str
    title: str | None


class Footnote(msgspec.Struct):
    """A note: its lines until it is placed, the number of its first mention, how often it is mentioned."""

    label: str
    lines: list[Line]
    spot: Spot
    number: int = 0
    mentions: int = 0
    body: Element | None = None


class Conversion(msgspec.Struct):
    """The state of one conversion; made anew for every text."""

    path: str
    first_line: int = 1
    language: str = "en"
    quotes: Quotes = msgspec.field(default_factory=Quotes)
    words: Mapping[str, str] = msgspec.field(default_factory=lambda: LABELS)
    problems: list[Problem] = msgspec.field(default_factory=list)
    definitions: dict[str, LinkDefinition] = msgspec.field(default_factory=dict)
    footnotes: dict[str, Footnote] = msgspec.field(default_factory=dict)
    spots: dict[Element, Spot] = msgspec.field(default_factory=dict)
    spans: dict[Element, tuple[InlineText, int, int]] = msgspec.field(default_factory=dict)
    headings: list[Heading] = msgspec.field(default_factory=list)
    raw: dict[Element, InlineText] = msgspec.field(default_factory=dict)

    def label(self, key: str) -> str:
        """An interface word in the page's language, else in English, else the key itself."""
        return self.words.get(key) or LABELS.get(key) or key.capitalize()

    def spot(self, element: Element) -> Spot:
        """Where ``element`` was written; the text's beginning for what stands nowhere in it."""
        if element in self.spots:
            return self.spots[element]
        if element in self.spans:
            text, start, end = self.spans[element]
            return text.span(start, end)
        return NOWHERE

    def place(self, spot: Spot) -> Place:
        """A spot in the body as a place in its file."""
        line, column, end_column = spot
        number = line + self.first_line - 1
        return Place(self.path, number, column, number if end_column else None, end_column)

    def report(
        self, code: str, severity: Literal["error", "warning", "info"], message: str, spot: Spot, hint: str
    ) -> None:
        """Note a problem at ``spot`` and go on."""
        make = {"error": error, "warning": warning, "info": info}[severity]
        self.problems.append(make(code, message, self.place(spot), hint))

    def stop(self, code: str, message: str, spot: Spot, hint: str) -> LimitExceeded:
        """The exception that ends this conversion with an error at ``spot``."""
        return LimitExceeded(error(code, message, self.place(spot), hint))
