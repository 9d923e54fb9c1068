"""Text set apart: quotes (CommonMark 5.1), footnotes and admonitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from knowbrand.markup.blocks import Rule, add_leaf
from knowbrand.markup.containers import OpenBlock, begins_item, gather
from knowbrand.markup.conversion import Footnote
from knowbrand.markup.leaves import normal_label
from knowbrand.markup.sourcetext import Line, blank, dedent, indent

QUOTE = re.compile(r" {0,3}>")
FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s\[]{1,200})\]:[ \t]*")
ADMONITION = re.compile(
    r' {0,3}!!![ \t]*([A-Za-z][\w-]*(?:[ \t]+[A-Za-z][\w-]*)*)(?:[ \t]+"([^"]*)")?[ \t]*$'
)


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
                rest = Line(line.text[mark.end() :], line.number, line.column + mark.end())
                content.append(dedent(rest, 1, mark.end()))
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


class FootnoteDefinition(Rule):
    """``[^label]: text``, going on in lines indented by four; shown at the end of the document."""

    starts = "["

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:  # noqa: ARG002
        line = lines[index]
        found = FOOTNOTE.match(line.text)
        if not found:
            return index
        first = Line(line.text[found.end() :], line.number, line.column + found.end())
        content = gather(self.parser, lines, index, first, 4, lambda text: FOOTNOTE.match(text) is not None)
        spot = (line.number, line.column + found.start(1) - 1, line.column + found.end(1) + 2)
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
