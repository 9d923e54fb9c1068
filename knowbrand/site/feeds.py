"""The formats that the feeds of a language come in."""

from __future__ import annotations

from typing import NamedTuple


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
