"""Fenced code (CommonMark 4.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from knowbrand.markup.blocks import Rule
from knowbrand.markup.destinations import unescape
from knowbrand.markup.highlighting import MAX_HIGHLIGHTED, highlight, known_languages
from knowbrand.markup.sourcetext import Line, dedent, indent
from knowbrand.problems import nearest

FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)$")
PLAIN = frozenset({"", "text", "plain", "plaintext", "txt", "none"})


def closes_fence(text: str, fence: str) -> bool:
    """Whether the line closes a fence that was opened with ``fence``."""
    if indent(text) >= 4:
        return False
    written = text.strip(" \t")
    return len(written) >= len(fence) and not written.strip(fence[0])


class FencedCode(Rule):
    """A block between fences of backticks or tildes; the first word after the opening one is its language."""

    starts = "`~"

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        opening = FENCE.match(lines[index].text)
        if not opening:
            return index
        own_indent = indent(lines[index].text)
        after = index + 1
        content: list[str] = []
        while after < len(lines) and not closes_fence(lines[after].text, opening[1]):
            content.append(dedent(lines[after], own_indent).text)
            after += 1
        source = "".join(f"{text}\n" for text in content)
        self._add_code(parent, source, language_of(opening[2]), lines[index], opening.start(2))
        return min(after + 1, len(lines))

    def _add_code(self, parent: Element, source: str, language: str, line: Line, column: int) -> None:
        attributes = {"class": f"language-{language}"} if language else {}
        pre = SubElement(parent, "pre", {"class": "highlight", "tabindex": "0"})
        code = SubElement(pre, "code", attributes)
        start = line.column + column + 1
        spot = (line.number, start, start + len(language))
        highlighted = None
        if language.lower() not in PLAIN and len(source) > MAX_HIGHLIGHTED:
            self.conversion.report(
                "KB228",
                "info",
                f"this code is longer than {MAX_HIGHLIGHTED:,} characters, so it has no colours",
                spot,
                "show the part that matters, or link to the whole file",
            )
        elif language.lower() not in PLAIN:
            highlighted = highlight(source, language)
            if highlighted is None:
                close = nearest(language, known_languages())
                self.conversion.report(
                    "KB228",
                    "info",
                    f"code language '{language}' isn't known, so the code has no colours",
                    spot,
                    f"did you mean '{close}'?" if close else "leave the language out, or write 'text'",
                )
        if highlighted is None:
            code.text = AtomicString(source)
        else:
            SubElement(code, "highlighted", {"source": source}).text = AtomicString(highlighted)

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return FENCE.match(lines[index].text) is not None


def language_of(info: str) -> str:
    """The language that an info string names: ``python``, ``python hl_lines=1`` and ``{.python}`` are the same."""
    words = unescape(info).replace("{", " ").replace("}", " ").split()
    return re.sub(r"[^\w+#.-]", "", words[0].removeprefix(".")) if words else ""
