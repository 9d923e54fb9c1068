"""Atom (RFC 4287): the feed of each language, that of each chapter, and that of changes of mind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowbrand.formats.changes import gather_changes
from knowbrand.formats.elements import DECLARATION, element, parent
from knowbrand.formats.feed import Contributor, Entry, Feed, gather_feed
from knowbrand.formats.feedstyle import link_style
from knowbrand.model.output import Output
from knowbrand.site.addresses import absolute
from knowbrand.site.bodies import Body
from knowbrand.site.feeds import ATOM
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path


def make_atom(site: Site, bodies: Mapping[str, Body]) -> Iterator[Output]:
    """``feed.xml`` for each language, for each chapter in each language, and for what the author changed their mind about
    where there is such a thing."""
    for language in site.languages:
        url = site.urls.of(ATOM.address, language)
        yield _write(site, gather_feed(site, bodies, language), url)
        for chapter in site.model.profile.expertise:
            url = site.urls.of("feed-chapter", language, id=chapter.id)
            yield _write(site, gather_feed(site, bodies, language, chapter), url)
        if site.changes[language]:
            yield _write(site, gather_changes(site, language), site.urls.of("feed-changes", language))


def _write(site: Site, feed: Feed, url: str) -> Output:
    attributes = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language}
    itself = absolute(url, site.base_url or "")
    head = [
        element("title", feed.title),
        element("subtitle", feed.subtitle) if feed.subtitle else "",
        element("id", feed.id),
        element("updated", feed.updated.isoformat()),
        element("link", attributes={"rel": "self", "type": ATOM.media_type, "href": itself}),
        element("link", attributes={"rel": "alternate", "type": "text/html", "href": feed.home}),
        _person("author", feed.author),
        element("logo", feed.portrait) if feed.portrait else "",
    ]
    document = parent("feed", [*head, *map(_entry, feed.entries)], attributes)
    return Output(output_path(url), (DECLARATION + link_style(site, feed.language, url) + document).encode())


def _entry(entry: Entry) -> str:
    canonical = {"rel": "canonical", "href": entry.canonical}
    return parent(
        "entry",
        [
            element("title", entry.title),
            element("id", entry.id),
            element("published", entry.published.isoformat()),
            element("updated", entry.updated.isoformat()),
            element("link", attributes={"rel": "alternate", "type": "text/html", "href": entry.url}),
            element("link", attributes=canonical) if entry.canonical else "",
            *(_person("contributor", other) for other in entry.others),
            *(element("category", attributes={"term": tag}) for tag in entry.tags),
            element("summary", entry.summary) if entry.summary else "",
            element("content", entry.html, {"type": "html"}),
        ],
    )


def _person(role: str, person: Contributor) -> str:
    return parent(role, [element("name", person.name), element("uri", person.url) if person.url else ""])
