"""Each built-in theme in a real browser, in both schemes, narrow and wide. What the default theme must do on every page
is in `test_outside_browser.py`; every kind of page of other sites, too, in `test_outside_kinds.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from knowbrand.themes.chain import builtin_themes
from tests.outside.browser import watched_tab
from tests.outside.sites import Page, report
from tests.outside.test_outside_browser import RUN_AXE, STANDARDS, WIDEST, describe
from tests.outside.themed import Themed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.outside

Scheme = Literal["light", "dark"]
NpmFile = Callable[[str], Path]
SAMPLE = {"home", "expertise", "chapter", "projects", "project", "post", "cv"}
"""Kinds of page that differ most from theme to theme."""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module", params=sorted(builtin_themes()))
def themed(request: pytest.FixtureRequest, themed_site: Callable[[str, str], Themed]) -> Themed:
    """The example site, built with a theme."""
    return themed_site("example", request.param)


def find_barriers(context: BrowserContext, themed: Themed, pages: list[Page], axe: str) -> list[str]:
    with watched_tab(context, themed.root) as (tab, found):
        for page in pages:
            tab.goto(themed.address(page))
            tab.evaluate("document.fonts.ready")
            if (wide := tab.evaluate(WIDER)) > 0:
                found.append(f"{page.url}: {wide} px too wide: {', '.join(tab.evaluate(WIDEST))}")
            tab.evaluate(axe)
            result = tab.evaluate(RUN_AXE, STANDARDS)
            assert result["passes"], "axe looked at nothing"
            found += [line for violation in result["violations"] for line in describe(page.url, violation)]
    return [line for line in found if "says in the console" not in line or "404" not in line]


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_no_barrier_in_a_sample(
    scheme: Scheme, width: int, themed: Themed, browser: Browser, npm_file: NpmFile
) -> None:
    axe = npm_file("axe-core/axe.min.js").read_text(encoding="utf-8")
    assert {page.kind for page in themed.some_pages(*SAMPLE)} == SAMPLE
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}) as context:
        report(find_barriers(context, themed, themed.some_pages(*SAMPLE), axe))


def test_no_page_is_wider_than_a_narrow_window_nor_with_text_twice_as_large(
    themed: Themed, browser: Browser
) -> None:
    """WCAG 1.4.10, and 1.4.4 at the width that it makes of a window of 1280 px."""
    for width, style in ((320, ""), (640, ":root { font-size: 200% !important }")):
        with (
            browser.new_context(viewport={"width": width, "height": 700}, bypass_csp=True) as context,
            watched_tab(context, themed.root) as (tab, found),
        ):
            for page in themed.pages():
                tab.goto(themed.address(page))
                tab.add_style_tag(content=style or ":root { }")
                if (wide := tab.evaluate(WIDER)) > 0:
                    found.append(f"{page.url}: {wide} px too wide at {width}: {tab.evaluate(WIDEST)}")
        report(line for line in found if "px too wide" in line)


def test_the_fonts_arrive_and_come_from_the_site(themed: Themed, browser: Browser) -> None:
    with browser.new_context() as context, watched_tab(context, themed.root) as (tab, found):
        tab.goto(themed.root)
        tab.evaluate("document.fonts.ready")
        loaded = tab.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
        title = tab.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    report(found)
    if themed.theme == "plain":
        assert not loaded
    else:
        assert title.partition(",")[0].strip('"') in {name.strip('"') for name in loaded}


def test_the_cv_prints_on_two_good_pages(themed: Themed, browser: Browser) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(f"{themed.root}cv/")
        tab.evaluate("document.fonts.ready")
        printed = tab.pdf(format="A4", prefer_css_page_size=True)
        tab.emulate_media(media="print")
        target = tab.evaluate(
            "getComputedStyle(document.querySelector('main a[href^=http]'), '::after').content"
        )
    assert "http" in target, "on paper a link says where it leads"
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
    assert pages == 2 or themed.theme == "plain", f"{pages} pages"


def test_a_page_stays_readable_in_forced_colours(themed: Themed, browser: Browser) -> None:
    with (
        browser.new_context(forced_colors="active") as context,
        watched_tab(context, themed.root) as (tab, found),
    ):
        tab.goto(themed.root)
        marks = tab.evaluate(
            "[...document.querySelectorAll('svg rect')].map(e => getComputedStyle(e).fill)"
            ".filter(fill => fill == getComputedStyle(document.body).backgroundColor)"
        )
        assert not marks, "bars of the timeline can't be seen"
    report(found)
