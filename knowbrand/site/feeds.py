"""The feeds: their formats, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from knowbrand.model.lock import Identity
from knowbrand.site.graph import Site


class FeedFormat(NamedTuple):
    """A format: the feed's name in the table of addresses, its media type, and what people call it."""

    address: str
    media_type: str
    name: str


ATOM = FeedFormat("feed-atom", "application/atom+xml", "Atom")
RSS = FeedFormat("feed-rss", "application/rss+xml", "RSS")
JSON_FEED = FeedFormat("feed-json", "application/feed+json", "JSON Feed")

FEEDS = (ATOM, RSS, JSON_FEED)
"""In the order in which pages name them; ``formats/`` writes them."""


class SiteFeed(NamedTuple):
    """A feed: what it is (its name in the table of addresses, a chapter's id or nothing, its language), and where."""

    shows: Identity
    url: str


def list_feeds(site: Site) -> Iterator[SiteFeed]:
    """Every feed of the site; without a ``base_url`` there is none."""
    return possible_feeds(site) if site.base_url else iter(())


def possible_feeds(site: Site) -> Iterator[SiteFeed]:
    """Every feed that the site has where it has a ``base_url``."""
    for language in site.languages:
        for form in FEEDS:
            yield SiteFeed(Identity(form.address, "", language), site.urls.of(form.address, language))
        for chapter in site.model.profile.expertise:
            url = site.urls.of("feed-chapter", language, id=chapter.id)
            yield SiteFeed(Identity("feed-chapter", chapter.id, language), url)
        if site.changes[language]:
            yield SiteFeed(Identity("feed-changes", "", language), site.urls.of("feed-changes", language))
