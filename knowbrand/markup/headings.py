"""Headings: their levels below the page's own, their ids, and the table of contents."""

from __future__ import annotations

import re
import unicodedata
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from knowbrand.markup.blocks import LineParser
from knowbrand.markup.conversion import Conversion
from knowbrand.markup.document import Heading

TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i"}
)
APOSTROPHES = re.compile("['’‘ʼ]")
NOT_WORD = re.compile(r"[\W_]+")


class Headings(Treeprocessor):
    """Gives every heading its level and id, and fills the tables of contents."""

    def run(self, root: Element) -> None:
        """Look at the headings in reading order."""
        assert isinstance(self.md.parser, LineParser)  # noqa: S101 - the engine builds it so
        conversion = self.md.parser.conversion
        elements: list[Element] = []
        taken: dict[str, int] = {}
        for element in root.iter():
            if element.tag in TAGS:
                elements.append(element)
            if element.attrib and (identifier := element.get("id")):
                taken[identifier] = 1
        demoted = 1 if any(element.tag == "h1" for element in elements) else 0
        headings = conversion.headings
        previous = 1
        for element in elements:
            level = min(6, int(element.tag[1]) + demoted)
            if level > previous + 1:
                _report_skip(conversion, element, previous - demoted, level - demoted)
            previous = level
            element.tag = f"h{level}"
            text = plain_text(element)
            identifier = element.get("id") or unique(slug(text), taken)
            taken.setdefault(identifier, 1)
            element.set("id", identifier)
            headings.append(Heading(level, identifier, text))
        for nav in root.findall(".//nav"):
            nav.set("aria-label", conversion.label("contents"))
            add_contents(nav, headings)
            for link in nav.iter("a"):
                conversion.spots[link] = conversion.spot(nav)


def _report_skip(conversion: Conversion, element: Element, before: int, level: int) -> None:
    wanted = before + 1
    conversion.report(
        "KB226",
        "warning",
        f"this heading has level {level}, but level {wanted} was left out",
        conversion.spot(element),
        f"write {'#' * max(1, wanted)} instead of {'#' * level}: readers who hear the page move by levels",
    )


def plain_text(element: Element) -> str:
    """An element's text without marks, notes and raw tags."""
    if not len(element):
        return " ".join((element.text or "").split())
    parts: list[str] = []
    for node in element.iter():
        if node.tag == "img":
            parts.append(node.get("alt") or "")
        elif node.tag not in ("raw", "note"):
            parts.append(node.text or "")
        if node is not element:
            parts.append(node.tail or "")
    return " ".join("".join(parts).split())


def slug(text: str) -> str:
    """An id from a heading: Latin letters without accents, other scripts as they are, hyphens between words."""
    folded = text.replace("'", "").casefold()
    if not folded.isascii():
        folded = APOSTROPHES.sub("", text).casefold()
        folded = unicodedata.normalize("NFKD", folded).translate(FOLDED)
        kept = "".join(character for character in folded if not _is_latin_accent(character))
        folded = unicodedata.normalize("NFC", kept)
    return NOT_WORD.sub("-", folded).strip("-")[:80].strip("-") or "section"


def _is_latin_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


def unique(wanted: str, taken: dict[str, int]) -> str:
    """``wanted``, or with ``-2``, ``-3`` … behind it; ``taken`` counts how often each id was wanted."""
    number = taken.get(wanted, 0)
    if number == 0:
        return wanted
    number += 1
    while f"{wanted}-{number}" in taken:
        number += 1
    taken[wanted] = number
    return f"{wanted}-{number}"


def add_contents(nav: Element, headings: list[Heading]) -> None:
    """Nested lists of links, one level deeper for each deeper heading."""
    stack: list[tuple[int, Element]] = []
    for heading in headings:
        while stack and stack[-1][0] >= heading.level and len(stack) > 1:
            stack.pop()
        if stack and stack[-1][0] < heading.level and len(stack[-1][1]):
            stack.append((heading.level, SubElement(stack[-1][1][-1], "ul")))
        elif not stack:
            stack.append((heading.level, SubElement(nav, "ul")))
        link = SubElement(SubElement(stack[-1][1], "li"), "a", {"href": f"#{heading.id}"})
        link.text = AtomicString(heading.text)
