"""The block structure of CommonMark for Python-Markdown: a parser that works on lines instead of on text
split at blank lines. A rule is one kind of block; rules are found by the first character of a line."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from knowbrand.markup.conversion import MAX_NESTING, Conversion
from knowbrand.markup.sourcetext import Line, blank, indent, inline_text

_SPACE = (" ", "\t")


class LineParser(BlockParser):
    """Python-Markdown's block parser, made to work by lines and to stop at a depth.

    ``blockprocessors`` holds the :class:`Rule` objects under their names, as in any Python-Markdown parser.
    """

    conversion: Conversion

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._by_character: dict[str, list[Rule]] = {}
        self._anywhere: list[Rule] = []
        self._interrupting: dict[str, tuple[Rule, ...]] = {}
        self._depth = 0
        self.abbreviations: dict[str, str] = {}
        self.has_braces = self.has_pipes = False

    def index_rules(self) -> None:
        """Sort the registered rules by the characters they start with; call it after the last registration."""
        rules = [rule for rule in self.blockprocessors if isinstance(rule, Rule)]
        self._anywhere = [rule for rule in rules if not rule.starts]
        for character in {character for rule in rules for character in rule.starts}:
            self._by_character[character] = [
                rule for rule in rules if not rule.starts or character in rule.starts
            ]
        self._interrupting = {
            character: tuple(rule for rule in found if type(rule).interrupts is not Rule.interrupts)
            for character, found in (*self._by_character.items(), ("", self._anywhere))
        }

    def parseDocument(self, lines: Iterable[str]) -> ElementTree[Element | None]:
        """The tree of a whole text."""
        self._depth = 0
        self.abbreviations.clear()
        read = [Line(text, number) for number, text in enumerate(lines, 1)]
        self.has_braces = any("{" in line.text for line in read)
        self.has_pipes = any("|" in line.text for line in read)
        self.root = Element(self.md.doc_tag)
        self.parse(self.root, read)
        return ElementTree(self.root)

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
            if blank(lines[index].text):
                gap, index = index > 0, index + 1
                continue
            loose = loose or (gap and index > 0)
            gap = False
            index = self._parse_block(parent, lines, index)
        self._depth -= 1
        return loose

    def rules_for(self, text: str) -> list[Rule]:
        """The rules that a line which begins with this text may start."""
        stripped = text.lstrip(" \t")
        return self._by_character.get(stripped[0], self._anywhere) if stripped else []

    def _parse_block(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        for rule in self.rules_for(lines[index].text):
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
        rules = self._interrupting.get(first)
        if rules is None:  # a letter, mostly: before it, tables alone begin
            rules = self._interrupting[""] if self.has_pipes else ()
        return any(rule.interrupts(lines, index) for rule in rules) if rules else False


class Rule(BlockProcessor, ABC):
    """One kind of block. ``starts`` are the characters its first line may begin with; empty means any."""

    starts: ClassVar[str] = ""
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
