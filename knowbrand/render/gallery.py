"""One page with every component that a theme draws, in every state: for the theme's author to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from knowbrand.model.output import Output
from knowbrand.render.building import SHAPES
from knowbrand.render.chapters import chapter_card
from knowbrand.render.frame import Summary, page_view, site_view
from knowbrand.render.gallery_views import GalleryPage
from knowbrand.render.policy import list_html
from knowbrand.render.rendering import render_theme_files
from knowbrand.render.values import TextView
from knowbrand.render.viewer import Viewer, Viewpoint
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.page import Kind, SitePage
from knowbrand.themes import Theme

TEMPLATE = "gallery.html"


def render_gallery(site: Site, bodies: Mapping[str, Body], theme: Theme) -> Output:
    """``gallery.html``, to lie beside the home page of ``site``, which has to have a page of every kind.

    Raises KnowbrandError with the file and line of what is wrong in a template.
    """
    viewer = Viewer(site, bodies, theme)
    list(render_theme_files(viewer))
    home = Viewpoint(viewer, next(page for page in site.pages if page.url == "/"))
    fields = {
        "chapters": tuple(_fields(viewer, page)["chapter"] for page in _pages(site, "chapter", home.lang)),
        "cards": tuple(chapter_card(home, chapter) for chapter in site.model.profile.expertise),
        "posts": tuple(_fields(viewer, page)["post"] for page in _pages(site, "post", home.lang)),
        **_pick(viewer, home, "home", "person", "timeline", "collaboration"),
        **_pick(viewer, home, "projects", "projects"),
        **_pick(viewer, home, "talks", "talks"),
        **_pick(viewer, home, "publications", "publications"),
        **_pick(viewer, home, "cv", "work", "awards", "education"),
        **_pick(viewer, home, "posts", "pagination"),
        **_pick(viewer, home, "tags", "tags"),
        **_pick(viewer, home, "archive", "years"),
        **_pick(viewer, home, "people", "people"),
    }
    page = page_view(home, Summary(TextView("Gallery")), home.policy(list_html(fields)))
    view = GalleryPage(site=site_view(home), page=page, words=home.shown_words, **fields)
    return Output(TEMPLATE, theme.render(TEMPLATE, view).encode())


def _pages(site: Site, kind: Kind, lang: str) -> list[SitePage]:
    return [page for page in site.pages if page.kind == kind and page.lang == lang]


def _fields(viewer: Viewer, page: SitePage) -> Mapping[str, Any]:
    """What the template of ``page`` would see, with links as they are beside the home page."""
    _, fields = SHAPES[page.kind].build(Viewpoint(viewer, msgspec.structs.replace(page, url="/")))
    return fields


def _pick(viewer: Viewer, home: Viewpoint, kind: Kind, *names: str) -> dict[str, Any]:
    found = _fields(viewer, _pages(viewer.site, kind, home.lang)[0])
    return {name: found[name] for name in names}
