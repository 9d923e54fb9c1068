"""A text and the changes to it, so that every place in the result is known in the original; and what in Markdown is
code, HTML or the target of a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

_FENCE = re.compile(r"(?:[ \t>]|[-+*] |\d{1,9}[.)] )*(`{3,}(?=[^`]*$)|~{3,})(.*)")
_TICKS = re.compile(r"`+")
_LIST_ITEM = re.compile(r"[ \t]{0,12}(?:[-+*]|\d{1,9}[.)])[ \t]")
_HTML_BLOCK = re.compile(
    r" {0,3}</?(?:address|article|aside|blockquote|center|details|dialog|dd|div|dl|dt|fieldset|figcaption|figure|footer"
    r"|form|h[1-6]|header|hr|iframe|li|main|menu|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video"
    r"|audio|object)(?=[\s/>]|$)",
    re.IGNORECASE,
)
_RAW_TEXT = re.compile(r" {0,3}<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_LONE_TAG = re.compile(r" {0,3}</?[A-Za-z][A-Za-z0-9-]*+(?:\s[^<>]{0,1000})?/?>\s*$")
_TARGET = re.compile(r"\]\((?=(\s{0,20}))\1(?=(<[^<>\n]*>|[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+))\2")


class Span(NamedTuple):
    """From ``start`` up to ``end``."""

    start: int
    end: int


@dataclass(slots=True)
class Rewriting:
    """``text`` as it is now; ``origin`` says where a place in it stands in the original."""

    text: str
    _starts: list[int] = field(default_factory=lambda: [0])
    _origins: list[tuple[int, bool]] = field(default_factory=lambda: [(0, True)])

    def origin(self, offset: int) -> int:
        """The place in the original that the character at ``offset`` came from."""
        number = bisect_right(self._starts, offset) - 1
        start, verbatim = self._origins[number]
        return start + (offset - self._starts[number] if verbatim else 0)

    def apply(self, edits: list[tuple[Span, str]]) -> Rewriting:
        """The text with each span replaced; of spans that overlap only the first counts."""
        pieces: list[str] = []
        starts: list[int] = []
        origins: list[tuple[int, bool]] = []
        length = position = 0

        def add(piece: str, offset: int, verbatim: bool) -> None:
            nonlocal length
            if piece:
                pieces.append(piece)
                starts.append(length)
                origins.append((self.origin(offset), verbatim))
                length += len(piece)

        def keep(start: int, end: int) -> None:
            """Carry over a stretch in the runs that it was made of."""
            while start < end:
                number = bisect_right(self._starts, start) - 1
                after = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
                stop = min(end, max(after, start + 1))
                add(self.text[start:stop], start, self._origins[number][1])
                start = stop

        for span, replacement in sorted(edits, key=lambda edit: edit[0]):
            if span.start < position:
                continue
            keep(position, span.start)
            add(replacement, span.start, False)
            position = span.end
        keep(position, len(self.text))
        return Rewriting("".join(pieces), starts or [0], origins or [(0, True)])


@dataclass(frozen=True, slots=True)
class Regions:
    """What the stretches of a Markdown text are; each list is in order and without overlaps."""

    code: list[Span]
    html: list[Span]

    def in_code(self, offset: int) -> Span | None:
        """The code that ``offset`` is in."""
        return holder(self.code, offset)

    def in_html(self, offset: int) -> Span | None:
        """The block of raw HTML that ``offset`` is in."""
        return holder(self.html, offset)


def holder(spans: list[Span], offset: int) -> Span | None:
    """The one of ``spans`` (in order, without overlaps) that ``offset`` is in."""
    number = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[number] if number >= 0 and offset < spans[number].end else None


def find_regions(text: str) -> Regions:
    """Fenced, indented and inline code, and blocks of HTML (CommonMark 0.31, 4.4 to 4.6 and 6.1, roughly)."""
    code: list[Span] = []
    html: list[Span] = []
    fence = html_end = ""
    block_start = paragraph_start = html_start = -1
    in_list, previous_blank = False, True
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        bare = line.rstrip()
        opening = _FENCE.match(bare) if "``" in line or "~~" in line else None
        if fence:
            if opening and opening[1].startswith(fence) and not opening[2].strip():
                code.append(Span(block_start, position))
                fence = ""
            continue
        indented = previous_blank and not in_list and line.startswith(("    ", "\t")) and bool(bare)
        if html_start < 0 and not opening and not indented:
            end = _html_end(line, paragraph_start >= 0)
            if end is not None:
                html_start, html_end = start, end
        if not bare or opening or indented or html_start >= 0:
            code += _code_spans(text, paragraph_start, start)
            paragraph_start = -1
        if html_start >= 0:
            if html_end in line.lower() if html_end else not bare:
                html.append(Span(html_start, position))
                html_start = -1
            previous_blank = not bare
            continue
        if opening:
            fence, block_start = opening[1], start
            previous_blank = False
            continue
        if indented:
            code.append(Span(start, position))
            continue  # what follows at this depth is code as well
        if bare and paragraph_start < 0:
            paragraph_start = start
        if _LIST_ITEM.match(line):
            in_list = True
        elif bare and previous_blank and not line.startswith((" ", "\t")):
            in_list = False
        previous_blank = not bare
    if fence:
        code.append(Span(block_start, position))
    code += _code_spans(text, paragraph_start, position)
    if html_start >= 0:
        html.append(Span(html_start, position))
    return Regions(sorted(code), html)


def _html_end(line: str, in_paragraph: bool) -> str | None:
    """What ends the block of HTML that ``line`` begins, in lower case: nothing stands for an empty line. None where it
    begins none."""
    if "<" not in line[:4]:
        return None
    raw_text = _RAW_TEXT.match(line)
    if raw_text:
        return f"</{raw_text[1].lower()}>"
    if line.lstrip(" ").startswith("<!--"):
        return "-->"
    if _HTML_BLOCK.match(line) or (not in_paragraph and _LONE_TAG.match(line)):
        return ""
    return None


def _code_spans(text: str, start: int, end: int) -> list[Span]:
    """The inline code of a paragraph: a run of backticks up to the next of the same length."""
    if start < 0:
        return []
    runs = list(_TICKS.finditer(text, start, end))
    later: dict[int, list[int]] = {}
    for number, run in enumerate(runs):
        later.setdefault(len(run[0]), []).append(number)
    spans: list[Span] = []
    number = 0
    while number < len(runs):
        same = later[len(runs[number][0])]
        at = bisect_right(same, number)
        if at < len(same) and not _is_escaped(text, runs[number].start()):
            spans.append(Span(runs[number].start(), runs[same[at]].end()))
            number = same[at]
        number += 1
    return spans


def _is_escaped(text: str, offset: int) -> bool:
    return offset > 0 and text[offset - 1] == "\\" and text[max(offset - 2, 0)] != "\\"


def find_targets(text: str) -> list[Span]:
    """The targets of links and pictures, ``](target``, without the brackets of ``<target>``."""
    spans: list[Span] = []
    for found in _TARGET.finditer(text):
        start, end = found.span(2)
        spans.append(Span(start + 1, end - 1) if text.startswith("<", start) else Span(start, end))
    return spans
