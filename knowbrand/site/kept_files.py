"""Files and feeds that were published at another address: where they are served now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from knowbrand.model import Page, Post
from knowbrand.model.lock import LockedFeed, LockedFile
from knowbrand.site.feeds import list_feeds
from knowbrand.site.graph import Site
from knowbrand.site.old_addresses import flatten, fold_address, page_address
from knowbrand.site.page import Redirect, SiteFile, Withdrawn
from knowbrand.site.withdrawal import end, withdrawn_page


def keep_files(site: Site) -> Site:
    """``site`` with every file and feed of its lock that has another address now, or whose page was withdrawn.

    A file beside a post goes on being published when the post moves, and when nothing links to the file any more.
    """
    taken = {fold_address(url) for url in _list_taken(site)}
    followed, ended = _Follower(site), site.model.settings.ended_languages
    redirects, files, withdrawn = list(site.redirects), list(site.files), dict(site.withdrawn)
    facts: list[LockedFeed | LockedFile] = [*site.lock.of(LockedFeed), *site.lock.of(LockedFile)]
    for fact in facts:
        if fold_address(fact.url) in taken or page_address(fact.url) in withdrawn:
            continue
        found = (isinstance(fact, LockedFeed) and followed.find_feed(fact)) or followed.find(fact.url)
        if not found and isinstance(fact, LockedFeed) and fact.shows.lang in ended:
            found = end(site.model, fact)
        if isinstance(found, str):
            redirects.append(Redirect(fact.url, found, site.lock.name, site.lock.places.get(fact)))
        elif isinstance(found, SiteFile):
            files.append(found)
        elif isinstance(found, Withdrawn):
            withdrawn[found.url] = found
    return _add(site, redirects, files, withdrawn)


def _add(
    site: Site, redirects: list[Redirect], files: list[SiteFile], withdrawn: dict[str, Withdrawn]
) -> Site:
    pages = [withdrawn_page(each) for url, each in withdrawn.items() if url not in site.withdrawn]
    alternates = {(page.kind, page.key, page.number): {page.lang: page.url} for page in pages}
    return msgspec.structs.replace(
        site,
        pages=(*site.pages, *pages),
        files=tuple(files),
        redirects=flatten(tuple(redirects)),
        withdrawn=withdrawn,
        alternates=site.alternates | alternates,
    )


def _list_taken(site: Site) -> Iterator[str]:
    yield from (page.url for page in site.pages)
    yield from (file.url for file in site.files)
    yield from (redirect.url for redirect in site.redirects)
    yield from (feed.url for feed in list_feeds(site))


class _Follower:
    """Finds what stood at an old address by the page that it stood below."""

    def __init__(self, site: Site) -> None:
        self._leads = {redirect.url: redirect.target for redirect in site.redirects}
        self._pages = {page.url: page for page in site.pages}
        self._served = {file.url for file in site.files} | {feed.url for feed in list_feeds(site)}
        self._feeds = {feed.shows: feed.url for feed in list_feeds(site)}
        self._site = site

    def find_feed(self, fact: LockedFeed) -> str | None:
        """Where the feed stands now."""
        return self._feeds.get(fact.shows)

    def find(self, url: str) -> str | SiteFile | Withdrawn | None:
        """The address of what was at ``url``, the file itself where nothing publishes it elsewhere, or why it is gone."""
        for above in _folders(url):
            rest = url.removeprefix(above)
            target = self._leads.get(above, above)
            page = self._pages.get(target)
            if page is None:
                continue
            if page.kind == "withdrawn":
                taken = self._site.withdrawn[page.url]
                return Withdrawn(url, page_address(url), taken.lang, taken.reason, taken.source, taken.place)
            siblings = self._site.alternates[page.kind, page.key, page.number].values()
            for home in (page.url, *siblings):  # files stand with the first language of their page
                if home + rest in self._served and home + rest != url:
                    return home + rest
            writing = self._site.writings.get(page.sources[0]) if page.sources else None
            source = _find_beside(writing, rest) if writing else None
            if source:
                return SiteFile(url, source)
        return None


def _find_beside(writing: Post | Page, rest: str) -> str | None:
    """The file beside ``writing`` that stood at ``rest`` below its address."""
    exact = f"{PurePosixPath(writing.path).parent}/{rest}"
    named = [file for file in writing.files if PurePosixPath(file).name == rest]
    if exact in writing.files:
        return exact
    return named[0] if len(named) == 1 and not rest.endswith(".md") else None


def _folders(url: str) -> Iterator[str]:
    """The addresses of the folders that ``url`` is in, the nearest first: ``/a/b/c.pdf`` gives ``/a/b/`` and ``/a/``."""
    end = url.rfind("/")
    while end > 0:
        yield url[: end + 1]
        end = url.rfind("/", 0, end)
