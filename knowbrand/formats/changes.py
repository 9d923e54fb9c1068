"""The feed of what the author changed their mind about (Atom): claims and posts, each change an entry.

An entry is known by ``changes/``, what it is about, its date and its language (:class:`knowbrand.site.changes.Changed`),
and it was updated on that date: mending a slip in a reason, or rewording a claim, sends nothing anew.
"""

from __future__ import annotations

from markupsafe import escape

from knowbrand.formats.feed import NEVER, Contributor, Entry, Feed, place_instant
from knowbrand.formats.identity import change_urn, make_urn
from knowbrand.model import Post
from knowbrand.model.dates import Moment
from knowbrand.site.addresses import absolute, locate
from knowbrand.site.changes import Changed
from knowbrand.site.graph import Site
from knowbrand.site.links import Links
from knowbrand.site.plaintext import choose, choose_plain


def gather_changes(site: Site, language: str) -> Feed:
    """The newest changes in ``language``."""
    changes = site.changes[language][: site.model.settings.feeds.entries]
    entries = tuple(_make_entry(site, changed, language) for changed in changes)
    section = site.model.languages[language].words["section_changes"]
    basics = site.model.profile.basics
    return Feed(
        id=make_urn(site, "feeds", "changes", language) or "",
        title=f"{section} · {choose(site, site.model.settings.title, language)}",
        subtitle="",
        language=language,
        home=locate(site, "changes", language),
        author=Contributor(choose(site, basics.name, language), locate(site, "home", language)),
        portrait=Links(site).find_picture(basics.image, site.model.profile_path),
        updated=max((entry.updated for entry in entries), default=NEVER),
        entries=entries,
    )


def _make_entry(site: Site, changed: Changed, language: str) -> Entry:
    title, url = _locate(site, changed, language)
    reason = choose_plain(site, changed.change.reason, language)
    day = place_instant(Moment(changed.day), site)
    return Entry(
        id=change_urn(site, changed.key, language),
        url=url,
        title=title,
        html=f"<p>{escape(reason)}</p>",
        summary="",
        published=day,
        updated=day,
        tags=(),
        others=(),
        image="",
        canonical="",
    )


def _locate(site: Site, changed: Changed, language: str) -> tuple[str, str]:
    """The title of what a change is about, and its address."""
    base_url = site.base_url or ""
    if isinstance(changed.about, Post):
        post = changed.about
        return post.meta.title, absolute(site.urls.of_post(post.slug, post.date, post.lang), base_url)
    chapter, claim = changed.about
    url = site.urls.of("chapter", language, id=chapter.id)
    return choose_plain(site, claim.text, language), absolute(url, base_url, f"#{claim.id}")
