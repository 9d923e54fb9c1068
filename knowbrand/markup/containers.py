"""What belongs to a block that holds blocks: its lines are gathered, and without its marks parsed again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from knowbrand.markup.blocks import LineParser
from knowbrand.markup.code import FENCE, closes_fence
from knowbrand.markup.html_blocks import begins_html
from knowbrand.markup.leaves import HEADING, THEMATIC_BREAK
from knowbrand.markup.sourcetext import Line, blank, dedent, indent

MARKER = re.compile(r"[ \t]*([-+*]|[0-9]{1,9}[.)])(?=[ \t]|$)")
CONTAINER_MARKS = re.compile(r"(?:[ \t]*(?:>|(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t])))*[ \t]*")


class OpenBlock:
    """Follows a container's lines to know whether its last one leaves a paragraph open for a lazy line."""

    def __init__(self) -> None:
        self._fence = ""
        self.paragraph = False

    def follow(self, text: str) -> None:
        """Take the container's next line."""
        if text[:1].isalpha() and not self._fence:
            self.paragraph = True
            return
        if blank(text):
            self.paragraph = False
            return
        if self._fence:
            if closes_fence(text.lstrip(" \t>"), self._fence):
                self._fence = ""
            self.paragraph = False
            return
        code = indent(text) >= 4 and not self.paragraph
        marks = CONTAINER_MARKS.match(text)
        inner = text[marks.end() :] if marks else text
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
