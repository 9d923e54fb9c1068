"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from knowbrand.formats.feed import Contributor, Entry, Feed, gather_feed
from knowbrand.model.output import Output
from knowbrand.site.addresses import absolute
from knowbrand.site.bodies import Body
from knowbrand.site.feeds import JSON_FEED
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path


def make_json_feeds(site: Site, bodies: Mapping[str, Body]) -> Iterator[Output]:
    """``feed.json`` for each language."""
    for language in site.languages:
        url = site.urls.of(JSON_FEED.address, language)
        feed = _feed(gather_feed(site, bodies, language), absolute(url, site.base_url or ""))
        yield Output(output_path(url), write_json(feed))


def write_json(value: dict[str, Any]) -> bytes:
    """``value`` as JSON for people and programs, in UTF-8; lone surrogates become ``?``."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _feed(feed: Feed, url: str) -> dict[str, Any]:
    author = _author(feed.author) | ({"avatar": feed.portrait} if feed.portrait else {})
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": url,
        **({"description": feed.subtitle} if feed.subtitle else {}),
        "language": feed.language,
        "authors": [author],
        "items": [_item(entry, author) for entry in feed.entries],
    }


def _item(entry: Entry, author: dict[str, str]) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": list(entry.tags),
        "authors": [author, *map(_author, entry.others)] if entry.others else [],
    }
    return {key: value for key, value in item.items() if value or key == "content_html"}


def _author(person: Contributor) -> dict[str, str]:
    return {"name": person.name, **({"url": person.url} if person.url else {})}
