"""RSS 2.0 (https://www.rssboard.org/rss-specification), with full texts (``content:encoded``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from knowbrand.formats.elements import DECLARATION, element, parent
from knowbrand.formats.feed import Entry, Feed, gather_feed
from knowbrand.formats.feedstyle import link_style
from knowbrand.model.output import Output
from knowbrand.site.addresses import absolute
from knowbrand.site.bodies import Body
from knowbrand.site.feeds import RSS
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path

_NAMESPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def make_rss(site: Site, bodies: Mapping[str, Body]) -> Iterator[Output]:
    """``rss.xml`` for each language."""
    for language in site.languages:
        url = site.urls.of(RSS.address, language)
        document = _rss(site, gather_feed(site, bodies, language), url)
        yield Output(output_path(url), (DECLARATION + link_style(site, language, url) + document).encode())


def _rss(site: Site, feed: Feed, url: str) -> str:
    itself = {"rel": "self", "type": RSS.media_type, "href": absolute(url, site.base_url or "")}
    channel = [
        element("title", feed.title),
        element("link", feed.home),
        element("description", feed.subtitle or feed.title),
        element("language", feed.language),
        element("lastBuildDate", _date(feed.updated)) if feed.entries else "",
        element("atom:link", attributes=itself),
        *(_item(entry, feed) for entry in feed.entries),
    ]
    return parent("rss", [parent("channel", channel)], _NAMESPACES)


def _item(entry: Entry, feed: Feed) -> str:
    return parent(
        "item",
        [
            element("title", entry.title),
            element("link", entry.url),
            element("guid", entry.id, {"isPermaLink": "false"}),
            element("pubDate", _date(entry.published)),
            element("dc:creator", feed.author.name),
            *(element("dc:contributor", other.name) for other in entry.others),
            *(element("category", tag) for tag in entry.tags),
            element("description", entry.summary) if entry.summary else "",
            element("content:encoded", entry.html),
        ],
    )


def _date(moment: dt.datetime) -> str:
    """An instant as RFC 822 writes it (section 5), whatever the computer's language."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S %z}"
