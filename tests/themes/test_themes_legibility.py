"""A chosen colour that can't be read where the theme puts it becomes one that can: the nearest of its hue."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.themes import builtin_themes
from knowbrand.themes.contrast import Colour, contrast, read_colour
from knowbrand.themes.legibility import find_legible
from knowbrand.themes.manifest import ColourPair
from knowbrand.themes.oklch import to_oklch, to_screen
from knowbrand.themes.options import Shades
from knowbrand.themes.stylesheets import read_scheme
from tests.themes.themes_maker import load, write_files

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
CSS = ":root { --ground: #fcfbf7; --raised: #f3f1ea; } @media (prefers-color-scheme: dark) { :root { --ground: #171716; --raised: #21211f; } }"
PAIRS = [ColourPair("accent", "ground", 4.5), ColourPair("accent", "raised", 4.5)]


def read(text: str) -> Colour:
    colour = read_colour(text, {}, "light")
    assert colour is not None
    return colour


def reaches(shade: str, scheme: str) -> bool:
    tokens = read_scheme(CSS, scheme).tokens
    return all(contrast(read(shade), read(tokens[ground])) >= least for _, ground, least in PAIRS)


@given(COLOURS)
def test_every_colour_becomes_one_that_can_be_read(text: str) -> None:
    shades = find_legible(Shades(text, text), "accent", CSS, PAIRS)
    assert shades is not None
    for shade, scheme in ((shades.light, "light"), (shades.dark, "dark")):
        assert reaches(shade, scheme)
        assert (shade == text) == reaches(text, scheme), "what can be read stays as it is"


@given(COLOURS)
def test_the_hue_stays(text: str) -> None:
    shades = find_legible(Shades(text, text), "accent", CSS, PAIRS)
    assert shades is not None
    old = to_oklch(read(text))
    for new in (to_oklch(read(shades.light)), to_oklch(read(shades.dark))):
        if min(old.chroma, new.chroma) > 0.04:  # of greys, rounding decides
            assert math.cos(old.hue - new.hue) > math.cos(math.radians(4))


@given(COLOURS)
def test_no_nearer_shade_could_be_read(text: str) -> None:
    shades = find_legible(Shades(text, text), "accent", CSS, PAIRS)
    assert shades is not None
    old, new = to_oklch(read(text)), to_oklch(read(shades.light))
    if old.lightness - new.lightness > 0.006:
        nearer = to_screen(old._replace(lightness=new.lightness + 0.006))
        assert contrast(nearer, read("#f3f1ea")) < 4.5


def test_a_ground_is_made_to_fit_what_is_written_on_it() -> None:
    css = ":root { --ink: #fff; }"
    shades = find_legible(Shades("#ffcc00", "#ffcc00"), "accent", css, [ColourPair("ink", "accent", 4.5)])
    assert shades is not None
    assert contrast(read("#fff"), read(shades.light)) >= 4.5


def test_what_no_shade_can_do_isnt_done() -> None:
    css = ":root { --ground: #fff; --ink: #666; }"
    pairs = [ColourPair("accent", "ground", 4.5), ColourPair("ink", "accent", 4.5), PAIRS[0]]
    assert find_legible(Shades("#123456", "#123456"), "accent", css, pairs) is None


@given(COLOURS)
def test_there_and_back(text: str) -> None:
    colour = read(text)
    back = to_screen(to_oklch(colour))
    assert all(math.isclose(a, b, abs_tol=1e-3) for a, b in zip(colour[:3], back[:3], strict=True))


@pytest.mark.parametrize(
    ("text", "lightness", "chroma", "degrees"),
    [("#ff0000", 0.628, 0.258, 29.2), ("#00ff00", 0.866, 0.295, 142.5), ("#0000ff", 0.452, 0.313, -95.9)],
)
def test_oklch_is_that_of_css(text: str, lightness: float, chroma: float, degrees: float) -> None:
    found = to_oklch(read(text))
    assert math.isclose(found.lightness, lightness, abs_tol=1e-3)
    assert math.isclose(found.chroma, chroma, abs_tol=1e-3)
    assert math.isclose(math.degrees(found.hue), degrees, abs_tol=0.1)


def test_what_a_screen_cant_show_is_as_strong_as_it_can() -> None:
    shown = to_oklch(to_screen(to_oklch(read("#0000ff"))._replace(lightness=0.8)))
    assert math.isclose(shown.lightness, 0.8, abs_tol=0.01)
    assert 0.05 < shown.chroma < 0.2


@pytest.mark.parametrize("name", ["folio", "atlas", "carte"])
def test_a_correction_is_said_and_published_for_screens(tmp_path: Path, name: str) -> None:
    theme, problems = load(tmp_path, name, accent="#FFCC00")
    assert theme is not None
    (problem,) = problems
    shades = theme.shades["accent"]
    assert (problem.code, problem.severity, shades.dark) == ("KB460", "info", "#ffcc00")
    assert shades.light in problem.message
    assert "#ffcc00 can't be read in the light scheme" in problem.message
    css = theme.stylesheet()
    assert read_scheme(css, "light").tokens["accent"] == shades.light == theme.options["accent"]
    assert read_scheme(css, "dark").tokens["accent"] == "#ffcc00"
    assert css.rindex("#ffcc00") > css.rindex("@media screen"), "paper keeps the theme's"


@pytest.mark.parametrize("name", ["folio", "atlas", "carte"])
def test_a_pair_that_can_be_read_is_used_as_it_is(tmp_path: Path, name: str) -> None:
    theme, problems = load(tmp_path, name, accent={"light": "#8a2f1c", "dark": "#f0a58f"})
    assert not problems
    assert theme is not None
    assert theme.shades == {"accent": Shades("#8a2f1c", "#f0a58f")}


def test_the_sites_own_ground_counts(tmp_path: Path) -> None:
    write_files(tmp_path / "overrides", {"custom.css": ":root { --ground: #000; --raised: #111; }"})
    theme, problems = load(tmp_path, "folio", accent="#ffcc00")
    assert theme is not None
    assert not problems
    assert theme.shades["accent"] == Shades("#ffcc00", "#ffcc00")


def test_a_colour_that_nothing_can_mend_is_told_and_the_themes_own_stays(tmp_path: Path) -> None:
    manifest = (
        "name: mine\napi: 1\noptions: {accent: {type: colour, default: '#000'}}\n"
        "contrast: [--accent on --ground, --ink on --accent]\n"
    )
    style = ":root { --ground: #fff; --ink: #666; }"
    write_files(tmp_path / "themes/mine", {"theme.yaml": manifest, "style.css": style})
    theme, (problem,) = load(tmp_path, accent="#00f")
    assert theme is not None
    assert (problem.code, problem.severity) == ("KB461", "warning")
    assert read_scheme(theme.stylesheet(), "dark").tokens["accent"] == theme.options["accent"] == "#000"


@pytest.mark.parametrize("name", sorted(builtin_themes()))
def test_the_themes_own_colours_need_no_correction(tmp_path: Path, name: str) -> None:
    theme = load(tmp_path, name).theme
    assert theme is not None
    for layer in theme.layers:
        for option, declared in layer.manifest.options.items() if layer.manifest else ():
            if isinstance(declared.default, Shades):
                own = {"light": declared.default.light, "dark": declared.default.dark}
                assert not load(tmp_path, name, **{option: own}).problems
