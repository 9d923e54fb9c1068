"""A theme judged by the pages and the style sheet that it made of the test sites.

A finding says what is wrong on which page; where in the theme's files it may come from is its ``clue``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from knowbrand.check.elements import Element, read_page
from knowbrand.check.microformats import Item, read_items
from knowbrand.problems import Severity
from knowbrand.site.page import Kind
from knowbrand.themes.contrast import Colour, contrast, read_colour
from knowbrand.themes.stylesheets import Sheet, read_scheme

MOST_CSS = 24_000
MOST_HOME = 120_000
CANARY, CANARY_ATTRIBUTE = "kb-canary", "kb-attr"
"""What the texts of the test site ``hostile`` would become, were they not escaped: an element, an attribute."""

_TEXT_CONTRAST = 4.5
_FEED_TYPES = ("application/atom+xml", "application/rss+xml", "application/feed+json")
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_LOADING = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "image": ("href",),
    "use": ("href",),
}
_LINKED = (
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
)
_DATA_SCRIPTS = ("application/ld+json", "application/json", "speculationrules")
_REFUSED = ("iframe", "object", "embed", "form", "base", "frame", "portal")


class PageFacts(NamedTuple):
    """A page as the test site asked for it: its address in the output, its kind, language and direction; the title and
    day of the writing that it shows, if any; and the feeds that it has to announce, as paths."""

    path: str
    kind: Kind
    lang: str
    direction: str
    title: str = ""
    date: str = ""
    feeds: tuple[str, ...] = ()
    has_menu: bool = False


class Finding(NamedTuple):
    """Something wrong with a page, or with the style sheet (no page). ``clue`` is found, if anywhere, at the line of the
    theme that it comes from."""

    code: str
    message: str
    hint: str
    page: PageFacts | None = None
    clue: re.Pattern[str] | None = None
    severity: Severity = "error"


def judge_page(html: str, facts: PageFacts) -> Iterator[Finding]:
    """What is wrong with one page."""
    page = read_page(html)
    for code, message, hint, clue in (
        *_judge_structure(page, facts),
        *_judge_microformats(page, facts),
        *_judge_feeds(page, facts),
        *_judge_requests(page),
        *_judge_policy(page),
        *_judge_escaping(page),
        *_judge_balance(page),
    ):
        yield Finding(code, message, hint, facts, re.compile(clue, re.IGNORECASE) if clue else None)


_Fault = tuple[str, str, str, str]


def _judge_structure(page: Element, facts: PageFacts) -> Iterator[_Fault]:
    root = next(iter(page.find("html")), Element("html", {}))
    if root.attributes.get("lang") != facts.lang:
        yield "KB450", "the page doesn't say its language", '<html lang="{{ page.lang }}">', r"<html\b"
    if facts.direction == "rtl" and root.attributes.get("dir") != "rtl":
        yield (
            "KB450",
            "the page doesn't say that it runs from right to left",
            'dir="{{ page.direction }}" on html',
            r"<html\b",
        )
    if not any(title.text for title in page.find("title")):
        yield "KB450", "the page has no title", "<title>{{ page.full_title }}</title>", r"<title\b"
    for tag in ("h1", "main"):
        number = len(page.find(tag))
        if number != 1:
            clue = rf"<{tag}\b" if number else ""
            yield "KB450", f"the page has {number or 'no'} {tag}", f"a page has one {tag}", clue
    wanted = ["header", "footer", *(["nav"] if facts.has_menu else [])]
    for tag in wanted:
        if not [
            found
            for found in page.find(tag)
            if not any(around.tag in ("main", "article") for around in found.above())
        ]:
            yield (
                "KB450",
                f"the page has no {tag} outside of main",
                f"put what is around every page into a {tag}",
                "",
            )


def _judge_microformats(page: Element, facts: PageFacts) -> Iterator[_Fault]:
    if facts.kind == "home":
        cards = [card for card in read_items(page, "h-card") if card.first("name") and card.first("url")]
        if not cards:
            yield _lack("no h-card with p-name and u-url", "home", r"h-card")
    elif facts.kind == "post":
        entries = [entry for entry in read_items(page, "h-entry") if "content" in entry.values]
        if not entries:
            yield _lack("no h-entry with e-content", "post", r"h-entry")
        for entry in entries[:1]:
            yield from _judge_entry(entry, facts)
    if facts.kind in ("posts", "tag", "series", "archive"):
        entries = read_items(page, "h-entry")
        if not entries:
            yield _lack("no h-entry in the list", "post", r"h-entry")
        for entry in entries:
            for name in ("name", "url", "published"):
                if not entry.first(name):
                    yield _lack(f"an h-entry without {name}", "post", r"h-entry")


def _judge_entry(entry: Item, facts: PageFacts) -> Iterator[_Fault]:
    if entry.first("name") != " ".join(facts.title.split()):
        yield _lack("the h-entry has no p-name with the post's title", "post", r"p-name|<h1\b")
    if not entry.first("published").startswith(facts.date):
        yield _lack(
            "the h-entry has no dt-published with the post's date", "post", r"dt-published|post\.date"
        )
    if not entry.first("url"):
        yield _lack("the h-entry has no u-url", "post", r"u-url|h-entry")
    authors = entry.items.get("author", [])
    if not any(author.first("name") for author in authors):
        yield _lack("the h-entry has no p-author h-card", "post", r"p-author|h-entry")


def _lack(what: str, kind: str, clue: str) -> _Fault:
    return "KB451", f"microformats read back: {what}", f"see how plain's {kind}.html marks it up", clue


def _judge_feeds(page: Element, facts: PageFacts) -> Iterator[_Fault]:
    links = [
        posixpath.normpath(posixpath.join(posixpath.dirname(facts.path), link.attributes.get("href", "")))
        for link in page.find("link")
        if "alternate" in link.attributes.get("rel", "").split()
        and link.attributes.get("type") in _FEED_TYPES
    ]
    if not set(facts.feeds) <= set(links):
        hint = "print page.feeds in the head, as plain's block links does"
        yield "KB452", "the page doesn't announce its feeds", hint, r"page\.feeds"


def _judge_requests(page: Element) -> Iterator[_Fault]:
    for element in page.walk():
        names = _LOADING.get(element.tag, ())
        if element.tag == "link" and set(element.attributes.get("rel", "").lower().split()) & set(_LINKED):
            names = ("href",)
        for name in names:
            for address in element.attributes.get(name, "").split(","):
                if _ELSEWHERE.match(address.strip()):
                    address = address.split()[0]
                    message = f"every visitor's browser would ask another host for {address[:100]}"
                    yield "KB455", message, "put a copy into the theme's assets/", re.escape(address)


def _judge_policy(page: Element) -> Iterator[_Fault]:
    for element in page.walk():
        tag = element.tag
        for name, value in element.attributes.items():
            if name == "style":
                yield _refused("a style attribute", "put the rule into style.css", r"\bstyle\s*=")
            elif name.startswith("on") and name != "on":
                yield _refused(
                    f"the event handler {name}",
                    "put it into a script in assets/",
                    rf"\b{re.escape(name)}\s*=",
                )
            elif name in ("href", "src", "action") and value.strip().lower().startswith("javascript:"):
                yield _refused(
                    "an address that is a script", "put it into a script in assets/", "javascript:"
                )
        if tag == "style" and not _is_in_drawing(element):
            yield _refused("a style element", "put it into style.css", r"<style\b")
        if (
            tag == "script"
            and "src" not in element.attributes
            and element.attributes.get("type") not in _DATA_SCRIPTS
        ):
            yield _refused("an inline script", "put it into a file in assets/", r"<script\b(?![^>]*\bsrc=)")
        if tag in _REFUSED:
            yield _refused(f"the element {tag}", "do without", rf"<{tag}\b")


def _is_in_drawing(element: Element) -> bool:
    return any(around.tag == "svg" for around in element.above())


def _refused(what: str, hint: str, clue: str) -> _Fault:
    return "KB456", f"a strict policy refuses {what}", hint, clue


def _judge_escaping(page: Element) -> Iterator[_Fault]:
    for element in page.walk():
        if element.tag == CANARY:
            hint = "print values as they are: {{ value }}; never within script or style"
            yield "KB457", "a text of the author's becomes part of the page's HTML", hint, ""
        if any(name.startswith(CANARY_ATTRIBUTE) for name in element.attributes) and element.tag != CANARY:
            hint = f'put quotes around the attribute\'s value: <{element.tag} name="{{{{ value }}}}">'
            yield "KB457", f"a text breaks out of an attribute of {element.tag}", hint, r"=\s*\{\{"
        is_data = element.attributes.get("type") in _DATA_SCRIPTS
        if element.tag in ("script", "style") and not is_data and CANARY in element.text:
            hint = "a text can't be escaped there: put it into an attribute (data-…) or leave it out"
            yield (
                "KB457",
                f"a text of the author's stands in a {element.tag} element",
                hint,
                rf"<{element.tag}\b",
            )


def _judge_balance(page: Element) -> Iterator[_Fault]:
    for element in (page, *page.walk()):
        tag = element.tag
        if not element.is_closed:
            clue = rf"<{tag}\s*>" if not element.attributes else rf"<{tag}\b"
            if element.classes:
                clue = rf"<{tag}\b[^>]*\b{re.escape(element.classes[0])}\b"
            yield "KB472", f"<{tag}> is never closed", f"write </{tag}> where it ends", clue
        for stray in element.strays:
            hint = f"take it out, or write <{stray}> where it begins"
            yield "KB472", f"</{stray}> closes nothing", hint, rf"</{re.escape(stray)}\s*>"


def judge_colours(css: str, pairs: Sequence[tuple[str, str, float]]) -> Iterator[Finding]:
    """What in ``css`` can't be read well, in the light and in the dark scheme: the ``pairs`` of design tokens (ink, ground,
    least contrast), and each rule that sets both a colour and its ground."""
    for scheme in ("light", "dark"):
        sheet = read_scheme(css, scheme)
        for ink, ground, least in pairs:
            yield from _judge_pair(sheet, ink, ground, least, scheme)
        for selector, style in sheet.styles.items():
            ground_value = (
                style.get("background-color")
                or style.get("background")
                or _ground_above(selector, sheet.styles)
            )
            ink_colour = read_colour(style.get("color", ""), sheet.tokens, scheme)
            ground_colour = read_colour(ground_value or "", sheet.tokens, scheme)
            if ink_colour and ground_colour and ground_colour.alpha == 1:
                found = contrast(ink_colour, ground_colour)
                if found < _TEXT_CONTRAST:
                    message = f"{style['color']} on {ground_value} ({selector[:80]}, {scheme}) has a contrast of {found:.2f}"
                    yield _too_low(message, _TEXT_CONTRAST, re.compile(re.escape(style["color"])))


def _ground_above(selector: str, styles: Mapping[str, Mapping[str, str]]) -> str | None:
    """The ground that ``.code .word`` has from ``.code``."""
    parts = selector.split()
    for end in range(len(parts) - 1, 0, -1):
        style = styles.get(" ".join(parts[:end]), {})
        ground = style.get("background-color") or style.get("background")
        if ground:
            return ground
    return None


def _judge_pair(sheet: Sheet, ink: str, ground: str, least: float, scheme: str) -> Iterator[Finding]:
    colours: list[Colour] = []
    for name in (ink, ground):
        colour = read_colour(f"var(--{name})", sheet.tokens, scheme)
        if colour is None:
            value = sheet.tokens.get(name)
            what = f"is '{value[:60]}', which can't be computed" if value else "isn't set on :root"
            hint = "write it as #…, rgb() or hsl(), or take the pair out of theme.yaml"
            clue = re.compile(rf"--{re.escape(name)}\b")
            yield Finding("KB454", f"--{name} {what} ({scheme})", hint, None, clue, "warning")
            return
        colours.append(colour)
    found = contrast(colours[0], colours[1])
    if found < least:
        message = f"--{ink} ({sheet.tokens[ink]}) on --{ground} ({sheet.tokens[ground]}), {scheme}, has a contrast of {found:.2f}"
        yield _too_low(
            message, least, re.compile(rf"--{re.escape(ink)}\s*:\s*{re.escape(sheet.tokens[ink])}")
        )


def _too_low(message: str, least: float, clue: re.Pattern[str]) -> Finding:
    return Finding("KB453", message, f"it needs {least:g} (WCAG 2.2, 1.4.3 and 1.4.11)", None, clue)


def judge_weight(css: bytes, home: Iterable[bytes]) -> Iterator[Finding]:
    """Advice: how much a style sheet, and a home page with it, may weigh before fonts and pictures (which of these a
    browser loads, the files don't say)."""
    if len(css) > MOST_CSS:
        message = f"the style sheet has {len(css) / 1000:.1f} kB"
        yield Finding("KB458", message, f"{MOST_CSS // 1000} kB are enough", severity="warning")
    weight = sum(map(len, home))
    if weight > MOST_HOME:
        message = f"a home page weighs {weight / 1000:.1f} kB before fonts and pictures"
        yield Finding(
            "KB458",
            message,
            f"{MOST_HOME // 1000} kB are enough: leave out what isn't used",
            severity="warning",
        )
