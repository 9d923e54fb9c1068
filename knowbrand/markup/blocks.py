"""The block structure of CommonMark for Python-Markdown: a parser that works on lines instead of on text
split at blank lines. A rule is one kind of block; rules are found by the first character of a line."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import ClassVar, NamedTuple
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from knowbrand.markup.conversion import MAX_NESTING, Conversion
from knowbrand.markup.sourcetext import Line, indent, inline_text

_SPACE = (" ", "\t")


class Index(NamedTuple):
    """The rules that a text may need, by the first character of a line."""

    by_character: dict[str, list[Rule]]
    anywhere: list[Rule]
    interrupting: dict[str, list[Rule]]
    calm: bool
    """Whether a line that begins with a letter always goes on with the paragraph before it."""


class LineParser(BlockParser):
    """Python-Markdown's block parser, made to work by lines and to stop at a depth.

    ``blockprocessors`` holds the :class:`Rule` objects under their names, as in any Python-Markdown parser.
    """

    conversion: Conversion

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._rules: list[Rule] = []
        self._indexes: dict[tuple[bool, ...], Index] = {}
        self.index = _sort_rules(())
        self._depth = 0
        self.abbreviations: dict[str, str] = {}
        self.has_braces = False

    def index_rules(self) -> None:
        """Take the registered rules; call it after the last registration."""
        self._rules = [rule for rule in self.blockprocessors if isinstance(rule, Rule)]

    def parseDocument(self, lines: Iterable[str]) -> ElementTree[Element | None]:
        """The tree of a whole text."""
        self._depth = 0
        self.abbreviations.clear()
        read = [Line(text, number) for number, text in enumerate(lines, 1)]
        self._choose_rules("\n".join([line.text for line in read]))
        self.root = Element(self.md.doc_tag)
        self.parse(self.root, read)
        return ElementTree(self.root)

    def _choose_rules(self, text: str) -> None:
        """Leave out the rules that ``text`` can't need."""
        self.has_braces = "{" in text
        needed = tuple([rule.needs is None or rule.needs.search(text) is not None for rule in self._rules])
        if needed not in self._indexes:
            self._indexes[needed] = _sort_rules(tuple(compress(self._rules, needed)))
        self.index = self._indexes[needed]

    def parse(self, parent: Element, lines: Sequence[Line]) -> bool:
        """Parse ``lines`` into ``parent``; whether a blank line stands between two of its blocks."""
        if self._depth > MAX_NESTING:
            raise self.conversion.stop(
                "KB222",
                f"lists and quotes are nested more than {MAX_NESTING} deep here",
                (lines[0].number, lines[0].column + 1, None),
                "take out some levels; nobody can follow this many",
            )
        self._depth += 1
        index, count, gap, loose = 0, len(lines), False, False
        while index < count:
            text = lines[index].text
            if not text or text.isspace():
                gap, index = index > 0, index + 1
                continue
            loose = loose or (gap and index > 0)
            gap = False
            index = self._parse_block(parent, lines, index)
        self._depth -= 1
        return loose

    def _parse_block(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        first = lines[index].text.lstrip(" \t")[:1]
        for rule in self.index.by_character.get(first, self.index.anywhere):
            after = rule.parse(parent, lines, index)
            if after > index:
                return after
        raise AssertionError("the paragraph rule takes every line")

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        """Whether the line starts a block even directly after a paragraph's line."""
        text = lines[index].text
        first = text[:1]
        if first in _SPACE:
            if indent(text) >= 4:
                return False
            first = text.lstrip(" \t")[:1]
        interrupting = self.index.interrupting
        rules = interrupting.get(first, interrupting[""])
        return any(rule.interrupts(lines, index) for rule in rules) if rules else False


def _sort_rules(rules: Sequence[Rule]) -> Index:
    anywhere = [rule for rule in rules if not rule.starts]
    by_character = {
        character: [other for other in rules if not other.starts or character in other.starts]
        for rule in rules
        for character in rule.starts
    }
    interrupting = {
        character: [rule for rule in found if type(rule).interrupts is not Rule.interrupts]
        for character, found in (*by_character.items(), ("", anywhere))
    }
    return Index(by_character, anywhere, interrupting, calm=not interrupting[""])


class Rule(BlockProcessor, ABC):
    """One kind of block. ``starts`` are the characters its first line may begin with, empty means any; ``needs`` is found
    in every text that has such a block."""

    starts: ClassVar[str] = ""
    needs: ClassVar[re.Pattern[str] | None] = None
    parser: LineParser

    def __init__(self, parser: LineParser) -> None:
        super().__init__(parser)
        self.parser = parser

    @property
    def conversion(self) -> Conversion:
        """The conversion that is going on."""
        return self.parser.conversion

    @abstractmethod
    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        """Add the block that begins at ``index`` to ``parent``; the index after it, or ``index`` for no match."""

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:  # noqa: ARG002
        """Whether such a block starts here, directly after a line of a paragraph."""
        return False


def add_leaf(parent: Element, tag: str, lines: Sequence[Line]) -> Element:
    """A child of ``parent`` whose text is inline Markdown."""
    leaf = SubElement(parent, tag)
    leaf.text = inline_text(lines)
    return leaf
