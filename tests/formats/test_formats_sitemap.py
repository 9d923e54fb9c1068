"""The sitemap and robots.txt."""

from __future__ import annotations

from xml.etree import ElementTree

import msgspec

from knowbrand.formats.sitemap import make_sitemap
from knowbrand.site.page import SitePage
from tests.formats.formats_site import Maker

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"

SOURCES = {
    "content/posts/one.md": "---\ntitle: One\ndate: 2026-05-31\nupdated: 2026-06-02\naliases: [/old/]\n---\nText.\n",
    "content/posts/one.nl.md": "---\ntitle: Een\ndate: 2026-05-31\n---\nTekst.\n",
    "content/posts/two.md": "---\ntitle: Two\ndate: 2026-01-31\n---\nText.\n",
    "content/posts/two.nl.md": "---\ntitle: Twee\ndate: 2026-01-31\nunlisted: true\n---\nTekst.\n",
}


def read(data: bytes) -> dict[str, ElementTree.Element]:
    urls = ElementTree.fromstring(data).findall(f"{MAP}url")
    return {(url.findtext(f"{MAP}loc") or "").removeprefix("https://kim.example/site"): url for url in urls}


def languages(url: ElementTree.Element) -> dict[str | None, str | None]:
    return {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}


def test_it_lists_every_page_but_those_that_no_list_shows(make: Maker) -> None:
    made = make(SOURCES)
    urls = read(made.files["sitemap.xml"])
    shown = {page.url for page in made.site.pages if not page.unlisted}
    assert set(urls) == shown
    assert not {"/404.html", "/nl/posts/two/", "/old/"} & set(urls)


def test_a_page_has_a_date_where_the_author_gave_one(make: Maker) -> None:
    urls = read(make(SOURCES).files["sitemap.xml"])
    assert urls["/posts/one/"].findtext(f"{MAP}lastmod") == "2026-06-02"
    assert urls["/nl/posts/one/"].findtext(f"{MAP}lastmod") == "2026-05-31"
    assert urls["/"].find(f"{MAP}lastmod") is None


def test_languages_name_one_another(make: Maker) -> None:
    urls = read(make(SOURCES).files["sitemap.xml"])
    base = "https://kim.example/site"
    expected = {"en": f"{base}/posts/one/", "nl": f"{base}/nl/posts/one/", "x-default": f"{base}/posts/one/"}
    assert languages(urls["/posts/one/"]) == languages(urls["/nl/posts/one/"]) == expected
    assert languages(urls["/posts/two/"]) == {}


def test_too_many_pages_for_one_file_are_split(make: Maker) -> None:
    site = make(SOURCES).site
    many = tuple(
        SitePage(kind="page", lang="en", url=f"/p{number}/", key=f"p{number}") for number in range(50_001)
    )
    alternates = {(page.kind, page.key, 1): {"en": page.url} for page in many}
    files = {
        output.path: output.content
        for output in make_sitemap(msgspec.structs.replace(site, pages=many, alternates=alternates), {})
    }
    index = ElementTree.fromstring(files["sitemap.xml"])
    assert index.tag == f"{MAP}sitemapindex"
    names = [loc.text for loc in index.iter(f"{MAP}loc")]
    assert names == [f"https://kim.example/site/sitemap-{number}.xml" for number in (1, 2)]
    assert len(read(files["sitemap-1.xml"])) == 50_000
    assert list(read(files["sitemap-2.xml"])) == ["/p50000/"]


def test_robots_may_read_all_and_find_the_sitemap(make: Maker) -> None:
    robots = make({}).text("robots.txt")
    assert robots == "User-agent: *\nAllow: /\n\nSitemap: https://kim.example/site/sitemap.xml\n"


def test_a_narrower_audiences_site_isnt_for_robots(make: Maker) -> None:
    assert make({}, audience="organisation").text("robots.txt") == "User-agent: *\nDisallow: /\n"
