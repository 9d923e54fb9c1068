"""Python-Markdown, set up for knowbrand: which of its parts are used and which are ours, in one table each."""

from __future__ import annotations

from functools import cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from knowbrand.markup.asides import Admonition, FootnoteDefinition, Quote
from knowbrand.markup.blocks import LineParser, Rule
from knowbrand.markup.code import FencedCode
from knowbrand.markup.figures import Figures
from knowbrand.markup.footnotes import FootnoteBodies, Footnotes
from knowbrand.markup.headings import Headings
from knowbrand.markup.html_blocks import HtmlBlock
from knowbrand.markup.inline import InlineProcessor
from knowbrand.markup.leaves import (
    Abbreviations,
    AtxHeading,
    Contents,
    IndentedCode,
    LinkDefinitions,
    Paragraph,
    ThematicBreak,
)
from knowbrand.markup.lists import Definitions, ListItems
from knowbrand.markup.tables import Table
from knowbrand.markup.typography import VERBATIM, Typography


class AttributeLists(Treeprocessor):
    """``{#id .class key=value}``; most texts have none."""

    def run(self, root: Element) -> None:
        """Look for them where a brace stands outside of code; other texts don't pay for the import, either."""
        assert isinstance(self.md.parser, LineParser)  # noqa: S101 - the engine builds it so
        if self.md.parser.has_braces and any(map(_has_brace, root.iter())):
            from knowbrand.markup.attributes import LinearAttributeLists

            LinearAttributeLists(self.md).run(root)


def _has_brace(element: Element) -> bool:
    own = element.text if element.tag not in VERBATIM else None
    return "{" in (own or "") or "{" in (element.tail or "")


@cache
def engine() -> tuple[Markdown, LineParser]:
    """The one Markdown object and its parser; they hold nothing between two conversions."""
    md = Markdown(output_format="html")
    md.stripTopLevelTags = False
    md.preprocessors = Registry()
    md.postprocessors = Registry()
    md.inlinePatterns = Registry()
    parser = LineParser(md)
    md.parser = parser
    _register_blocks(parser)
    _register_tree(md, parser)
    return md, parser


def _register_blocks(parser: LineParser) -> None:
    """The kinds of blocks, first come first served."""
    table: tuple[tuple[str, Rule], ...] = (
        ("code", IndentedCode(parser)),
        ("fenced_code", FencedCode(parser)),
        ("hashheader", AtxHeading(parser)),
        ("quote", Quote(parser)),
        ("hr", ThematicBreak(parser)),
        ("abbr", Abbreviations(parser)),
        ("list", ListItems(parser)),
        ("html", HtmlBlock(parser)),
        ("toc", Contents(parser)),
        ("footnote", FootnoteDefinition(parser)),
        ("reference", LinkDefinitions(parser)),
        ("admonition", Admonition(parser)),
        ("table", Table(parser)),
        ("deflist", Definitions(parser)),
        ("paragraph", Paragraph(parser)),
    )
    for position, (name, rule) in enumerate(table):
        parser.blockprocessors.register(rule, name, len(table) - position)
    parser.index_rules()


def _register_tree(md: Markdown, parser: LineParser) -> None:
    """What happens to the tree, in this order."""
    table = (
        ("footnote_bodies", FootnoteBodies(md)),
        ("inline", InlineProcessor(md)),
        ("attr_list", AttributeLists(md)),
        ("figures", Figures(md)),
        ("typography", Typography(md)),
        ("abbr", AbbrTreeprocessor(md, parser.abbreviations)),
        ("headings", Headings(md)),
        ("footnotes", Footnotes(md)),
    )
    md.treeprocessors = Registry()
    for position, (name, processor) in enumerate(table):
        md.treeprocessors.register(processor, name, len(table) - position)
