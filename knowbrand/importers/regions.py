"""What in a Markdown text is code, HTML or the target of a link, so that it is left alone or rewritten as that."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from knowbrand.importers.rewriting import Span

_CONTAINER = r"(?:[ \t>]|[-+*] |\d{1,9}[.)] )*"
_FENCE = re.compile(rf"({_CONTAINER})(`{{3,}}(?=[^`]*$)|~{{3,}})(.*)")
_MARKERS = re.compile(_CONTAINER)
_TARGET = re.compile(r"\]\((?=(\s{0,20}))\1(?=(<[^<>\n]*>|[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+))\2")
_TICKS = re.compile(r"`+")
_TICKS_OR_HTML = re.compile(r"`+|<")
_TAG = re.compile(
    r"""</?[A-Za-z](?:[^<>"'`]|"[^"]*+"|'[^']*+')*+>|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+>"""  # or an address
)
_LIST_ITEM = re.compile(r"[ \t]{0,12}(?:[-+*]|\d{1,9}[.)])[ \t]")
_HTML_BLOCK = re.compile(
    r" {0,3}</?(?:address|article|aside|audio|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog"
    r"|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li"
    r"|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|picture|search|section|summary|svg|table|tbody|td"
    r"|tfoot|th|thead|title|tr|track|ul|video)(?=\s|/?>|$)",
    re.IGNORECASE,
)
_RAW_TEXT = re.compile(r" {0,3}<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_LONE_TAG = re.compile(r" {0,3}</?[A-Za-z][A-Za-z0-9-]*+(?:\s[^<>]{0,1000})?/?>\s*$")


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
    scan = _Scan(text)
    position = 0
    for line in text.splitlines(keepends=True):
        scan.read(line, position, position + len(line))
        position += len(line)
    scan.end_block(position)
    return Regions(sorted(scan.code), scan.html)


@dataclass(slots=True)
class _Scan:
    """Where a reader of ``text`` is, line by line: in a fence, in HTML (up to what ``ending`` says, where nothing stands
    for an empty line) or in a paragraph; ``container`` are the marks of the quote or list item that it began in."""

    text: str
    code: list[Span] = field(default_factory=list)
    html: list[Span] = field(default_factory=list)
    kind: str = ""
    start: int = 0
    fence: str = ""
    ending: str = ""
    container: str = ""
    in_list: bool = False
    after_blank: bool = True

    def end_block(self, position: int) -> None:
        """What was open ends at ``position``."""
        if self.kind == "fence":
            self.code.append(Span(self.start, position))
        elif self.kind == "html":
            self.html.append(Span(self.start, position))
        elif self.kind == "paragraph":
            self.code += _code_spans(self.text, self.start, position)
        self.kind = ""

    def begin(self, kind: str, start: int, container: str = "") -> None:
        """A block begins, and the paragraph above it ends."""
        self.end_block(start)
        self.kind, self.start, self.container = kind, start, container

    def read(self, line: str, start: int, end: int) -> None:
        """Go over the line from ``start`` to ``end``."""
        if self.kind in {"fence", "html"} and _leaves(line, self.container):
            self.end_block(start)
        opening = _FENCE.match(line.rstrip()) if "``" in line or "~~" in line else None
        blank = not line.strip()
        if self.kind == "fence":
            if opening and opening[2].startswith(self.fence) and not opening[3].strip():
                self.end_block(end)
                self.after_blank = False
            return
        if self.kind == "html":
            if self.ending in line.lower() if self.ending else not line.strip("> \t\n"):
                self.end_block(end)
            self.after_blank = blank
            return
        self._read_text(line, start, end, opening, blank)

    def _read_text(self, line: str, start: int, end: int, opening: re.Match[str] | None, blank: bool) -> None:
        deep = not self.in_list and line.startswith(("    ", "\t"))
        if deep and self.after_blank and not blank:
            self.end_block(start)
            self.code.append(Span(start, end))
            return  # what follows at this depth is code as well
        item = _LIST_ITEM.match(line) is not None
        if item or (self.after_blank and not blank and not line.startswith((" ", "\t"))):
            self.in_list = item
        self.after_blank = blank
        quoted = line.lstrip(" ").startswith(">")
        marked = self.in_list or quoted
        markers = _MARKERS.match(line) if marked else None
        ending = _html_ending(line[markers.end() :] if markers else line, self.kind == "paragraph")
        if opening and not deep:
            self.begin("fence", start, opening[1] if marked else "")
            self.fence = opening[2]
        elif ending is not None:
            self.begin("html", start, markers[0] if markers else "")
            self.ending = ending
            if ending and ending in line.lower():
                self.end_block(end)
        elif blank:
            self.end_block(start)
        elif self.kind != "paragraph" or item or (quoted and not self.container):
            self.begin("paragraph", start, ">" if quoted else "")


def _leaves(line: str, container: str) -> bool:
    """Whether ``line`` is out of the quote or list item that began with ``container``."""
    if ">" in container:
        return not line.lstrip(" ").startswith(">")
    return bool(line.strip()) and len(line) - len(line.lstrip()) < min(len(container), 2)


def _html_ending(line: str, in_paragraph: bool) -> str | None:
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
    """The inline code of a paragraph: a run of backticks up to the next of the same length. What begins first counts: in
    HTML, a comment or an address backticks begin no code, and in code ``<`` begins no HTML."""
    later: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text, start, end):
        later.setdefault(len(run[0]), []).append(run.start())
    last_comment = text.rfind("-->", start, end)
    spans: list[Span] = []
    position = start
    while opening := _TICKS_OR_HTML.search(text, position, end):
        position = opening.end()
        if _is_escaped(text, opening.start()):
            continue
        if opening[0] == "<":
            position = _html_end(text, opening.start(), end, last_comment)
            continue
        same = later[len(opening[0])]
        at = bisect_right(same, opening.start())
        if at < len(same):
            position = same[at] + len(opening[0])
            spans.append(Span(opening.start(), position))
    return spans


def _html_end(text: str, start: int, end: int, last_comment: int) -> int:
    """Where the tag, comment or address that the ``<`` at ``start`` begins is over; right after it where it begins none.
    ``last_comment`` is where the paragraph's last ``-->`` stands, so that none is sought in vain."""
    if text.startswith("<!--", start):
        for empty in ("<!-->", "<!--->"):
            if text.startswith(empty, start):
                return start + len(empty)
        return text.index("-->", start + 4, end) + 3 if last_comment >= start + 4 else start + 4
    tag = _TAG.match(text, start, end)
    return tag.end() if tag else start + 1


def _is_escaped(text: str, offset: int) -> bool:
    return offset > 0 and text[offset - 1] == "\\" and text[max(offset - 2, 0)] != "\\"


def lone_ticks(text: str, regions: Regions) -> frozenset[int]:
    """The lengths of the runs of backticks in ``text`` that belong to no code, without a first one that is escaped."""
    return frozenset(
        len(run[0]) - _is_escaped(text, run.start())
        for run in _TICKS.finditer(text)
        if not regions.in_code(run.start())
    )


def find_targets(text: str) -> list[Span]:
    """The targets of links and pictures, ``](target``, without the brackets of ``<target>``."""
    spans: list[Span] = []
    for found in _TARGET.finditer(text):
        start, end = found.span(2)
        spans.append(Span(start + 1, end - 1) if text.startswith("<", start) else Span(start, end))
    return spans
