"""The author's own HTML: kept as written, but its targets are resolved, its requests and scripts are named,
its comments are left out, and tags that are left open are reported before they spoil the page."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from knowbrand.markup.conversion import Conversion, Spot
from knowbrand.markup.links import Kind, References, escape_attribute, reserve_size
from knowbrand.markup.requests import ATTRIBUTE, REMOTE, REMOTE_STYLE, TAG, find_requests, unquoted
from knowbrand.markup.sourcetext import InlineText

TAG_START = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*+(?=[\s/>]|$)")

TARGETS: dict[tuple[str, str], Kind] = {
    ("a", "href"): "link",
    ("area", "href"): "link",
    ("img", "src"): "picture",
    ("input", "src"): "picture",
    ("video", "poster"): "picture",
    **{(tag, "src"): "media" for tag in ("source", "video", "audio", "track", "embed", "iframe")},
    ("object", "data"): "media",
}
RAW_TEXT = frozenset(("script", "style", "textarea", "title"))
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
END_OPTIONAL = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "rt",
        "rp",
        "html",
        "body",
        "head",
    ]
)
MAX_OPEN_TAGS = 256


class OpenTag(NamedTuple):
    """A start tag whose end tag is still to come."""

    name: str
    spot: Spot


class RawHtml:
    """All raw HTML of one document, piece by piece in reading order."""

    def __init__(self, conversion: Conversion, references: References) -> None:
        self._conversion = conversion
        self._references = references
        self._open: list[OpenTag] = []
        self._base = 0
        self.ids: list[tuple[str, Spot]] = []

    def rewrite(self, source: InlineText) -> tuple[str, str]:
        """One piece as it may stand in the document, and its plain text."""
        html: list[str] = []
        plain: list[str] = []
        text, position = str(source), 0
        while (start := text.find("<", position)) >= 0:
            html.append(text[position:start])
            plain.append(text[position:start])
            if text.startswith("<!--", start):
                end = text.find("-->", start + 4)
                position = len(text) if end < 0 else end + 3
                continue
            tag = TAG.match(text, start)
            if tag is None:
                if TAG_START.match(text, start):
                    return self._cut(source, start, html, plain)
                html.append("&lt;")
                position = start + 1
                continue
            position = tag.end()
            html.append(self._tag(tag, source))
            name = tag[2].lower()
            if name in RAW_TEXT and not tag[1]:
                position = self._raw_text(name, source, position, html)
        html.append(text[position:])
        plain.append(text[position:])
        return "".join(html), unescape("".join(plain))

    def enter(self) -> tuple[int, int]:
        """Begin an element of Markdown's own: HTML tags inside it neither reach out nor close those around it."""
        outside = (self._base, len(self._open))
        self._base = len(self._open)
        return outside

    def leave(self, outside: tuple[int, int]) -> str:
        """End that element: the end tags that are missing inside it, each with a warning."""
        self._base, depth = outside
        missing = []
        while len(self._open) > depth:
            tag = self._open.pop()
            self._report_tag(tag.spot, f"<{tag.name}> is never closed", f"write </{tag.name}> where it ends")
            missing.append(f"</{tag.name}>")
        return "".join(missing)

    def _cut(self, source: InlineText, start: int, html: list[str], plain: list[str]) -> tuple[str, str]:
        line, column = source.place(start)
        self._report_tag(
            (line, column, None), "this tag has no end", "close its quotes, and the tag with '>'"
        )
        rest = str(source)[start:]
        html.append(rest.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        return "".join(html), unescape("".join([*plain, rest]))

    def _report_tag(self, spot: Spot, message: str, hint: str) -> None:
        self._conversion.report("KB234", "warning", message, spot, hint)

    def _raw_text(self, name: str, source: InlineText, position: int, html: list[str]) -> int:
        """Copy the inside of a script or style, which holds no tags."""
        closing = re.compile(f"</{name}", re.IGNORECASE).search(source, position)
        end = closing.start() if closing else len(source)
        inside = str(source)[position:end]
        html.append(inside)
        line, column = source.place(max(0, position - 1))
        if name == "style":
            for found in REMOTE_STYLE.finditer(inside):
                self._references.report_request(found[1], (line, column, None), "a style")
        return end

    def _tag(self, tag: re.Match[str], source: InlineText) -> str:
        name = tag[2].lower()
        line, column = source.place(tag.start())
        last_line, last_column = source.place(tag.end())
        spot = (line, column, last_column if line == last_line else None)
        if tag[1]:
            return self._end_tag(name, tag[0], spot)
        attributes = [
            (found[1], None if found[2] is None else unescape(unquoted(found[2])), found[0])
            for found in ATTRIBUTE.finditer(tag[3])
        ]
        by_name = {key.lower(): value or "" for key, value, _ in attributes}
        self._inspect(name, by_name, spot)
        if name not in VOID and name not in END_OPTIONAL and not tag[3].endswith("/"):
            self._open.append(OpenTag(name, spot))
            if len(self._open) > MAX_OPEN_TAGS:
                raise self._conversion.stop(
                    "KB222",
                    f"HTML tags are nested more than {MAX_OPEN_TAGS} deep here",
                    spot,
                    "close the tags that are meant to end",
                )
        if not any(self._is_target(name, key) for key in by_name):
            return tag[0]
        written = [
            self._attribute(name, key, value, by_name, spot, whole) for key, value, whole in attributes
        ]
        end = " /" if tag[3].rstrip().endswith("/") else ""
        return f"<{tag[2]}{''.join(f' {part}' for part in written if part)}{end}>"

    def _end_tag(self, name: str, written: str, spot: Spot) -> str:
        if name in END_OPTIONAL:
            return written
        inside = self._open[self._base :]
        if not inside or inside[-1].name != name:
            if not any(tag.name == name for tag in inside):
                self._report_tag(spot, f"</{name}> closes nothing, so it's left out", "take it out")
                return ""
            dangling = []
            while self._open[-1].name != name:
                tag = self._open.pop()
                self._report_tag(
                    tag.spot, f"<{tag.name}> is never closed", f"write </{tag.name}> where it ends"
                )
                dangling.append(f"</{tag.name}>")
            self._open.pop()
            return "".join(dangling) + written
        self._open.pop()
        return written

    def _inspect(self, name: str, attributes: dict[str, str], spot: Spot) -> None:
        report = self._conversion.report
        if attributes.get("id"):
            self.ids.append((attributes["id"], spot))
        if name == "script" and not REMOTE.match(attributes.get("src", "")):
            report(
                "KB230", "warning", "this text brings a script", spot, "a page should do without; take it out"
            )
        if any(key.startswith("on") for key in attributes):
            handler = next(key for key in attributes if key.startswith("on"))
            report(
                "KB230",
                "warning",
                f"'{handler}' brings a script",
                spot,
                "a page should do without; take it out",
            )
        if (
            name == "img"
            and "alt" not in attributes
            and attributes.get("role") not in ("presentation", "none")
        ):
            report(
                "KB224",
                "warning",
                "this picture has no alternative text",
                spot,
                'say in alt="…" what it shows; if it only decorates, write alt=""',
            )
        for what, address in find_requests(name, attributes):
            self._references.report_request(address, spot, what)

    @staticmethod
    def _is_target(name: str, key: str) -> bool:
        return (name, key) in TARGETS or (key == "srcset" and name in ("img", "source"))

    def _attribute(
        self, name: str, key: str, value: str | None, attributes: dict[str, str], spot: Spot, whole: str
    ) -> str:
        """One attribute as it may stand in the document; empty when its target is refused."""
        lower = key.lower()
        if not self._is_target(name, lower):
            return whole
        alt = attributes.get("alt") if name == "img" else None
        if lower == "srcset":
            return f'{key}="{self._candidates(value or "", spot, alt)}"'
        resolved = self._references.resolve(TARGETS[name, lower], value or "", spot, "", alt)
        if resolved is None:
            return ""
        is_alone = name == "img" and not any(tag.name == "picture" for tag in self._open)
        return f'{key}="{resolved}"' + (reserve_size(resolved, attributes) if is_alone else "")

    def _candidates(self, value: str, spot: Spot, alt: str | None) -> str:
        """A ``srcset`` with each of its pictures resolved."""
        written = []
        for candidate in re.findall(r"[^\s,]\S*(?:\s+[^\s,]+)?", value):
            url, _, descriptor = candidate.partition(" ")
            resolved = self._references.resolve("picture", url.rstrip(","), spot, "", alt)
            if resolved is not None:
                written.append(f"{resolved} {escape_attribute(descriptor.strip(' ,'))}".strip())
        return ", ".join(written)
