"""What a page may load and run: its Content-Security-Policy (CSP, level 3), as it stands in a ``meta`` element.

Pages of the theme's need little, and get no more. What the author's own HTML on a page asks for (a video of another
host, a script: each a named warning) is allowed on that page, and only that.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import urlsplit

import msgspec

from knowbrand.markup.requests import REMOTE_STYLE
from knowbrand.render.values import (
    BodyView,
    DateView,
    HeadingView,
    LinkView,
    PeriodView,
    ProseView,
    TextView,
)

_EVERYWHERE = {
    "default-src": ("'none'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "media-src": ("'self'",),
    "manifest-src": ("'self'",),
    "connect-src": ("'self'",),  # for who judges a page from within, and asks for its robots.txt
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
}
_OF_FOREIGN_SCRIPT = ("script", "connect", "frame", "img", "style", "font", "media")
"""A script of another host may load more from that same host: one that couldn't would be blocked for nothing."""
_LOADING = {
    ("img", "src"): ("img",),
    ("img", "srcset"): ("img",),
    ("input", "src"): ("img",),
    ("image", "href"): ("img",),
    **{(part, "background"): ("img",) for part in ("table", "thead", "tbody", "tfoot", "tr", "td", "th")},
    ("video", "poster"): ("img",),
    ("video", "src"): ("media",),
    ("audio", "src"): ("media",),
    ("track", "src"): ("media",),
    ("source", "src"): ("media", "img"),
    ("source", "srcset"): ("img",),
    ("iframe", "src"): ("frame",),
    ("embed", "src"): ("object", "frame"),
    ("object", "data"): ("object", "frame"),
}
_LINKED = {"stylesheet": ("style", "img", "font"), "icon": ("img",), "manifest": ("manifest",)}
_ASKING_ELEMENT = re.compile(r"<(?:script|style|link|iframe|embed|object|form|image)\b")
_ASKING_ATTRIBUTE = re.compile(
    r"\s(?:(?:style|srcset|on[a-z]+)\s*=|(?:src|poster|background)\s*=\s*[\"']?\s*(?:https?:)?//)"
)
_HANDLER = re.compile(r"on(?<=\son)[a-z]++\s*+=")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?(?::[0-9]{1,5})?")
_SCRIPT_TYPES = re.compile(
    r"(?:module|importmap|(?:text|application)/(?:x-)?(?:java|ecma|j)script)?", re.IGNORECASE
)


def page_policy(html: Iterable[str], *, scripts: bool = False, offline: bool = False) -> str:
    """The policy of a page on which the pieces ``html`` of the author's stand.

    ``scripts`` says that the theme brings scripts of its own; ``offline`` allows what lies beside the page on a disk,
    where not every browser takes a folder for an origin.
    """
    demands: dict[str, list[str]] = {name: list(sources) for name, sources in _EVERYWHERE.items()}
    found = [("script-src", "'self'")] if scripts else []
    for piece in html:
        found += _demands(piece)
    for name, source in found:
        sources = demands.setdefault(name, [])
        if source not in sources:
            sources[:] = [old for old in sources if old != "'none'"] + [source]
    if offline:
        for sources in demands.values():
            sources += ["file:"] if "'self'" in sources else []
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in demands.items())


_SHORT = 1000
_WITHOUT_HTML = frozenset(
    {str, bool, int, float, type(None), TextView, DateView, PeriodView, LinkView, HeadingView}
)
"""Most parts of a view: what they hold is escaped, or made of dates."""


def _demands(html: str) -> tuple[tuple[str, str], ...]:
    """What a piece of HTML asks for, as directives and sources."""
    return _read_short(html) if len(html) < _SHORT else _read(html)


@lru_cache(maxsize=1024)  # the summary of a post stands on a dozen pages
def _read_short(html: str) -> tuple[tuple[str, str], ...]:
    return _read(html)


def _read(html: str) -> tuple[tuple[str, str], ...]:
    if not _may_ask(html.lower()):
        return ()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.demands)


