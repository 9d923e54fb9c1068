"""Pictures of the themes: for people to look at (``.look/``), and for the documentation (``docs/pictures/``)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from knowbrand.themes.chain import builtin_themes
from tests.outside.browser import find_browser, open_browser
from tests.outside.server import serve
from tests.outside.sites import REPOSITORY, Page
from tests.outside.themed import SITES, Themed, build_themed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOOK = REPOSITORY / ".look"
PICTURES = REPOSITORY / "docs" / "pictures"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (390, 1280)
SHOWN = (1280, 860)
"""The window of a picture in the documentation, which is shrunk to the next."""
SMALLER = (800, 538)
QUALITY = 82


@contextmanager
def open_themed(name: str, theme: str, folder: Path) -> Iterator[Themed]:
    """A site with a theme, built below ``folder`` and served."""
    site = build_themed(name, theme, folder / name / theme)
    with serve(site.folder) as root:
        yield Themed(theme, name, site, root)


def choose(themed: Themed) -> list[Page]:
    """Of the example every kind of page, and the home page in each language; of other sites what differs most."""
    if themed.name == "example":
        return [
            page
            for page in themed.pages()
            if page.lang == themed.site.default_language or page.kind == "home"
        ]
    return themed.some_pages("home", "posts", "post", "chapter", "cv")


def take(themed: Themed, browser: Browser, into: Path) -> int:
    """Take the pictures of a site in a theme, narrow and wide, light and dark; returns how many."""
    taken = 0
    into.mkdir(parents=True)
    for scheme in SCHEMES:
        for width in WIDTHS:
            viewport = {"width": width, "height": 900}
            with browser.new_context(color_scheme=scheme, viewport=viewport) as context:  # type: ignore[arg-type, unused-ignore]
                tab = context.new_page()
                for page in choose(themed):
                    tab.goto(themed.address(page))
                    tab.evaluate("document.fonts.ready")
                    tab.screenshot(
                        path=into / f"{page.kind}-{page.lang}-{width}-{scheme}.png", full_page=True
                    )
                    taken += 1
    return taken


def look(browser: Browser, folder: Path) -> None:
    """Every site in every theme, into ``.look/THEME/SITE/``."""
    shutil.rmtree(LOOK, ignore_errors=True)
    taken = 0
    for theme in builtin_themes():
        for name in SITES:
            with open_themed(name, theme, folder) as themed:
                taken += take(themed, browser, LOOK / theme / name)
    print(f"{taken} pictures in {LOOK.relative_to(REPOSITORY)}/")


def show(browser: Browser, folder: Path) -> None:
    """The home page of the example in every theme, light and dark, into ``docs/pictures/``."""
    for theme in builtin_themes():
        with open_themed("example", theme, folder) as themed:
            for scheme in SCHEMES:
                viewport = {"width": SHOWN[0], "height": SHOWN[1]}
                with browser.new_context(color_scheme=scheme, viewport=viewport) as context:  # type: ignore[arg-type, unused-ignore]
                    tab = context.new_page()
                    tab.goto(themed.root)
                    tab.evaluate("document.fonts.ready")
                    picture = shrink(tab.screenshot())
                file = PICTURES / f"{theme}-{scheme}.webp"
                file.write_bytes(picture)
                print(f"{file.relative_to(REPOSITORY)}: {len(picture) / 1000:.0f} kB")


def shrink(png: bytes) -> bytes:
    """A picture for a page of the documentation: smaller, in WebP."""
    from PIL import Image

    shown = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        small = picture.convert("RGB").resize(SMALLER, Image.Resampling.LANCZOS)
        small.save(shown, "WEBP", quality=QUALITY, method=6)
    return shown.getvalue()


def main() -> None:
    """Take the pictures to look at; with the word ``docs``, those of the documentation."""
    path = find_browser()
    if path is None:
        sys.exit("no Chromium on this machine")
    with tempfile.TemporaryDirectory() as folder, open_browser(path) as browser:
        (show if sys.argv[1:] == ["docs"] else look)(browser, Path(folder))


if __name__ == "__main__":
    main()
