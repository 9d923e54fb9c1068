"""The Content-Security-Policy of every page, in a real browser: nothing of the site's is stopped, all else is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.outside.browser import watched_tab
from tests.outside.server import serve
from tests.outside.sites import BuiltSite, build_site, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.outside

RUN_INLINE = """() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.head.append(script);
    return Boolean(window.ran);
}"""


def look(tab: Page, address: str, found: list[str]) -> None:
    """Open a page, and try what its policy has to stop."""
    tab.goto(address, wait_until="load")
    before = len(found)
    if tab.evaluate(RUN_INLINE):
        found.append(f"{address}: runs a script that nobody allowed")
    tab.wait_for_timeout(20)
    told = found[before:]
    found[before:] = [line for line in told if "Content Security Policy" not in line]
    if len(told) == len(found[before:]):
        found.append(f"{address}: the browser doesn't say that it stopped the script")


def test_no_kind_of_page_is_stopped_or_lets_in_more(site: BuiltSite, served: str, browser: Browser) -> None:
    """Redirects are left out: they lead to a page before anybody can try."""
    with browser.new_context() as context, watched_tab(context, served) as (tab, found):
        for page in site.richest():
            if page.kind != "redirect":
                look(tab, served + page.file.removesuffix("index.html"), found)
                if not tab.evaluate("document.styleSheets.length"):
                    found.append(f"{page.url}: no style")
    report(found)


def build_small(folder: Path, post: str) -> BuiltSite:
    """A site of one post."""
    source = folder / "source"
    for path, text in {
        "knowbrand.yaml": "title: T\n",
        "profile.yaml": "basics: {name: Kim}\n",
        "content/posts/film.md": post,
    }.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text, encoding="utf-8")
    return build_site(source, folder / "out", "https://kim.example/")


def test_a_redirect_leads_on_and_the_console_stays_silent(tmp_path: Path, browser: Browser) -> None:
    post = "---\ntitle: Film\ndate: 2026-01-02\naliases: [/old/, /old.html]\n---\nText.\n"
    built = build_small(tmp_path, post)
    with (
        serve(built.folder) as root,
        browser.new_context() as context,
        watched_tab(context, root) as (tab, found),
    ):
        for old in ("old/", "old.html"):
            tab.goto(root + old)
            tab.wait_for_url(root + "posts/film/")
            assert tab.locator("main h1").inner_text() == "Film"
        report(found)


def test_a_page_on_disk_has_its_style_and_pictures(offline_site: BuiltSite, browser: Browser) -> None:
    root = offline_site.folder.as_uri() + "/"
    with browser.new_context() as context, watched_tab(context, root) as (tab, found):
        for page in offline_site.richest():
            if page.kind in {"redirect", "not-found"}:
                continue
            look(tab, root + page.file, found)
            if tab.evaluate("getComputedStyle(document.body).marginTop") == "8px":
                found.append(f"{page.file}: no style")
    report(found)


POST = """---
title: Film
date: 2026-01-02
---

<iframe src="{elsewhere}frame.html" title="Film"></iframe>

<img src="{elsewhere}picture.svg" alt="A square">

<p id="styled" style="color: rgb(1, 2, 3)">Styled.</p>

<p id="scripted">Nothing.</p>

<script>document.getElementById("scripted").textContent = "Scripted.";</script>
"""


def test_what_the_authors_html_asks_for_works_on_that_page(tmp_path: Path, browser: Browser) -> None:
    there = tmp_path / "elsewhere"
    there.mkdir()
    (there / "frame.html").write_text("<!doctype html><title>f</title><p>Framed.</p>", encoding="utf-8")
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    (there / "picture.svg").write_text(square, encoding="utf-8")
    with serve(there) as elsewhere:
        built = build_small(tmp_path, POST.format(elsewhere=elsewhere))
        with (
            serve(built.folder) as root,
            browser.new_context() as context,
            watched_tab(context, "http://127.0.0.1") as (tab, found),
        ):
            tab.goto(root + "posts/film/")
            assert tab.frame_locator("iframe").locator("p").inner_text() == "Framed."
            assert tab.evaluate("document.images[0].naturalWidth") == 9
            assert tab.evaluate("getComputedStyle(styled).color") == "rgb(1, 2, 3)"
            assert tab.locator("#scripted").inner_text() == "Scripted."
            report(found)
            look(tab, root, found)
            tab.evaluate("address => { const i = new Image(); i.src = address }", elsewhere + "picture.svg")
            tab.wait_for_timeout(50)
        assert any("Content Security Policy" in line for line in found), "another page may ask that host, too"
