"""``_headers`` and ``_redirects``: what Netlify and Cloudflare Pages read, and other hosts take for files like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from knowbrand.model.output import Output
from knowbrand.problems import Place, Problem, info
from knowbrand.site.bodies import Body
from knowbrand.site.feeds import JSON_FEED, list_feeds
from knowbrand.site.graph import Site
from knowbrand.site.urls import GLOBAL_PATTERNS, encode_path, output_path

HEADERS, REDIRECTS = "/_headers", "/_redirects"
MOST_REDIRECTS = 2000
"""Redirects that Cloudflare Pages takes; Netlify takes more."""
_LONGEST_LINE = 1000

_ON_ALL = (
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: strict-origin-when-cross-origin",
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy: frame-ancestors 'self'",
)
"""What a page can't say of itself. The rest of its policy stands in the page, which may need more than another."""
_FOREVER = "Cache-Control: public, max-age=31536000, immutable"
_XML = "application/xml; charset=utf-8"
"""Not ``application/atom+xml``: browsers would offer the feed as a download instead of showing it."""
_WELL_KNOWN = {
    "apple-app-site-association": ("Content-Type: application/json",),
    "assetlinks.json": ("Content-Type: application/json",),
    "atproto-did": ("Content-Type: text/plain; charset=utf-8",),
    "host-meta": ("Content-Type: application/xrd+xml",),
    "matrix/client": ("Content-Type: application/json", "Access-Control-Allow-Origin: *"),
    "matrix/server": ("Content-Type: application/json",),
    "nostr.json": ("Content-Type: application/json", "Access-Control-Allow-Origin: *"),
    "security.txt": ("Content-Type: text/plain; charset=utf-8",),
    "webfinger": ("Content-Type: application/jrd+json", "Access-Control-Allow-Origin: *"),
}
"""Files whose names don't tell what they are, or that pages elsewhere have to read."""


def serves_root(site: Site) -> bool:
    """Whether the site stands at a host's root as far as it is known: below a path no host reads these files."""
    return urlsplit(site.base_url or "").path in ("", "/")


def make_headers(site: Site, _bodies: Mapping[str, Body]) -> Iterator[Output]:
    """``_headers``: security headers for all, a long life for what is named by its content, types that hosts don't know.
    The author's own file of that name counts instead, and below a path there is none."""
    if not serves_root(site) or _is_authors(site, HEADERS):
        return
    on_all = list(_ON_ALL)
    if site.audience != site.model.settings.audiences[0].name:
        on_all.append("X-Robots-Tag: noindex")
    rules = {"/*": on_all, GLOBAL_PATTERNS["derived"].format(name="*"): [_FOREVER]}
    rules |= dict(_feed_types(site))
    for language in site.languages:
        rules[site.urls.of("vcard", language)] = ["Content-Type: text/vcard; charset=utf-8"]
    for file in site.files:
        name = file.url.removeprefix("/.well-known/")
        if name in _WELL_KNOWN and name != file.url:
            rules[file.url] = list(_WELL_KNOWN[name])
    lines = [line for path, headers in rules.items() for line in (path, *(f"  {each}" for each in headers))]
    yield _write(HEADERS, lines)


def _feed_types(site: Site) -> Iterator[tuple[str, list[str]]]:
    types: dict[str, list[str]] = {}
    for shows, url in list_feeds(site):
        json = f"{JSON_FEED.media_type}; charset=utf-8"
        types[url] = [f"Content-Type: {json if shows.kind == JSON_FEED.address else _XML}"]
        if shows.key:  # a line for all chapters: Cloudflare Pages takes a hundred
            yield site.urls.of(shows.kind, shows.lang, id=":id"), types[url]
        else:
            yield url, types[url]
    for redirect in site.redirects:
        if redirect.target in types and not set("*:") & set(redirect.url):
            yield encode_path(redirect.url), types[redirect.target]


def make_redirects(site: Site, _bodies: Mapping[str, Body]) -> Iterator[Output]:
    """``_redirects``: a line for each old address that leads to a page. What leads to a file is that file itself."""
    lines = list(_redirect_lines(site))
    if lines and serves_root(site) and not _is_authors(site, REDIRECTS):
        yield _write(REDIRECTS, lines)


def _redirect_lines(site: Site) -> Iterable[str]:
    pages = {page.url for page in site.pages}
    for redirect in site.redirects:
        line = f"{encode_path(redirect.url)} {encode_path(redirect.target)} 301"
        # '*' and ':' would be patterns; such an address is answered by the page that stands there
        if redirect.target in pages and not set("*:") & set(line) and len(line) <= _LONGEST_LINE:
            yield line


def check_hosting(site: Site) -> list[Problem]:
    """What the author may want to know about these files."""
    if not serves_root(site):
        return []
    problems = [
        info(
            "KB561",
            f"your own {url.removeprefix('/')} is published as it is; knowbrand makes none",
            Place(f"assets{url}"),
            "delete it to get the one that knowbrand makes",
        )
        for url in (HEADERS, REDIRECTS, site.urls.of("robots", site.languages[0]))
        if _is_authors(site, url)
    ]
    count = len(list(_redirect_lines(site)))
    if count > MOST_REDIRECTS and not _is_authors(site, REDIRECTS):
        message = (
            f"{count} old addresses are more than the {MOST_REDIRECTS} redirects that Cloudflare Pages takes"
        )
        hint = "nothing is lost: a page at each old address leads on as well"
        problems.append(info("KB560", message, None, hint))
    return problems


def _is_authors(site: Site, url: str) -> bool:
    return any(file.url == url for file in site.files)


def _write(url: str, lines: Iterable[str]) -> Output:
    return Output(output_path(url), "".join(f"{line}\n" for line in lines).encode())
