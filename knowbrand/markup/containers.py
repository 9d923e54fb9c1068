"""Blocks that hold blocks: quotes, lists, notes and definitions, gathered line by line and then parsed again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement  # noqa: S405 - built here, not parsed

from knowbrand.markup.blocks import LineParser, Rule, add_leaf
from knowbrand.markup.code import FENCE, closes_fence
from knowbrand.markup.conversion import Footnote
from knowbrand.markup.html_blocks import begins_html
from knowbrand.markup.leaves import HEADING, THEMATIC_BREAK, normal_label
from knowbrand.markup.sourcetext import InlineText, Line, blank, dedent, indent

QUOTE = re.compile(r" {0,3}>")
MARKER = re.compile(r"[ \t]*([-+*]|[0-9]{1,9}[.)])(?=[ \t]|$)")
TASK = re.compile(r"[ \t]*\[([ xX])\][ \t]+(?=\S)")
FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s\[]{1,200})\]:[ \t]*")
ADMONITION = re.compile(r' {0,3}!!![ \t]*([A-Za-z][\w-]*(?:[ \t]+[A-Za-z][\w-]*)*)(?:[ \t]+"([^"]*)")?[ \t]*$')
DEFINITION = re.compile(r" {0,3}:(?=[ \t])")
CONTAINER_MARKS = re.compile(r"(?:[ \t]*(?:>|(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t])))*[ \t]*")


class OpenBlock:
    """Follows a container's lines to know whether its last one leaves a paragraph open for a lazy line."""

    def __init__(self) -> None:
        self._fence = ""
        self.paragraph = False

    def follow(self, text: str) -> None:
        """Take the container's next line."""
        if blank(text):
            self.paragraph = False
            return
        if self._fence:
            if closes_fence(text.lstrip(" \t>"), self._fence):
                self._fence = ""
            self.paragraph = False
            return
        code = indent(text) >= 4 and not self.paragraph
        inner = text[CONTAINER_MARKS.match(text).end() :]  # type: ignore[union-attr] - it matches the empty text
        opening = FENCE.match(inner)
        if opening:
            self._fence = opening[1]
        self.paragraph = not (
            code
            or opening
            or blank(inner)
            or HEADING.match(inner)
            or THEMATIC_BREAK.match(text)
            or begins_html(inner, interrupting=True)
        )


def begins_item(text: str) -> bool:
    """Whether a line outside a container begins a list item: any may, as its paragraph isn't the open one."""
    return indent(text) < 4 and MARKER.match(text) is not None


class Content(NamedTuple):
    """The lines inside a container, the index after the last, and how many blank lines follow."""

    lines: list[Line]
    after: int
    blanks: int


def gather(
    parser: LineParser,
    lines: Sequence[Line],
    index: int,
    first: Line,
    width: int,
    ends: Callable[[str], bool],
) -> Content:
    """What belongs to a container whose content is indented by ``width``; ``first`` is its first line's rest.

    A line indented less continues an open paragraph, unless it starts a block or ``ends`` says so.
    """
    content = [first]
    state = OpenBlock()
    state.follow(first.text)
    filled = not blank(first.text)
    after = index + 1
    while after < len(lines):
        line = lines[after]
        if blank(line.text):
            if not filled:
                break
            content.append(Line("", line.number, line.column))
        elif not line.lazy and indent(line.text) >= width:
            content.append(dedent(line, width))
        elif state.paragraph and (line.lazy or not (ends(line.text) or parser.interrupts(lines, after))):
            content.append(line._replace(lazy=True))
        else:
            break
        filled = True
        state.follow(content[-1].text)
        after += 1
    while len(content) > 1 and blank(content[-1].text):
        content.pop()
        after -= 1
    blanks = 0
    while after + blanks < len(lines) and blank(lines[after + blanks].text):
        blanks += 1
    return Content(content, after, blanks)


class Quote(Rule):
    """``> text``; a paragraph inside goes on over lines without the mark."""

    starts = ">"

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        content: list[Line] = []
        state = OpenBlock()
        after = index
        while after < len(lines):
            line = lines[after]
            mark = None if line.lazy else QUOTE.match(line.text)
            if mark:
                content.append(dedent(Line(line.text[mark.end() :], line.number, line.column + mark.end()), 1))
            elif (
                not blank(line.text)
                and state.paragraph
                and (line.lazy or not (begins_item(line.text) or self.parser.interrupts(lines, after)))
            ):
                content.append(line._replace(lazy=True))
            else:
                break
            state.follow(content[-1].text)
            after += 1
        if after > index:
            self.parser.parse(SubElement(parent, "blockquote"), content)
        return after

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return QUOTE.match(lines[index].text) is not None


