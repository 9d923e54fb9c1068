"""A real browser: where it is, and how the tests start it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
QUIET = (
    "--no-sandbox",  # in a container, and as root, there is none to have; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """The path of a Chromium on this machine (``KNOWBRAND_BROWSER`` names another), or None."""
    named = os.environ.get("KNOWBRAND_BROWSER")
    found = (shutil.which(name) for name in NAMES)
    there = (place for place in ELSEWHERE if Path(place).exists())
    return named or next(filter(None, found), None) or next(there, None)


@contextmanager
def open_browser(path: str) -> Iterator[Browser]:
    """The browser at ``path``, with a profile of its own that is gone afterwards."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def watched_tab(context: BrowserContext, root: str) -> Iterator[tuple[Page, list[str]]]:
    """A tab that may ask nothing of anybody but the site at ``root``, and the list of what went wrong in it."""
    found: list[str] = []

    def refuse(route: Route) -> None:
        found.append(f"{tab.url} asks elsewhere for {route.request.url}")
        route.abort()

    context.route(lambda address: not address.startswith((root, "data:", "blob:")), refuse)
    tab = context.new_page()
    tab.on("console", lambda message: found.append(f"{tab.url} says in the console: {message.text}"))
    tab.on("pageerror", lambda fault: found.append(f"{tab.url} stumbles: {fault}"))
    tab.on("requestfailed", lambda request: found.extend(_lost(tab, request)))
    yield tab, found
    tab.close()


def _lost(tab: Page, request: Request) -> list[str]:
    """A request without an answer; one that the tab gave up itself, as it went on, is none."""
    given_up = request.failure == "net::ERR_ABORTED"
    return [] if given_up else [f"{tab.url} gets no answer from {request.url}: {request.failure}"]
