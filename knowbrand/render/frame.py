"""What stands around a page: the site's menu and footer, and what the page's head says."""

from __future__ import annotations

import json
from typing import NamedTuple

from knowbrand.model import Page, Post
from knowbrand.model.text import Localized
from knowbrand.problems import Place
from knowbrand.render.chapters import chapter_name
from knowbrand.render.dates import locale_name
from knowbrand.render.page_views import PageView, SiteView
from knowbrand.render.persons import owner_card
from knowbrand.render.post_views import AlternateView, FeedView
from knowbrand.render.posts import translations
from knowbrand.render.structured import PARENTS, structured_data
from knowbrand.render.values import LinkView, MetaView, ScriptData, TextView
from knowbrand.render.viewer import DERIVED, Viewpoint
from knowbrand.site.chapters import posts_about
from knowbrand.site.feeds import ATOM, FEEDS, FeedFormat
from knowbrand.site.page import Kind

MENU: tuple[Kind, ...] = ("expertise", "projects", "talks", "publications", "posts", "cv")
"""The sections in the menu, where they aren't empty; they stand at 10, 20 … among the pages that say `menu: N`."""

_LONGEST_DESCRIPTION = 300
_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class Picture(NamedTuple):
    """A picture for previews elsewhere: an address or a file, the file that names it, where, and what it shows."""

    target: str
    source: str
    place: Place | None
    alt: str = ""


class Summary(NamedTuple):
    """What a page says of itself: its title, what it is about in a sentence or two, its whole text where it is a piece
    of writing, and its picture for previews."""

    heading: TextView
    description: str = ""
    body_text: str | None = None
    image: Picture | None = None
    previous: str = ""
    next: str = ""

    @property
    def title(self) -> str:
        """The heading as text."""
        return self.heading.text


NO_ICON = "data:,"
"""An icon that is nothing (RFC 2397), and asks for nothing."""


def site_view(view: Viewpoint) -> SiteView:
    """What every page shares, its links placed for this page."""
    viewer = view.viewer
    title = view.text(view.site.model.settings.title) or owner_card(view).name
    return SiteView(
        title=title,
        home=LinkView(view.link_to("home"), title, view.page.kind == "home"),
        menu=_menu(view),
        owner=owner_card(view),
        people=section_link(view, "people"),
        follow=_follow_link(view),
        changes=section_link(view, "changes"),
        options=_options(view),
        assets={asset.name: view.link(DERIVED + asset.published) for asset in viewer.theme.assets},
        stylesheet=view.link(DERIVED + viewer.stylesheet),
        icon=view.link(viewer.icon) if viewer.icon else NO_ICON,
    )


def _options(view: Viewpoint) -> dict[str, object]:
    """The theme's options; a text that differs by language in the page's."""
    return {
        name: view.text(value) or "" if isinstance(value, Localized) else value
        for name, value in view.viewer.theme.options.items()
    }


def _follow_link(view: Viewpoint) -> LinkView:
    """The page about feeds; without an address where nothing can be followed in this language."""
    link = section_link(view, "follow")
    return link if view.site.offers_feeds(view.lang) else LinkView("", link.title)


def section_link(view: Viewpoint, kind: Kind) -> LinkView:
    """A link to a section, by its name."""
    current = kind == view.page.kind or kind in PARENTS.get(view.page.kind, ())
    return LinkView(view.link_to(kind), section_name(view, kind), current)


def section_name(view: Viewpoint, kind: Kind) -> TextView:
    """What a section is called."""
    if kind == "home":
        return view.words["section_home"]
    return view.words[f"section_{kind}"]


def _menu(view: Viewpoint) -> tuple[LinkView, ...]:
    placed = [
        (10 * number, "", section_link(view, kind)) for number, kind in enumerate(MENU, 1) if view.find(kind)
    ]
    for page in view.site.model.pages:
        if page.lang == view.lang and page.meta.menu is not None and not page.meta.unlisted:
            here = view.page.kind == "page" and view.page.key == page.id
            link = view.page_link(view.viewer.pages[page.path], TextView(page.meta.title), current=here)
            placed.append((page.meta.menu, page.id, link))
    return tuple(link for _, _, link in sorted(placed, key=lambda item: item[:2]))


def page_view(view: Viewpoint, summary: Summary, policy: str) -> PageView:
    """What the page's head says."""
    page = view.page
    site_title = str(view.text(view.site.model.settings.title) or "")
    description = clip(summary.description)
    canonical = _canonical(view)
    image = view.preview(*summary.image[:3]) if summary.image else None
    lonely = summary.title in ("", site_title)
    data = structured_data(
        view.site,
        page,
        title=summary.title,
        description=description,
        body_text=summary.body_text,
        image_url=image,
    )
    return PageView(
        kind=page.kind,
        title=summary.title,
        heading=summary.heading,
        full_title=site_title if lonely else f"{summary.title} · {site_title}",
        description=description,
        lang=view.lang,
        direction=view.language.direction,
        url=view.link(page.url),
        policy=policy,
        canonical=canonical,
        alternates=_alternates(view),
        languages=_switcher(view),
        breadcrumbs=_breadcrumbs(view),
        feeds=list_feeds(view),
        og=_open_graph(view, summary, description, canonical, image),
        json_ld=ScriptData(script_json(data)) if data else None,
        robots="noindex" if page.unlisted else "",
        previous=summary.previous,
        next=summary.next,
    )


