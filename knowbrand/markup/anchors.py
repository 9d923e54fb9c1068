"""Links and pictures as elements."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from knowbrand.markup.emphasis import Node, fill
from knowbrand.markup.sourcetext import LITERAL


def make_link(url: str, content: list[Node]) -> Element:
    """A link around ``content``; links inside it become plain."""
    link = Element("a", {"href": url})
    fill(link, content)
    for inner in link.iter("a"):
        if inner is not link:
            inner.tag = "fragment"  # links don't nest
            inner.attrib.clear()
    return link


def make_picture(url: str, content: list[Node]) -> Element:
    """A picture whose alternative text is ``content`` without marks."""
    alt = "".join(_plain(node) for node in content).replace(LITERAL, "").strip()
    picture = Element("img", {"src": url})
    if alt:
        picture.set("alt", alt)
    return picture


def _plain(node: Node) -> str:
    if not isinstance(node, Element):
        return str(node)
    parts = []
    for element in node.iter():
        if element.tag == "img":
            parts.append(element.get("alt", ""))
        elif element.tag not in ("raw", "note"):
            parts.append(element.text or "")
        if element is not node:
            parts.append(element.tail or "")
    return "".join(parts)
