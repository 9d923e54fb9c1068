"""The sitemap (https://www.sitemaps.org/protocol.html), with each page's languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowbrand.formats.elements import DECLARATION, element, parent
from knowbrand.model.output import Output
from knowbrand.site.addresses import absolute
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.page import SitePage
from knowbrand.site.urls import output_path

MOST_PAGES = 50_000
"""Pages that one file may list."""
_NAMESPACES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
}


def make_sitemap(site: Site, _bodies: Mapping[str, Body]) -> Iterator[Output]:
    """``sitemap.xml``: every listed page, or an index of several files where there are too many for one. A page has a
    ``lastmod`` where the author gave a day, and none else."""
    pages = [page for page in site.pages if not page.unlisted and page.kind != "not-found"]
    hidden = {page.url for page in site.pages if page.unlisted}
    entries = [_entry(site, page, hidden) for page in pages]
    url = site.urls.of("sitemap", site.languages[0])
    if len(entries) <= MOST_PAGES:
        yield _write(url, parent("urlset", entries, _NAMESPACES))
        return
    parts = [entries[start : start + MOST_PAGES] for start in range(0, len(entries), MOST_PAGES)]
    names = [
        site.urls.of("sitemap-number", site.languages[0], number=number)
        for number in range(1, len(parts) + 1)
    ]
    index = [parent("sitemap", [element("loc", absolute(name, site.base_url or ""))]) for name in names]
    yield _write(url, parent("sitemapindex", index, {"xmlns": _NAMESPACES["xmlns"]}))
    for name, part in zip(names, parts, strict=True):
        yield _write(name, parent("urlset", part, _NAMESPACES))


def _entry(site: Site, page: SitePage, hidden: set[str]) -> str:
    base_url = site.base_url or ""
    there = site.alternates[page.kind, page.key, page.number]
    found = {
        language: absolute(there[language], base_url)
        for language in site.languages
        if language in there and there[language] not in hidden
    }
    if len(found) > 1:
        found["x-default"] = next(iter(found.values()))
    else:
        found = {}
    return parent(
        "url",
        [
            element("loc", absolute(page.url, base_url)),
            element("lastmod", page.modified.isoformat()) if page.modified else "",
            *(
                element("xhtml:link", attributes={"rel": "alternate", "hreflang": language, "href": url})
                for language, url in found.items()
            ),
        ],
    )


def _write(url: str, document: str) -> Output:
    return Output(output_path(url), (DECLARATION + document).encode())
