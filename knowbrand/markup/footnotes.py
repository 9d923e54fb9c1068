"""Footnotes: numbered in the order of their first mention, shown at the end with a way back."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from knowbrand.markup.blocks import LineParser
from knowbrand.markup.conversion import Conversion, Footnote


class FootnoteBodies(Treeprocessor):
    """Parses the notes' blocks, so that the inline stage sees them too."""

    def run(self, root: Element) -> None:
        """Put a section with all notes at the end; a note may define further notes."""
        parser = self.md.parser
        assert isinstance(parser, LineParser)  # noqa: S101 - the engine builds it so
        notes = parser.conversion.footnotes
        if not notes:
            return
        section = SubElement(root, "section", {"class": "footnotes", "role": "doc-endnotes"})
        section.set("aria-label", parser.conversion.label("footnotes"))
        listing = SubElement(section, "ol")
        parsed = 0
        while parsed < len(notes):
            for note in list(notes.values())[parsed:]:
                note.body = SubElement(listing, "li")
                parser.parse(note.body, note.lines)
                parsed += 1


class Footnotes(Treeprocessor):
    """Numbers the mentions, sorts the notes and adds the ways back."""

    def run(self, root: Element) -> None:
        """Take out the notes that nobody mentions, with a warning."""
        assert isinstance(self.md.parser, LineParser)  # noqa: S101 - the engine builds it so
        conversion = self.md.parser.conversion
        if not conversion.footnotes:
            return
        section = root[-1]
        ordered: list[Footnote] = []
        for element in root:
            if element is not section:
                _number_mentions(element, ordered, conversion)
        for note in ordered:  # grows while notes mention further notes
            if note.body is not None:
                _number_mentions(note.body, ordered, conversion)
        for note in conversion.footnotes.values():
            if note.number == 0:
                conversion.report(
                    "KB233",
                    "warning",
                    f"footnote '{note.label}' isn't mentioned in the text, so it isn't shown",
                    note.spot,
                    f"write [^{note.label}] where it belongs, or take it out",
                )
        if not ordered:
            root.remove(section)
            return
        section[0][:] = [_finish(note, conversion) for note in ordered]


def _number_mentions(element: Element, ordered: list[Footnote], conversion: Conversion) -> None:
    for mention in list(element.iter("note")):
        note = conversion.footnotes[mention.text or ""]
        if note.number == 0:
            ordered.append(note)
            note.number = len(ordered)
        note.mentions += 1
        mention.tag, mention.text = "sup", None
        mention.set("class", "footnote-ref")
        mention.set("id", _mention_id(note, note.mentions))
        link = SubElement(mention, "a", {"href": f"#fn-{note.number}", "role": "doc-noteref"})
        link.set("aria-label", conversion.label("note_reference").replace("{number}", str(note.number)))
        link.text = AtomicString(str(note.number))
        conversion.spots[link] = conversion.spot(mention)


def _mention_id(note: Footnote, count: int) -> str:
    return f"fnref-{note.number}" if count == 1 else f"fnref-{note.number}-{count}"


def _finish(note: Footnote, conversion: Conversion) -> Element:
    body = note.body
    assert body is not None  # noqa: S101 - the bodies come before the numbers
    body.set("id", f"fn-{note.number}")
    place = body[-1] if len(body) and body[-1].tag == "p" else SubElement(body, "p")
    words = conversion.label("back_to_text").replace("{number}", str(note.number))
    for count in range(1, min(note.mentions, 26) + 1):
        if len(place):
            place[-1].tail = (place[-1].tail or "") + "\u00a0"
        else:
            place.text = (place.text or "") + "\u00a0"
        link = SubElement(place, "a", {"href": f"#{_mention_id(note, count)}", "class": "footnote-back"})
        link.set("role", "doc-backlink")
        link.set("aria-label", words if count == 1 else f"{words} ({count})")
        link.text = AtomicString("↩\ufe0e")
        conversion.spots[link] = note.spot
    return body
