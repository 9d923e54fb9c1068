"""A feed parser that others wrote on every feed, and what a feed owes its readers."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.outside.sites import BuiltSite, Element, Page, report

pytestmark = pytest.mark.outside

ATOM = "{http://www.w3.org/2005/Atom}"
VARIANTS = pytest.mark.parametrize("variant", ["site", "repository_site", "offline_site"])
LINKING = {"href", "src", "poster", "srcset", "cite", "action", "data"}


def atom_feeds(site: BuiltSite) -> list[Path]:
    return site.files("feed.xml")


def rss_feeds(site: BuiltSite) -> list[Path]:
    return site.files("rss.xml")


def json_feeds(site: BuiltSite) -> list[Path]:
    return site.files("feed.json")


def parse(file: Path) -> Any:
    """What feedparser makes of the bytes alone: it is told no address that could mend a relative link."""
    feedparser = pytest.importorskip("feedparser", reason="feedparser isn't installed")
    return feedparser.parse(file.read_bytes(), sanitize_html=False, resolve_relative_uris=False)


def address(site: BuiltSite, file: Path) -> str:
    return site.base_url + file.relative_to(site.folder).as_posix()


def body_faults(site: BuiltSite, html: str) -> list[str]:
    """What is wrong with an entry's content: it is read far from the site."""
    page = Page("index.html", html, site.default_language)
    found = []
    for element in page.elements:
        if element.tag in {"script", "style", "link", "form", "input"}:
            found.append(f"<{element.tag}> has no place in a feed")
        found += [f"<{element.tag} {name}={value!r}>" for name, value in link_faults(site, element)]
    return found


def link_faults(site: BuiltSite, element: Element) -> list[tuple[str, str]]:
    """The links of an element that are relative, or that this site doesn't answer."""
    found = []
    for name in LINKING & element.attributes.keys():
        value = element.get(name)
        values = [part.split()[0] for part in value.split(",")] if name == "srcset" else [value]
        for link in values:
            ours = site.path_of(link)
            if not urlsplit(link).scheme or (ours is not None and not site.exists(ours)):
                found.append((name, link))
    return found


@VARIANTS
def test_every_language_has_every_feed(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    for path in ("/feed.xml", "/rss.xml", "/feed.json", "/nl/feed.xml", "/nl/rss.xml", "/nl/feed.json"):
        assert site.exists(path), path
    chapters = [page.url for page in site.of_kind("chapter")]
    assert chapters
    report(f"{url}feed.xml isn't there" for url in chapters if not site.exists(f"{url}feed.xml"))


@VARIANTS
def test_a_feed_parser_reads_every_feed(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    found = []
    for file in [*atom_feeds(site), *rss_feeds(site)]:
        feed = parse(file)
        name = file.relative_to(site.folder)
        if feed.bozo:
            found.append(f"{name}: {feed.bozo_exception!r}")
        version = "atom10" if file.name == "feed.xml" else "rss20"
        if feed.version != version:
            found.append(f"{name}: read as {feed.version!r}")
        found += [f"{name}: the feed has no {key}" for key in ("title", "link") if not feed.feed.get(key)]
        for entry in feed.entries:
            wanted = ("id", "title", "link", "published_parsed", "content")
            found += [f"{name}: {entry.get('id')} has no {key}" for key in wanted if not entry.get(key)]
            if site.path_of(entry.link) is None or not site.exists(site.path_of(entry.link) or ""):
                found.append(f"{name}: {entry.get('id')} links to {entry.link}")
            for content in entry.get("content", []):
                found += [f"{name}: {entry.get('id')}: {fault}" for fault in body_faults(site, content.value)]
    report(found)


@VARIANTS
def test_the_three_feeds_hold_the_same_entries(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    for folder in (site.folder, site.folder / "nl"):
        atom = [(entry.id, entry.link, entry.title) for entry in parse(folder / "feed.xml").entries]
        rss = [(entry.id, entry.link, entry.title) for entry in parse(folder / "rss.xml").entries]
        items = json.loads((folder / "feed.json").read_text(encoding="utf-8"))["items"]
        assert atom
        assert atom == rss == [(item["id"], item["url"], item["title"]) for item in items]


def test_entry_ids_are_the_same_wherever_the_site_stands(
    site: BuiltSite, repository_site: BuiltSite, offline_site: BuiltSite
) -> None:
    for file in [*atom_feeds(site), *rss_feeds(site)]:
        name = file.relative_to(site.folder)
        ids = [entry.id for entry in parse(file).entries]
        assert ids == [entry.id for entry in parse(repository_site.folder / name).entries], name
        assert ids == [entry.id for entry in parse(offline_site.folder / name).entries], name
        assert all(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", id) for id in ids), ids
        assert len(set(ids)) == len(ids), name


@VARIANTS
def test_atom_says_what_the_standard_demands(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    found = []
    for file in atom_feeds(site):
        name = file.relative_to(site.folder)
        root = ET.parse(file).getroot()
        links = {(link.get("rel", "alternate"), link.get("href")) for link in root.findall(f"{ATOM}link")}
        if ("self", address(site, file)) not in links:
            found.append(f"{name}: no link to itself: {links}")
        updates = [entry.findtext(f"{ATOM}updated") or "" for entry in root.findall(f"{ATOM}entry")]
        if updates and root.findtext(f"{ATOM}updated") != max(updates):
            found.append(
                f"{name}: its date is {root.findtext(f'{ATOM}updated')}, the newest entry's {max(updates)}"
            )
        authors = root.findall(f"{ATOM}author/{ATOM}name")
        if not authors or not all(author.text for author in authors):
            found.append(f"{name}: no author's name")
        found += [f"{name}: no {key}" for key in ("id", "title", "updated") if not root.findtext(ATOM + key)]
    report(found)


@VARIANTS
def test_json_feeds_say_what_the_standard_demands(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    found = []
    files = json_feeds(site)
    assert files
    for file in files:
        name = file.relative_to(site.folder)
        feed = json.loads(file.read_text(encoding="utf-8"))
        if feed.get("version") != "https://jsonfeed.org/version/1.1":
            found.append(f"{name}: version {feed.get('version')!r}")
        if feed.get("feed_url") != address(site, file):
            found.append(f"{name}: feed_url {feed.get('feed_url')!r}")
        found += [
            f"{name}: no {key}"
            for key in ("title", "home_page_url", "authors", "language")
            if not feed.get(key)
        ]
        for item in feed["items"]:
            wanted = ("id", "url", "title", "content_html", "date_published")
            found += [f"{name}: {item.get('id')} has no {key}" for key in wanted if not item.get(key)]
            found += [
                f"{name}: {item['id']}: {fault}" for fault in body_faults(site, item.get("content_html", ""))
            ]
    report(found)


@VARIANTS
def test_every_page_points_to_the_feeds_of_its_language(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    found = []
    for page in site.real_pages():
        prefix = "" if page.lang == site.default_language else f"/{page.lang}"
        kinds = {link.get("type") for link in page.all("link", rel="alternate")}
        wanted = {"application/atom+xml", "application/feed+json"}
        if not wanted <= kinds:
            found.append(f"{page.file}: no link to {sorted(wanted - kinds)} ({prefix}/feed.xml …)")
    report(found)
