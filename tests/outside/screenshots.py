"""Pictures of every kind of page, narrow and wide, light and dark, into ``.look/``: for people to look at."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from tests.outside.browser import find_browser, open_browser
from tests.outside.server import serve
from tests.outside.sites import REPOSITORY, BuiltSite, build_site, copy_example

LOOK = REPOSITORY / ".look"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (390, 1280)


def take(site: BuiltSite, browser_path: str, into: Path) -> int:
    """Take the pictures of ``site``; returns how many."""
    taken = 0
    with serve(site.folder) as root, open_browser(browser_path) as browser:
        for scheme in SCHEMES:
            for width in WIDTHS:
                with browser.new_context(
                    color_scheme=scheme, viewport={"width": width, "height": 900}
                ) as context:
                    tab = context.new_page()
                    for page in site.richest():
                        if page.kind == "redirect":
                            continue
                        tab.goto(root + page.file.removesuffix("index.html"))
                        name = f"{page.kind}-{page.lang}-{width}-{scheme}.png"
                        tab.screenshot(path=into / name, full_page=True)
                        taken += 1
    return taken


def main() -> None:
    """Build the example site and take its pictures."""
    path = find_browser()
    if path is None:
        sys.exit("no Chromium on this machine")
    shutil.rmtree(LOOK, ignore_errors=True)
    LOOK.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        source = copy_example(Path(folder) / "example-site")
        site = build_site(source, Path(folder) / "out", "https://eskelhof.example/")
        print(f"{take(site, path, LOOK)} pictures in {LOOK.relative_to(REPOSITORY)}/")


if __name__ == "__main__":
    main()
