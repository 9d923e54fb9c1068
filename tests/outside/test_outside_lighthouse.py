"""Lighthouse finds nothing to better in accessibility, best practices and what search engines need."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowbrand.themes.chain import builtin_themes
from tests.outside.browser import find_browser
from tests.outside.lighthouse import complain, judge
from tests.outside.server import serve
from tests.outside.sites import report
from tests.outside.themed import Themed

pytestmark = pytest.mark.outside

MAIN = ("home", "post", "posts", "expertise", "chapter", "projects", "project", "talk", "cv", "page")


@pytest.fixture(scope="module")
def chrome(npm_file: Callable[[str], Path]) -> str:
    """The browser's program, where Lighthouse is installed, too."""
    npm_file("lighthouse/package.json")
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


def judge_kinds(themed: Themed, chrome: str, *kinds: str) -> None:
    """Fail with what isn't perfect on a page of each of these kinds."""
    pages = [themed.address(page) for page in themed.some_pages(*kinds)]
    assert len(pages) == len(kinds)
    report(line for verdict in judge(pages, chrome) for line in complain(verdict))


@pytest.mark.parametrize("theme", sorted(builtin_themes()))
def test_the_home_page_is_perfect(theme: str, themed_site: Callable[[str, str], Themed], chrome: str) -> None:
    judge_kinds(themed_site("example", theme), chrome, "home")


@pytest.mark.long
@pytest.mark.parametrize("theme", sorted(builtin_themes()))
def test_the_main_kinds_of_page_are_perfect(
    theme: str, themed_site: Callable[[str, str], Themed], chrome: str
) -> None:
    judge_kinds(themed_site("example", theme), chrome, *MAIN)


@pytest.mark.long
def test_lighthouse_sees_what_is_bad(tmp_path: Path, chrome: str) -> None:
    (tmp_path / "index.html").write_text("<title></title><img src='none.png'>", encoding="utf-8")
    with serve(tmp_path) as root:
        [verdict] = judge([root], chrome)
    assert len(complain(verdict)) == 3
