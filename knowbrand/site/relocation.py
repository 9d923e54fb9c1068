"""What is left to do by hand when the site has another address: whatever names the old one, here and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

from knowbrand.site.addresses import absolute
from knowbrand.site.feeds import FEEDS
from knowbrand.site.graph import Site

_HOSTS_OWN = (".github.io", ".gitlab.io", ".netlify.app", ".pages.dev", ".codeberg.page", ".vercel.app")
"""Ends of names that a host gives: nobody has to set them."""


class Chore(NamedTuple):
    """Something to do, in words, and the addresses or files that it is about."""

    task: str
    about: tuple[str, ...] = ()


def list_chores(
    site: Site, old_url: str, sources: Mapping[str, bytes], *, on_github: bool = False
) -> tuple[Chore, ...]:
    """What is to be changed by hand once ``site`` stands at its ``base_url`` and not at ``old_url`` any more.

    ``sources`` are the author's files that the site shows, by path; ``on_github`` says that a workflow publishes it there. Only
    what applies to this site is named.
    """
    new_url = site.base_url or ""
    return (
        *_at_the_host(site, old_url, on_github),
        *_in_the_sources(site, old_url, sources),
        *_with_others(site),
        *_for_search(site, old_url),
        *_for_readers(site, same_place(old_url, new_url)),
    )


def same_place(one: str, other: str) -> bool:
    """Whether two addresses of a site are one but for ``http`` and ``https``."""
    return _place(one) == _place(other)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.casefold(), parts.path.rstrip("/")


def _at_the_host(site: Site, old_url: str, on_github: bool) -> Iterator[Chore]:
    old, new = urlsplit(old_url), urlsplit(site.base_url or "")
    host = new.hostname or ""
    if old.netloc.casefold() == new.netloc.casefold():
        if old.scheme != new.scheme and same_place(old_url, site.base_url or ""):
            yield Chore(f"your host: have it redirect {old.scheme}:// to {new.scheme}://, for good (301)")
        return
    given = host.endswith(_HOSTS_OWN)
    if on_github:
        task = f"GitHub, in the repository: Settings, Pages, Custom domain: {'leave it empty' if given else host}"
        if not given and (old.hostname or "").endswith(".github.io"):
            task += (
                "; for the same repository GitHub redirects the old address then, and the folder isn't needed"
            )
        yield Chore(task)
    elif not given:
        yield Chore(f"your new host: set the site's domain to {host}")
    if not given:
        yield Chore(f"your domain's registrar: let {host} lead to the new host (DNS)")
    if any(file.url == "/CNAME" for file in site.files):
        yield Chore("assets/CNAME: delete it" if given else f"assets/CNAME: write {host} in it")


def _in_the_sources(site: Site, old_url: str, sources: Mapping[str, bytes]) -> Iterator[Chore]:
    basics = site.model.profile.basics
    search = partial(_count_mentions, old_url=old_url, new_url=site.base_url or "")
    profile = site.model.profile_path
    own = search((basics.url or "").encode())
    if own:
        place = basics.where("url")
        line = f":{place.line}" if place and place.line else ""
        yield Chore(f"{profile}{line}: write url: {site.base_url}", (basics.url or "",))
    naming = tuple(
        path for path, text in sorted(sources.items()) if search(text) > (own if path == profile else 0)
    )
    if naming:
        yield Chore("your own files: these name the old address somewhere", naming)
    for audience in site.model.settings.audiences[1:]:
        if audience.base_url and urlsplit(audience.base_url).netloc == urlsplit(old_url).netloc:
            task = f"knowbrand.yaml: change the base_url of the audience {audience.name}, if it moves along"
            yield Chore(task, (audience.base_url,))


def _count_mentions(text: bytes, *, old_url: str, new_url: str) -> int:
    """How often ``text`` names an address of the old place."""
    if new_url.startswith(old_url):  # every address of the new place would seem to be one of the old
        text = text.replace(new_url.encode(), b"")
    return len(re.findall(re.escape(old_url.rstrip("/").encode()) + rb"(?![A-Za-z0-9.:-])", text))


def _with_others(site: Site) -> Iterator[Chore]:
    profiles = tuple(found.url for found in site.model.profile.basics.profiles if found.url)
    if profiles:
        task = "your profiles: put the new address there; what checks the link back (rel=me) does so when you save"
        yield Chore(task, profiles)
    people = tuple(person.url for person in site.model.profile.people if person.url)
    if people:
        yield Chore("people on your site: tell those who link to you; old links lead on meanwhile", people)
    copies = tuple(url for post in site.model.posts for url in post.meta.syndication)
    if copies:
        yield Chore("copies of your posts: change what they name as the original, where you can", copies)


def _for_search(site: Site, old_url: str) -> Iterator[Chore]:
    new_url = site.base_url or ""
    sitemap = absolute(site.urls.of("sitemap", site.languages[0]), new_url)
    if urlsplit(old_url).netloc.casefold() != urlsplit(new_url).netloc.casefold():
        task = "search engines: add the new address in their consoles, with its sitemap; in Google's, Change of address too"
    else:
        task = "search engines: give their consoles the new sitemap"
    yield Chore(task, (sitemap,))


def _for_readers(site: Site, staying: bool) -> Iterator[Chore]:
    if staying:
        return
    feeds = tuple(
        absolute(site.urls.of(form.address, language), site.base_url or "")
        for language in site.languages
        for form in FEEDS
    )
    task = "subscribers: nothing comes twice; where the old host can't redirect, tell them the new address in a post"
    yield Chore(task, feeds)
