"""Makes the fonts of the built-in themes: `python fonts/make_fonts.py`, after `npm ci --ignore-scripts` in `fonts/`.

Each is a value of the option `font` of `plain`, and so of every theme. From the packages that `package.json` names go two
files a style into `themes/plain/options/font/NAME/assets/fonts/`: one for Western European texts, and one for the rest of
Latin Extended that a browser asks for only where such a letter stands on a page. Beside them goes the licence, and into
the value's `style.css` the `@font-face` rules: the fonts, and a font that every system has, scaled so that a line takes the
same room before the real one arrives.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules" / "@fontsource"
FONTS = HERE.parent / "themes" / "plain" / "options" / "font"

LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x152, 0x153, 0x2C6),
    *range(0x2010, 0x2028),
    *(0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122),
    *(0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
)
"""English, Dutch, German, French, Spanish, Portuguese, Italian and the Nordic languages, with their punctuation."""
EXTENDED = "U+100-151, U+154-17F, U+218-21B, U+259, U+2C7, U+2D8-2DD, U+1E80-1E9E, U+1EF2-1EF3"
"""Central and Eastern Europe, the Baltics, Turkish, Welsh, Maltese, Esperanto."""
FEATURES = ("kern", "liga", "locl", "ccmp", "mark", "mkmk", "calt", "rlig", "lnum", "pnum", "tnum")

LETTERS = "etaoinshrdlcumwfgypb"
FREQUENCIES = (
    12.7,
    9.1,
    8.2,
    7.5,
    7.0,
    6.7,
    6.3,
    6.1,
    6.0,
    4.3,
    4.0,
    2.8,
    2.8,
    2.4,
    2.4,
    2.2,
    2.0,
    2.0,
    1.9,
    1.5,
)


class Fallback(NamedTuple):
    """A font that systems have: its names, and the width of an average letter in em, weighed as English has them."""

    sources: tuple[str, ...]
    width: float


TIMES = Fallback(("Times New Roman", "Liberation Serif", "Times"), 0.4319)
ARIAL = Fallback(("Arial", "Liberation Sans", "Helvetica"), 0.4773)


class Family(NamedTuple):
    """A font. ``styles`` are weights, with ``i`` for an italic; ``others`` are fonts for letters that it hasn't got."""

    package: str
    name: str
    styles: tuple[str, ...]
    fallback: Fallback
    others: str


FAMILIES = (
    Family("vollkorn", "Vollkorn", ("400", "400i", "600"), TIMES, '"Noto Serif", serif'),
    Family("archivo", "Archivo", ("400", "400i", "600"), ARIAL, '"Helvetica Neue", "Noto Sans", sans-serif'),
    Family("eb-garamond", "EB Garamond", ("400", "400i", "600"), TIMES, '"Noto Serif", serif'),
)


def main() -> None:
    """Make every font, and say what each weighs."""
    for family in FAMILIES:
        folder = FONTS / family.package / "assets" / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        rules = [rule for style in family.styles for rule in make_style(family, style, folder)]
        licence = (PACKAGES / family.package / "LICENSE").read_text(encoding="utf-8")
        (folder / "OFL.txt").write_text(f"{family.name}: {licence}", encoding="utf-8")
        lines = ["/* fonts/make_fonts.py writes this file. */", *rules, *fallback_rules(family), *use(family)]
        (FONTS / family.package / "style.css").write_text("\n".join([*lines, ""]), encoding="utf-8")


def use(family: Family) -> Iterable[str]:
    """The rules that give a page its font. Themes set it where they want it by the design token."""
    own = f'"{family.name}"' if " " in family.name else family.name
    yield f':root {{ --face: {own}, "{family.name} fallback", {family.others}; }}'
    yield "body { font-family: var(--face); }"


def make_style(family: Family, style: str, folder: Path) -> Iterable[str]:
    """Write the files of a style; gives their rules."""
    for part, characters, within in (
        ("latin", LATIN, ""),
        ("latin-ext", tuple(parse_range(EXTENDED)), f" unicode-range: {EXTENDED};"),
    ):
        font = TTFont(source(family, part, style), recalcTimestamp=False)
        content = cut(font, characters)
        file = folder / f"{family.package}-{style}{'-ext' if within else ''}.woff2"
        file.write_bytes(content)
        print(f"{file.relative_to(FONTS)}: {len(content) / 1000:.1f} kB, {len(font.getGlyphOrder())} glyphs")
        yield (
            f'@font-face {{ font-family: "{family.name}";{style_of(style)} font-display: swap;'
            f' src: url("assets/fonts/{file.name}");{within} }}'
        )


def cut(font: TTFont, characters: Iterable[int]) -> bytes:
    """``font`` with no more than ``characters``, compressed. Its names keep the copyright and the licence."""
    options = subset.Options(
        layout_features=list(FEATURES),
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def fallback_rules(family: Family) -> Iterable[str]:
    """A system's font with the measures of ``family``: the width of its text, and the height of its lines."""
    for style in (family.styles[0], next(style for style in family.styles if style.endswith("i"))):
        font = TTFont(source(family, "latin", style))
        em = font["head"].unitsPerEm
        scale = average_width(font) / family.fallback.width
        lines = font["hhea"]
        names = ", ".join(
            f'local("{name}{" Italic" if style.endswith("i") else ""}")' for name in family.fallback.sources
        )
        yield (
            f'@font-face {{ font-family: "{family.name} fallback";{style_of(style)}'
            f" src: {names}; size-adjust: {scale:.1%};"
            f" ascent-override: {lines.ascent / em / scale:.1%}; descent-override: {-lines.descent / em / scale:.1%};"
            f" line-gap-override: {lines.lineGap / em / scale:.0%}; }}"
        )


def average_width(font: TTFont) -> float:
    """The width of an average letter, in em."""
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    pairs = [
        (widths[glyphs[ord(letter)]][0], often) for letter, often in zip(LETTERS, FREQUENCIES, strict=True)
    ]
    return (
        sum(width * often for width, often in pairs)
        / sum(often for _, often in pairs)
        / font["head"].unitsPerEm
    )


def source(family: Family, part: str, style: str) -> Path:
    """The package's file of a style."""
    slope = "italic" if style.endswith("i") else "normal"
    return PACKAGES / family.package / "files" / f"{family.package}-{part}-{style.rstrip('i')}-{slope}.woff2"


def style_of(style: str) -> str:
    """What a rule says of a style, where it isn't the default. 600 serves for all that is bolder, so that no browser
    thickens it once more."""
    slope = " font-style: italic;" if style.endswith("i") else ""
    return slope + (" font-weight: 600 900;" if style.startswith("600") else "")


def parse_range(text: str) -> Iterable[int]:
    """The characters of a ``unicode-range``."""
    for part in text.split(", "):
        first, _, last = part.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


if __name__ == "__main__":
    main()
