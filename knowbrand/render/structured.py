"""What a page says to machines: JSON-LD in the vocabulary of schema.org, one graph a page, with names that stay.

``…/#person`` and ``…/#website`` are the same on every page and in every language, so that what different pages say adds
up. The person stands in full on the home page and the CV alone; elsewhere by name, so that a change in the profile
doesn't change every page.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from knowbrand.model import Post
from knowbrand.model.dates import Moment
from knowbrand.model.profile import Work
from knowbrand.model.text import Localized
from knowbrand.site.addresses import absolute
from knowbrand.site.graph import Site
from knowbrand.site.links import Links
from knowbrand.site.page import Kind, SitePage
from knowbrand.site.plaintext import choose
from knowbrand.site.work import current_work
from knowbrand.site.writings import post_tags, series_id

PARENTS: dict[Kind, tuple[Kind, ...]] = {
    "chapter": ("expertise",),
    "project": ("projects",),
    "talk": ("talks",),
    "publication": ("publications",),
    "post": ("posts",),
    "series": ("posts",),
    "archive": ("posts",),
    "tags": ("posts",),
    "tag": ("posts", "tags"),
}
"""The pages above a page, below home."""
_LISTS = frozenset(
    {"expertise", "projects", "talks", "publications", "posts", "series", "tags", "tag", "archive", "changes"}
)
_PERSON_IN_FULL = frozenset({"home", "cv"})

Node = dict[str, Any]


def structured_data(
    site: Site,
    page: SitePage,
    *,
    title: str,
    description: str,
    body_text: str | None,
    image_url: str | None,
) -> Node | None:
    """The JSON-LD document (JSON-LD 1.1) of ``page``; None without a ``base_url``, and on the pages for what isn't there.

    The caller escapes it for where it stands: nothing here knows HTML.
    """
    if not site.base_url or page.kind in ("not-found", "withdrawn"):
        return None
    return {
        "@context": "https://schema.org",
        "@graph": _Graph(site, page).nodes(title, description, body_text, image_url),
    }


class _Graph:
    """The nodes of one page."""

    def __init__(self, site: Site, page: SitePage) -> None:
        self._site = site
        self._page = page
        self._url = self._absolute(page.url)
        self._person_id = self._absolute("/", "#person")
        self._website_id = self._absolute("/", "#website")

    def nodes(self, title: str, description: str, body_text: str | None, image_url: str | None) -> list[Node]:
        """Every node, without its empty parts."""
        writing = self._site.writings.get(self._page.sources[0]) if self._page.sources else None
        name = title or self._text(self._site.model.settings.title)
        nodes = [
            self._website(),
            self._person(),
            self._web_page(name, description),
            self._post(writing, description, body_text, image_url) if isinstance(writing, Post) else {},
            self._breadcrumbs(name) if self._page.kind != "home" else {},
        ]
        return [{key: value for key, value in node.items() if value} for node in nodes if node]

    def _website(self) -> Node:
        return {
            "@type": "WebSite",
            "@id": self._website_id,
            "url": self._absolute("/"),
            "name": self._text(self._site.model.settings.title),
            "inLanguage": list(self._site.languages),
            "publisher": {"@id": self._person_id},
        }

    def _person(self) -> Node:
        profile = self._site.model.profile
        basics = profile.basics
        person: Node = {
            "@type": "Person",
            "@id": self._person_id,
            "name": self._text(basics.name),
            "url": self._absolute("/"),
        }
        if self._page.kind not in _PERSON_IN_FULL:
            return person
        schools = [self._text(entry.institution) for entry in profile.education]
        return person | {
            "jobTitle": self._text(basics.label),
            "image": Links(self._site).find_picture(basics.image, self._site.model.profile_path),
            "email": basics.email,
            "sameAs": [online.url for online in basics.profiles if online.url],
            "knowsAbout": [self._text(chapter.name) for chapter in profile.expertise],
            "worksFor": [self._employer(work) for work in current_work(self._site)],
            "alumniOf": [{"@type": "EducationalOrganization", "name": name} for name in schools if name],
        }

    def _web_page(self, title: str, description: str) -> Node:
        kind = self._page.kind
        node: Node = {
            "@type": "ProfilePage" if kind == "home" else "CollectionPage" if kind in _LISTS else "WebPage",
            "@id": f"{self._url}#webpage",
            "url": self._url,
            "name": title,
            "description": description,
            "inLanguage": self._page.lang,
            "isPartOf": {"@id": self._website_id},
            "dateModified": self._page.modified.isoformat() if self._page.modified else None,
        }
        if kind == "home":
            return node | {"mainEntity": {"@id": self._person_id}}
        if kind == "post":
            node["mainEntity"] = {"@id": f"{self._url}#post"}
        if kind == "cv":
            node["about"] = {"@id": self._person_id}
        return node | {"breadcrumb": {"@id": f"{self._url}#breadcrumbs"}}

    def _post(self, post: Post, description: str, body_text: str | None, image_url: str | None) -> Node:
        people = {person.name: person.url for person in self._site.model.profile.people}
        others = [{"@type": "Person", "name": name, "url": people.get(name)} for name in post.meta.with_]
        authors = [{"@id": self._person_id}, *({k: v for k, v in other.items() if v} for other in others)]
        original = self._original(post)
        return {
            "@type": "BlogPosting",
            "@id": f"{self._url}#post",
            "url": self._url,
            "headline": post.meta.title,
            "description": description,
            "image": image_url,
            "datePublished": self._date(post.date),
            "dateModified": self._date(post.meta.updated or post.date),
            "author": authors if len(authors) > 1 else authors[0],
            "publisher": {"@id": self._person_id},
            "inLanguage": post.lang,
            "keywords": list(post_tags(post).values()),
            "wordCount": len(body_text.split()) if body_text else None,
            "mainEntityOfPage": {"@id": f"{self._url}#webpage"},
            "isPartOf": self._series(post),
            "translationOfWork": {"@id": f"{original}#post"} if original else None,
            "sameAs": [url for url in (post.meta.canonical, *post.meta.syndication) if url],
        }

    def _series(self, post: Post) -> Node | None:
        series = series_id(post)
        url = self._site.alternates.get(("series", series, 1), {}).get(post.lang)
        if not url:
            return None
        address = self._absolute(url)
        name = self._site.shelves[post.lang].series_titles[series]
        return {"@type": "CreativeWorkSeries", "@id": f"{address}#series", "name": name, "url": address}

    def _original(self, post: Post) -> str | None:
        """The address of the post that this one is a translation of: the first published, and of those of one day the
        one in the language that the site names first."""
        languages = self._site.languages
        zone = ZoneInfo(self._site.model.settings.timezone)
        variants = [
            other
            for other in self._site.variants[post.id]
            if other.path == post.path or not other.meta.unlisted
        ]
        first = min(variants, key=lambda other: (other.date.at(zone), languages.index(other.lang)))
        return None if first.path == post.path else self._absolute(self._post_url(first))

    def _post_url(self, post: Post) -> str:
        return self._site.urls.of_post(post.slug, post.date, post.lang)

    def _breadcrumbs(self, title: str) -> Node:
        words = self._site.model.languages[self._page.lang].words
        trail = [
            (words[f"section_{kind}"], self._absolute(url))
            for kind in ("home", *PARENTS.get(self._page.kind, ()))
            if (url := self._site.alternates.get((kind, "", 1), {}).get(self._page.lang))
        ]
        items = [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate([*trail, (title, self._url)], 1)
        ]
        return {"@type": "BreadcrumbList", "@id": f"{self._url}#breadcrumbs", "itemListElement": items}

    def _employer(self, work: Work) -> Node:
        node = {"@type": "Organization", "name": self._text(work.name), "url": work.url}
        return {key: value for key, value in node.items() if value}

    def _date(self, moment: Moment) -> str:
        """A day, or where the author gave a time the instant (ISO 8601)."""
        if moment.time is None:
            return moment.day.isoformat()
        return moment.at(ZoneInfo(self._site.model.settings.timezone)).isoformat()

    def _text(self, text: Localized | None) -> str:
        return choose(self._site, text, self._page.lang)

    def _absolute(self, url: str, suffix: str = "") -> str:
        return absolute(url, self._site.base_url or "", suffix)
