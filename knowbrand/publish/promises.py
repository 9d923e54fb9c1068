"""What a publication promises, and how it is added to ``urls.lock``: lines are added, none is ever removed."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from knowbrand.formats.identity import change_urn, entry_urn
from knowbrand.model.lock import (
    FOR_HOSTS,
    Fact,
    Identity,
    Lock,
    LockedAnchors,
    LockedEntry,
    LockedFeed,
    LockedFile,
    LockedPage,
)
from knowbrand.problems import Place, Trouble, error
from knowbrand.publish.lock import locked
from knowbrand.site.bodies import Body
from knowbrand.site.feeds import list_feeds
from knowbrand.site.graph import Site
from knowbrand.site.page import LOCKED_KINDS, pages_by_source

HEADER = (
    "# Every address that this site ever published. knowbrand adds lines; commit the file, and remove none.\n"
)
_ENCODED = re.compile(r"[\s%#]")


class Recorded(NamedTuple):
    """Which file of the site's folder holds its promises, how many lines were added to it, and how many it has."""

    name: str
    added: int
    total: int


def list_promises(site: Site, bodies: Mapping[str, Body]) -> Lock:
    """What publishing ``site`` promises, beyond what its lock holds already. ``bodies`` are by the writing's path."""
    facts: set[Fact] = {
        LockedPage(page.url, Identity(page.kind, page.key, page.lang))
        for page in site.pages
        if page.kind in LOCKED_KINDS
    }
    facts |= {LockedFile(file.url) for file in site.files if file.url not in FOR_HOSTS}
    facts |= {LockedFeed(feed.url, feed.shows) for feed in list_feeds(site)}
    if site.base_url:
        facts |= set(_list_entries(site))
    facts |= set(_list_anchors(site, bodies))
    return Lock(site.lock.name, tuple(sorted(facts - set(site.lock.facts), key=write_fact)))


def _list_entries(site: Site) -> Iterator[LockedEntry]:
    for post in site.model.posts:
        if not post.meta.unlisted:  # no feed has it
            yield LockedEntry(entry_urn(site, post), Identity("post", post.id, post.lang))
    for language in site.languages:
        for changed in site.changes[language]:
            name = change_urn(site, changed.key, language)
            yield LockedEntry(name, Identity("change", changed.key, language))


def _list_anchors(site: Site, bodies: Mapping[str, Body]) -> Iterator[LockedAnchors]:
    known = {fact.shows for fact in site.lock.of(LockedAnchors)}
    for path, page in pages_by_source(site.pages).items():
        if path in bodies:
            shows = Identity(page.kind, page.key, page.lang)
            ids = tuple(heading.id for heading in bodies[path].headings if heading.id.isprintable())
            if ids or shows in known or bodies[path].kept:  # a page without headings may have inherited some
                yield LockedAnchors(shows, ids)


def record_urls(root: Path, promises: Lock) -> Recorded:
    """Add ``promises`` to their file in the site's folder ``root``, whole or not at all. Nothing is written where nothing
    is new. Raises Trouble where the disk refuses."""
    try:
        file = (root / promises.name).resolve()  # a link goes on leading to the file
        with locked(file, site=root):
            text = file.read_text("utf-8-sig") if file.exists() else ""
            lines = set(text.split("\n")) - {""} - {HEADER.rstrip("\n")}
            new = {write_fact(fact) for fact in promises.facts} - lines
            if new:
                _replace(file, write_lines(lines | new))
            return Recorded(promises.name, len(new), sum(not line.startswith("#") for line in lines | new))
    except (OSError, UnicodeDecodeError) as fault:
        reason = (fault.strerror if isinstance(fault, OSError) else None) or str(fault)
        message = f"the addresses can't be recorded: {reason}"
        hint = "make room, or check who may write there; then run knowbrand lock"
        raise Trouble(error("KB333", message, Place(promises.name), hint)) from fault


def write_lines(lines: Iterable[str]) -> str:
    """The text of a lock with ``lines``, each once, in the one order that they have."""
    return HEADER + "".join(f"{line}\n" for line in sorted({line.rstrip() for line in lines} - {""}))


def write_fact(fact: Fact) -> str:
    """The line that holds ``fact``."""
    return " ".join(_ENCODED.sub(lambda match: quote(match.group()), word) for word in _words(fact))


def _words(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, LockedPage):
        return ("page", fact.url, *fact.shows)
    if isinstance(fact, LockedFeed):
        return ("feed", fact.url, fact.shows.kind, fact.shows.key or "-", fact.shows.lang)
    if isinstance(fact, LockedFile):
        return ("file", fact.url)
    if isinstance(fact, LockedEntry):
        return ("entry", fact.id, *fact.shows)
    return ("anchors", *fact.shows, *fact.ids)


def _replace(file: Path, text: str) -> None:
    staged = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    try:
        with staged.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            staged.chmod(file.stat().st_mode)
        staged.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            staged.unlink()
        raise
