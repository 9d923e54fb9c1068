"""What is remembered of tags while pages are made: most pages show dozens of links to them, and most of these are the
same on thousands of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowbrand.model import Post
from knowbrand.render.values import LinkView
from knowbrand.site.writings import post_tags

if TYPE_CHECKING:
    from knowbrand.render.viewer import Viewpoint


class TagMemory:
    """The tags of posts, and links to tags, as far as they were asked for."""

    def __init__(self) -> None:
        self._slugs: dict[str, tuple[str, ...]] = {}
        self._links: dict[tuple[str, str], dict[str, LinkView]] = {}

    def list_slugs(self, post: Post) -> tuple[str, ...]:
        """The tags of ``post`` as they stand in addresses."""
        if post.path not in self._slugs:
            self._slugs[post.path] = tuple(post_tags(post))
        return self._slugs[post.path]

    def seen_from(self, view: Viewpoint) -> dict[str, LinkView]:
        """The links to tags that pages share with this one, for it to read and add to. All tags stand below their list:
        where the link to that is the same, so is the link to each tag, but on the tag's own page."""
        listing = view.link(view.site.urls.of("tags", view.lang))
        return self._links.setdefault((view.lang, listing), {})
