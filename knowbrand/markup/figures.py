"""Pictures: a titled one that stands alone becomes a figure, one without alternative text is reported, and all but the
first wait until they are scrolled to."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from knowbrand.markup.blocks import LineParser

DECORATIVE = frozenset(("presentation", "none"))


class Figures(Treeprocessor):
    """Runs after attribute lists, which can mark a picture as decorative."""

    def run(self, root: Element) -> None:
        """Look at every picture and every paragraph."""
        assert isinstance(self.md.parser, LineParser)  # noqa: S101 - the engine builds it so
        conversion = self.md.parser.conversion
        for number, picture in enumerate(root.iter("img")):
            if "alt" not in picture.attrib:
                picture.set("alt", "")
                if picture.get("role") not in DECORATIVE:
                    conversion.report(
                        "KB224",
                        "warning",
                        "this picture has no alternative text",
                        conversion.spot(picture),
                        "say between the brackets what it shows; if it only decorates, write "
                        '{alt=""} right behind it',
                    )
            if number:  # the first is often in view at once, and would come later than it could
                picture.attrib.setdefault("loading", "lazy")
            picture.attrib.setdefault("decoding", "async")
        for paragraph in list(root.iter("p")):
            _make_figure(paragraph)


def _make_figure(paragraph: Element) -> None:
    if len(paragraph) != 1 or _written(paragraph.text) or _written(paragraph[0].tail):
        return
    child = paragraph[0]
    picture = child
    if child.tag == "a" and len(child) == 1 and not _written(child.text) and not _written(child[0].tail):
        picture = child[0]
    if picture.tag != "img" or not picture.get("title"):
        return
    paragraph.tag = "figure"
    paragraph.text = child.tail = None
    caption = SubElement(paragraph, "figcaption")
    caption.text = picture.attrib.pop("title")


def _written(text: str | None) -> bool:
    return bool(text and text.strip())
