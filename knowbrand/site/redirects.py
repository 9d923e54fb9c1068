"""Old addresses that can't be: not an address, leading nowhere or round in a circle, or in use again."""

from __future__ import annotations

from collections.abc import Iterator

from knowbrand.model import Model
from knowbrand.model.lock import LockedPage
from knowbrand.problems import Place, Problem, error, nearest, warning
from knowbrand.site.feeds import possible_feeds
from knowbrand.site.graph import Site
from knowbrand.site.old_addresses import entry_sections, page_address, to_address
from knowbrand.site.page import Redirect, list_writings
from knowbrand.site.urls import GLOBAL_PATTERNS

_DERIVED = GLOBAL_PATTERNS["derived"].split("/")[1]


def check_old_addresses(model: Model) -> Iterator[Problem]:
    """Aliases, redirects and withdrawn addresses that can't be one, and entries that have no page to lead to."""
    for alias, place in _list_written(model):
        if not is_address(alias):
            hint = "write a path from the root of the site: /2015/old-name/"
            yield error("KB305", f"'{alias}' can't be an old address", place, hint)
        elif alias.strip("/").split("/")[0] == _DERIVED:
            message = f"'{alias}' is below /{_DERIVED}/, where knowbrand keeps files of its own"
            hint = "take it out: what stands there has another name in every build, so nobody links to it"
            yield error("KB305", message, place, hint)
    for section, _ in entry_sections():
        for entry in getattr(model.profile, section):
            if not entry.id and (entry.aliases or entry.withdrawn):
                place = entry.where("aliases", "withdrawn")
                message = "an entry without an id has no page, so no address can lead to it"
                yield error("KB331", message, place, "give the entry the id that it had: id: …")


def _list_written(model: Model) -> Iterator[tuple[str, Place | None]]:
    for writing in list_writings(model):
        for number, alias in enumerate(writing.meta.aliases):
            yield alias, writing.meta.where(f"aliases.{number}")
    for section, _ in entry_sections():
        for entry in getattr(model.profile, section):
            for number, alias in enumerate(entry.aliases):
                yield alias, entry.where(f"aliases.{number}")
    for name in ("redirects", "withdrawn"):
        for address in getattr(model.settings, name):
            yield address, model.settings.where(f"{name}.{address}")


def is_address(alias: str) -> bool:
    """Whether ``alias`` is a path from the root of the site, as an author would write it."""
    parts = alias.strip("/").split("/")
    bad = any(character in alias for character in '\\?#<>"') or not alias.isprintable() or ":" in parts[0]
    bad = bad or alias.startswith("//")
    return bool(alias.strip("/")) and not bad and not any(part in ("", ".", "..") for part in parts)


def check_redirects(site: Site) -> Iterator[Problem]:
    """Redirects that lead nowhere or round in a circle, and withdrawn addresses at which something stands again."""
    known = {page.url for page in site.pages} | {file.url for file in site.files}
    known |= {feed.url for feed in possible_feeds(site)}
    steps = {redirect.url for redirect in site.redirects}
    for redirect in site.redirects:
        if redirect.target in known:
            continue
        if redirect.target in steps or page_address(redirect.target) in steps:
            message = f"{redirect.url} leads round in a circle, by {redirect.target}"
            yield error("KB330", message, redirect.place, "let one of them lead to a page")
        else:
            yield _nowhere(redirect, known)
    yield from _check_withdrawn(site, known - site.withdrawn.keys())


def _nowhere(redirect: Redirect, known: set[str]) -> Problem:
    guess = nearest(redirect.target, known)
    hint = f"did you mean '{guess}'?" if guess else "write the address of a page or file of this site"
    message = f"{redirect.url} leads to {redirect.target}, which nobody can see here"
    return error("KB331", message, redirect.place, hint)


def _check_withdrawn(site: Site, live: set[str]) -> Iterator[Problem]:
    settings = site.model.settings
    if site.audience != settings.audiences[0].name:
        return  # a narrower audience may go on seeing what the widest doesn't
    yield from _check_ended(site)
    for old in settings.withdrawn:
        address = to_address(old)
        if address in live or page_address(address) in live:
            message = f"{address} is said to be withdrawn, but something stands there"
            hint = "delete this line, or withdraw what stands there in its own file"
            yield warning("KB332", message, settings.where(f"withdrawn.{old}"), hint)


def _check_ended(site: Site) -> Iterator[Problem]:
    """A language that can't have been given up: the line would do nothing, or more than was meant once it changes."""
    settings = site.model.settings
    published = {fact.shows.lang for fact in site.lock.of(LockedPage)}
    for language in settings.withdrawn_languages:
        place = settings.where(f"withdrawn_languages.{language}")
        if language in settings.languages:
            message = f"'{language}' is said to be withdrawn, but the site has it"
            hint = f"delete this line, or take {language} out of languages"
            yield warning("KB334", message, place, hint)
        elif language not in published:
            message = f"'{language}' is said to be withdrawn, but no page was published in it"
            others = published - set(settings.languages)
            guess = nearest(language, others) or (others.pop() if len(others) == 1 else None)
            yield warning(
                "KB334", message, place, f"did you mean '{guess}'?" if guess else "delete this line"
            )