def clip(text: str) -> str:
    """The beginning of ``text``, at most 300 characters, ended at a word."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_DESCRIPTION:
        return line
    return line[:_LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def script_json(data: object) -> str:
    """JSON that no parser of HTML mistakes for the end of its script (HTML, 4.12.1.3)."""
    text = _write_json(data)
    for character, escaped in _IN_SCRIPT.items():
        text = text.replace(character, escaped)
    return text


def _canonical(view: Viewpoint) -> str:
    if view.page.kind == "not-found" or not view.site.base_url:
        return ""
    writing = view.site.writings.get(view.page.sources[0]) if view.page.sources else None
    elsewhere = writing.meta.canonical if isinstance(writing, Post) else None
    return elsewhere or view.absolute(view.page.url)


def _alternates(view: Viewpoint) -> tuple[AlternateView, ...]:
    page = view.page
    urls = view.site.alternates[page.kind, page.key, page.number]
    if not view.site.base_url or len(urls) < 2:
        return ()
    found = [
        AlternateView(lang, view.site.model.languages[lang].name, view.absolute(urls[lang]))
        for lang in view.site.languages
        if lang in urls
    ]
    return (*found, AlternateView("x-default", "", found[0].url))


def _switcher(view: Viewpoint) -> tuple[AlternateView, ...]:
    here = {found.lang: found for found in translations(view, view.page)}
    homes = view.site.alternates["home", "", 1]
    return tuple(
        here.get(lang)
        or AlternateView(lang, view.site.model.languages[lang].name, view.link(homes[lang]), translated=False)
        for lang in view.site.languages
        if lang != view.lang
    )


def _breadcrumbs(view: Viewpoint) -> tuple[LinkView, ...]:
    if view.page.kind in ("home", "not-found"):
        return ()
    above = [kind for kind in PARENTS.get(view.page.kind, ()) if view.find(kind)]
    return tuple(LinkView(view.link_to(kind), section_name(view, kind)) for kind in ("home", *above))


def list_feeds(view: Viewpoint) -> tuple[FeedView, ...]:
    """The feeds of the site in this language, and the chapter's own first on its page."""
    if not view.site.base_url or view.page.kind == "not-found":
        return ()
    title = str(view.text(view.site.model.settings.title) or "")
    own = chapter_feeds(view, view.page.key) if view.page.kind == "chapter" else ()
    changes = changes_feed(view) if view.page.kind == "changes" else None
    if changes:
        own = (changes,)
    every = tuple(_feed(view, title, form, form.address) for form in FEEDS) if view.shelf.posts else ()
    return (*own, *every)


def changes_feed(view: Viewpoint) -> FeedView | None:
    """The feed of what the author changed their mind about; None where there is nothing in it."""
    if not view.site.base_url or not view.site.changes[view.lang]:
        return None
    return _feed(view, view.words["section_changes"].text, ATOM, "feed-changes")


def chapter_feeds(view: Viewpoint, key: str | None = None) -> tuple[FeedView, ...]:
    """A feed for each chapter that has posts in this language, or for the one with the id ``key``."""
    if not view.site.base_url:
        return ()
    return tuple(
        _feed(view, str(chapter_name(view, chapter)), ATOM, "feed-chapter", chapter.id)
        for chapter in view.site.model.profile.expertise
        if key in (None, chapter.id) and posts_about(view.site, chapter, view.lang)
    )


def _feed(view: Viewpoint, title: str, form: FeedFormat, address: str, key: str = "") -> FeedView:
    url = view.site.urls.of(address, view.lang, id=key)
    return FeedView(title, view.link(url), form.media_type, form.name, view.absolute(url))


def _open_graph(
    view: Viewpoint, summary: Summary, description: str, canonical: str, image: str | None
) -> tuple[MetaView, ...]:
    """Open Graph (https://ogp.me); nothing where there is no absolute address to give."""
    if not canonical or view.page.unlisted:
        return ()
    kind = {"home": "profile", "post": "article"}.get(view.page.kind, "website")
    found = [
        ("og:type", kind),
        ("og:title", summary.title),
        ("og:url", canonical),
        ("og:site_name", str(view.text(view.site.model.settings.title) or "")),
        ("og:description", description),
        ("og:locale", view.viewer.phrase(locale_name, view.lang)),
        ("og:image", image or ""),
        ("og:image:alt", summary.image.alt if image and summary.image else ""),
        *_article_times(view),
    ]
    return tuple(MetaView(name, content) for name, content in found if content)


def _article_times(view: Viewpoint) -> list[tuple[str, str]]:
    writing: Post | Page | None = view.site.writings.get(view.page.sources[0]) if view.page.sources else None
    if not isinstance(writing, Post):
        return []
    times = [("article:published_time", writing.date.day.isoformat())]
    if writing.meta.updated:
        times.append(("article:modified_time", writing.meta.updated.day.isoformat()))
    return times
