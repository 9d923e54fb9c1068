"""The preview in a real browser: reloads, style sheets, errors, and nothing said in the console."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from knowbrand.serve import fixture_composer, fixture_snapshot
from tests.outside.browser import watched_tab
from tests.outside.sites import report
from tests.serve.live_preview import FILES, PATIENCE, LivePreview, post, write_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.outside

FIRST = "content/posts/first.md"
LONG = "\n\n".join(f"Paragraph {number} of many." for number in range(200))
BADGE, PANEL = "knowbrand-preview .badge", "knowbrand-preview .panel"

COVERED = """[...document.querySelector("knowbrand-preview").shadowRoot.querySelectorAll(".draft, .panel")].some(
    (over) => {
        const a = over.getBoundingClientRect(), b = document.activeElement.getBoundingClientRect();
        return !over.hidden && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    },
)"""


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LivePreview]:
    """A running preview with drafts."""
    with LivePreview(write_files(tmp_path / "site", FILES), drafts=True) as running:
        yield running


@pytest.fixture
def tab(browser: Browser, live: LivePreview) -> Iterator[Page]:
    """A tab that shows the first post; nothing may go wrong in it."""
    root = f"http://127.0.0.1:{live.server.server_port}/"
    context = browser.new_context()
    with watched_tab(context, root) as (tab, found):
        tab.goto(f"{root}site/posts/first/")
        yield tab
        report(found)
    context.close()


def mark_page(tab: Page) -> None:
    """Put a sign on the page that a reload takes away."""
    tab.evaluate("window.stays = true")


def wait_until(tab: Page, expression: str) -> None:
    """Wait in here: the page's policy lets nobody wait in there."""
    end = time.monotonic() + PATIENCE
    while not tab.evaluate(expression):
        assert time.monotonic() < end, f"never true: {expression}"
        tab.wait_for_timeout(20)


def is_marked(tab: Page) -> bool:
    return bool(tab.evaluate("window.stays === true"))


def test_a_save_reloads_the_page_and_keeps_its_place(live: LivePreview, tab: Page) -> None:
    live.save(FIRST, post(LONG))
    tab.get_by_text("Paragraph 199 of many.").wait_for()
    tab.evaluate("scrollTo(0, 1500)")
    mark_page(tab)
    live.save(FIRST, post(LONG + "\n\nThe end."))
    tab.get_by_text("The end.").wait_for()
    wait_until(tab, "Math.abs(scrollY - 1500) < 2")
    assert not is_marked(tab)


def test_a_page_that_nobody_changed_stays(live: LivePreview, tab: Page) -> None:
    mark_page(tab)
    live.save("content/pages/about.md", "---\ntitle: About\n---\nMore about me.\n")
    live.next_rebuild()
    tab.wait_for_timeout(500)
    assert is_marked(tab)


def test_a_style_sheet_is_swapped_without_a_reload(live: LivePreview, tab: Page) -> None:
    mark_page(tab)
    for color in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        live.save("overrides/custom.css", f"body {{ color: {color} }}\n")
        wait_until(tab, f"getComputedStyle(document.body).color === '{color}'")
        wait_until(tab, "document.querySelectorAll('link[rel~=stylesheet]').length === 1")
    assert is_marked(tab)


def test_an_error_covers_the_page_and_goes_with_it(live: LivePreview, tab: Page) -> None:
    mark_page(tab)
    live.save(FIRST, "---\ntitel: <img src=x onerror=alert(1)>\ndate: 2026-01-02\n---\nBroken.\n")
    panel = tab.get_by_role("alertdialog")
    panel.wait_for()
    assert "titel: <img src=x onerror=alert(1)>" in panel.inner_text()
    assert "^^^^^" in panel.inner_text()
    assert "content/posts/first.md:2:1" in panel.inner_text()
    assert tab.get_by_text("The first words.").is_visible()
    assert tab.evaluate("document.activeElement.localName") == "knowbrand-preview"
    tab.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    badge = tab.locator(BADGE)
    assert "error" in badge.inner_text()
    badge.click()
    panel.wait_for()
    panel.get_by_role("button", name="Close").click()
    panel.wait_for(state="hidden")
    assert is_marked(tab)
    live.save(FIRST, post("Mended."))
    tab.get_by_text("Mended.").wait_for()
    badge.wait_for(state="hidden")


MISTAKE = """{% extends "parent:post.html" %}
{% block content %}
<p>{{ post.titel }}</p>
{% endblock %}
"""


def test_a_theme_authors_mistake_stands_above_the_last_good_page(live: LivePreview, tab: Page) -> None:
    mark_page(tab)
    live.save("overrides/post.html", MISTAKE)
    panel = tab.get_by_role("alertdialog")
    panel.wait_for()
    said = panel.inner_text()
    assert "overrides/post.html:3:12" in said
    assert "there is no 'titel' in post" in said
    assert "did you mean 'title'?" in said
    assert "> 3 | <p>{{ post.titel }}</p>\n    |            ^^^^^\n  4 | {% endblock %}" in said
    assert tab.get_by_text("The first words.").is_visible()
    assert is_marked(tab)
    live.save("overrides/post.html", MISTAKE.replace("titel", "title"))
    panel.wait_for(state="hidden")
    tab.locator("main p", has_text="First").wait_for()
    assert not is_marked(tab)


