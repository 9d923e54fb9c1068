"""Blocks that hold no other blocks: headings, rules, paragraphs, code, and definitions that show nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from knowbrand.markup.blocks import Rule, add_leaf
from knowbrand.markup.conversion import LinkDefinition
from knowbrand.markup.destinations import parse_destination, parse_title, unescape
from knowbrand.markup.sourcetext import Line, blank, dedent, indent

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
CLOSING_MARKS = re.compile(r"(?:^|(?<![ \t])[ \t]+)#+[ \t]*$")
ATTRIBUTES_AT_END = re.compile(r"(?<![ \t])[ \t]+\{[^{}\n]*\}[ \t]*$")
THEMATIC_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
LINK_LABEL = re.compile(r" {0,3}\[((?:[^\[\]\\]|\\.){1,999})\]:[ \t]*")
ABBREVIATION = re.compile(r" {0,3}\*\[([^\]\\]{1,200})\]:[ \t]*(\S.*)$")
MAX_ABBREVIATIONS = 200


class AtxHeading(Rule):
    """``## A heading``, with or without closing marks; ``{#id .class}`` may follow."""

    starts = "#"

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        line = lines[index]
        found = HEADING.match(line.text)
        if not found:
            return index
        title = line.text[found.end() :]
        attributes = ATTRIBUTES_AT_END.search(title) if "{" in title else None
        tail = attributes.group() if attributes else ""
        if "#" in title:
            title = CLOSING_MARKS.sub("", title.removesuffix(tail)) + tail
        content = Line(title, line.number, line.column + found.end())
        heading = add_leaf(parent, f"h{len(found[1])}", [content])
        self.conversion.spots[heading] = (line.number, line.column + found.start(1) + 1, None)
        return index + 1

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return HEADING.match(lines[index].text) is not None


class ThematicBreak(Rule):
    """``---``, ``***`` or ``___``."""

    starts = "-*_"

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        if not THEMATIC_BREAK.match(lines[index].text):
            return index
        SubElement(parent, "hr")
        return index + 1

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return THEMATIC_BREAK.match(lines[index].text) is not None


class IndentedCode(Rule):
    """Lines that begin with four spaces or a tab, where no paragraph is open."""

    needs = re.compile(r"    |\t")

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        if indent(lines[index].text) < 4:
            return index
        after = end = index
        while after < len(lines) and (blank(lines[after].text) or indent(lines[after].text) >= 4):
            after += 1
            if not blank(lines[after - 1].text):
                end = after
        content = "\n".join(dedent(line, 4).text for line in lines[index:end])
        code = SubElement(SubElement(parent, "pre", {"tabindex": "0"}), "code")
        code.text = AtomicString(content + "\n")
        return end


class LinkDefinitions(Rule):
    """``[label]: target "title"``; the title may stand on the next line. Shows nothing."""

    starts = "["

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:  # noqa: ARG002
        found = LINK_LABEL.match(lines[index].text)
        if not found or found[1].isspace() or found[1].startswith("^"):
            return index
        text, after = lines[index].text, index + 1
        position = found.end()
        if blank(text[position:]) and after < len(lines) and not blank(lines[after].text):
            text, position, after = lines[after].text.lstrip(), 0, after + 1
        destination = parse_destination(text, position)
        if destination is None or destination[1] == position:
            return index
        target, position = destination
        rest = text[position:]
        title: str | None = None
        if not blank(rest):
            parsed = parse_title(rest.lstrip(), 0) if rest[0] in " \t" else None
            if parsed is None or not blank(rest.lstrip()[parsed[1] :]):
                return index
            title = parsed[0]
        elif after < len(lines):
            following = lines[after].text.strip()
            parsed = parse_title(following, 0)
            if parsed is not None and parsed[1] == len(following):
                title, after = parsed[0], after + 1
        self.conversion.definitions.setdefault(normal_label(found[1]), LinkDefinition(target, title))
        return after


class Abbreviations(Rule):
    """``*[HTML]: HyperText Markup Language``. Shows nothing; marks the abbreviation wherever it stands."""

    starts = "*"

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:  # noqa: ARG002
        line = lines[index]
        found = ABBREVIATION.match(line.text)
        if not found or not found[1].strip():
            return index
        self.parser.abbreviations[found[1].strip()] = unescape(found[2].strip())
        if len(self.parser.abbreviations) > MAX_ABBREVIATIONS:
            raise self.conversion.stop(
                "KB223",
                f"this text defines more than {MAX_ABBREVIATIONS} abbreviations",
                (line.number, line.column + 1, None),
                "define the ones that readers need, or split the text",
            )
        return index + 1

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return ABBREVIATION.match(lines[index].text) is not None


class Contents(Rule):
    """``[TOC]`` on a line of its own."""

    starts = "["

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        if lines[index].text.strip() != "[TOC]":
            return index
        nav = SubElement(parent, "nav", {"class": "toc"})
        self.conversion.spots[nav] = (lines[index].number, lines[index].column + 1, None)
        return index + 1


class Paragraph(Rule):
    """Everything else, until a blank line or a block that may interrupt; with ``===`` or ``---`` below, a heading."""

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        end, count, calm = index + 1, len(lines), self.parser.index.calm
        while end < count:
            line = lines[end]
            text = line.text
            if not text or text.isspace():
                break
            if not (line.lazy or (calm and text[0].isalpha())):
                if text[0] in " =-" and UNDERLINE.match(text):
                    level = "h1" if "=" in text else "h2"
                    heading = add_leaf(parent, level, lines[index:end])
                    self.conversion.spots[heading] = (lines[index].number, lines[index].column + 1, None)
                    return end + 1
                if self.parser.interrupts(lines, end):
                    break
            end += 1
        add_leaf(parent, "p", lines[index:end])
        return end


def normal_label(label: str) -> str:
    """A link label as it is compared: case and white space don't matter."""
    return " ".join(label.split()).casefold()
