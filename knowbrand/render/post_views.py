"""Views of posts, and of lists of them."""

from __future__ import annotations

from typing import Any

import msgspec

from knowbrand.render.values import BodyView, DateView, LinkView, ProseView, TextView
from knowbrand.render.views import ChangeView, ClaimView, OnlineProfileView, PersonCard, PersonLink


class PostCard(msgspec.Struct, frozen=True, kw_only=True):
    """A post as lists show it."""

    title: str
    """Its title, in the page's language."""
    url: str
    """The link to it."""
    date: DateView
    """When it was published."""
    updated: DateView | None = None
    """When it was changed last, where the author says so."""
    summary: ProseView | None = None
    """What it says in short: the author's words, else its beginning."""
    tags: tuple[LinkView, ...] = ()
    """Its tags."""
    draft: bool = False
    """Whether it is a draft, shown because the build was asked to."""
    people: tuple[PersonLink, ...] = ()
    """Who else made it."""


class SeriesNav(msgspec.Struct, frozen=True, kw_only=True):
    """A post within its series."""

    title: str
    """The series' title."""
    url: str
    """The link to its page."""
    posts: tuple[LinkView, ...]
    """All of its posts, oldest first; the post itself is `current`."""
    previous: LinkView | None = None
    """The one before."""
    next: LinkView | None = None
    """The one after."""


class PostView(PostCard, frozen=True, kw_only=True):
    """A post, whole."""

    body: BodyView
    """What it says."""
    author: PersonCard
    """Who wrote it."""
    chapters: tuple[LinkView, ...] = ()
    """The chapters that it is about."""
    claims: tuple[ClaimView, ...] = ()
    """The claims that it is evidence of."""
    series: SeriesNav | None = None
    """Its series."""
    previous: LinkView | None = None
    """The post before it in time."""
    next: LinkView | None = None
    """The post after it in time."""
    related: tuple[PostCard, ...] = ()
    """Posts near it in subject, at most three."""
    translations: tuple[AlternateView, ...] = ()
    """The same post in other languages."""
    syndication: tuple[OnlineProfileView, ...] = ()
    """Copies elsewhere."""
    first_published: str = ""
    """Where it was published first, where that wasn't here."""
    changes: tuple[ChangeView, ...] = ()
    """What the author changed their mind about, newest first."""
    my_part: TextView | None = None
    """What was the author's own in it."""
    x: dict[str, Any] = {}
    """The author's own keys (`x-…`), as written: `post.x["x-mood"]`."""


class AlternateView(msgspec.Struct, frozen=True):
    """A page in another language."""

    lang: str
    """The language (BCP 47), or `x-default`."""
    name: str
    """The language's name in itself."""
    url: str
    """The link to it; absolute in `page.alternates`."""
    translated: bool = True
    """Whether it is this page in that language; else it is that language's home page."""


class FeedView(msgspec.Struct, frozen=True):
    """A feed."""

    title: str
    """What it is called."""
    url: str
    """The link to it."""
    type: str
    """Its media type, for `link` elements."""
    format: str
    """`Atom`, `RSS` or `JSON Feed`."""
    address: str = ""
    """The absolute address, to copy into a reader."""


class TagView(msgspec.Struct, frozen=True):
    """A tag."""

    name: str
    """The tag as the author writes it."""
    url: str
    """The link to its posts."""
    count: int
    """How many posts have it."""


class YearView(msgspec.Struct, frozen=True):
    """The posts of one year."""

    year: str
    """The year."""
    posts: tuple[PostCard, ...]
    """Its posts, newest first."""


class Pagination(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page stands in a list that runs over several."""

    text: TextView
    """“Page 2 of 5”, in words."""
    newer: str = ""
    """The link to the page with newer posts."""
    older: str = ""
    """The link to the page with older posts."""
