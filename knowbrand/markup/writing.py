"""The tree as HTML, and in the same walk its references, ids and plain text."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from knowbrand.markup.conversion import Conversion, Spot
from knowbrand.markup.headings import plain_text
from knowbrand.markup.links import Kind, References, escape_attribute, reserve_size
from knowbrand.markup.raw_html import RawHtml
from knowbrand.markup.requests import find_requests
from knowbrand.markup.sourcetext import LITERAL


class Shape(NamedTuple):
    """How an element stands in the HTML and in the plain text."""

    begins_line: bool = False
    """Its start tag stands on a line of its own."""
    opens_line: bool = False
    """Its content begins on a new line."""
    is_line: bool = False
    """It is a line, or several, of the plain text."""
    is_void: bool = False
    is_unseen: bool = False
    """Its text isn't part of the plain text."""


INLINE = Shape()
_LINE, _GROUP = Shape(is_line=True), Shape(True, True, is_line=True)
SHAPES: dict[str, Shape] = {
    **dict.fromkeys(
        ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "th", "td", "figcaption"), _LINE
    ),
    **dict.fromkeys(("ul", "ol", "dl", "table", "thead", "tbody", "tr"), _GROUP),
    **dict.fromkeys(("blockquote", "div", "figure", "section"), _GROUP),
    "pre": Shape(begins_line=True, is_line=True),
    "nav": Shape(True, True, is_line=True, is_unseen=True),
    "hr": Shape(is_line=True, is_void=True),
    "br": Shape(is_void=True),
    "img": Shape(is_void=True),
    "sup": Shape(is_unseen=True),
}
"""The elements that aren't simply a part of their line."""
TARGETS: dict[tuple[str, str], Kind] = {("a", "href"): "link", ("img", "src"): "picture"}
UNTAGGED = frozenset(("raw", "highlighted", "fragment"))
MAX_EXCERPT = 300


class Writer:
    """Python-Markdown's serializer for one document."""

    def __init__(self, conversion: Conversion) -> None:
        self.conversion = conversion
        self.references = References(conversion)
        self.raw = RawHtml(conversion, self.references)
        self.excerpt = ""
        self.ids: dict[str, None] = {}
        self._html: list[str] = []
        self._text: list[str] = []
        self._silent = 0

    def write(self, root: Element) -> str:
        """The document's HTML, without the root's own tags."""
        for element in root:
            start = len(self._text)
            self._element(element)
            if element.tag == "p" and not self.excerpt:
                self.excerpt = shorten(" ".join("".join(self._text[start:]).split()))
        self._html.append(self.raw.leave((0, 0)))
        return "".join(self._html).strip("\n")

    @property
    def text(self) -> str:
        """The document's plain text, a line for each block."""
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n") if line)
        return "\n".join(line for line in lines if line)

    def _characters(self, text: str) -> None:
        if not self._silent:
            self._text.append(text)
        if "&" in text or "<" in text or ">" in text:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        self._html.append(text)

    def _element(self, element: Element) -> None:
        tag = element.tag
        if tag in UNTAGGED:
            if tag == "raw":
                self._raw(element)
            elif tag == "highlighted":
                self._html.append(element.text or "")
                self._text.append(element.get("source", ""))
            else:
                self._content(element)
        elif tag in SHAPES or self.conversion.raw:
            self._tagged(element, tag)
        else:  # most are part of a line, and no more
            silent = element.get("role") == "doc-backlink"
            self._silent += silent
            self._html.append(
                f"<{tag}{self._attributes(element)}>" if element.attrib or tag == "a" else f"<{tag}>"
            )
            self._content(element)
            self._html.append(f"</{tag}>")
            self._silent -= silent
        tail = element.tail
        if tail:
            self._characters(tail)

    def _raw(self, element: Element) -> None:
        html, text = self.raw.rewrite(self.conversion.raw[element])
        self._html.append(html)
        if not self._silent:
            self._text.append(text)
        for identifier, spot in self.raw.ids:
            self._note_id(identifier, spot)
        self.raw.ids.clear()
        if "block" in element.attrib:
            self._html.append("\n")
            self._text.append("\n")

    def _tagged(self, element: Element, tag: str) -> None:
        html = self._html
        shape = SHAPES.get(tag, INLINE)
        if shape.is_line:
            self._text.append("\n")
            if shape.begins_line and html and not html[-1].endswith((">", "\n")):
                html.append("\n")
        html.append(f"<{tag}{self._attributes(element)}>" if element.attrib or tag == "a" else f"<{tag}>")
        if shape.opens_line:
            html.append("\n")
        silent = shape.is_unseen or element.get("role") == "doc-backlink"
        self._silent += silent
        if self.conversion.raw:
            outside = self.raw.enter()
            self._content(element)
            html.append(self.raw.leave(outside))
        else:
            self._content(element)
        self._silent -= silent
        html.append(
            "" if shape.is_void else f"</{tag}>"
        )  # a list right behind a picture begins on a new line
        if shape.is_line:
            html.append("\n")
            self._text.append("\n")
        elif tag == "br":
            self._text.append("\n")

    def _content(self, element: Element) -> None:
        text = element.text
        if text:
            self._characters(text)
        for child in element:
            self._element(child)

    def _attributes(self, element: Element) -> str:
        written: list[str] = []
        for key, value in element.attrib.items():
            escaped = self._value(element, key, value)
            if escaped is not None:
                written.append(f' {key}="{escaped}"')
                if key == "src" and element.tag == "img":
                    written.append(reserve_size(escaped, element.attrib))
        return "".join(written)

    def _value(self, element: Element, key: str, value: str) -> str | None:
        """An attribute's escaped value; None to leave it out."""
        kind = TARGETS.get((element.tag, key))
        if kind:
            return self._target(element, kind, value, self.conversion.spot(element))
        if key == "id":
            self._note_id(value, self.conversion.spot(element))
        if key[:2].lower() == "on":
            hint = "a page should do without; take it out"
            spot = self.conversion.spot(element)
            self.conversion.report("KB230", "warning", f"'{key}' brings a script", spot, hint)
        elif key in ("background", "ping", "style"):
            for what, address in find_requests(element.tag, {key: value}):
                self.references.report_request(address, self.conversion.spot(element), what)
        return escape_attribute((value or "").replace(LITERAL, ""))

    def _target(self, element: Element, kind: Kind, value: str, spot: Spot) -> str | None:
        text = plain_text(element) if kind == "link" else ""
        alt = element.get("alt") if kind == "picture" else None
        if kind == "link" and not text and not element.get("aria-label") and element.find(".//img") is None:
            self.conversion.report(
                "KB225",
                "warning",
                "this link has no text",
                spot,
                "say between the brackets where it leads",
            )
        return self.references.resolve(kind, value, spot, text, alt)

    def _note_id(self, identifier: str, spot: Spot) -> None:
        if identifier in self.ids:
            self.conversion.report(
                "KB227",
                "warning",
                f"the id '{identifier}' stands here a second time, so links only reach the first",
                spot,
                "give one of them another id",
            )
        self.ids[identifier] = None


def shorten(text: str) -> str:
    """``text`` cut at a word to at most 300 characters, with an ellipsis where it was cut."""
    if len(text) <= MAX_EXCERPT:
        return text
    return text[: MAX_EXCERPT - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
