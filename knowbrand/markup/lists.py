"""Lists: with bullets, with numbers, of tasks, and of terms with what they mean (CommonMark 5.2, 5.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from knowbrand.markup.blocks import Rule, add_leaf
from knowbrand.markup.containers import MARKER, Content, begins_item, finish_item, gather
from knowbrand.markup.leaves import THEMATIC_BREAK
from knowbrand.markup.sourcetext import InlineText, Line, blank, dedent, indent

TASK = re.compile(r"[ \t]*\[([ xX])\][ \t]+(?=\S)")
DEFINITION = re.compile(r" {0,3}:(?=[ \t])")


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
        space = indent(rest.text, start)
        padding = 1 if blank(rest.text) or space >= 5 else space
        return gather(self.parser, lines, index, dedent(rest, padding, start), start + padding, begins_item)

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


class Definitions(Rule):
    """A term, or several on a line each, and below ``: what it means``."""

    needs = re.compile(r":(?<=[\n \t>]:)[ \t]")

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
            space = min(indent(rest.text, mark.end()), 4)
            content = gather(
                self.parser,
                lines,
                index,
                dedent(rest, space, mark.end()),
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
        for line in lines[index + 1 : index + 12]:
            if ":" in line.text[:4]:
                break
        else:
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
