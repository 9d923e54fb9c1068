"""Quotes, dashes and ellipses of the language, in text but never in code; they look through inline marks."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from knowbrand.markup.blocks import LineParser
from knowbrand.markup.sourcetext import LITERAL
from knowbrand.model.language import Quotes

BLOCKS = frozenset(
    [
        "p",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "th",
        "dt",
        "dd",
        "div",
        "blockquote",
        "figcaption",
        "fragment",
    ]
)
VERBATIM = frozenset(("code", "pre", "highlighted", "note", "raw"))
OPENING_BEFORE = frozenset("([{<-–—/“‘«‹„‚\u00a0")
STRAIGHT = re.compile(rf"[{LITERAL}\"'\-.](?:(?<={LITERAL}).|(?<=[\"'])|(?<=-)-+|(?<=\.)\.\.)", re.DOTALL)
QUOTATION = re.compile("[\"']")
"""The same for a text with none of the others."""
ELISIONS = {
    "en": re.compile(r"(?:\d\ds?|tis|twas|em|til|cause|n)\b", re.IGNORECASE),
    "nl": re.compile(r"(?:\d\d|[snktmr]|ie)\b"),
}
"""What follows an apostrophe at the start of a word, where a quotation mark would open."""
NEVER = re.compile(r"(?!)")


class Typography(Treeprocessor):
    """Puts the language's marks for the straight ones."""

    def run(self, root: Element) -> None:
        """Walk the tree in reading order, with the character before each text in mind."""
        assert isinstance(self.md.parser, LineParser)  # noqa: S101 - the engine builds it so
        conversion = self.md.parser.conversion
        elisions = ELISIONS.get(conversion.language.split("-")[0].lower(), NEVER)
        _walk(root, "", conversion.quotes, elisions)


def _walk(element: Element, before: str, quotes: Quotes, elisions: re.Pattern[str]) -> str:
    tag, text = element.tag, element.text
    if tag in VERBATIM:
        return "x" if tag in ("code", "note") else before
    if tag == "br":
        return "\n"
    if text:
        if type(text) is str:
            text = element.text = typeset(text, before, quotes, elisions)
        before = text[-1]
    for child in element:
        if child.tag in BLOCKS:
            _walk(child, "", quotes, elisions)
            before = ""
        else:
            before = _walk(child, before, quotes, elisions)
        tail = child.tail
        if tail:
            tail = child.tail = typeset(tail, before, quotes, elisions)
            before = tail[-1]
    return before


def typeset(text: str, before: str, quotes: Quotes, elisions: re.Pattern[str]) -> str:
    """``text`` with typographic marks; ``before`` is the character that stands before it, if any."""
    if LITERAL in text or "--" in text or "..." in text:
        marks = STRAIGHT
    elif '"' in text or "'" in text:
        marks = QUOTATION
    else:
        return text

    def replace(found: re.Match[str]) -> str:
        mark = found[0]
        start, end = found.span()
        if mark == "'" and start and text[start - 1].isalnum():  # most are: it can't open
            return "’" if text[end : end + 1].isalnum() else quotes.inner_close
        if mark[0] == LITERAL:
            return mark[1:]
        if mark == "...":
            return "…"
        if mark[0] == "-":
            return {2: "–", 3: "—"}.get(len(mark), mark)
        previous = text[start - 1] if start else before
        following = text[end : end + 1]
        opens = (
            not previous or previous.isspace() or previous in OPENING_BEFORE or previous in "\"'"
        ) and not (following.isspace())
        if previous and previous in "\"'" and opens:
            earlier = text[start - 2] if start > 1 else before
            opens = not earlier or earlier.isspace() or earlier in OPENING_BEFORE
        if mark == '"':
            return quotes.open if opens else quotes.close
        if opens and elisions.match(text, end):
            return "’"
        if opens:
            return quotes.inner_open
        return "’" if following.isalnum() else quotes.inner_close

    return marks.sub(replace, text)