def test_the_test_sites_lie_beside_each_other(browser: Browser, tmp_path: Path) -> None:
    names = ("full", "arabic", "hostile")
    site = write_files(tmp_path / "site", FILES)
    composer, framer = fixture_composer(names), partial(fixture_snapshot, names)
    with LivePreview(site, composer=composer, framer=framer) as live:
        root = f"http://127.0.0.1:{live.server.server_port}/"
        with browser.new_context() as context, watched_tab(context, root) as (tab, found):
            tab.goto(root)
            tab.get_by_role("link", name="full", exact=True).click()
            tab.goto(f"{root}full/posts/")
            bar = tab.get_by_role("navigation", name="Test sites")
            assert bar.locator("[aria-current]").inner_text() == "full"
            bar.get_by_role("link", name="arabic").click()
            tab.wait_for_url(f"{root}arabic/posts/")
            assert tab.evaluate("document.dir") == "rtl"
            mark_page(tab)
            live.save("overrides/custom.css", "body { color: rgb(1, 2, 3) }\n")
            wait_until(tab, "getComputedStyle(document.body).color === 'rgb(1, 2, 3)'")
            assert is_marked(tab)
            tab.get_by_role("navigation", name="Test sites").get_by_role("link", name="hostile").click()
            tab.wait_for_url(f"{root}hostile/posts/")
            tab.get_by_role("navigation", name="Test sites").wait_for()
            report(found)


def test_an_error_that_is_taken_back_leaves_the_page_as_it_was(live: LivePreview, tab: Page) -> None:
    mark_page(tab)
    live.save(FIRST, "---\ntitel: First\n---\n")
    tab.get_by_role("alertdialog").wait_for()
    live.save(FIRST, FILES[FIRST])
    tab.get_by_role("alertdialog").wait_for(state="hidden")
    assert is_marked(tab)


def test_findings_are_shown_on_demand(live: LivePreview, tab: Page) -> None:
    live.save(FIRST, post("Text.\n\n#### Too deep"))
    badge = tab.locator(BADGE)
    badge.wait_for()
    assert "finding" in badge.inner_text()
    assert not tab.locator(PANEL).is_visible()
    badge.focus()
    tab.keyboard.press("Enter")
    panel = tab.get_by_role("dialog")
    panel.wait_for()
    assert "content/posts/first.md" in panel.inner_text()


def test_a_draft_is_marked(live: LivePreview, tab: Page) -> None:
    banner = tab.get_by_text("Draft: not published yet")
    tab.get_by_text("The first words.").wait_for()
    assert not banner.is_visible()
    tab.goto(tab.url.replace("first", "second"))
    banner.wait_for()


def test_what_has_the_focus_is_seen(live: LivePreview, tab: Page) -> None:
    """Neither the mark of a draft nor the panel hides the skip link, or a link that the panel would lie upon."""
    tab.set_viewport_size({"width": 390, "height": 600})
    tab.emulate_media(reduced_motion="reduce")
    links = "\n\n".join(f"[Link {number}](second.md)" for number in range(40))
    live.save(FIRST, post(links, "First\ndraft: true"))
    tab.locator("knowbrand-preview .draft").wait_for()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert not tab.evaluate(COVERED)
    live.save("content/posts/third.md", "---\ntitle: [\n---\n")
    tab.locator(PANEL).wait_for()
    tab.get_by_role("link", name="Link 0").focus()
    for _ in range(30):
        tab.keyboard.press("Tab")
        assert not tab.evaluate(COVERED)
    tab.locator("knowbrand-preview").get_by_role("button", name="Close").click()
    assert tab.evaluate("document.documentElement.style.scrollPaddingBlockEnd") == ""


def test_a_preview_that_starts_again_finds_its_pages(browser: Browser, tmp_path: Path) -> None:
    site = write_files(tmp_path / "site", FILES)
    context = browser.new_context()
    with LivePreview(site) as one:
        port = one.server.server_port
        tab = context.new_page()
        tab.goto(f"http://127.0.0.1:{port}/site/posts/first/")
        wait_until(tab, "document.querySelector('knowbrand-preview') !== null")
    (site / FIRST).write_text(post("Written meanwhile."), encoding="utf-8")
    with LivePreview(site, port=port):
        tab.get_by_text("Written meanwhile.").wait_for()
        context.close()


def test_a_site_with_errors_alone_becomes_a_site(browser: Browser, tmp_path: Path) -> None:
    site = write_files(tmp_path / "site", {**FILES, "profile.yaml": "expertise: 3\n"})
    context = browser.new_context()
    with LivePreview(site) as live:
        tab = context.new_page()
        said: list[str] = []
        tab.on("console", lambda message: said.append(f"{message.text} {message.location}"))
        tab.goto(f"http://127.0.0.1:{live.server.server_port}/")
        tab.get_by_text("profile.yaml:").first.wait_for()
        live.save("profile.yaml", "expertise: 4\nbasics: {nam: x}\n")
        tab.get_by_text("nam").first.wait_for()
        live.save("profile.yaml", FILES["profile.yaml"])
        tab.wait_for_url("**/site/")
        assert not [line for line in said if "503" not in line]
        context.close()


def test_ten_tabs_are_no_more_than_one_host_bears(browser: Browser, live: LivePreview) -> None:
    context = browser.new_context()
    address = f"http://127.0.0.1:{live.server.server_port}/site/posts/first/"
    tabs = [context.new_page() for _ in range(10)]
    for tab in tabs:
        tab.goto(address)
    live.save(FIRST, post("For all."))
    for tab in tabs:
        tab.get_by_text("For all.").wait_for()
        tab.close()
    context.close()
