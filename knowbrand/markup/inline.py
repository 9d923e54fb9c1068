"""Inline Markdown (CommonMark 0.31, section 6) in one pass: Python-Markdown's ``inline`` tree processor,
replaced because the stock one needs quadratic time and doesn't know where in the source it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # noqa: S405 - built here, not parsed

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from knowbrand.markup.blocks import LineParser
from knowbrand.markup.conversion import MAX_INLINE_NESTING, Conversion
from knowbrand.markup.destinations import ENTITY, ESCAPABLE, entity, parse_destination, parse_title
from knowbrand.markup.emphasis import Delimiter, Node, fill, flanking, resolve
from knowbrand.markup.html_blocks import TAG_SOURCE
from knowbrand.markup.leaves import normal_label
from knowbrand.markup.sourcetext import InlineText

LITERAL = "\x02"
"""Stands before a character that typography must leave alone; texts with this character are refused."""

SPECIAL = re.compile(r"[\\`*_~\[\]<&\n]|!\[|(?<![A-Za-z0-9])https?://")
BARE_URL = re.compile(r"https?://[^\s<>\[\]`*\"|\\]+")
POINTED_URL = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x1f]*)>")
POINTED_MAIL = re.compile(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)>")
TAG = re.compile(TAG_SOURCE)
OTHER_HTML = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
NOTE = re.compile(r"\[\^([^\]\s\[]{1,200})\]")
LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999}+)\]")
SPACE = re.compile(r"[ \t]*\n?[ \t]*")
MAX_LABEL = 999


@dataclass(slots=True)
class Bracket:
    """An open ``[`` or ``![``: where it stands among the nodes and in the text."""

    node: int
    start: int
    picture: bool
    active: bool = True


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
    nodes = Scanner(text, conversion).scan()
    if text.lead is not None:
        nodes.insert(0, text.lead)
        lead_tail = text.lead.tail
        text.lead.tail = None
        nodes.insert(1, lead_tail or "")
    if sum(not isinstance(node, str) for node in nodes) and _depth(nodes) > MAX_INLINE_NESTING:
        line, column = text.place(0)
        raise conversion.stop(
            "KB222",
            f"emphasis and pictures are nested more than {MAX_INLINE_NESTING} deep here",
            (line, column, None),
            "take out some marks, or write a backslash before those that are meant as they are",
        )
    fill(element, nodes)


def _depth(nodes: list[Node]) -> int:
    level = [node for node in nodes if isinstance(node, Element)]
    depth = 0
    while level and depth <= MAX_INLINE_NESTING:
        depth += 1
        level = [child for element in level for child in element]
    return depth


class Scanner:
    """One text's way from characters to nodes."""

    def __init__(self, text: InlineText, conversion: Conversion) -> None:
        self.source = text
        self.text = str(text)
        self.conversion = conversion
        self.position = 0
        self.nodes: list[Node] = []
        self.brackets: list[Bracket] = []
        self._ticks: dict[int, list[int]] | None = None
        self._missing: set[str] = set()
        self._settled = 0

    def scan(self) -> list[Node]:
        """The nodes of the whole text."""
        text, length = self.text, len(self.text)
        while self.position < length:
            found = SPECIAL.search(text, self.position)
            if not found:
                self.nodes.append(text[self.position :])
                break
            if found.start() > self.position:
                self.nodes.append(text[self.position : found.start()])
            self.position = found.start()
            if not RULES[found[0]](self):
                self.nodes.append(text[self.position])
                self.position += 1
        return resolve(self.nodes)

    def spot(self, start: int, end: int) -> tuple[int, int, int | None]:
        """The place of a piece of the text."""
        line, column = self.source.place(start)
        last_line, last_column = self.source.place(end)
        return line, column, last_column if last_line == line else None

    def add(self, element: Element, start: int, end: int) -> bool:
        """Append an element that was written from ``start`` to ``end``, and go on after it."""
        self.conversion.spots[element] = self.spot(start, end)
        self.nodes.append(element)
        self.position = end
        return True

    def escape(self) -> bool:
        """A backslash: before punctuation it takes the meaning away, at the end of a line it breaks it."""
        following = self.text[self.position + 1 : self.position + 2]
        if following == "\n":
            return self._break(self.position + 2)
        if following not in ESCAPABLE or not following:
            return False
        self.nodes.append(LITERAL + following)
        self.position += 2
        return True

    def newline(self) -> bool:
        """A line's end: with two spaces before it, a hard break."""
        before = self.nodes[-1] if self.nodes else ""
        hard = False
        if isinstance(before, str) and before.endswith((" ", "\t")):
            hard = before.endswith("  ")
            self.nodes[-1] = before.rstrip(" \t")
        if hard:
            return self._break(self.position + 1)
        self.nodes.append("\n")
        self.position += 1
        return True

    def _break(self, after: int) -> bool:
        self.nodes += [Element("br"), "\n"]
        self.position = after
        return True

    def code(self) -> bool:
        """A code span: as many backticks behind it as before it."""
        if self._ticks is None:
            self._ticks = {}
            for run in re.finditer("`+", self.text):
                self._ticks.setdefault(run.end() - run.start(), []).append(run.start())
            for positions in self._ticks.values():
                positions.reverse()
        start = self.position
        after = start
        while after < len(self.text) and self.text[after] == "`":
            after += 1
        closers = self._ticks.get(after - start, [])
        while closers and closers[-1] < after:
            closers.pop()
        if not closers:
            self.nodes.append(self.text[start:after])
            self.position = after
            return True
        content = self.text[after : closers[-1]].replace("\n", " ")
        if content.startswith(" ") and content.endswith(" ") and not content.isspace():
            content = content[1:-1]
        element = Element("code")
        element.text = AtomicString(content)
        return self.add(element, start, closers[-1] + after - start)

    def delimiter(self) -> bool:
        """A run of ``*``, ``_`` or ``~``: what it opens or closes is resolved later."""
        start, character = self.position, self.text[self.position]
        after = start
        while after < len(self.text) and self.text[after] == character:
            after += 1
        self.position = after
        if character == "~" and after - start != 2:
            self.nodes.append(self.text[start:after])
            return True
        opens, closes = flanking(self.text, start, after)
        self.nodes.append(Delimiter(character, after - start, opens, closes))
        return True

    def entity(self) -> bool:
        """``&amp;`` and its kin."""
        found = ENTITY.match(self.text, self.position)
        if not found:
            return False
        decoded = entity(found[0])
        self.nodes.append(decoded if decoded == found[0] else LITERAL + decoded)
        self.position = found.end()
        return True

    def angle(self) -> bool:
        """``<https://…>``, ``<me@example.org>`` or raw HTML."""
        url = POINTED_URL.match(self.text, self.position)
        mail = None if url else POINTED_MAIL.match(self.text, self.position)
        if url or mail:
            found = url or mail
            assert found is not None  # noqa: S101 - one of both
            target = found[1] if url else f"mailto:{found[1]}"
            link = Element("a", {"href": target})
            link.text = AtomicString(found[1])
            return self.add(link, found.start(), found.end())
        end = self._html_end()
        if end is None:
            return False
        raw = Element("raw")
        raw.text = AtomicString(self.text[self.position : end])
        piece = InlineText(raw.text)
        line, column = self.source.place(self.position)
        piece.starts, piece.origins = (0,), ((line, column - 1),)
        self.conversion.raw[raw] = piece
        return self.add(raw, self.position, end)

    def _html_end(self) -> int | None:
        found = TAG.match(self.text, self.position)
        if found:
            return found.end()
        for opening, closing in OTHER_HTML:
            if self.text.startswith(opening, self.position) and closing not in self._missing:
                end = self.text.find(closing, self.position + len(opening))
                if end >= 0:
                    return end + len(closing)
                self._missing.add(closing)
        return None

    def bare_url(self) -> bool:
        """``https://…`` in running text, without the punctuation that follows it."""
        found = BARE_URL.match(self.text, self.position)
        if not found or len(found[0]) < 11:
            return False
        url = found[0]
        while url and (url[-1] in "?!.,:;_~'’”»…" or (url[-1] == ")" and url.count(")") > url.count("("))):
            url = url[:-1]
        link = Element("a", {"href": url})
        link.text = AtomicString(url)
        return self.add(link, self.position, self.position + len(url))

    def open_bracket(self) -> bool:
        """``[`` or ``![``, or a footnote's mention."""
        start = self.position
        picture = self.text[start] == "!"
        if not picture and self._note(start):
            return True
        self.brackets.append(Bracket(len(self.nodes), start, picture))
        self.nodes.append("![" if picture else "[")
        self.position += 2 if picture else 1
        return True

    def _note(self, start: int) -> bool:
        found = NOTE.match(self.text, start)
        if not found:
            return False
        note = self.conversion.footnotes.get(normal_label(found[1]))
        if note is None:
            self.conversion.report(
                "KB232",
                "warning",
                f"footnote '{found[1]}' isn't defined",
                self.spot(start, found.end()),
                f"write its text in a paragraph of its own: [^{found[1]}]: …",
            )
            return False
        element = Element("note")
        element.text = AtomicString(normal_label(found[1]))
        return self.add(element, start, found.end())

    def close_bracket(self) -> bool:
        """``]``: a link or picture if a target follows or its label is defined."""
        if not self.brackets:
            return False
        bracket = self.brackets.pop()
        self._settled = min(self._settled, len(self.brackets))
        if not bracket.active:
            return False
        target = self._inline_target() or self._defined_target(bracket)
        if target is None:
            return False
        url, title, after = target
        content = resolve(self.nodes[bracket.node + 1 :])
        del self.nodes[bracket.node :]
        element = _picture(url, content) if bracket.picture else _link(url, content)
        if title:
            element.set("title", title)
        if not bracket.picture:
            for outer in self.brackets[self._settled :]:
                outer.active = outer.picture
            self._settled = len(self.brackets)  # below, no link is open any more
        return self.add(element, bracket.start, after)

    def _inline_target(self) -> tuple[str, str | None, int] | None:
        text, position = self.text, self.position + 1
        if not text.startswith("(", position):
            return None
        position = _skip(text, position + 1)
        destination = parse_destination(text, position)
        if destination is None:
            return None
        url, position = destination
        title = None
        after = _skip(text, position)
        if after > position:
            parsed = parse_title(text, after)
            if parsed is not None:
                title, after = parsed[0], _skip(text, parsed[1])
        return (url, title, after + 1) if text.startswith(")", after) else None

    def _defined_target(self, bracket: Bracket) -> tuple[str, str | None, int] | None:
        if not self.conversion.definitions:
            return None
        after = self.position + 1
        start = bracket.start + (2 if bracket.picture else 1)
        label = self.text[start : self.position] if self.position - start <= MAX_LABEL else ""
        full = LABEL.match(self.text, after)
        if full:
            label, after = full[1] or label, full.end()
        definition = self.conversion.definitions.get(normal_label(label)) if label else None
        return (definition.target, definition.title, after) if definition else None


def _skip(text: str, position: int) -> int:
    found = SPACE.match(text, position)
    return found.end() if found else position


def _link(url: str, content: list[Node]) -> Element:
    link = Element("a", {"href": url})
    fill(link, content)
    for inner in link.iter("a"):
        if inner is not link:
            inner.tag = "fragment"  # links don't nest
            inner.attrib.clear()
    return link


def _picture(url: str, content: list[Node]) -> Element:
    alt = "".join(_plain(node) for node in content).replace(LITERAL, "").strip()
    picture = Element("img", {"src": url})
    if alt:
        picture.set("alt", alt)
    picture.set("loading", "lazy")
    picture.set("decoding", "async")
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


RULES: dict[str, Callable[[Scanner], bool]] = {
    "\\": Scanner.escape,
    "`": Scanner.code,
    "*": Scanner.delimiter,
    "_": Scanner.delimiter,
    "~": Scanner.delimiter,
    "&": Scanner.entity,
    "<": Scanner.angle,
    "[": Scanner.open_bracket,
    "![": Scanner.open_bracket,
    "]": Scanner.close_bracket,
    "\n": Scanner.newline,
    "http://": Scanner.bare_url,
    "https://": Scanner.bare_url,
}
"""What a character may begin; a rule that returns False leaves it as text."""
