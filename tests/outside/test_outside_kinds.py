"""Every kind of page of every theme in a real browser, of four sites: by axe, with the keyboard alone, narrow, enlarged and
on paper; with nothing said in the console and nothing asked elsewhere."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from knowbrand.themes.chain import builtin_themes
from tests.outside.browser import watched_tab
from tests.outside.server import serve
from tests.outside.sites import BuiltSite, Page, report
from tests.outside.test_outside_browser import RUN_AXE, STANDARDS, WIDEST, describe
from tests.outside.themed import MANY, SITES, Themed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

pytestmark = pytest.mark.outside

Scheme = Literal["light", "dark"]
NpmFile = Callable[[str], Path]
DEFAULT = "folio"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOST_STOPS = 90
A4_HEIGHT = 1123 - 2 * 57
"""CSS pixels of a sheet between its margins."""


def pairs(*sites: str) -> Iterator[object]:
    """These sites with every theme; 2,000 posts with more than the default theme only in the long tests."""
    for theme in sorted(builtin_themes()):
        for site in sites:
            is_long = site == "many-posts" and theme != DEFAULT
            yield pytest.param(
                (site, theme), id=f"{site}-{theme}", marks=[pytest.mark.long] if is_long else []
            )


@pytest.fixture(scope="module", params=pairs(*SITES))
def themed(request: pytest.FixtureRequest, themed_site: Callable[[str, str], Themed]) -> Themed:
    """A site, built with a theme."""
    return themed_site(*request.param)


@pytest.fixture(scope="module", params=pairs(*SITES[1:]))
def other(request: pytest.FixtureRequest, themed_site: Callable[[str, str], Themed]) -> Themed:
    """A site that isn't the example, which other tests look at more closely."""
    return themed_site(*request.param)


@pytest.fixture(scope="module", params=pairs(*SITES[:-1]))
def shorter(request: pytest.FixtureRequest, themed_site: Callable[[str, str], Themed]) -> Themed:
    """A site without pages that are very long."""
    return themed_site(*request.param)


def sample(themed: Themed) -> list[Page]:
    """The pages that differ most from theme to theme, and from a site with posts to one without."""
    kinds = ("home", "posts", "post", "chapter", "projects", "cv")
    return themed.some_pages(*(kinds[:3] if themed.name == "many-posts" else kinds))


def without_404(found: list[str]) -> list[str]:
    """A browser says in the console that the 404 page is one."""
    return [line for line in found if "says in the console" not in line or "404" not in line]


def find_barriers(context: BrowserContext, themed: Themed, pages: list[Page], axe: str) -> list[str]:
    """What axe finds, and what the browser had to say."""
    with watched_tab(context, themed.root) as (tab, found):
        for page in pages:
            tab.goto(themed.address(page))
            tab.evaluate("document.fonts.ready")
            tab.evaluate(axe)
            result = tab.evaluate(RUN_AXE, STANDARDS)
            assert result["passes"], "axe looked at nothing"
            found += [line for violation in result["violations"] for line in describe(page.url, violation)]
    return without_404(found)


def test_the_sites_are_what_they_say(themed: Themed) -> None:
    posts = len(list(themed.site.folder.glob("posts/*/index.html")))
    kinds = {page.kind for page in themed.pages()}
    assert posts > MANY if themed.name == "many-posts" else (posts == 0) == (themed.name == "no-posts")
    assert kinds >= {"home", "expertise", "chapter", "projects", "project", "cv", "not-found"}
    assert len(kinds) >= (12 if themed.name in ("no-posts", "arabic") else 15)
    if themed.name == "arabic":
        assert all('dir="rtl"' in page.html for page in themed.some_pages())


def test_axe_finds_no_barrier_in_a_sample(other: Themed, browser: Browser, npm_file: NpmFile) -> None:
    axe = npm_file("axe-core/axe.min.js").read_text(encoding="utf-8")
    scheme: Scheme = "dark" if other.name == "arabic" else "light"
    with browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}) as context:
        report(find_barriers(context, other, sample(other), axe))


@pytest.mark.long
@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 390), ("dark", 1280), ("light", 1280), ("dark", 390)]
)
def test_axe_finds_no_barrier_on_any_kind_of_page(
    scheme: Scheme, width: int, themed: Themed, browser: Browser, npm_file: NpmFile
) -> None:
    axe = npm_file("axe-core/axe.min.js").read_text(encoding="utf-8")
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}) as context:
        report(find_barriers(context, themed, themed.pages(), axe))


STOP = """() => {
    const here = document.activeElement;
    if (here === document.body || here === document.documentElement || here.dataset.walked) return null;
    here.dataset.walked = "yes";
    const style = getComputedStyle(here);
    const box = here.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
    return {
        html: here.outerHTML.slice(0, 120),
        href: here.getAttribute("href") || "",
        outlined: outlined || style.boxShadow !== "none",
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
    };
}"""
UNREACHED = """() => [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
    .filter(e => e.checkVisibility() && !e.dataset.walked && e.tabIndex >= 0)
    .map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""
BEYOND = """target => document.querySelector(target).compareDocumentPosition(document.activeElement)
    & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY)"""


def walk(tab: Tab, url: str) -> Iterator[str]:
    """What somebody meets who has a keyboard and no mouse: a skip link that is seen and leads to the content, each stop
    marked and in view, and nothing that can't be reached."""
    tab.keyboard.press("Tab")
    first = tab.evaluate(STOP) or {"href": "", "seen": False, "html": "nothing"}
    if not first["href"].startswith("#") or not first["seen"]:
        yield f"{url}: the first stop isn't a skip link that is seen: {first['html']}"
        return
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    if not tab.evaluate("document.activeElement === document.body") and not tab.evaluate(
        BEYOND, first["href"]
    ):
        yield f"{url}: after the skip link the keyboard stands before the content"
    tab.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); getSelection().removeAllRanges() }")
    tab.locator(f"a[href='{first['href']}']").first.focus()
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(STOP)
        if stop is None:
            yield from (f"{url}: no key leads to {html}" for html in tab.evaluate(UNREACHED))
            return
        if not stop["outlined"]:
            yield f"{url}: no mark on {stop['html']}"
        if not stop["seen"]:
            yield f"{url}: out of view: {stop['html']}"


