"""What the built-in themes weigh, and what they bring, with each font: held on the test site that has a bit of everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from knowbrand.themes.chain import builtin_themes
from knowbrand.workshop import compose_test_site
from tests.themes.themes_maker import load

FONTS = ("vollkorn", "archivo", "eb-garamond", "system")
THEMES = sorted(builtin_themes())
DRESSED = [(theme, font) for theme in THEMES for font in FONTS]
MOST_CSS = 24_000
MOST_HOME = 120_000
"""With the style sheet and the fonts, without pictures; as files lie there, before a host compresses them."""


class Face(NamedTuple):
    """A rule of the style sheet for a font: the file that it names, and the characters that ask for it."""

    rule: str
    file: str
    characters: frozenset[int] | None

    def is_asked_for(self, text: str) -> bool:
        return self.characters is None or not self.characters.isdisjoint(map(ord, text))


Files = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Makes the files of the test site with a built-in theme, in its own font or in another."""
    made: dict[tuple[str, str], dict[str, bytes]] = {}

    def make(name: str, font: str = "") -> dict[str, bytes]:
        if (name, font) not in made:
            options = {"font": font} if font else {}
            theme, problems = load(tmp_path_factory.mktemp("site"), name, **options)
            assert theme is not None, problems
            outputs = compose_test_site("full", theme).outputs
            made[name, font] = {output.path: output.content for output in outputs}
        return made[name, font]

    return make


def style_of(files: dict[str, bytes], theme: str) -> str:
    return next(content for path, content in files.items() if path.startswith(f"_/{theme}.")).decode()


def list_faces(css: str) -> Iterator[Face]:
    for rule in re.findall(r"@font-face\{[^}]*\}", css):
        file = re.search(r'url\("([^"]+)"\)', rule)
        written = re.search(r"unicode-range: ([^;]+);", rule)
        yield Face(rule, file[1] if file else "", frozenset(read_range(written[1])) if written else None)


def read_range(text: str) -> Iterator[int]:
    for part in text.replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


@pytest.mark.parametrize(("theme", "font"), DRESSED)
def test_the_style_sheet_keeps_its_budget(theme: str, font: str, files: Files) -> None:
    size = len(style_of(files(theme, font), theme).encode())
    assert size <= MOST_CSS, f"{theme}: {size} bytes"


@pytest.mark.parametrize(("theme", "font"), DRESSED)
@pytest.mark.parametrize("home", ["index.html", "nl/index.html"])
def test_a_home_page_keeps_its_budget_with_all_it_loads(
    theme: str, font: str, home: str, files: Files
) -> None:
    found = files(theme, font)
    css = style_of(found, theme)
    page = found[home].decode()
    faces = [face for face in list_faces(css) if face.file and face.is_asked_for(page)]
    weights = {face.file: len(found[f"_/{face.file}"]) for face in faces}
    total = len(css.encode()) + len(found[home]) + sum(weights.values())
    assert total <= MOST_HOME, f"{theme}: {total} bytes, fonts {weights}"


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_brings_a_script(theme: str, files: Files) -> None:
    for path, content in files(theme).items():
        assert not path.endswith((".js", ".mjs")), path
        if path.endswith(".html"):
            kinds = set(re.findall(r"<script([^>]*)>", content.decode()))
            assert kinds <= {' type="application/ld+json"'}, (path, kinds)


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_is_asked_of_another_host(theme: str, files: Files) -> None:
    css = style_of(files(theme), theme)
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", css)


@pytest.mark.parametrize(("theme", "font"), [pair for pair in DRESSED if pair[1] != "system"])
def test_text_never_waits_for_a_font_nor_jumps_when_it_comes(theme: str, font: str, files: Files) -> None:
    faces = list(list_faces(style_of(files(theme, font), theme)))
    brought = [face for face in faces if face.file]
    assert brought
    assert all("font-display: swap" in face.rule for face in brought)
    fallbacks = [face for face in faces if not face.file]
    assert all(
        name in face.rule
        for face in fallbacks
        for name in ("local(", "size-adjust", "ascent-override", "descent-override", "line-gap-override")
    )
    families = {re.findall(r'font-family: "([^"]+)"', face.rule)[0] for face in faces}
    assert all(f"{name} fallback" in families for name in families if not name.endswith(" fallback"))


@pytest.mark.parametrize("font", [font for font in FONTS if font != "system"])
def test_every_font_is_used_and_its_licence_lies_beside_it(font: str, files: Files) -> None:
    folder = builtin_themes()["plain"] / "options" / "font" / font / "assets" / "fonts"
    fonts = {path.name for path in folder.glob("*.woff2")}
    named = {
        re.sub(r"\.[0-9a-f]{8}\.", ".", Path(face.file).name)
        for face in list_faces(style_of(files("plain", font), "plain"))
        if face.file
    }
    assert fonts == named
    licence = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name" not in licence.partition("-----")[0], "a font cut down can't keep such a name"
    assert any(path.startswith("_/fonts/OFL.") for path in files("plain", font)), "published with the fonts"


@pytest.mark.parametrize("theme", THEMES)
def test_a_font_that_the_device_has_brings_none(theme: str, files: Files) -> None:
    found = files(theme, "system")
    assert not list(list_faces(style_of(found, theme)))
    assert not [path for path in found if path.startswith("_/fonts/")]
