"""Names that never change: of feeds, of their entries, and of the person.

Each is a ``urn:uuid:`` of version 5 (RFC 9562, 5.5) in the namespace that is the site's ``id``. What it is made of is
permanent, as subscribers know entries by it: ``posts/ID/LANG`` for an entry, ``feeds/LANG`` and
``feeds/expertise/CHAPTER/LANG`` for a feed, ``person`` for the person. Neither title, address, theme nor domain matter.
"""

from __future__ import annotations

import unicodedata
from uuid import NAMESPACE_URL, UUID, uuid5

from knowbrand.model import Post
from knowbrand.problems import Problem, error, warning
from knowbrand.site.graph import Site


def make_urn(site: Site, *parts: str) -> str | None:
    """The permanent name of what ``parts`` say; None where the site has neither ``id`` nor ``base_url``."""
    written = site.model.settings.id
    namespace = UUID(written) if written else _namespace_of_address(site.base_url)
    return uuid5(namespace, unicodedata.normalize("NFC", "/".join(parts))).urn if namespace else None


def entry_urn(site: Site, post: Post) -> str:
    """The permanent name of a post in feeds: the one its old feed gave it, else ours."""
    return post.meta.entry_id or make_urn(site, "posts", post.id, post.lang) or ""


def check_identity(site: Site) -> list[Problem]:
    """What keeps names from lasting: no ``id``, or two posts with one name."""
    settings = site.model.settings
    problems: list[Problem] = []
    if settings.id is None:
        message = "the site has no id, so feed entries take their ids from base_url and change with it"
        suggested = _namespace_of_address(site.base_url)
        problems.append(
            warning("KB521", message, settings.where("title"), f"add this line and keep it: id: {suggested}")
        )
    return problems + _check_entries(site)


def _check_entries(site: Site) -> list[Problem]:
    problems = []
    known: dict[str, Post] = {}
    for post in site.model.posts:
        first = known.setdefault(entry_urn(site, post), post)
        if first is not post:
            message = f"{first.path} has the same entry_id, and feed readers show only one of them"
            hint = "keep it on the post that had it, and take it out of the other"
            problems.append(error("KB523", message, post.meta.where("entry_id"), hint))
    return problems


def _namespace_of_address(base_url: str | None) -> UUID | None:
    return uuid5(NAMESPACE_URL, base_url.rstrip("/") + "/") if base_url else None
