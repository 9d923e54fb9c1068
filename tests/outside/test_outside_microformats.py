"""A microformats parser that others wrote on every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.outside.sites import BuiltSite, Page, report

pytestmark = pytest.mark.outside

Item = dict[str, Any]


def parse(site: BuiltSite, page: Page) -> Item:
    """What mf2py finds in the page, as it is read at its public address."""
    mf2py = pytest.importorskip("mf2py", reason="mf2py isn't installed")
    found: Item = mf2py.parse(doc=page.html, url=site.absolute(page), html_parser="html5lib")
    return found


def walk(items: list[Any]) -> Iterator[Item]:
    """All items, and those in them."""
    for item in items:
        if isinstance(item, dict) and "type" in item:
            yield item
            yield from walk(item.get("children", []))
            for values in item.get("properties", {}).values():
                yield from walk(values)


def of_type(parsed: Item, kind: str) -> list[Item]:
    return [item for item in walk(parsed["items"]) if kind in item["type"]]


def values(item: Item, name: str) -> list[Any]:
    found: list[Any] = item["properties"].get(name, [])
    return found


def representative_cards(parsed: Item, address: str) -> list[Item]:
    """The cards that may stand for the page, by microformats.org/wiki/representative-h-card-parsing."""
    cards = of_type(parsed, "h-card")
    me = set(parsed["rels"].get("me", []))
    by_uid = [card for card in cards if address in values(card, "uid") and address in values(card, "url")]
    by_rel = [card for card in cards if me & {url for url in values(card, "url") if isinstance(url, str)}]
    alone = [card for card in cards if len(cards) == 1 and address in values(card, "url")]
    return by_uid or by_rel or alone


def test_home_has_one_representative_card(site: BuiltSite) -> None:
    homes = site.of_kind("home")
    assert len(homes) == 2
    for page in homes:
        cards = representative_cards(parse(site, page), site.absolute(page))
        assert len(cards) == 1, f"{page.url}: {len(cards)} representative cards"
        assert values(cards[0], "name") == ["Marijn Eskelhof"], page.url
        assert values(cards[0], "photo"), page.url
        assert values(cards[0], "email") == ["mailto:marijn@eskelhof.example"], page.url


def test_no_other_page_is_represented_by_a_second_card(site: BuiltSite) -> None:
    found = []
    for page in site.real_pages():
        names = {
            str(values(card, "name")) for card in representative_cards(parse(site, page), site.absolute(page))
        }
        if len(names) > 1:
            found.append(f"{page.url}: {sorted(names)}")
    report(found)


def test_home_names_the_other_accounts(site: BuiltSite) -> None:
    for page in site.of_kind("home"):
        me = parse(site, page)["rels"].get("me", [])
        assert "https://akoestiek.example/@marijn" in me, page.url
        assert "https://forge.example/eskelhof" in me, page.url


def test_every_post_is_an_entry(site: BuiltSite) -> None:
    found = []
    posts = site.of_kind("post")
    assert len(posts) >= 14
    for page in posts:
        entries = [item for item in parse(site, page)["items"] if "h-entry" in item["type"]]
        if len(entries) != 1:
            found.append(f"{page.url}: {len(entries)} entries at the top")
            continue
        entry = entries[0]
        found += [
            f"{page.url}: {len(values(entry, name))} × {name}"
            for name in ("name", "content", "published", "url", "author")
            if len(values(entry, name)) != 1
        ]
        if values(entry, "url") != [site.absolute(page)]:
            found.append(f"{page.url}: its url is {values(entry, 'url')}")
        for author in values(entry, "author"):
            if not isinstance(author, dict) or not values(author, "name") or not values(author, "url"):
                found.append(f"{page.url}: its author is {author!r}")
        published = str((values(entry, "published") or [""])[0])
        if not published[:10].replace("-", "").isdigit():
            found.append(f"{page.url}: published {published!r}")
    report(found)


def test_lists_are_feeds(site: BuiltSite) -> None:
    found = []
    for page in site.of_kind("posts", "tag", "series"):
        feeds = of_type(parse(site, page), "h-feed")
        entries = [
            child for feed in feeds for child in feed.get("children", []) if "h-entry" in child["type"]
        ]
        if len(feeds) != 1 or not values(feeds[0], "name"):
            found.append(f"{page.url}: {len(feeds)} feeds, named {[values(feed, 'name') for feed in feeds]}")
        if not entries:
            found.append(f"{page.url}: no entries in the feed")
        for entry in entries:
            target = site.path_of(str((values(entry, "url") or [""])[0]))
            if target not in site.by_url or not values(entry, "name") or not values(entry, "published"):
                found.append(f"{page.url}: an entry with {sorted(entry['properties'])}, url {target}")
    report(found)


def test_the_cv_is_a_resume(site: BuiltSite) -> None:
    pages = site.of_kind("cv")
    assert len(pages) == 2
    for page in pages:
        resumes = of_type(parse(site, page), "h-resume")
        assert len(resumes) == 1, page.url
        resume = resumes[0]
        contact = values(resume, "contact")
        assert contact, f"{page.url}: no contact"
        assert values(contact[0], "name") == ["Marijn Eskelhof"], page.url
        assert values(resume, "name"), f"{page.url}: no name"
        assert values(resume, "experience"), f"{page.url}: no experience"
        for job in values(resume, "experience"):
            assert {"h-event", "h-card", "hevent"} & set(job["type"]), job
            assert values(job, "start"), f"{page.url}: a job without its beginning: {job}"


def test_nothing_is_a_microformat_by_accident(site: BuiltSite) -> None:
    known = {"h-card", "h-entry", "h-feed", "h-resume", "h-event", "h-cite", "h-adr", "h-item"}
    found = []
    for page in site.pages:
        for item in walk(parse(site, page)["items"]):
            found += [f"{page.url}: {kind}" for kind in item["type"] if kind not in known]
    report(found)
