"""The example site, built once for all judges in the three ways that people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.outside.browser import find_browser, open_browser
from tests.outside.server import serve
from tests.outside.sites import REPOSITORY, BuiltSite, build_site, copy_example
from tests.outside.themed import Themed, build_themed

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example site's sources."""
    return copy_example(tmp_path_factory.mktemp("source") / "example-site")


@pytest.fixture(scope="session")
def site(source: Path) -> BuiltSite:
    """The example site, to be served under ``/``."""
    return build_site(source, source.parent / "plain", "https://eskelhof.example/")


@pytest.fixture(scope="session")
def repository_site(source: Path) -> BuiltSite:
    """The example site, to be served under ``/some/repo/``."""
    base_url = "https://x.example/some/repo/"
    return build_site(source, source.parent / "under", base_url, "--base-url", base_url)


@pytest.fixture(scope="session")
def offline_site(source: Path) -> BuiltSite:
    """The example site, to be opened from disk."""
    return build_site(source, source.parent / "offline", "https://eskelhof.example/", "--offline")


@pytest.fixture(scope="session")
def served(site: BuiltSite) -> Iterator[str]:
    """The address of the example site's root on this machine."""
    with serve(site.folder) as address:
        yield address


@pytest.fixture(scope="session")
def themed_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], Themed]]:
    """Gives a site, by its name, in a theme: built and served once for all who ask."""
    with ExitStack() as stack:

        @cache
        def open_site(name: str, theme: str) -> Themed:
            site = build_themed(name, theme, tmp_path_factory.mktemp(f"{name}-{theme}"))
            return Themed(theme, name, site, stack.enter_context(serve(site.folder)))

        yield open_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser."""
    pytest.importorskip("playwright", reason="Playwright isn't installed")
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with ExitStack() as stack:
        yield stack.enter_context(open_browser(path))


@pytest.fixture(scope="session")
def npm_file() -> Callable[[str], Path]:
    """Finds a file of an npm package, by its path in ``node_modules``."""

    def find(path: str) -> Path:
        file = REPOSITORY / "node_modules" / path
        if not file.exists():
            pytest.skip(f"{path} isn't installed: npm ci --ignore-scripts")
        return file

    return find
