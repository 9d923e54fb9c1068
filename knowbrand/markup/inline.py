"""Python-Markdown's ``inline`` tree processor, replaced because the stock one needs quadratic time and doesn't
know where in the source it is."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from knowbrand.markup.blocks import LineParser
from knowbrand.markup.conversion import MAX_INLINE_NESTING, Conversion
from knowbrand.markup.emphasis import Node, fill
from knowbrand.markup.scanner import MAY_BEGIN, Scanner
from knowbrand.markup.sourcetext import InlineText


class InlineProcessor(Treeprocessor):
    """Parses the text of every element that the block rules marked as inline."""

    def run(self, root: Element) -> None:
        """Replace each :class:`InlineText` by text and elements."""
        assert isinstance(self.md.parser, LineParser)  # noqa: S101 - the engine builds it so
        conversion = self.md.parser.conversion
        for element in list(root.iter()):
            if isinstance(element.text, InlineText):
                parse_inline(element, element.text, conversion)


def parse_inline(element: Element, text: InlineText, conversion: Conversion) -> None:
    """Make ``text`` the content of ``element``, before the children that it has."""
    if text.lead is None and not MAY_BEGIN.search(text):  # as most headings and many items of lists
        element.text = str(text) or None
        return
    nodes = Scanner(text, conversion).scan()
    if text.lead is not None:
        nodes.insert(0, text.lead)
        lead_tail = text.lead.tail
        text.lead.tail = None
        nodes.insert(1, lead_tail or "")
    if _depth(nodes) > MAX_INLINE_NESTING:
        line, column = text.place(0)
        raise conversion.stop(
            "KB222",
            f"emphasis and pictures are nested more than {MAX_INLINE_NESTING} deep here",
            (line, column, None),
            "take out some marks, or write a backslash before those that are meant as they are",
        )
    fill(element, nodes)


def _depth(nodes: list[Node]) -> int:
    level = [node for node in nodes if isinstance(node, Element) and len(node)]
    depth = 1
    while level and depth <= MAX_INLINE_NESTING:
        depth += 1
        level = [child for element in level for child in element if len(child)]
    return depth
