"""Links to tags, which pages share."""

from __future__ import annotations

import pytest

from knowbrand.render.posts import post_card
from knowbrand.render.viewer import Viewpoint
from tests.render.render_example import Renderer

POST = "---\ntitle: {title}\ndate: 2026-01-01\ntags: {tags}\n---\nText.\n"
FILES = {
    "knowbrand.yaml": "title: T\nlanguages: [en, nl]\nposts: {permalink: '/:slug/'}\n",
    "profile.yaml": "basics: {name: Kim}\n",
    "content/posts/a.md": POST.format(title="A", tags="[x, 'a b']"),
    "content/posts/b.md": POST.format(title="B", tags="[X, y]"),
    "content/posts/a.nl.md": POST.format(title="A", tags="[x, Één]"),
    "content/pages/about.md": "---\ntitle: About\n---\n",
}


@pytest.mark.parametrize("offline", [False, True])
def test_from_every_page_they_lead_where_links_lead(render_site: Renderer, *, offline: bool) -> None:
    shown = render_site(FILES, offline=offline)
    for page in shown.site.pages:
        view = Viewpoint(shown.viewer, page)
        for post in view.shelf.posts:
            expected = [view.link_to("tag", slug) for slug in shown.viewer.tags.list_slugs(post)]
            assert [link.url for link in post_card(view, post).tags] == expected, page.url
            assert len(expected) == 2
