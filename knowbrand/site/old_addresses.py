"""Old addresses: which page, file or feed each leads to now, by the author's word or by ``urls.lock``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import PurePosixPath

from knowbrand.model import Model
from knowbrand.model.lock import Identity, Lock, LockedEntry, LockedPage
from knowbrand.site.page import (
    ENTRY_SECTIONS,
    LOCKED_KINDS,
    Kind,
    Redirect,
    SitePage,
    Withdrawn,
    list_writings,
)
from knowbrand.site.urls import Urls, output_path

SETTINGS = "knowbrand.yaml"
_AS_FILES = (".html", ".htm")


def to_address(alias: str) -> str:
    """An old address as its author wrote it, from the root: a folder's, where its name isn't a file's."""
    path = "/" + alias.strip("/")
    return path if "." in PurePosixPath(path).name else f"{path}/"


def page_address(url: str) -> str:
    """Where a page stands that answers ``url``, whatever stood there: below ``/report.pdf`` no host would show a page, so
    it is ``/report.pdf/``, to which hosts lead those who ask for ``/report.pdf``."""
    return url if url.endswith(("/", *_AS_FILES)) else f"{url}/"


def fold_address(url: str) -> str:
    """The same for addresses that only some hosts and disks tell apart: by letter case, or by Unicode form."""
    return unicodedata.normalize("NFC", output_path(url)).casefold()


def list_homes(pages: Iterable[SitePage], withdrawn: Mapping[Identity, Withdrawn]) -> dict[Identity, str]:
    """Where everything stands now whose address is a promise."""
    homes = {
        Identity(page.kind, page.key, page.lang): page.url for page in pages if page.kind in LOCKED_KINDS
    }
    return homes | {shows: taken.url for shows, taken in withdrawn.items()}


def list_redirects(
    model: Model, pages: tuple[SitePage, ...], homes: Mapping[Identity, str], lock: Lock
) -> tuple[Redirect, ...]:
    """The redirects that the author wrote, and those that follow from the lock; none leads to another."""
    written = [
        *_list_aliases(model),
        *_list_entry_aliases(model, homes),
        *_list_settings(model, pages),
    ]
    taken = {fold_address(url) for url in (*(page.url for page in pages), *(each.url for each in written))}
    derived = []
    for fact in lock.of(LockedPage):
        target = homes.get(fact.shows)
        if target and fold_address(fact.url) not in taken:
            taken.add(fold_address(fact.url))
            derived.append(Redirect(fact.url, target, lock.name, lock.places.get(fact)))
    return flatten((*written, *derived))


def flatten(redirects: tuple[Redirect, ...]) -> tuple[Redirect, ...]:
    """Each of ``redirects`` with the target at the end of its chain; those that go round in a circle stay as they are."""
    steps = {redirect.url: redirect.target for redirect in redirects}

    def step(url: str) -> str | None:
        return steps.get(url) or steps.get(page_address(url))

    flat = []
    for redirect in redirects:
        target, further, count = redirect.target, step(redirect.target), 0
        while further and count <= len(steps):
            target, further, count = further, step(further), count + 1
        end = redirect.target if further else target
        flat.append(Redirect(redirect.url, end, redirect.source, redirect.place))
    return tuple(flat)


def _list_aliases(model: Model) -> Iterator[Redirect]:
    urls = Urls(model.settings)
    for writing in list_writings(model):
        target = urls.of_writing(writing)
        for number, alias in enumerate(writing.meta.aliases):
            yield Redirect(
                page_address(to_address(alias)), target, writing.path, writing.meta.where(f"aliases.{number}")
            )


def _list_entry_aliases(model: Model, homes: Mapping[Identity, str]) -> Iterator[Redirect]:
    """Those of entries of the profile. An alias stands for every language: ``/old/`` for ``/nl/old/`` too."""
    languages = model.settings.languages
    for section, kind in entry_sections():
        for entry in getattr(model.profile, section):
            for number, alias in enumerate(entry.aliases if entry.id else ()):
                place = entry.where(f"aliases.{number}")
                address = page_address(to_address(alias))
                for language in languages:
                    prefix = "" if language == languages[0] else f"/{language}"
                    target = homes[Identity(kind, entry.id, language)]
                    yield Redirect(prefix + address, target, model.profile_path, place)


def written_addresses(model: Model) -> frozenset[str]:
    """Every address that the author lets lead on, by an alias or a redirect of the settings."""
    found = {redirect.url for redirect in _list_aliases(model)}
    found |= {page_address(to_address(old)) for old in model.settings.redirects}
    others = model.settings.languages[1:]
    for section, _ in entry_sections():
        for entry in getattr(model.profile, section):
            aliases = [page_address(to_address(alias)) for alias in entry.aliases if entry.id]
            found |= {
                prefix + alias for alias in aliases for prefix in ("", *(f"/{lang}" for lang in others))
            }
    return frozenset(found)


def entry_sections() -> tuple[tuple[str, Kind], ...]:
    """Sections of the profile whose entries with an id have a page, and the kind of that page."""
    return (("expertise", "chapter"), *ENTRY_SECTIONS)


def _list_settings(model: Model, pages: tuple[SitePage, ...]) -> Iterator[Redirect]:
    known = {page.url for page in pages}
    for old, new in model.settings.redirects.items():
        folder = f"/{new.strip('/')}/".replace("//", "/")
        target = folder if folder in known or new.endswith("/") else to_address(new)
        url = page_address(to_address(old)) if target.endswith("/") else to_address(old)
        yield Redirect(url, target, SETTINGS, model.settings.where(f"redirects.{old}"))


def succeed(
    lock: Lock, homes: Mapping[Identity, str], pages: Iterable[SitePage], redirects: Iterable[Redirect]
) -> dict[tuple[str, str], str]:
    """The names by which feed readers know posts (by id and language) and changes of mind (by ``changes/`` and their key,
    and language): as published, whatever names are made of now.

    A post with another id that answers the address of one that is gone has taken its place, and keeps its name; so has
    one that was never published in the language that it is in now, where the site has given up the other.
    """
    names: dict[Identity, str] = {}
    for entry in lock.of(LockedEntry):
        names.setdefault(entry.shows, entry.id)
    pages = tuple(pages)
    by_url = {page.url: page for page in pages if page.kind == "post"}
    languages = {page.lang for page in pages}
    leads = {redirect.url: redirect.target for redirect in redirects}
    kept = {(shows.key, shows.lang): name for shows, name in names.items() if shows in homes}
    kept |= {
        (f"changes/{shows.key}", shows.lang): name for shows, name in names.items() if shows.kind == "change"
    }
    used = set(kept.values())
    for fact in lock.of(LockedPage):
        heir = by_url.get(leads.get(fact.url, fact.url))
        name = names.get(fact.shows)
        if (
            heir is None
            or name is None
            or fact.shows in homes
            or name in used
            or not (heir.lang == fact.shows.lang or _is_renamed(fact.shows, heir, names, languages))
        ):
            continue
        if (heir.key, heir.lang) not in kept:
            kept[heir.key, heir.lang] = name
            used.add(name)
    return kept


def _is_renamed(shows: Identity, heir: SitePage, names: Mapping[Identity, str], languages: Set[str]) -> bool:
    """Whether ``heir`` is what was published, and only its language has another code."""
    new = Identity(shows.kind, heir.key, heir.lang)
    return shows.lang not in languages and heir.key == shows.key and new not in names
