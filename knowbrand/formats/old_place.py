"""What stands at a site's old address once it has moved: a page for each page, that leads to its new address; files and
feeds, as they are at the new one; and for hosts that redirect by themselves, a line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup

from knowbrand.formats.feedstyle import make_feed_styles
from knowbrand.formats.hosting import HEADERS, REDIRECTS, make_headers, serves_root
from knowbrand.formats.robots import make_robots
from knowbrand.formats.sitemap import make_sitemap
from knowbrand.model.output import Output
from knowbrand.problems import Problem, error
from knowbrand.site.addresses import absolute
from knowbrand.site.graph import Site
from knowbrand.site.page import SitePage
from knowbrand.site.urls import GLOBAL_PATTERNS, output_path

_CNAME = "/CNAME"
_PLAIN = ".nojekyll"
"""Keeps GitHub Pages from leaving out ``_/``, where the feeds' style is."""
_DERIVED = GLOBAL_PATTERNS["derived"].format(name="").removeprefix("/")
_PAGE = Markup("""\
<!doctype html>
<html lang="{lang}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{leading}</head>
<body>
<main>
<h1>{title}</h1>
{links}</main>
</body>
</html>
""")
_LEADING = Markup('<link rel="canonical" href="{url}">\n<meta http-equiv="refresh" content="0; url={url}">\n')
_LINK = Markup('<p lang="{lang}" dir="{direction}"><a href="{url}">{text}</a></p>\n')
_TITLE = re.compile(rb"<title>([^<]*)</title>")


def make_old_place(site: Site, outputs: Sequence[Output], old_url: str) -> list[Output]:
    """What to put at ``old_url`` in place of the site. ``site`` and its ``outputs`` are those of the new address.

    Each address that the site answers has an answer there, but for what its theme brought. Feeds are the same bytes as at
    the new address: their entries have the ids that subscribers know, and they name that address as their own.
    """
    before = msgspec.structs.replace(site, base_url=old_url)
    authors = {output_path(file.url) for file in site.files}
    made = [*make_sitemap(before, {}), *make_robots(before, {}), *make_headers(before, {})]
    made += [*_redirect_everything(before, site.base_url or ""), *_keep_domain(before)]
    made.append(Output(_PLAIN, b""))
    anew = {output.path: output for output in made}
    leading = dict(_lead_on(site, outputs))
    unwanted = {output_path(REDIRECTS), *({output_path(HEADERS)} - authors)}
    unwanted |= {output.path for output in outputs if output.path.startswith(_DERIVED)}
    unwanted -= {style.path for style in make_feed_styles(site, {})}  # nothing else needs the theme any more
    kept = [
        leading.get(output.path, output)
        for output in outputs
        if output.path not in anew and output.path not in unwanted
    ]
    return [*kept, *anew.values()]


def check_old_place(
    old_url: str, old: Iterable[Output], new_url: str, new: Iterable[Output]
) -> list[Problem]:
    """Where the old place and the new one are on one host, the addresses that both would answer."""
    before, after = urlsplit(old_url), urlsplit(new_url)
    if before.netloc.casefold() != after.netloc.casefold():
        return []
    taken = {(after.path + output.path).casefold() for output in new}
    both = sorted(path for each in old if (path := before.path + each.path).casefold() in taken)
    if not both:
        return []
    address = f"{before.scheme}://{before.netloc}{both[0].removesuffix('index.html')}"
    more = f" (and {len(both) - 1} more)" if len(both) > 1 else ""
    message = f"{address}{more} would be an address of the old site and of the new one"
    hint = "move to a path that the site itself doesn't use"
    return [error("KB572", message, None, hint)]


def _lead_on(site: Site, outputs: Iterable[Output]) -> Iterator[tuple[str, Output]]:
    """The page that stands at the old address of each page, and of each redirect to one: by its path."""
    pages = {page.url: page for page in site.pages}
    shown = {output_path(page.url): page for page in site.pages}
    shown |= {output_path(each.url): pages[each.target] for each in site.redirects if each.target in pages}
    for output in outputs:
        page = shown.get(output.path)
        if page is None:
            continue
        html = _write_lost(site, page) if page.kind == "not-found" else _write_moved(site, page, output)
        yield output.path, Output(output.path, html.encode("utf-8", "replace"))


def _write_moved(site: Site, page: SitePage, output: Output) -> str:
    spoken = site.model.languages[page.lang]
    found = _TITLE.search(output.content)
    url = absolute(page.url, site.base_url or "")
    text = spoken.words["moved"]
    return _PAGE.format(
        lang=page.lang,
        direction=spoken.direction,
        title=unescape(found[1].decode("utf-8", "replace")) if found else text,
        leading=_LEADING.format(url=url),
        links=_LINK.format(lang=page.lang, direction=spoken.direction, url=url, text=text),
    )


def _write_lost(site: Site, page: SitePage) -> str:
    """The page for addresses that were never there: whoever meets it is told, and where the site is now."""
    spoken = site.model.languages[page.lang]
    links = [
        _LINK.format(
            lang=language,
            direction=site.model.languages[language].direction,
            url=absolute(site.urls.of("home", language), site.base_url or ""),
            text=site.model.languages[language].words["site_moved"],
        )
        for language in site.languages
    ]
    title = spoken.words["not_found"]
    return _PAGE.format(
        lang=page.lang, direction=spoken.direction, title=title, leading="", links=Markup("").join(links)
    )


def holds_pattern(url: str) -> bool:
    """Whether hosts that read ``_redirects`` would take a part of ``url`` for a pattern: a port, ``:name`` or ``*``."""
    parts = urlsplit(url)
    return bool(set(":*") & set(parts.netloc + parts.path))


def _redirect_everything(before: Site, new_url: str) -> Iterator[Output]:
    """One line for hosts that read ``_redirects``. None where both are on one host, as it would lead round in a circle,
    nor where the new address would be taken for a pattern. No ``301!``, which Netlify needs to go before files: others refuse it."""
    old, new = urlsplit(before.base_url or ""), urlsplit(new_url)
    elsewhere = old.netloc.casefold() != new.netloc.casefold()
    if serves_root(before) and elsewhere and not holds_pattern(new_url):
        lines = "# Netlify takes a file before a redirect; write 301! there, and it redirects at once.\n"
        yield Output(output_path(REDIRECTS), f"{lines}/* {new_url}:splat 301\n".encode())


def _keep_domain(before: Site) -> Iterator[Output]:
    """The author's ``CNAME`` names the new domain, now or soon; the old place keeps its own."""
    if any(file.url == _CNAME for file in before.files):
        yield Output(output_path(_CNAME), f"{urlsplit(before.base_url or '').hostname}\n".encode())
