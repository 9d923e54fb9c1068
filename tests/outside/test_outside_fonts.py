"""Each theme in each of its fonts, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.outside.server import serve
from tests.outside.sites import build_site, copy_example

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.outside, pytest.mark.long]

FONTS = {"vollkorn": "Vollkorn", "archivo": "Archivo", "eb-garamond": "EB Garamond", "system": ""}


class Dressed(NamedTuple):
    """The example site with a theme in a font, and its address."""

    font: str
    root: str


@pytest.fixture(
    scope="module", params=[(theme, font) for theme in ("atlas", "carte", "folio") for font in FONTS]
)
def dressed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dressed]:
    theme, font = request.param
    source = copy_example(tmp_path_factory.mktemp(f"{theme}-{font}") / "source")
    choose(source / "knowbrand.yaml", theme, font)
    site = build_site(source, source.parent / "out", "https://eskelhof.example/")
    with serve(site.folder) as root:
        yield Dressed(font, root)


def choose(settings: Path, theme: str, font: str) -> None:
    chosen = f"theme: {{name: {theme}, options: {{font: {font}}}}}\n\n"
    text, count = re.subn(r"(?ms)^theme:.*?\n\n", chosen, settings.read_text("utf-8"))
    assert count == 1
    settings.write_text(text, encoding="utf-8")


def test_the_font_is_the_one_that_was_chosen(dressed: Dressed, browser: Browser) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(dressed.root)
        tab.evaluate("document.fonts.ready")
        loaded = tab.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
    names = {name.strip('"') for name in loaded if "fallback" not in name}
    assert names == {name for name in [FONTS[dressed.font]] if name}


@pytest.mark.parametrize("language", ["", "nl/"])
def test_the_cv_prints_on_two_pages(language: str, dressed: Dressed, browser: Browser) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(f"{dressed.root}{language}cv/")
        tab.evaluate("document.fonts.ready")
        printed = tab.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 2
