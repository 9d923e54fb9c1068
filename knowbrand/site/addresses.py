"""An address of the site as it stands somewhere: relative on a page, absolute in a feed, a file name on disk."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from knowbrand.site.graph import Site
from knowbrand.site.urls import encode_path


class Spot(NamedTuple):
    """Where addresses are written: the page (its path from the root), and whether it is opened from disk.

    ``root`` is set on the page that hosts serve at any depth (404): addresses on it begin with this path.
    """

    page: str
    offline: bool = False
    root: str | None = None

    def link(self, url: str, suffix: str = "") -> str:
        """The link from here to ``url`` (a path from the root, not encoded); ``suffix`` is ``?query`` and ``#anchor``."""
        if self.offline and url.endswith("/"):
            url += "index.html"
        if self.root is not None:
            return encode_path(self.root + url.lstrip("/")) + suffix
        if suffix.startswith("#") and url == (self.page + "index.html" if self.offline else self.page):
            return suffix
        return _relative(url, self.page) + suffix


def absolute(url: str, base_url: str, suffix: str = "") -> str:
    """``url`` (a path from the root, not encoded) on the host and path of ``base_url``."""
    return base_url.rstrip("/") + encode_path(url) + suffix


def locate(site: Site, name: str, language: str, key: str = "") -> str:
    """The absolute address that ``name`` has in the table; empty where the site has no ``base_url``."""
    return absolute(site.urls.of(name, language, id=key), site.base_url) if site.base_url else ""


def _relative(target: str, page: str) -> str:
    """``target`` as seen from ``page``; both are whole paths, without ``.`` and ``..`` among their segments."""
    folder = page[: page.rindex("/") + 1]
    if not target.startswith(folder):
        return "../" + _climb(target, folder[: folder.rindex("/", 0, -1) + 1])
    relative = target[len(folder) :]
    return encode_path(f"./{relative}" if not relative or ":" in relative.split("/", 1)[0] else relative)


@lru_cache(maxsize=1 << 15)  # most pages stand beside others from which it is the same
def _climb(target: str, folder: str) -> str:
    """``target`` as seen from a page of ``folder``, or from below it after as many steps up."""
    up = 0
    while not target.startswith(folder):
        folder = folder[: folder.rindex("/", 0, -1) + 1]
        up += 1
    return encode_path("../" * up + target[len(folder) :])
