"""The tree as HTML, and in the same walk its references, ids and plain text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from knowbrand.markup.conversion import Conversion, Spot
from knowbrand.markup.headings import plain_text
from knowbrand.markup.links import Kind, References, escape_attribute
from knowbrand.markup.raw_html import RawHtml
from knowbrand.markup.sourcetext import LITERAL

VOID = frozenset(("br", "hr", "img"))
LINES = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "pre",
        "blockquote",
        "div",
        "figure",
        "figcaption",
        "section",
        "nav",
        "hr",
    ]
)
OPENS_LINE = frozenset(
    ["ul", "ol", "dl", "table", "thead", "tbody", "tr", "blockquote", "div", "figure", "section", "nav"]
)
STARTS_LINE = OPENS_LINE | {"pre"}
UNSEEN = frozenset(("nav", "sup"))
TARGETS: dict[tuple[str, str], Kind] = {("a", "href"): "link", ("img", "src"): "picture"}
NOWHERE: Spot = (1, 1, None)
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
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
        return "\n".join(line for line in lines if line)

    def _characters(self, text: str) -> None:
        if not self._silent:
            self._text.append(text)
        self._html.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))

    def _element(self, element: Element) -> None:
        tag = element.tag
        if tag == "raw":
            self._raw(element)
        elif tag == "highlighted":
            self._html.append(element.text or "")
            self._text.append(element.get("source", ""))
        else:
            self._tagged(element, tag)
        if element.tail:
            self._characters(element.tail)

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
        visible = tag != "fragment"
        if tag in LINES:
            self._text.append("\n")
        if visible:
            if tag in STARTS_LINE and self._html and not self._html[-1].endswith((">", "\n")):
                self._html.append("\n")
            self._html.append(f"<{tag}{self._attributes(element) if element.attrib or tag == 'a' else ''}>")
            if tag in OPENS_LINE:
                self._html.append("\n")
        silent = tag in UNSEEN or element.get("role") == "doc-backlink"
        self._silent += silent
        outside = self.raw.enter() if visible else None
        if element.text:
            self._characters(element.text)
        for child in element:
            self._element(child)
        if outside:
            self._html.append(self.raw.leave(outside))
        self._silent -= silent
        if visible and tag not in VOID:
            self._html.append(f"</{tag}>")
        if tag in LINES:
            self._html.append("\n")
            self._text.append("\n")
        elif tag == "br":
            self._text.append("\n")

    def _attributes(self, element: Element) -> str:
        written: list[str] = []
        spot = self.conversion.spots.get(element, NOWHERE)
        for key, value in element.attrib.items():
            escaped = self._value(element, key, value, spot)
            if escaped is not None:
                written.append(f' {key}="{escaped}"')
        return "".join(written)

    def _value(self, element: Element, key: str, value: str, spot: Spot) -> str | None:
        """An attribute's escaped value; None to leave it out."""
        kind = TARGETS.get((str(element.tag), key))
        if kind:
            return self._target(element, kind, value, spot)
        if key == "id":
            self._note_id(value, spot)
        if key.lower().startswith("on"):
            hint = "a page should do without; take it out"
            self.conversion.report("KB230", "warning", f"'{key}' brings a script", spot, hint)
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
