"""Addresses that can't be: taken twice, reserved, or of a pattern that names nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowbrand.model import Model, Page, Post
from knowbrand.problems import Place, Problem, error
from knowbrand.site.feeds import list_feeds
from knowbrand.site.graph import Site
from knowbrand.site.page import ENTRY_PAGES, SitePage
from knowbrand.site.redirects import check_old_addresses, check_redirects
from knowbrand.site.urls import PERMALINK_FIELDS, PERMALINK_PART, RESERVED, output_path

_SECTIONS: dict[str, str] = {"chapter": "expertise", **{kind: name for name, kind in ENTRY_PAGES.items()}}
_PERMALINK = re.compile(r"/?(?:[\w.:-]+/)*[\w.:-]+/?")


def check_addresses(model: Model) -> list[Problem]:
    """The permalink pattern, and pages that take an address which is the site's own."""
    problems: list[Problem] = []
    pattern = model.settings.posts.permalink
    place = model.settings.posts.where("permalink")
    unknown = [field for field in PERMALINK_PART.findall(pattern) if field not in PERMALINK_FIELDS]
    if unknown:
        hint = f"known: {', '.join(PERMALINK_FIELDS)}"
        problems.append(error("KB305", f"the permalink has an unknown part '{unknown[0]}'", place, hint))
    elif ":slug" not in pattern:
        problems.append(error("KB305", "the permalink needs a ':slug'", place, "write /posts/:slug/"))
    elif not _PERMALINK.fullmatch(pattern) or ".." in pattern:
        problems.append(error("KB305", f"'{pattern}' can't be an address", place, "write /posts/:slug/"))
    elif (first := pattern.strip("/").split("/")[0].casefold()) in ("_", *model.settings.languages[1:]):
        problems.append(
            error("KB305", f"the address /{first}/ is the site's own", place, "write /posts/:slug/")
        )
    reserved = RESERVED | set(model.settings.languages)
    at_the_root = pattern.strip("/").split("/")[0] == ":slug"
    writings: tuple[Post | Page, ...] = (*model.pages, *(model.posts if at_the_root else ()))
    for writing in writings:
        if writing.slug.casefold() in reserved:
            hint = "give it another: slug: …"
            where = writing.meta.where("slug") if writing.meta.slug else Place(writing.path)
            problems.append(error("KB304", f"the address /{writing.slug}/ is the site's own", where, hint))
    return [*problems, *check_old_addresses(model)]


def check_collisions(site: Site) -> list[Problem]:
    """Two sources for one address, also where they differ only in case or in Unicode form: most hosts and disks take
    them for one."""
    taken: dict[str, tuple[str, str]] = {}
    problems: list[Problem] = []
    for url, source, place in _claimants(site):
        key = unicodedata.normalize("NFC", output_path(url)).casefold()
        if key not in taken:
            taken[key] = (url, source)
            continue
        first_url, first_source = taken[key]
        apart = "" if first_url == url else f" (there written {first_url})"
        message = f"the address {url} is taken already, by {first_source or 'the site itself'}{apart}"
        hint = "give one of them another slug, id or name"
        problems.append(error("KB303", message, place, hint))
    return [*problems, *_check_made(site), *check_redirects(site)]


def _check_made(site: Site) -> Iterator[Problem]:
    """Files and old addresses where knowbrand makes a file itself. The author's own ``robots.txt`` counts instead."""
    urls = site.urls
    made = {urls.of(name, language) for name in ("resume", "vcard") for language in site.languages}
    if site.base_url:
        made |= {urls.of("sitemap", site.languages[0]), *(feed.url for feed in list_feeds(site))}
    for file in site.files:
        if file.url in made:
            message = f"the address {file.url} is taken already, by the file that knowbrand makes there"
            yield error("KB303", message, Place(file.source), "delete your file, or give it another name")
    made.add(urls.of("robots", site.languages[0]))
    for redirect in site.redirects:
        address = redirect.url.removesuffix("/")
        if address in made:
            message = f"the address {address} is taken already, by the file that knowbrand makes there"
            yield error("KB303", message, redirect.place, "take this line out")


def locate_outputs(site: Site) -> dict[str, Place]:
    """What in the sources each output comes from, by its path, as far as one thing is to name."""
    return {output_path(url): place for url, _, place in _claimants(site) if place}


def _claimants(site: Site) -> Iterator[tuple[str, str, Place | None]]:
    """Every address with its source and what is written there, those of pages first."""
    entries = {
        (kind, entry.id): entry
        for kind, section in _SECTIONS.items()
        for entry in getattr(site.model.profile, section)
    }
    told: set[tuple[str, str, str]] = set()
    for page in site.pages:
        if page.kind in _SECTIONS and (page.kind, page.key, page.lang) in told:
            continue  # an id that stands twice is told as that
        told.add((page.kind, page.key, page.lang))
        source = page.sources[0] if page.sources else ""
        entry = entries.get((page.kind, page.key))
        yield page.url, source, entry.where("id") if entry else _locate_page(site, page, source)
    for file in site.files:
        yield file.url, file.source, Place(file.source)
    for redirect in site.redirects:
        yield redirect.url, redirect.source, redirect.place


def _locate_page(site: Site, page: SitePage, source: str) -> Place | None:
    """Where the last part of the page's address is written: in the front matter, else in the file's name."""
    writing = site.writings.get(source)
    if writing:
        named = next((key for key in ("slug", "id") if getattr(writing.meta, key)), None)
        return writing.meta.where(named) if named else Place(source)
    shelf = site.shelves[page.lang]
    lists = {"tag": (shelf.by_tag, "tags"), "series": (shelf.by_series, "series")}
    if page.kind in lists:
        posts, field = lists[page.kind]
        return posts[page.key][-1].meta.where(field)
    return Place(source) if source else None
