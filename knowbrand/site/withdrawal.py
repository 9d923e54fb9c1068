"""What its author took back: the post, page or entry is gone from the site, and a page at its address says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from knowbrand.model import Model
from knowbrand.model.lock import Identity, Lock, LockedFeed, LockedPage
from knowbrand.model.text import localize
from knowbrand.site.old_addresses import (
    SETTINGS,
    entry_sections,
    page_address,
    to_address,
    written_addresses,
)
from knowbrand.site.page import SitePage, Withdrawn, kind_of, list_writings
from knowbrand.site.urls import Urls


class Parted(NamedTuple):
    """The model without what was withdrawn, and that, by what it was."""

    model: Model
    withdrawn: dict[Identity, Withdrawn]


def part(model: Model) -> Parted:
    """Take what says ``withdrawn`` out of ``model``."""
    withdrawn: dict[Identity, Withdrawn] = {}
    urls = Urls(model.settings)
    for writing in list_writings(model):
        if writing.meta.withdrawn:
            url = urls.of_writing(writing)
            reason = localize(writing.meta.withdrawn)
            place = writing.meta.where("withdrawn")
            taken = Withdrawn(url, url, writing.lang, reason, writing.path, place)
            withdrawn[Identity(kind_of(writing), writing.id, writing.lang)] = taken
    sections: dict[str, tuple[Any, ...]] = {}
    for section, kind in entry_sections():
        entries = getattr(model.profile, section)
        sections[section] = tuple(entry for entry in entries if not entry.withdrawn)
        for entry in entries:
            for language in model.settings.languages if entry.withdrawn and entry.id else ():
                url = urls.of(kind, language, id=entry.id)
                taken = Withdrawn(
                    url, url, language, entry.withdrawn, model.profile_path, entry.where("withdrawn")
                )
                withdrawn[Identity(kind, entry.id, language)] = taken
    kept = msgspec.structs.replace(
        model,
        profile=msgspec.structs.replace(model.profile, **sections),
        posts=tuple(post for post in model.posts if not post.meta.withdrawn),
        pages=tuple(page for page in model.pages if not page.meta.withdrawn),
    )
    return Parted(kept, withdrawn)


def list_withdrawn(
    model: Model, withdrawn: Mapping[Identity, Withdrawn], taken: frozenset[str]
) -> Iterator[Withdrawn]:
    """Every address that says it was withdrawn: those in ``withdrawn``, and those that the settings name, but for the
    ones at which something stands again (``taken``)."""
    languages = model.settings.languages
    for old, reason in model.settings.withdrawn.items():
        address = to_address(old)
        first = address.split("/")[1]
        lang = first if first in languages[1:] else languages[0]
        if address not in taken and f"{address}/" not in taken:
            place = model.settings.where(f"withdrawn.{old}")
            yield Withdrawn(address, page_address(address), lang, reason, SETTINGS, place)
    yield from withdrawn.values()  # what a file says of itself goes before what the settings say


def list_ended(model: Model, lock: Lock, taken: frozenset[str]) -> Iterator[Withdrawn]:
    """Every page in a language that the site has no more, as its author says: but where something stands again
    (``taken``), or where the author lets the address lead on."""
    ended = model.settings.ended_languages
    if ended:
        leading = written_addresses(model)
        for fact in lock.of(LockedPage):
            if fact.shows.lang in ended and fact.url not in taken | leading:
                yield end(model, fact)


def end(model: Model, fact: LockedPage | LockedFeed) -> Withdrawn:
    """What was published in a language that its author gave up, as withdrawn."""
    settings, language = model.settings, fact.shows.lang
    place = settings.where(f"withdrawn_languages.{language}")
    reason = settings.withdrawn_languages[language]
    return Withdrawn(fact.url, page_address(fact.url), settings.language, reason, SETTINGS, place)


def withdrawn_page(taken: Withdrawn) -> SitePage:
    """The page that says so: no list, feed or sitemap names it."""
    source = (taken.source,) if taken.source.endswith(".md") else ()
    return SitePage(
        kind="withdrawn", key=taken.url, lang=taken.lang, url=taken.url, sources=source, unlisted=True
    )