class ListItems(Rule):
    """Bullet and ordered lists; another mark starts another list, blank lines between items make it loose."""

    starts = "-+*0123456789"

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        marker = MARKER.match(lines[index].text)
        if not marker:
            return index
        kind = marker[1][-1]
        ordered = marker[1][:-1]
        element = SubElement(parent, "ol" if ordered else "ul")
        if ordered and int(ordered) != 1:
            element.set("start", str(int(ordered)))
        loose = False

        def sibling(text: str) -> bool:
            found = MARKER.match(text)
            return found is not None and found[1][-1] == kind and not THEMATIC_BREAK.match(text)

        items: list[Element] = []
        while True:
            content = self._gather_item(lines, index)
            item, gap = self._add_item(element, content.lines)
            items.append(item)
            loose = loose or gap
            index = content.after + content.blanks
            if index >= len(lines) or lines[index].lazy or indent(lines[index].text) >= 4:
                break
            if not sibling(lines[index].text):
                break
            loose = loose or content.blanks > 0
        for item in items:
            finish_item(item, loose=loose)
        return content.after

    def _gather_item(self, lines: Sequence[Line], index: int) -> Content:
        line = lines[index]
        marker = MARKER.match(line.text)
        assert marker is not None  # noqa: S101 - the caller has seen it
        start = indent(line.text) + len(marker[1])
        rest = Line(line.text[marker.end() :], line.number, line.column + marker.end())
        space = indent(rest.text)
        padding = 1 if blank(rest.text) or space >= 5 else space
        return gather(self.parser, lines, index, dedent(rest, padding), start + padding, begins_item)

    def _add_item(self, element: Element, content: list[Line]) -> tuple[Element, bool]:
        item = SubElement(element, "li")
        task = TASK.match(content[0].text)
        if task:
            first = content[0]
            content[0] = Line(first.text[task.end() :], first.number, first.column + task.end())
        gap = self.parser.parse(item, content)
        if task and len(item) and isinstance(item[0].text, InlineText):
            done = task[1] != " "
            item.set("class", "task done" if done else "task")
            mark = Element("span", {"class": "task-mark", "role": "img"})
            mark.set("aria-label", self.conversion.label("task_done" if done else "task_open"))
            mark.text, mark.tail = "☑" if done else "☐", " "
            item[0].text.lead = mark
        return item, gap

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        marker = MARKER.match(lines[index].text)
        if not marker or blank(lines[index].text[marker.end() :]):
            return False
        return len(marker[1]) == 1 or marker[1][:-1] == "1"


def finish_item(item: Element, *, loose: bool) -> None:
    """In a tight list, paragraphs lose their tags."""
    if loose:
        return
    for position, child in enumerate(list(item)):
        if child.tag != "p":
            continue
        if position == 0:
            item.text = child.text
            item.remove(child)
        else:
            child.tag = "fragment"


class FootnoteDefinition(Rule):
    """``[^label]: text``, going on in lines indented by four; shown at the end of the document."""

    starts = "["

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        line = lines[index]
        found = FOOTNOTE.match(line.text)
        if not found:
            return index
        first = Line(line.text[found.end() :], line.number, line.column + found.end())
        content = gather(self.parser, lines, index, first, 4, lambda text: FOOTNOTE.match(text) is not None)
        spot = (line.number, line.column + found.start(1), line.column + found.end(1) + 2)
        label = normal_label(found[1])
        if label in self.conversion.footnotes:
            self.conversion.report(
                "KB233",
                "warning",
                f"footnote '{found[1]}' is defined a second time; the first one counts",
                spot,
                "give it another label, or take it out",
            )
        else:
            self.conversion.footnotes[label] = Footnote(found[1], content.lines, spot)
        return content.after

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return FOOTNOTE.match(lines[index].text) is not None


class Admonition(Rule):
    """``!!! note "Title"`` with its text indented by four; an empty title (``""``) leaves the title out."""

    starts = "!"

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        line = lines[index]
        found = ADMONITION.match(line.text)
        if not found:
            return index
        kinds = found[1].lower().split()
        box = SubElement(parent, "div", {"class": " ".join(["admonition", *kinds]), "role": "note"})
        if found[2] is None:
            SubElement(box, "p", {"class": "admonition-title"}).text = self.conversion.label(kinds[0])
        elif found[2]:
            title = add_leaf(box, "p", [Line(found[2], line.number, line.column + found.start(2))])
            title.set("class", "admonition-title")
        after = index + 1
        end = after
        while after < len(lines) and (blank(lines[after].text) or indent(lines[after].text) >= 4):
            after += 1
            end = after if not blank(lines[after - 1].text) else end
        self.parser.parse(box, [dedent(content, 4) for content in lines[index + 1 : end]])
        return end

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return ADMONITION.match(lines[index].text) is not None


class Definitions(Rule):
    """A term, or several on a line each, and below ``: what it means``."""

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        first = self._first_definition(lines, index)
        if first is None:
            return index
        previous = parent[-1] if len(parent) else None
        element = previous if previous is not None and previous.tag == "dl" else SubElement(parent, "dl")
        for term in lines[index:first]:
            if not blank(term.text):
                add_leaf(element, "dt", [term])
        after = index = first
        while index < len(lines):
            line = lines[index]
            mark = DEFINITION.match(line.text)
            if not mark:
                break
            rest = Line(line.text[mark.end() :], line.number, line.column + mark.end())
            space = min(indent(rest.text), 4)
            content = gather(
                self.parser,
                lines,
                index,
                dedent(rest, space),
                min(mark.end() + space, 4),
                lambda text: DEFINITION.match(text) is not None,
            )
            body = SubElement(element, "dd")
            loose = self.parser.parse(body, content.lines)
            finish_item(body, loose=loose or blank(lines[index - 1].text))
            after, index = content.after, content.after + content.blanks
        return after

    def _first_definition(self, lines: Sequence[Line], index: int) -> int | None:
        """Where the first definition stands when the lines from ``index`` on are its terms."""
        if not any(":" in line.text[:4] for line in lines[index + 1 : index + 12]):
            return None
        after = index
        while after < len(lines) and not blank(lines[after].text):
            if after > index:
                if DEFINITION.match(lines[after].text):
                    return after
                if after - index > 8 or self.parser.interrupts(lines, after):
                    return None
            after += 1
        after += 1
        if after < len(lines) and DEFINITION.match(lines[after].text) and after - index <= 2:
            return after
        return None
