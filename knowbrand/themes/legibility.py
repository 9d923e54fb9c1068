"""A colour that a site chose, made one that can be read where the theme puts it, in the light and in the dark scheme."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from knowbrand.themes.contrast import Colour, contrast, read_colour
from knowbrand.themes.manifest import ColourPair
from knowbrand.themes.oklch import Oklch, to_oklch, to_screen
from knowbrand.themes.options import Shades
from knowbrand.themes.stylesheets import read_scheme

_STEPS = 100
_HALVINGS = 5


def find_legible(shades: Shades, name: str, css: str, pairs: Sequence[ColourPair]) -> Shades | None:
    """The shades nearest to ``shades`` that, as the token ``name`` over the style sheet ``css``, reach the contrast which
    ``pairs`` ask for it, as ink or as ground; ``shades`` itself where it does. None where no shade of its hue can.
    """
    found = [
        _nearest(colour, [*_demands(name, read_scheme(css, scheme).tokens, scheme, pairs)])
        for colour, scheme in ((shades.light, "light"), (shades.dark, "dark"))
    ]
    light, dark = found
    return Shades(light, dark) if light and dark else None


def _demands(
    name: str, tokens: Mapping[str, str], scheme: str, pairs: Sequence[ColourPair]
) -> Iterator[tuple[Colour, float]]:
    """The colours that meet the token, each with the contrast that it needs."""
    for ink, ground, least in pairs:
        other = ground if ink == name else ink if ground == name else None
        colour = read_colour(f"var(--{other})", tokens, scheme) if other not in (None, name) else None
        if colour is not None:
            yield colour, least


def _nearest(written: str, demands: Sequence[tuple[Colour, float]]) -> str | None:
    """``written``, or the colour of its hue that meets ``demands`` and is nearest to it in lightness."""
    colour = read_colour(written, {}, "light")
    if colour is None or _meets(colour, demands):
        return written if colour else None
    start = to_oklch(colour)
    for step in range(1, _STEPS + 1):
        for change in (-step / _STEPS, step / _STEPS):
            found = _shade(start, change, demands)
            if found:
                return _bring_nearer(found, start, change, demands)
    return None


def _bring_nearer(found: str, start: Oklch, change: float, demands: Sequence[tuple[Colour, float]]) -> str:
    """``found``, or one less than a step nearer to ``start`` that meets ``demands``, too."""
    least = change - math.copysign(1 / _STEPS, change)
    for _ in range(_HALVINGS):
        middle = (least + change) / 2
        nearer = _shade(start, middle, demands)
        found, least, change = (nearer, least, middle) if nearer else (found, middle, change)
    return found


def _shade(start: Oklch, change: float, demands: Sequence[tuple[Colour, float]]) -> str | None:
    """``start`` with its lightness changed, where that is a lightness and meets ``demands``."""
    lightness = start.lightness + change
    if not 0 <= lightness <= 1:
        return None
    shown = to_screen(start._replace(lightness=lightness))
    parts = [round(part * 255) for part in shown[:3]]
    rounded = Colour(*(part / 255 for part in parts))
    return "#" + bytes(parts).hex() if _meets(rounded, demands) else None


def _meets(colour: Colour, demands: Sequence[tuple[Colour, float]]) -> bool:
    return all(contrast(colour, other) >= least for other, least in demands)
