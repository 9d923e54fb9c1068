"""Names that never change: of feeds, of their entries, and of the person.

Each is a ``urn:uuid:`` of version 5 (RFC 9562, 5.5) in the namespace that is the site's ``id``. What it is made of is
permanent, as subscribers know entries by it: ``posts/ID/LANG`` for an entry, ``feeds/LANG``,
``feeds/expertise/CHAPTER/LANG`` and ``feeds/changes/LANG`` for a feed, ``changes/posts/ID/DATE/LANG`` and
``changes/expertise/CHAPTER/CLAIM/DATE/LANG`` for a change of mind, ``person`` for the person. Neither title, address,
theme nor domain matter; and an entry that ``urls.lock`` holds keeps the name that stands there, whatever it is made of.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from uuid import NAMESPACE_URL, UUID, uuid5

from knowbrand.model import Post
from knowbrand.problems import Problem, error, warning
from knowbrand.site.graph import Site


def make_urn(site: Site, *parts: str) -> str | None:
    """The permanent name of what ``parts`` say; None where the site has neither ``id`` nor ``base_url``."""
    namespace = _find_namespace(site.model.settings.id, site.base_url)
    return uuid5(namespace, unicodedata.normalize("NFC", "/".join(parts))).urn if namespace else None


@cache
def _find_namespace(written: str | None, base_url: str | None) -> UUID | None:
    return UUID(written) if written else namespace_of_address(base_url)


def entry_urn(site: Site, post: Post) -> str:
    """The permanent name of a post in feeds: the one its old feed gave it, the one it was published with, else ours."""
    known = site.entry_names.get((post.id, post.lang))
    return post.meta.entry_id or known or make_urn(site, "posts", post.id, post.lang) or ""


def change_urn(site: Site, key: str, language: str) -> str:
    """The permanent name of a change of mind, known by ``key``, in the feed of ``language``."""
    known = site.entry_names.get((f"changes/{key}", language))
    return known or make_urn(site, "changes", key, language) or ""


def check_identity(site: Site) -> list[Problem]:
    """What keeps names from lasting: no ``id``, or two posts with one name."""
    settings = site.model.settings
    problems: list[Problem] = []
    if settings.id is None:
        message = "the site has no id, so feed entries take their ids from base_url and change with it"
        suggested = namespace_of_address(site.base_url)
        problems.append(
            warning(
                "KB521",
                message,
                settings.where("title"),
                f"knowbrand lock writes it when you publish; or add it yourself: id: {suggested}",
            )
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
            if not (post.meta.entry_id or first.meta.entry_id):
                # one took the other's place while that was gone, and now both are there
                new = make_urn(site, "posts", post.id, post.lang, "again")
                hint = f"write in the newer of both: entry_id: {new}"
            problems.append(error("KB523", message, post.meta.where("entry_id"), hint))
    return problems


def namespace_of_address(base_url: str | None) -> UUID | None:
    """What stands in for the ``id`` of a site that has none, as long as its address stays."""
    return uuid5(NAMESPACE_URL, base_url.rstrip("/") + "/") if base_url else None
