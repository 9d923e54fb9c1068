"""What the site is made of: pages, files, tags, series."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

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
    "cv",
    "people",
    "page",
    "follow",
    "not-found",
]


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


class SiteFile(msgspec.Struct, frozen=True):
    """A file of the author's that is published: its address, and where it is read (relative to the site)."""

    url: str
    source: str


class Redirect(msgspec.Struct, frozen=True):
    """An old address that leads to a page."""

    url: str
    target: str
    source: str


class Tag(msgspec.Struct, frozen=True):
    """A tag of one language: its part of the address, and the name as it was first written."""

    slug: str
    name: str
