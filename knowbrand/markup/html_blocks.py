"""Raw HTML blocks (CommonMark 4.6): kept as written, while Markdown goes on after a blank line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from knowbrand.markup.blocks import Rule
from knowbrand.markup.sourcetext import Line, blank, inline_text

TAG_SOURCE = (
    r"</[A-Za-z][A-Za-z0-9-]*+\s*+>"
    r"|<[A-Za-z][A-Za-z0-9-]*+"
    r"(?:\s++[A-Za-z_:@][A-Za-z0-9_.:@-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+\s*+/?>"
)
WHOLE_TAG_LINE = re.compile(rf" {{0,3}}(?:{TAG_SOURCE})[ \t]*$")
BLOCK_TAG = re.compile(
    r" {0,3}</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details"
    r"|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html"
    r"|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section"
    r"|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul|video|audio|picture|svg)(?:\s|/?>|$)",
    re.IGNORECASE,
)
RAW_TEXT_TAG = re.compile(r" {0,3}<(?:pre|script|style|textarea)(?:\s|>|$)", re.IGNORECASE)
RAW_TEXT_END = re.compile(r"</(?:pre|script|style|textarea)>", re.IGNORECASE)
ENDS_BY_START = (
    (RAW_TEXT_TAG, RAW_TEXT_END),
    (re.compile(r" {0,3}<!--"), re.compile("-->")),
    (re.compile(r" {0,3}<\?"), re.compile(r"\?>")),
    (re.compile(r" {0,3}<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r" {0,3}<![A-Za-z]"), re.compile(">")),
)


def begins_html(text: str, *, interrupting: bool = False) -> bool:
    """Whether a line starts an HTML block; a lone inline tag does so only where no paragraph is open."""
    stripped = text.lstrip(" ")
    if not stripped.startswith("<"):
        return False
    if BLOCK_TAG.match(text) or any(start.match(text) for start, _ in ENDS_BY_START):
        return True
    return not interrupting and WHOLE_TAG_LINE.match(text) is not None


class HtmlBlock(Rule):
    """Lines of HTML, to the end of the comment or script, else to a blank line."""

    starts = "<"

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        if not begins_html(lines[index].text):
            return index
        end = next((end for start, end in ENDS_BY_START if start.match(lines[index].text)), None)
        after = index
        while after < len(lines):
            if end is None and blank(lines[after].text):
                break
            after += 1
            if end is not None and end.search(lines[after - 1].text):
                break
        raw = SubElement(parent, "raw", {"block": ""})
        text = inline_text(lines[index:after], verbatim=True)
        raw.text = AtomicString(text)
        self.conversion.raw[raw] = text
        return after

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return begins_html(lines[index].text, interrupting=True)
