"""From a text's characters to nodes (CommonMark 0.31, section 6), in one pass and linear time."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import msgspec
from markdown.util import AtomicString

from knowbrand.markup.anchors import make_link, make_picture
from knowbrand.markup.conversion import Conversion
from knowbrand.markup.destinations import ENTITY, ESCAPABLE, entity, parse_inline_target
from knowbrand.markup.emphasis import Delimiter, Node, flanking, resolve
from knowbrand.markup.html_blocks import TAG_SOURCE
from knowbrand.markup.leaves import normal_label
from knowbrand.markup.sourcetext import LITERAL, InlineText

SPECIAL = re.compile(
    r"[\\`*_~\[\]<&!h\n]"
    r"(?:(?<=[\\`*_~\[\]<&])|(?<=!)\[|(?<=h)ttps?://(?<![A-Za-z0-9]http://)(?<![A-Za-z0-9]https://)|(?<=[ \t]\n))"
)
"""Where a rule may begin. One set of characters leads it, as the search then passes over plain text several times as
fast. A line's end matters after a space alone: that is a hard break, or goes."""
SPECIAL_WITHOUT_URL = re.compile(r"[\\`*_~\[\]<&!\n](?:(?<=[\\`*_~\[\]<&])|(?<=!)\[|(?<=[ \t]\n))")
"""The same for a text without addresses: there are many h's in a text."""
MAY_BEGIN = re.compile(r"[\\`*_~\[\]<&!:\n]")
"""What stands in every text in which a rule may begin."""
BARE_URL = re.compile(r"https?://[^\s<>\[\]`*\"|\\]+")
POINTED_URL = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x1f]*)>")
POINTED_MAIL = re.compile(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)>"
)
TAG = re.compile(TAG_SOURCE)
RAW_TEXT = re.compile(r"<(script|style)(?=[\s/>])", re.IGNORECASE)
OTHER_HTML = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
NOTE = re.compile(r"\[\^([^\]\s\[]{1,200})\]")
LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999}+)\]")
MAX_LABEL = 999
SIMPLE_CODE = re.compile(r"`([^`\n ](?:[^`\n]*[^`\n ])?)`(?!`)")
SIMPLE_EMPHASIS = re.compile(
    r"(?<![^\s(])(\*\*?)([A-Za-z0-9](?:[A-Za-z0-9 ',.-]*[A-Za-z0-9])?)\1(?=[\s.,;:!?)]|$)(?!\*)"
)
"""Most marks are as plain as these; what they mean doesn't depend on what stands around them, so that they need not be
put off until a bracket or the text ends."""


class Bracket(msgspec.Struct):
    """An open ``[`` or ``![``: where it stands among the nodes and in the text."""

    node: int
    start: int
    picture: bool
    active: bool = True


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
        text, nodes = self.text, self.nodes
        search = SPECIAL.search if "://" in text else SPECIAL_WITHOUT_URL.search
        while found := search(text, self.position):
            start = found.start()
            if start > self.position:
                nodes.append(text[self.position : start])
            self.position = start
            if not RULES[found[0]](self):
                nodes.append(text[start])
                self.position = start + 1
        if self.position < len(text):
            nodes.append(text[self.position :])
        return resolve(nodes)

    def add(self, element: Element, start: int, end: int) -> bool:
        """Append an element that was written from ``start`` to ``end``, and go on after it."""
        self.conversion.spans[element] = (self.source, start, end)
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
        simple = SIMPLE_CODE.match(self.text, self.position)
        if simple:
            element = Element("code")
            element.text = AtomicString(simple[1])
            return self.add(element, simple.start(), simple.end())
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
        simple = SIMPLE_EMPHASIS.match(self.text, start) if character == "*" else None
        if simple:
            element = Element("em" if len(simple[1]) == 1 else "strong")
            element.text = simple[2]
            self.nodes.append(element)
            self.position = simple.end()
            return True
        after = start
        while after < len(self.text) and self.text[after] == character:
            after += 1
        self.position = after
        if character == "~" and after - start != 2:
            self.nodes.append(self.text[start:after])
            return True
        opens, closes = flanking(self.text, start, after)
        self.nodes.append(Delimiter(character, after - start, opens, closes, after - start))
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
        self.conversion.raw[raw] = self.source.part(self.position, end)
        return self.add(raw, self.position, end)

    def _html_end(self) -> int | None:
        found = TAG.match(self.text, self.position)
        if found:
            return self._raw_text_end(found)
        for opening, closing in OTHER_HTML:
            if self.text.startswith(opening, self.position) and closing not in self._missing:
                end = self.text.find(closing, self.position + len(opening))
                if end >= 0:
                    return end + len(closing)
                self._missing.add(closing)
        return None

    def _raw_text_end(self, tag: re.Match[str]) -> int:
        """The end of a style or script that begins with ``tag``, which holds no Markdown; else that of the tag."""
        name = RAW_TEXT.match(tag[0])
        if name is None or (closing := f"</{name[1].lower()}") in self._missing:
            return tag.end()
        end = re.compile(rf"{closing}\s*>", re.IGNORECASE).search(self.text, tag.end())
        if end is None:
            self._missing.add(closing)
        return end.end() if end else tag.end()

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
                self.source.span(start, found.end()),
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
        target = parse_inline_target(self.text, self.position + 1) or self._defined_target(bracket)
        if target is None:
            return False
        url, title, after = target
        content = resolve(self.nodes[bracket.node + 1 :])
        del self.nodes[bracket.node :]
        element = make_picture(url, content) if bracket.picture else make_link(url, content)
        if title:
            element.set("title", title)
        if not bracket.picture:
            for outer in self.brackets[self._settled :]:
                outer.active = outer.picture
            self._settled = len(self.brackets)  # below, no link is open any more
        return self.add(element, bracket.start, after)

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