def find_dead_ends(themed: Themed, pages: list[Page], browser: Browser) -> list[str]:
    """What goes wrong on a walk with the keyboard over these pages."""
    with (
        browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900}) as context,
        watched_tab(context, themed.root) as (tab, found),
    ):
        for page in pages:
            tab.goto(themed.address(page))
            found += walk(tab, page.url)
    return without_404(found)


def test_the_keyboard_leads_everywhere_in_a_sample(themed: Themed, browser: Browser) -> None:
    report(find_dead_ends(themed, sample(themed), browser))


@pytest.mark.long
def test_the_keyboard_leads_everywhere(themed: Themed, browser: Browser) -> None:
    report(find_dead_ends(themed, themed.pages(), browser))


def find_overflow(themed: Themed, pages: list[Page], browser: Browser) -> list[str]:
    """Pages that are wider than a window of 320 px (WCAG 1.4.10), or with text twice as large than one of 640 px, which
    is a window of 1280 px with a zoom of 200 % (1.4.4)."""
    with (
        browser.new_context(viewport={"width": 320, "height": 700}, bypass_csp=True) as context,
        watched_tab(context, themed.root) as (tab, found),
    ):
        for page in pages:
            tab.set_viewport_size({"width": 320, "height": 700})
            tab.goto(themed.address(page))
            for width, style in ((320, ""), (640, ""), (640, ":root { font-size: 200% !important }")):
                tab.set_viewport_size({"width": width, "height": 700})
                if style:
                    tab.add_style_tag(content=style)
                if (wide := tab.evaluate(WIDER)) > 0:
                    found.append(f"{page.url}: {wide} px too wide at {width} {style}: {tab.evaluate(WIDEST)}")
    return without_404(found)


def test_no_page_of_a_sample_is_wider_than_its_window(other: Themed, browser: Browser) -> None:
    report(find_overflow(other, sample(other), browser))


@pytest.mark.long
def test_no_page_is_wider_than_its_window(themed: Themed, browser: Browser) -> None:
    report(find_overflow(themed, themed.pages(), browser))


def find_waste_of_paper(themed: Themed, pages: list[Page], browser: Browser) -> list[str]:
    """Pages that print on more or fewer sheets than what stands on them fills: empty sheets, or text that is cut off."""
    with (
        browser.new_context(viewport={"width": 794 - 2 * 57, "height": 900}) as context,
        watched_tab(context, themed.root) as (tab, found),
    ):
        tab.emulate_media(media="print")
        for page in pages:
            tab.goto(themed.address(page))
            tab.evaluate("document.fonts.ready")
            filled = tab.evaluate("document.documentElement.scrollHeight") / A4_HEIGHT
            sheets = count_sheets(tab)
            least, most = math.floor(filled * 0.75), math.ceil(filled * 1.3) + 1
            if not max(1, least) <= sheets <= most:
                found.append(f"{page.url}: {sheets} sheets for what would fill {filled:.1f}")
    return without_404(found)


def count_sheets(tab: Tab) -> int:
    """On how many A4 pages the tab's page prints."""
    printed = tab.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


def test_a_sample_prints_on_as_many_sheets_as_it_fills(shorter: Themed, browser: Browser) -> None:
    report(find_waste_of_paper(shorter, sample(shorter), browser))


@pytest.mark.long
def test_every_kind_of_page_prints_on_as_many_sheets_as_it_fills(themed: Themed, browser: Browser) -> None:
    report(find_waste_of_paper(themed, themed.pages(), browser))


BAD = """<!doctype html><html lang="en"><title>Bad</title>
<style>a { outline: none } #wide { width: 900px } .sheet { break-before: page } #lost { position: fixed; left: -900px }</style>
<main><h1>Bad</h1><a href="/">One</a> <a id="lost" href="/">Two</a> <a tabindex="-1" href="/">Three</a>
<p id="wide">Wide</p>
<div class="sheet">1</div><div class="sheet">2</div><div class="sheet">3</div><div class="sheet">4</div></main>"""


def test_what_is_bad_is_seen(tmp_path: Path, browser: Browser) -> None:
    """A check that finds nothing anywhere would pass, too."""
    (tmp_path / "index.html").write_text(BAD, encoding="utf-8")
    (tmp_path / "cv").mkdir()
    (tmp_path / "cv/index.html").write_text(
        BAD.replace("<main>", '<main id="m"><a href="#m">Skip</a>'), "utf-8"
    )
    site = BuiltSite(tmp_path, "https://site.example/")
    with serve(tmp_path) as root:
        themed = Themed("bad", "bad", site, root)
        lost = "\n".join(find_dead_ends(themed, themed.pages(), browser))
        wide = find_overflow(themed, themed.some_pages("home"), browser)
        waste = find_waste_of_paper(themed, themed.some_pages("home"), browser)
    assert "/: the first stop isn't a skip link" in lost
    assert "no mark on <a" in lost
    assert 'out of view: <a id="lost"' in lost
    assert "too wide at 320" in wide[0]
    assert "5 sheets" in waste[0]
