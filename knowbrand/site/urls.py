"""The one table of published addresses: what stands where, in every language."""

from __future__ import annotations

import re
from urllib.parse import quote

from knowbrand.model import Page, Post
from knowbrand.model.dates import Moment
from knowbrand.model.settings import Settings

PATTERNS: dict[str, str] = {
    "home": "/",
    "posts": "/posts/",
    "posts-number": "/posts/page/{number}/",
    "expertise": "/expertise/",
    "chapter": "/expertise/{id}/",
    "projects": "/projects/",
    "project": "/projects/{id}/",
    "talks": "/talks/",
    "talk": "/talks/{id}/",
    "publications": "/publications/",
    "publication": "/publications/{id}/",
    "series": "/series/{id}/",
    "tags": "/tags/",
    "tag": "/tags/{id}/",
    "cv": "/cv/",
    "people": "/people/",
    "follow": "/follow/",
    "archive": "/archive/",
    "changes": "/changes/",
    "page": "/{slug}/",
    "feed-atom": "/feed.xml",
    "feed-rss": "/rss.xml",
    "feed-json": "/feed.json",
    "feed-chapter": "/expertise/{id}/feed.xml",
    "feed-changes": "/changes/feed.xml",
    "resume": "/resume.json",
    "vcard": "/me.vcf",
}
"""Addresses that every language has, below ``/LANG`` for all but the default. Posts follow ``posts.permalink``."""

GLOBAL_PATTERNS: dict[str, str] = {
    "not-found": "/404.html",
    "sitemap": "/sitemap.xml",
    "sitemap-number": "/sitemap-{number}.xml",
    "robots": "/robots.txt",
    "derived": "/_/{name}",
}
"""Addresses that exist once."""

RESERVED = frozenset(
    {
        *(pattern.split("/")[1] for pattern in PATTERNS.values() if not pattern.startswith("/{")),
        *(pattern.split("/")[1] for pattern in GLOBAL_PATTERNS.values()),
        "search",
    }
    - {""}
)
"""First segments that a page's own address can't take (and the site's language codes)."""

_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._~-]*")
"""Most addresses need no encoding, and there are some dozens on every page."""

PERMALINK_FIELDS = (":year", ":month", ":day", ":slug")
PERMALINK_PART = re.compile(r":[a-z]+")


class Urls:
    """Addresses of one site: paths from its root, that begin with ``/`` and are not percent-encoded."""

    def __init__(self, settings: Settings) -> None:
        self._default = settings.language
        self._permalink = settings.posts.permalink

    def of(self, name: str, language: str, /, **parts: str | int) -> str:
        """The address that ``name`` has in the table, in ``language``."""
        if name in GLOBAL_PATTERNS:
            return GLOBAL_PATTERNS[name].format(**parts)
        return self._prefix(language) + PATTERNS[name].format(**parts)

    def of_post(self, slug: str, date: Moment, language: str) -> str:
        """The address of a post, by ``posts.permalink``; the date counts as it was written."""
        values = {
            ":year": f"{date.day.year:04}",
            ":month": f"{date.day.month:02}",
            ":day": f"{date.day.day:02}",
            ":slug": slug,
        }
        path = PERMALINK_PART.sub(lambda match: values.get(match.group(), match.group()), self._permalink)
        path = "/" + path.strip("/") + "/"
        return self._prefix(language) + path

    def of_writing(self, writing: Post | Page) -> str:
        """The address of a post or page."""
        if isinstance(writing, Post):
            return self.of_post(writing.slug, writing.date, writing.lang)
        return self.of("page", writing.lang, slug=writing.slug)

    def _prefix(self, language: str) -> str:
        return "" if language == self._default else f"/{language}"


def output_path(url: str) -> str:
    """The file, below the output folder, that answers ``url``."""
    path = url.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def encode_path(url: str) -> str:
    """``url`` as it stands in a link: percent-encoded UTF-8 (RFC 3986, 2.1)."""
    if _PLAIN_PATH.fullmatch(url):
        return url
    return quote(url, safe="/-._~!$&'()*+,;=:@")