def _may_ask(html: str) -> bool:
    """Whether the HTML, in lower case, has to be read: most asks for nothing. To ignore case while searching takes several
    times as long, and so does to look for attributes at every space, where a word says that there are none."""
    if _ASKING_ELEMENT.search(html):
        return True
    if "style" in html or "src" in html or "poster" in html or "background" in html or _HANDLER.search(html):
        return _ASKING_ATTRIBUTE.search(html) is not None
    return False


def list_html(value: object) -> list[str]:
    """Every piece of the author's HTML in a view, or in the fields of one."""
    found: list[str] = []
    _gather((value,), found)
    return found


def _gather(values: Iterable[object], found: list[str]) -> None:
    for value in values:
        if type(value) in _WITHOUT_HTML:
            continue
        if isinstance(value, ProseView | BodyView):
            found.append(value.html)
        elif isinstance(value, msgspec.Struct):
            _gather(msgspec.structs.astuple(value), found)
        elif isinstance(value, tuple):
            _gather(value, found)
        elif isinstance(value, Mapping):
            _gather(value.values(), found)


class _Reader(HTMLParser):
    """Gathers what a piece of HTML asks for, as directives and sources."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.demands: list[tuple[str, str]] = []
        self._inside = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            for address in _candidates(value) if name == "srcset" else [value]:
                self._add(_LOADING.get((tag, name.removeprefix("xlink:")), ()), address)
        if values.get("style"):
            self._add_hash("style", values["style"], attribute=True)
            self._read_css(values["style"])
        for name, value in values.items():
            if name.startswith("on"):
                self._add_hash("script", value, attribute=True)
        self._read_special(tag, values)

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            text = "".join(self._text)
            self._add_hash(tag, text)
            if tag == "style":
                self._read_css(text)
            self._inside, self._text = "", []

    def _read_special(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "script" and "src" in values:
            foreign = _origin(values["src"]) != "'self'"
            self._add(_OF_FOREIGN_SCRIPT if foreign else ("script",), values["src"])
        elif tag == "style" or (tag == "script" and _SCRIPT_TYPES.fullmatch(values.get("type", "").strip())):
            self._inside, self._text = tag, []
        elif tag == "link":
            for word in values.get("rel", "").lower().split():
                self._add(_LINKED.get(word, ()), values.get("href", ""))
        elif tag == "form":
            source = _origin(values.get("action", ""))
            self.demands += [("form-action", source)] if source else []

    def _add(self, kinds: Iterable[str], address: str) -> None:
        source = _origin(address)
        self.demands += [(f"{kind}-src", source) for kind in kinds if source]

    def _add_hash(self, kind: str, text: str, *, attribute: bool = False) -> None:
        digest = b64encode(sha256(text.encode("utf-8", "replace")).digest()).decode()
        self.demands.append((f"{kind}-src", f"'sha256-{digest}'"))
        if attribute:  # without it the digests of attributes don't count (CSP 3, 6.7.3.3)
            self.demands.append((f"{kind}-src", "'unsafe-hashes'"))

    def _read_css(self, css: str) -> None:
        for found in REMOTE_STYLE.finditer(css):
            self._add(("style", "img", "font"), found[1])


def _candidates(srcset: str) -> list[str]:
    return [part.split()[0] for part in srcset.split(", ") if part.strip()]


def _origin(address: str) -> str:
    """The source expression for what stands at ``address``; empty where a policy can't name it."""
    address = address.strip()
    scheme = address.partition(":")[0].lower() if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address) else ""
    if scheme in ("data", "blob"):
        return f"{scheme}:"
    if not scheme and not address.startswith("//"):
        return "'self'"
    try:
        host = urlsplit(address).netloc.rpartition("@")[2].lower().encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""
    if scheme not in ("", "http", "https") or not _HOST.fullmatch(host):
        return ""
    return f"{scheme}://{host}" if scheme else host
