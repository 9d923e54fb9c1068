"""Real pages in a real browser: accessibility, width, keyboard, no script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.outside.browser import watched_tab
from tests.outside.sites import BuiltSite, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.outside

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"


def describe(address: str, violation: dict[str, Any]) -> list[str]:
    """A violation of axe, a line for each element."""
    return [
        f"{address}: {violation['id']}: {violation['help']}: {node['html'][:200]} ({' '.join(map(str, node['target']))})"
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(
    scheme: Literal["light", "dark"],
    width: int,
    site: BuiltSite,
    served: str,
    browser: Browser,
    npm_file: Callable[[str], Path],
) -> None:
    axe = npm_file("axe-core/axe.min.js").read_text(encoding="utf-8")
    kinds = {page.kind for page in site.richest()}
    assert len(kinds) >= 18, f"the example lacks kinds of pages: it has {sorted(kinds)}"
    with (
        browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}) as context,
        watched_tab(context, served) as (tab, found),
    ):
        for page in site.richest():
            if page.kind == "redirect":
                continue
            tab.goto(served + page.file.removesuffix("index.html"))
            tab.evaluate(axe)
            result = tab.evaluate(RUN_AXE, STANDARDS)
            assert result["passes"], "axe looked at nothing"
            found += [line for violation in result["violations"] for line in describe(page.url, violation)]
    report(found)


def test_axe_sees_a_barrier(browser: Browser, npm_file: Callable[[str], Path]) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.set_content("<title>x</title><p style='color: #aaa; background: #fff'>pale</p><img src='data:,'>")
        tab.evaluate(npm_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
        found = {violation["id"] for violation in tab.evaluate(RUN_AXE, STANDARDS)["violations"]}
    assert {"color-contrast", "image-alt", "html-has-lang"} <= found


@pytest.mark.parametrize("width", [320, 768])
def test_no_page_is_wider_than_its_window(width: int, site: BuiltSite, served: str, browser: Browser) -> None:
    with (
        browser.new_context(viewport={"width": width, "height": 700}) as context,
        watched_tab(context, served) as (tab, found),
    ):
        for page in site.real_pages():
            tab.goto(served + page.url.lstrip("/"))
            wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found.append(f"{page.url}: {wide} px too wide at {width}: {', '.join(tab.evaluate(WIDEST))}")
    report(found)


BEYOND = """target => document.querySelector(target).compareDocumentPosition(document.activeElement)
    & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY)"""
WIDEST = """() => [...document.body.querySelectorAll("*")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .map(element => element.tagName.toLowerCase() + (element.className ? "." + element.className : ""))
    .slice(0, 5)"""


def test_text_can_be_twice_as_large(site: BuiltSite, served: str, browser: Browser) -> None:
    """WCAG 1.4.4, at the width that 1.4.10 makes of a window of 1280 px."""
    with (
        browser.new_context(viewport={"width": 640, "height": 700}, bypass_csp=True) as context,
        watched_tab(context, served) as (tab, found),
    ):
        for page in site.richest():
            tab.goto(served + page.file.removesuffix("index.html"))
            tab.add_style_tag(content=":root { font-size: 200% !important }")
            wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found.append(f"{page.url}: {wide} px too wide: {', '.join(tab.evaluate(WIDEST))}")
    report(line for line in found if "404" not in line)


def test_the_keyboard_skips_to_the_content(site: BuiltSite, served: str, browser: Browser) -> None:
    with browser.new_context() as context, watched_tab(context, served) as (tab, found):
        for page in site.richest():
            if page.kind in {"redirect", "not-found"}:
                continue
            tab.goto(served + page.url.lstrip("/"))
            tab.keyboard.press("Tab")
            first = tab.locator(":focus")
            target = first.get_attribute("href") or ""
            if not target.startswith("#"):
                found.append(f"{page.url}: the first stop of the keyboard leads to {target!r}")
                continue
            box = first.bounding_box()
            if box is None or box["width"] < 24 or box["height"] < 16 or box["x"] < 0 or box["y"] < 0:
                found.append(f"{page.url}: the skip link can't be seen when it has the focus: {box}")
            tab.keyboard.press("Enter")
            tab.keyboard.press("Tab")
            if not tab.evaluate(BEYOND, target):
                found.append(f"{page.url}: after the skip link the keyboard stands before the content")
    report(found)


def test_the_keyboard_sees_where_it_is(site: BuiltSite, served: str, browser: Browser) -> None:
    with browser.new_context() as context, watched_tab(context, served) as (tab, found):
        for page in site.of_kind("home", "post")[:3]:
            tab.goto(served + page.url.lstrip("/"))
            for _ in range(12):
                tab.keyboard.press("Tab")
                style = tab.evaluate(
                    "() => { const s = getComputedStyle(document.activeElement);"
                    " return [s.outlineStyle, s.outlineWidth, s.boxShadow] }"
                )
                if (style[0] == "none" or style[1] == "0px") and style[2] == "none":
                    found.append(
                        f"{page.url}: no outline on {tab.evaluate('document.activeElement.outerHTML')[:120]}"
                    )
    report(found)


def test_everything_can_be_read_without_script(site: BuiltSite, served: str, browser: Browser) -> None:
    found = []
    with browser.new_context() as plain, browser.new_context(java_script_enabled=False) as scriptless:
        with_script, without = plain.new_page(), scriptless.new_page()
        for page in site.richest():
            if page.kind == "redirect":
                continue
            address = served + page.file.removesuffix("index.html")
            with_script.goto(address)
            without.goto(address)
            full, bare = (words(tab.locator("body").inner_text()) for tab in (with_script, without))
            if len(bare) < 20 or full - bare:
                found.append(
                    f"{page.url}: without script these words are missing: {sorted(full - bare)[:10]}"
                )
            if without.locator("main h1:visible").count() != 1:
                found.append(
                    f"{page.url}: {without.locator('main h1:visible').count()} headings of the first level"
                )
    report(found)


def test_everything_can_be_read_on_paper(site: BuiltSite, served: str, browser: Browser) -> None:
    with browser.new_context() as context, watched_tab(context, served) as (tab, found):
        tab.emulate_media(media="print", color_scheme="dark")
        for page in site.of_kind("post", "cv")[:4]:
            tab.goto(served + page.url.lstrip("/"))
            background = tab.evaluate("getComputedStyle(document.body).backgroundColor")
            if background not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}:
                found.append(f"{page.url}: prints on {background}")
            if tab.locator("body > header nav:visible").count():
                found.append(f"{page.url}: prints the menu")
    report(found)


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml"])
def test_a_feed_opened_in_a_browser_can_be_read(
    name: str, site: BuiltSite, served: str, browser: Browser
) -> None:
    """Browsers are removing XSLT, so that it must be CSS: the address of the feed, and titles that can be read."""
    assert not re.search(rb"xml-stylesheet[^>]*xsl", (site.folder / name).read_bytes())
    with browser.new_context() as context, watched_tab(context, served) as (tab, found):
        tab.goto(served + name)
        sizes = tab.evaluate(
            "() => [...document.getElementsByTagName('title')].map(e => e.getBoundingClientRect().height)"
        )
        assert len(sizes) > 10
        assert all(height > 0 for height in sizes)
        assert (
            tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        )
    report(found)


def words(text: str) -> set[str]:
    """The words of a text."""
    return set(re.findall(r"\w+", text))
