"""What feeds hold, before it has a format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from knowbrand.formats.identity import entry_urn, make_urn
from knowbrand.model import Post
from knowbrand.model.dates import Moment
from knowbrand.model.profile import Chapter
from knowbrand.site.addresses import absolute, locate
from knowbrand.site.bodies import Body
from knowbrand.site.chapters import posts_about
from knowbrand.site.graph import Site
from knowbrand.site.links import Links
from knowbrand.site.page import Size
from knowbrand.site.plaintext import choose, choose_plain, strip_marks
from knowbrand.site.writings import post_tags

NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed with no entries was updated: Atom demands a date, and no day of a build may enter."""


class Contributor(NamedTuple):
    """Somebody who made something, and their address where it is known."""

    name: str
    url: str = ""


class Entry(NamedTuple):
    """A post in a feed; every address is absolute."""

    id: str
    url: str
    title: str
    html: str
    summary: str
    published: dt.datetime
    updated: dt.datetime
    tags: tuple[str, ...]
    others: tuple[Contributor, ...]
    image: str
    canonical: str


class Feed(NamedTuple):
    """The newest posts of one language, or those of one chapter. ``home`` is the page that it belongs to."""

    id: str
    title: str
    subtitle: str
    language: str
    home: str
    author: Contributor
    portrait: str
    updated: dt.datetime
    entries: tuple[Entry, ...]


def gather_feed(
    site: Site, bodies: Mapping[str, Body], language: str, chapter: Chapter | None = None
) -> Feed:
    """The feed of ``language``, or of ``chapter`` in it. Unlisted posts are in none."""
    links = Links(site)
    found = posts_about(site, chapter, language) if chapter else site.shelves[language].posts
    posts = [post for post in found if post.path in bodies][: site.model.settings.feeds.entries]
    sizes = site.measure_pictures()
    entries = tuple(_make_entry(site, bodies[post.path], post, links, sizes) for post in posts)
    title = choose(site, site.model.settings.title, language)
    basics = site.model.profile.basics
    home = locate(site, "home", language)
    if chapter:
        title = f"{choose(site, chapter.name, language)} · {title}"
    name = ("feeds", "expertise", chapter.id, language) if chapter else ("feeds", language)
    return Feed(
        id=make_urn(site, *name) or "",
        title=title,
        subtitle=choose_plain(site, chapter.summary, language)
        if chapter
        else choose(site, basics.label, language),
        language=language,
        home=locate(site, "chapter", language, chapter.id) if chapter else home,
        author=Contributor(choose(site, basics.name, language), home),
        portrait=links.find_picture(basics.image, site.model.profile_path),
        updated=max((entry.updated for entry in entries), default=NEVER),
        entries=entries,
    )


def _make_entry(site: Site, body: Body, post: Post, links: Links, sizes: Mapping[str, Size]) -> Entry:
    base_url = site.base_url or ""
    url = absolute(site.urls.of_post(post.slug, post.date, post.lang), base_url)
    people = {person.name: person.url or "" for person in site.model.profile.people}
    summary = strip_marks(site, post.meta.summary, post.lang) if post.meta.summary else body.excerpt
    published = place_instant(post.date, site)
    return Entry(
        id=entry_urn(site, post),
        url=url,
        title=post.meta.title,
        html=body.place(lambda target, suffix: absolute(target, base_url, suffix), sizes),
        summary=summary,
        published=published,
        updated=max(published, place_instant(post.meta.updated, site)) if post.meta.updated else published,
        tags=tuple(post_tags(post).values()),
        others=tuple(Contributor(name, people.get(name, "")) for name in post.meta.with_),
        image=links.find_picture(post.meta.image, post.path),
        canonical=post.meta.canonical or "",
    )


def place_instant(moment: Moment, site: Site) -> dt.datetime:
    """The instant in the site's zone, its offset in whole minutes, as RFC 3339 has no others (1.0 is from 1937 on)."""
    instant = moment.at(ZoneInfo(site.model.settings.timezone))
    offset = instant.utcoffset() or dt.timedelta()
    return instant.replace(tzinfo=dt.timezone(dt.timedelta(minutes=round(offset / dt.timedelta(minutes=1)))))
