"""What old tools do to whole stretches of a text, undone first: raw and highlighted blocks, comments, marks of the
summary's end, tables of contents, containers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from knowbrand.importers.calls import Call, find_calls
from knowbrand.importers.origin import Tool
from knowbrand.importers.regions import Regions, find_regions
from knowbrand.importers.rewriting import Rewriting, Span

Report = Callable[[int, str, str], None]
"""Takes a place in the text, a message and a hint."""
Edit = tuple[Span, str]

_MORE = re.compile(
    r"<!--\s{0,20}(?:more|excerpt|truncate|PELICAN_(?:BEGIN|END)_SUMMARY)\s{0,20}-->",
    re.IGNORECASE,
)
_TOC = re.compile(r"^(?:[*+-]|1\.)[ \t][^\n]{0,200}\n\{:[ \t]*toc[^}\n]{0,100}\}[ \t]*$", re.MULTILINE)
_CONTAINER = re.compile(r"^ {0,3}(:::+)[ \t]*(\S[^\n]*)?$", re.MULTILINE)
_ESCAPED = re.compile(r"\{\{([<%])/\*([^\n]{0,1000}?)\*/([>%])\}\}")
_PYGMENTS = re.compile(
    r"^(?:    |\t)(?::::|#!)([\w+#.-]{1,30})[ \t]*\n((?:(?:    |\t)[^\n]*(?:\n|$)|[ \t]*\n(?=(?:    |\t)))*)",
    re.MULTILINE,
)
_HEADING = re.compile(r"(?:\A|\n[ \t]*\n)( {0,3}#{2,6})(?=[^\s#])")
_MARKDOWN_INSIDE = re.compile(
    r"""^( {0,3}<(div|section|article|aside|main|header|footer|nav|figure|figcaption|blockquote|details|center)"""
    r"""\b[^<>\n]{0,500}?)\smarkdown(?:=["']?(?:1|block|span)["']?)?(?=[\s>])([^<>\n]{0,500}>)[ \t]*([^\n]*)$""",
    re.MULTILINE | re.IGNORECASE,
)
_COMMENT = re.compile(r"\{#(?=[\s-])[^\n{}]{0,1000}?#\}")
_NO_COMMENT = ("a template's comment is left out, with its text", "nobody could read it before")
_ENDS = {"highlight": ("endhighlight", "/highlight"), "codeblock": ("endcodeblock",), "raw": ("endraw",)}
_ENDS |= {
    "verbatim": ("endverbatim",),
    "comment": ("endcomment",),
    "::comment": ("::comment", ":/"),
    "nomarkdown": (),
}


def translate_blocks(
    text: Rewriting, tool: Tool | None, separator: str | None, report: Report
) -> tuple[Rewriting, list[Span]]:
    """``text`` with those stretches in Markdown, and where in the original stood what is no call although it looks like
    one; what isn't understood is told through ``report``.

    ``separator`` is the old site's own mark of the summary's end.
    """
    text, raw = _paired_calls(text, report)
    regions = find_regions(text.text)
    edits: list[Edit] = [
        (Span(*found.span()), "") for found in _MORE.finditer(text.text) if not regions.in_code(found.start())
    ]
    edits += [(Span(*found.span()), _unescape(found, regions)) for found in _ESCAPED.finditer(text.text)]
    if tool in {"eleventy", "zola"}:
        edits += _comments(text, regions, report)
    edits += [
        (Span(*found.span()), "[TOC]")
        for found in _TOC.finditer(text.text)
        if not regions.in_code(found.start())
    ]
    if tool in {"jekyll", "pelican", None}:  # their headings need no space
        edits += [
            (Span(found.end(), found.end()), " ")
            for found in _HEADING.finditer(text.text)
            if not regions.in_code(found.end()) and not regions.in_html(found.end())
        ]
    edits += [
        (Span(*found.span()), _with_markdown(found))
        for found in _MARKDOWN_INSIDE.finditer(text.text)
        if not regions.in_code(found.start())
    ]
    if separator and separator.strip() and (at := text.text.find(separator)) >= 0:
        edits.append((Span(at, at + len(separator)), ""))
    if tool == "pelican":
        edits += [(Span(*found.span()), _pygments(found)) for found in _PYGMENTS.finditer(text.text)]
    edits += _containers(text.text, regions, report, text)
    return text.apply(edits), raw


def _unescape(found: re.Match[str], regions: Regions) -> str:
    """Hugo's way to write a shortcode that isn't run."""
    shown = f"{{{{{found[1]}{found[2]}{found[3]}}}}}"
    return shown if regions.in_code(found.start()) or "`" in shown else f"`{shown}`"


def _with_markdown(found: re.Match[str]) -> str:
    """``<div markdown="1">`` of kramdown and Python-Markdown as CommonMark has it: an empty line after the tag."""
    opening, rest = found[1] + found[3], found[4].rstrip()
    closing = f"</{found[2]}>"
    if not rest.lower().endswith(closing.lower()):
        return f"{opening}\n\n{rest}" if rest else f"{opening}\n"
    return f"{opening}\n\n{rest[: -len(closing)].strip()}\n\n{closing}"


def _comments(text: Rewriting, regions: Regions, report: Report) -> list[Edit]:
    edits: list[Edit] = []
    for found in _COMMENT.finditer(text.text):
        if not regions.in_code(found.start()):
            report(text.origin(found.start()), *_NO_COMMENT)
            edits.append((Span(*found.span()), ""))
    return edits


def _pygments(found: re.Match[str]) -> str:
    lines = [re.sub(r"^(?:    |\t)", "", line) for line in found[2].rstrip().split("\n")]
    return _fence("\n".join(lines), found[1], "") + "\n"


def _containers(text: str, regions: Regions, report: Report, rewriting: Rewriting) -> list[Edit]:
    """Lines ``:::`` of other tools, which would be taken for the end of a visibility block."""
    edits: list[Edit] = []
    for found in _CONTAINER.finditer(text):
        if regions.in_code(found.start(1)):
            continue
        if found[2]:
            message = (
                f"a container '::: {found[2].strip()[:30]}' isn't understood; its lines ':::' stay visible"
            )
            report(
                rewriting.origin(found.start(1)),
                message,
                "delete the lines, or write '!!! note' and indent the text",
            )
        edits.append((Span(found.start(1), found.start(1)), "\\"))
    return edits


def _paired_calls(text: Rewriting, report: Report) -> tuple[Rewriting, list[Span]]:
    regions = find_regions(text.text)
    calls = list(find_calls(text.text))
    named: dict[str, list[int]] = {}
    for at, one in enumerate(calls):
        named.setdefault(one.name, []).append(at)
    edits: list[Edit] = []
    raw: list[Span] = []
    number = 0
    while number < len(calls):
        call = calls[number]
        number += 1
        ends = _ENDS.get(call.name)
        if not ends or call.kind == "output":
            continue
        if call.name not in {"raw", "verbatim"} and regions.in_code(call.start):
            continue
        closing = [last for end in ends for last in _first_after(named.get(end, []), number)]
        if not closing:
            continue
        last = min(closing)
        edits += _undo(text, call, calls[last], report)
        if call.name in {"raw", "verbatim"}:
            raw.append(Span(text.origin(call.start), text.origin(calls[last].start)))
        number = last + 1
    return text.apply(edits), raw


def _first_after(numbers: list[int], number: int) -> list[int]:
    at = bisect_left(numbers, number)
    return numbers[at : at + 1]


def _undo(text: Rewriting, call: Call, end: Call, report: Report) -> list[Edit]:
    source = text.text
    if call.name in {"raw", "verbatim"}:
        return [(_with_line(source, call), ""), (_with_line(source, end), "")]
    if call.name in {"comment", "::comment"}:
        report(text.origin(call.start), *_NO_COMMENT)
        whole = _with_line(source, call)
        return [(Span(whole.start, _with_line(source, end).end), "")]
    line_start = source.rfind("\n", 0, call.start) + 1
    indent = source[line_start : call.start]
    language = re.sub(r"[^\w+#.-]", "", call.arguments[0]) if call.arguments else ""
    if call.name == "codeblock":
        language = call.named.get("lang", "")
    fence = _fence(
        source[call.end : end.start].strip("\n").rstrip(), language, indent if not indent.strip() else ""
    )
    before = "" if not indent.strip() else "\n\n"
    after_end = source[end.end : end.end + 1]
    return [(Span(call.start, end.end), before + fence + ("" if after_end in {"", "\n"} else "\n\n"))]


def _with_line(source: str, call: Call) -> Span:
    """The call, with its line where it stands there alone."""
    start = source.rfind("\n", 0, call.start) + 1
    end = source.find("\n", call.end)
    end = len(source) if end < 0 else end + 1
    alone = source[start:end].strip() == call.text.strip()
    return Span(start, end) if alone else Span(call.start, call.end)


def _fence(content: str, language: str, indent: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", content)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{content}\n{indent}{ticks}"
