"""What a site has promised: the addresses and names that it ever published, as ``urls.lock`` holds them."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import msgspec

from knowbrand.model.settings import Settings
from knowbrand.problems import Place


class Identity(NamedTuple):
    """What an address shows, wherever it stands: the kind of page (or the feed's name), an id, a language."""

    kind: str
    key: str
    lang: str


class LockedPage(msgspec.Struct, frozen=True, order=True):
    """The address at which a page was published."""

    url: str
    shows: Identity


class LockedFeed(msgspec.Struct, frozen=True, order=True):
    """The address at which a feed was published; its key is that of a chapter, or empty."""

    url: str
    shows: Identity


class LockedFile(msgspec.Struct, frozen=True, order=True):
    """The address at which a file of the author's was published."""

    url: str


class LockedEntry(msgspec.Struct, frozen=True, order=True):
    """The name by which feed readers know a post or a change of mind."""

    id: str
    shows: Identity


class LockedAnchors(msgspec.Struct, frozen=True, order=True):
    """The ids of the headings of a page, in the order in which they were published together."""

    shows: Identity
    ids: tuple[str, ...]


FOR_HOSTS = frozenset({"/_headers", "/_redirects", "/CNAME", "/.nojekyll", "/robots.txt"})
"""Files that tell a host or a robot what to do: no visitor reads them at an address, so they are no promise."""

Fact = LockedPage | LockedFeed | LockedFile | LockedEntry | LockedAnchors
F = TypeVar("F", LockedPage, LockedFeed, LockedFile, LockedEntry, LockedAnchors)


class Lock(msgspec.Struct, frozen=True):
    """The promises of one audience's site. ``places`` says on which line of the file ``name`` each stands."""

    name: str = "urls.lock"
    facts: tuple[Fact, ...] = ()
    places: dict[Fact, Place] = {}

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """The facts of one kind, in a stable order."""
        return tuple(sorted({fact for fact in self.facts if isinstance(fact, kind)}))


def lock_name(settings: Settings, audience: str) -> str:
    """The file, in the site's folder, that holds the promises made to ``audience``."""
    return "urls.lock" if audience == settings.audiences[0].name else f"urls-{audience}.lock"
