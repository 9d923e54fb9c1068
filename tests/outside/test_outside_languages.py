"""What search engines are told: one address a page, its translations, and the map of the site."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest

from tests.outside.sites import NOW, BuiltSite, Page, report

pytestmark = pytest.mark.outside

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
VARIANTS = pytest.mark.parametrize("variant", ["site", "repository_site", "offline_site"])


def translations(page: Page) -> dict[str, str]:
    """The page's addresses by language."""
    links = page.all("link", rel="alternate")
    return {link.get("hreflang"): link.get("href") for link in links if link.get("hreflang")}


@VARIANTS
def test_a_page_names_its_own_address(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    found = []
    for page in site.real_pages():
        canonical = [link.get("href") for link in page.all("link", rel="canonical")]
        if canonical != [site.absolute(page)]:
            found.append(f"{page.url}: canonical {canonical}")
    report(found)


@VARIANTS
def test_translations_are_mutual(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    found = []
    translated = 0
    for page in site.real_pages():
        names = [link.get("hreflang") for link in page.all("link", rel="alternate") if link.get("hreflang")]
        others = translations(page)
        if len(names) != len(others):
            found.append(f"{page.url}: a language twice: {names}")
        if not others:
            continue
        translated += 1
        if others.get(page.lang) != site.absolute(page):
            found.append(f"{page.url}: its own language leads to {others.get(page.lang)}")
        if others.get("x-default") not in {
            address for lang, address in others.items() if lang != "x-default"
        }:
            found.append(f"{page.url}: x-default leads to {others.get('x-default')}")
        for lang, address in others.items():
            other = site.by_url.get(site.path_of(address) or "")
            if other is None:
                found.append(f"{page.url}: {lang} leads to {address}, which isn't there")
            elif translations(other) != others:
                found.append(f"{page.url}: {other.url} names other translations")
            elif lang not in {other.lang, "x-default"}:
                found.append(f"{page.url}: {other.url} is in {other.lang}, not {lang}")
    assert translated > 20
    report(found)


@VARIANTS
def test_profile_pages_exist_in_every_language(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    kinds = ("home", "expertise", "chapter", "projects", "project", "talks", "publications", "cv", "follow")
    report(
        f"{page.url}: {set(translations(page))}"
        for page in site.of_kind(*kinds)
        if set(translations(page)) != {"en", "nl", "x-default"}
    )


@VARIANTS
def test_the_sitemap_holds_every_page_and_no_other(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    entries = ET.parse(site.folder / "sitemap.xml").getroot().findall(f"{SITEMAP}url")
    addresses = [entry.findtext(f"{SITEMAP}loc") or "" for entry in entries]
    assert len(set(addresses)) == len(addresses)
    wanted = {site.absolute(page) for page in site.real_pages() if not page.hidden}
    report(
        [f"not in the sitemap: {address}" for address in wanted - set(addresses)]
        + [f"in the sitemap, but no page: {address}" for address in set(addresses) - wanted]
    )


@VARIANTS
def test_the_sitemap_tells_the_truth(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    found = []
    dated = 0
    for entry in ET.parse(site.folder / "sitemap.xml").getroot().findall(f"{SITEMAP}url"):
        address = entry.findtext(f"{SITEMAP}loc") or ""
        page = site.by_url[site.path_of(address) or ""]
        modified = entry.findtext(f"{SITEMAP}lastmod")
        if modified:
            dated += 1
            if dt.datetime.fromisoformat(modified).date() >= dt.date.fromisoformat(NOW):
                found.append(f"{address}: changed on {modified}, the day of the build")
        if page.kind == "post" and not modified:
            found.append(f"{address}: a post without lastmod")
        links = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{XHTML}link")}
        if links and links != translations(page):
            found.append(f"{address}: translations {links}, the page says {translations(page)}")
    assert dated > 14
    report(found)


@VARIANTS
def test_robots_lead_to_the_sitemap(variant: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    lines = (site.folder / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert f"Sitemap: {site.base_url}sitemap.xml" in lines


def test_pages_can_be_shared(site: BuiltSite) -> None:
    found = []
    for page in site.real_pages():
        if page.hidden:
            continue
        meta = {e.get("property"): e.get("content") for e in page.all("meta") if e.get("property")}
        found += [
            f"{page.url}: no {name}" for name in ("og:title", "og:type", "og:url") if not meta.get(name)
        ]
        if meta.get("og:url") != site.absolute(page):
            found.append(f"{page.url}: og:url {meta.get('og:url')}")
        picture = meta.get("og:image")
        if picture and not site.exists(site.path_of(picture) or "/nowhere"):
            found.append(f"{page.url}: og:image {picture}")
    report(found)
