"""A finished page as a browser reads it: where it leads, what it loads, its ids, its headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

_TAG = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|([a-zA-Z][^\s/>]*+)((?:[^\"'<>]++|\"[^\"]*+\"|'[^']*+')*+)>)", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++)))?")
_PLAIN = re.compile(r"\s*class=\"[^\"]*+\"\s*")
"""Attributes that tell nothing here: most tags have no others."""
_RAW_TEXT = frozenset(("script", "style", "textarea", "title"))
_CSS_ADDRESS = re.compile(
    r"url\(\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\"'()\s]++))\s*\)|@import\s+(?:\"([^\"]*+)\"|'([^']*+)')",
    re.IGNORECASE,
)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href",),
    "img": ("src",),
    "script": ("src",),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
_FOLLOWED = frozenset(("a", "area"))
_IDENTIFIERS = frozenset(("id", "guid"))
"""Keys of data whose values look like addresses and needn't be any."""
_TEXTS = frozenset(("content_html", "content_text", "summary", "text"))


class Page(NamedTuple):
    """What stands in a page. ``followed`` are links that a visitor may follow, ``loaded`` all other addresses in it,
    ``data`` those in its data for machines; each as written, once."""

    followed: tuple[str, ...]
    loaded: tuple[str, ...]
    data: tuple[str, ...]
    ids: frozenset[str]
    doubled: tuple[str, ...]
    levels: tuple[int, ...]
    without_alt: tuple[str, ...]
    canonical: str
    alternates: tuple[str, ...]
    refresh: str
    policy: bool


def read_page(html: str) -> Page:
    """What stands in the page ``html``."""
    reader = _Reader()
    reader.read(html)
    return Page(
        followed=tuple(dict.fromkeys(reader.followed)),
        loaded=tuple(dict.fromkeys(reader.loaded)),
        data=tuple(dict.fromkeys(reader.data)),
        ids=frozenset(reader.ids),
        doubled=tuple(reader.doubled),
        levels=tuple(reader.levels),
        without_alt=tuple(reader.without_alt),
        canonical=reader.canonical,
        alternates=tuple(reader.alternates),
        refresh=reader.refresh,
        policy=reader.policy,
    )


def read_css(css: str) -> Iterator[str]:
    """The addresses in a style sheet, as written."""
    for found in _CSS_ADDRESS.finditer(_CSS_COMMENT.sub("", css)):
        yield next((part for part in found.groups() if part), "").strip()


def list_data(value: Any, key: str = "") -> Iterator[str]:
    """Every text in ``value`` (of JSON) that may be an address as a whole."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from list_data(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from list_data(part, key)
    elif (
        isinstance(value, str)
        and value.startswith(("http://", "https://"))
        and key not in _IDENTIFIERS | _TEXTS
    ):
        yield value


class _Reader:
    def __init__(self) -> None:
        self.followed: list[str] = []
        self.loaded: list[str] = []
        self.data: list[str] = []
        self.ids: set[str] = set()
        self.doubled: list[str] = []
        self.levels: list[int] = []
        self.without_alt: list[str] = []
        self.canonical = ""
        self.alternates: list[str] = []
        self.refresh = ""
        self.policy = False

    def read(self, html: str) -> None:
        position = 0
        while found := _TAG.search(html, position):
            position = found.end()
            if not found[1]:
                continue
            tag = found[1].lower()
            told = found[2]
            attributes = _read_attributes(told) if "=" in told and not _PLAIN.fullmatch(told) else {}
            self._read_tag(tag, attributes)
            if tag in _RAW_TEXT:
                closing = re.compile(f"</{tag}", re.IGNORECASE).search(html, position)
                end = closing.start() if closing else len(html)
                self._read_raw(tag, attributes, html[position:end])
                position = end

    def _read_tag(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))
        anchor = attributes.get("id")
        if anchor:
            if anchor in self.ids:
                self.doubled.append(anchor)
            self.ids.add(anchor)
        if "style" in attributes:
            self.loaded += read_css(attributes["style"])
        if tag == "link" and attributes.get("href"):
            self._read_link(attributes)
        elif tag == "meta":
            self._read_meta(attributes)
        elif tag in _ADDRESSES:
            self._read_addresses(tag, attributes)

    def _read_addresses(self, tag: str, attributes: Mapping[str, str]) -> None:
        target = self.followed if tag in _FOLLOWED else self.loaded
        target += [attributes[name] for name in _ADDRESSES[tag] if attributes.get(name)]
        for candidate in attributes.get("srcset", "").split(", "):
            self.loaded += candidate.split()[:1]
        if tag == "img" and "alt" not in attributes:
            self.without_alt.append(attributes.get("src", ""))
        if tag == "a" and attributes.get("name"):
            self.ids.add(attributes["name"])

    def _read_link(self, attributes: Mapping[str, str]) -> None:
        words = attributes.get("rel", "").lower().split()
        if "canonical" in words:
            self.canonical = attributes["href"]
        elif "alternate" in words and attributes.get("hreflang"):
            self.alternates.append(attributes["href"])
        else:
            self.loaded.append(attributes["href"])

    def _read_meta(self, attributes: Mapping[str, str]) -> None:
        content = attributes.get("content", "")
        kind = attributes.get("http-equiv", "").lower()
        if kind == "refresh":
            self.refresh = content.partition("=")[2].strip().strip("\"'")
        elif kind == "content-security-policy":
            self.policy = True
        elif attributes.get("property", "").startswith("og:") or attributes.get("name", "").startswith(
            "twitter:"
        ):
            self.data += list_data(content)

    def _read_raw(self, tag: str, attributes: Mapping[str, str], text: str) -> None:
        if tag == "style":
            self.loaded += read_css(text)
        elif tag == "script" and attributes.get("type", "").endswith("json"):
            try:
                self.data += list_data(json.loads(text))
            except (ValueError, RecursionError):  # the author's own: it needn't be sound
                return


def _read_attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found
