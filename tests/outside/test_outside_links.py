"""The site works under any path, on any host, and from disk: no broken link, no request elsewhere."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.outside.browser import watched_tab
from tests.outside.links import link_faults, links_of, reachable, style_faults
from tests.outside.server import serve
from tests.outside.sites import BuiltSite, Page, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.outside

BROKEN_PICTURES = """async () => {
    const images = [...document.images];
    images.forEach(image => image.loading = "eager");
    await Promise.all(images.map(image => image.decode().catch(() => null)));
    return images.filter(image => !image.naturalWidth).map(image => image.src);
}"""

MOUNTS = pytest.mark.parametrize(
    ("variant", "root"),
    [
        ("site", "http://host.example/"),
        ("repository_site", "http://host.example/some/repo/"),
        ("offline_site", "file:///home/anna/site/"),
    ],
)


def judged(site: BuiltSite, root: str) -> list[Page]:
    """The pages that can be read there; nothing on disk answers with 404.html."""
    return [page for page in site.pages if not (root.startswith("file:") and page.kind == "not-found")]


@MOUNTS
def test_every_link_leads_somewhere(variant: str, root: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    report(fault for page in judged(site, root) for fault in link_faults(site, page, root))


@MOUNTS
def test_every_address_in_a_style_sheet_or_drawing_leads_somewhere(
    variant: str, root: str, request: pytest.FixtureRequest
) -> None:
    report(style_faults(request.getfixturevalue(variant)))


@pytest.mark.parametrize("variant", ["site", "repository_site"])
def test_a_site_for_any_host_has_relative_links(variant: str, request: pytest.FixtureRequest) -> None:
    """But for 404.html, which hosts serve at any depth."""
    site: BuiltSite = request.getfixturevalue(variant)
    found = []
    for page in site.pages:
        for link in links_of(page):
            if urlsplit(link.target).scheme or link.target.startswith("#"):
                continue
            path = urlsplit(link.target).path
            if path.startswith("/") != (page.kind == "not-found") and path:
                found.append(f"{page.file}:{link.element.line}: {link.target!r}")
            if path.endswith("index.html") or (
                path and not path.endswith("/") and "." not in path.split("/")[-1]
            ):
                found.append(f"{page.file}:{link.element.line}: {link.target!r} should end in a slash")
    report(found)


@MOUNTS
def test_a_visitor_finds_every_page(variant: str, root: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    listed = {page.url for page in site.real_pages() if not page.hidden}
    report(listed - reachable(site))


def test_the_three_sites_have_the_same_files(
    site: BuiltSite, repository_site: BuiltSite, offline_site: BuiltSite
) -> None:
    """Derived files may carry their content's digest in their name; what hosts read at their root alone isn't made below
    a path."""

    def names(built: BuiltSite) -> list[str]:
        files = (path.relative_to(built.folder).as_posix() for path in built.files("*") if path.is_file())
        return [
            name for name in files if not name.startswith("_/") and name not in {"_headers", "_redirects"}
        ]

    assert names(site) == names(repository_site) == names(offline_site)


@pytest.mark.parametrize(("variant", "mount"), [("site", "/"), ("repository_site", "/some/repo/")])
def test_a_browser_finds_everything_under_the_path(
    variant: str, mount: str, request: pytest.FixtureRequest, browser: Browser
) -> None:
    site: BuiltSite = request.getfixturevalue(variant)
    with serve(site.folder, mount) as root:
        pages = [page for page in site.richest() if page.kind not in {"not-found", "redirect"}]
        report(visit(browser, [root + page.url.lstrip("/") for page in pages], root))
        lost = root + "never/heard/of/it"
        report(line for line in visit(browser, [lost], root) if "404" not in line)


def test_a_browser_finds_everything_on_disk(offline_site: BuiltSite, browser: Browser) -> None:
    root = offline_site.folder.as_uri() + "/"
    pages = [page for page in offline_site.richest() if page.kind != "not-found"]
    report(visit(browser, [root + page.file for page in pages], root))
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(root + "index.html")
        for _ in range(3):  # a visitor who clicks on
            tab.locator("main a[href$='index.html']").first.click()
            assert tab.locator("h1").count() == 1, tab.url
            assert tab.url.startswith(root)


def test_a_host_answers_an_unknown_path_with_a_page_that_leads_on(repository_site: BuiltSite) -> None:
    with serve(repository_site.folder, "/some/repo/") as root:
        connection = http.client.HTTPConnection(urlsplit(root).netloc, timeout=30)
        connection.request("GET", "/some/repo/no/such/thing")
        answer = connection.getresponse()
        body = answer.read().decode("utf-8")
        connection.close()
    assert answer.status == 404
    page = Page("404.html", body, "en")
    assert [link.target for link in links_of(page) if link.target == "/some/repo/"]


def visit(browser: Browser, addresses: list[str], root: str) -> list[str]:
    """What fails, or goes elsewhere, while a browser reads the pages from top to bottom."""
    with browser.new_context() as context, watched_tab(context, root) as (tab, found):
        for address in addresses:
            answer = tab.goto(address)
            if answer is not None and answer.status >= 400:
                found.append(f"{answer.status} {address}")
            found += [f"{address}: no picture: {image}" for image in tab.evaluate(BROKEN_PICTURES)]
    return found
