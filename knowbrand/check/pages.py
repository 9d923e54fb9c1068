"""The built pages as a visitor's browser reads them: links, anchors, headings, alternative texts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from knowbrand.model.output import Output
from knowbrand.problems import Place, Problem, error, warning

_REFERRING = {
    ("a", "href"),
    ("link", "href"),
    ("img", "src"),
    ("script", "src"),
    ("source", "src"),
    ("video", "src"),
}


class _Page(HTMLParser):
    """What a page links to, its ids, its headings, and its pictures without alternative text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.twice: list[str] = []
        self.levels: list[int] = []
        self.without_alt: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        for name, value in attrs:
            if (tag, name) in _REFERRING and value and "canonical" not in (values.get("rel") or ""):
                self.links.append(value)
        anchor = values.get("id")
        if anchor in self.ids and anchor:
            self.twice.append(anchor)
        if anchor:
            self.ids.add(anchor)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.levels.append(int(tag[1]))
        if tag == "img" and "alt" not in values:
            self.without_alt.append(values.get("src") or "")


class _Facts(NamedTuple):
    links: tuple[str, ...]
    ids: frozenset[str]


def check_outputs(outputs: Iterable[Output]) -> list[Problem]:
    """What is wrong with the HTML pages among ``outputs``: links and anchors that lead nowhere, an id used twice, no
    single ``h1``, a skipped level of heading, a picture without alternative text.

    Pages that hosts serve at any depth (``404.html``) have absolute links, which are left alone here.
    """
    by_path = {output.path: output for output in outputs}
    problems: list[Problem] = []
    facts: dict[str, _Facts] = {}
    for path, output in by_path.items():
        if path.endswith(".html"):
            page = _Page()
            page.feed(output.content.decode("utf-8"))
            facts[path] = _Facts(tuple(dict.fromkeys(page.links)), frozenset(page.ids))
            problems += _check_structure(path, page)
    for path, found in facts.items():
        if path != "404.html":
            for link in found.links:
                problems += _check_link(path, link, by_path, facts)
    return problems


def _check_structure(path: str, page: _Page) -> list[Problem]:
    place = Place(path)
    problems = [
        error("KB310", f"the id '{anchor}' stands twice on the page", place, "ids are unique on a page")
        for anchor in page.twice
    ]
    if page.levels and page.levels.count(1) != 1:
        message = f"the page has {page.levels.count(1)} headings of the first level"
        problems.append(warning("KB311", message, place, "a page has one h1: its title"))
    previous = 1
    for level in page.levels:
        if level > previous + 1:
            message = f"a heading of level {level} follows one of level {previous}"
            problems.append(warning("KB311", message, place, f"use level {previous + 1}"))
            break
        previous = level
    problems += [
        warning(
            "KB312", f"the picture '{source}' has no alternative text", place, 'say what it shows, or alt=""'
        )
        for source in page.without_alt
    ]
    return problems


def _check_link(
    path: str, link: str, outputs: Mapping[str, Output], facts: Mapping[str, _Facts]
) -> Iterable[Problem]:
    try:
        parts = urlsplit(link)
    except ValueError:
        yield error("KB313", f"'{link}' is not a link", Place(path), None)
        return
    if parts.scheme or parts.netloc or link.startswith("/"):
        return
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        if parts.path
        else path
    )
    if parts.path.endswith("/") or target == ".":
        target = "index.html" if target == "." else f"{target}/index.html"
    if target not in outputs:
        yield error(
            "KB313", f"the link '{link}' leads nowhere", Place(path), "the theme or the page's HTML has it"
        )
    elif parts.fragment and target in facts and unquote(parts.fragment) not in facts[target].ids:
        yield error("KB313", f"the link '{link}' leads to an anchor that isn't there", Place(path), None)
