"""What the site is made of: pages, files, tags, series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from knowbrand.model import Model, Page, Post
from knowbrand.model.text import Localized
from knowbrand.problems import Place

Kind = Literal[
    "home",
    "expertise",
    "chapter",
    "projects",
    "project",
    "talks",
    "talk",
    "publications",
    "publication",
    "posts",
    "post",
    "series",
    "tags",
    "tag",
    "archive",
    "changes",
    "cv",
    "people",
    "page",
    "follow",
    "not-found",
    "withdrawn",
]

LOCKED_KINDS: frozenset[str] = frozenset({"post", "page", "chapter", "project", "talk", "publication"})
"""Kinds of page whose address is a promise; lists and the site's fixed pages need none."""

ENTRY_SECTIONS: tuple[tuple[Kind, Kind], ...] = (
    ("projects", "project"),
    ("talks", "talk"),
    ("publications", "publication"),
)
"""Sections of the profile that have a page, and the kind of page that each entry with an id has."""
ENTRY_PAGES: dict[str, Kind] = dict(ENTRY_SECTIONS)
"""The same, by section."""


class SitePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page: what it shows (``kind`` and ``key``) in one language, where, and which source files it is made of.

    ``key`` is the id of what the page is about, the same in every language; ``number`` counts the pages of a list.
    ``modified`` is a day that the author gave, never one of a file system.
    """

    kind: Kind
    lang: str
    url: str
    key: str = ""
    number: int = 1
    sources: tuple[str, ...] = ()
    unlisted: bool = False
    modified: dt.date | None = None


Size = tuple[int, int]
"""Width and height of a picture as it is published, in CSS pixels."""


class SiteFile(msgspec.Struct, frozen=True):
    """A file of the author's that is published: its address, and where it is read (relative to the site). ``size`` is a
    picture's, once somebody looked at it."""

    url: str
    source: str
    size: Size | None = None


class Redirect(msgspec.Struct, frozen=True):
    """An old address that leads to a page; one that leads to a file or a feed is served as that file itself.

    ``source`` is the file that says so (``urls.lock`` where nobody had to), ``place`` the line in it.
    """

    url: str
    target: str
    source: str
    place: Place | None = None


class Withdrawn(msgspec.Struct, frozen=True):
    """An address whose page was taken back, and the author's reason. ``old`` is the address as it was published, ``url``
    where the page that says so stands."""

    old: str
    url: str
    lang: str
    reason: Localized
    source: str
    place: Place | None = None


class Tag(msgspec.Struct, frozen=True):
    """A tag of one language: its part of the address, and the name as it was first written."""

    slug: str
    name: str


def home_pages(pages: tuple[SitePage, ...]) -> dict[tuple[str, str], SitePage]:
    """For each post and page, the page of the first of its languages: its files stand there for all of them."""
    homes: dict[tuple[str, str], SitePage] = {}
    for page in pages:
        if page.kind in ("post", "page"):
            homes.setdefault((page.kind, page.key), page)
    return homes


def list_writings(model: Model) -> tuple[Post | Page, ...]:
    """Posts, then pages."""
    return (*model.posts, *model.pages)


def kind_of(writing: Post | Page) -> Kind:
    """The kind of page that shows ``writing``."""
    return "post" if isinstance(writing, Post) else "page"


def pages_by_source(pages: Iterable[SitePage]) -> dict[str, SitePage]:
    """The page of each post and page, by the path of its file."""
    return {page.sources[0]: page for page in pages if page.kind in ("post", "page")}
