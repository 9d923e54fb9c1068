"""Colours by lightness, chroma and hue as eyes judge them: OKLCH (CSS Color 4, section 9.2 and 9.4)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

from knowbrand.themes.contrast import Colour

_TO_CONE = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONE = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_Three = tuple[float, float, float]
_HALVINGS = 20
_NEARLY = 1e-6


class Oklch(NamedTuple):
    """Lightness from 0 to 1, chroma (0 is grey), and hue in radians."""

    lightness: float
    chroma: float
    hue: float


def to_oklch(colour: Colour) -> Oklch:
    """``colour``, without its opacity."""
    cone = _multiply(_TO_CONE, _each(_to_linear, colour[:3]))
    lightness, a, b = _multiply(_TO_LAB, _each(math.cbrt, cone))
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def to_screen(colour: Oklch) -> Colour:
    """``colour`` on a screen (sRGB): where it has none so strong, the strongest of its lightness and hue."""
    found = _to_srgb(colour)
    if not _is_shown(found):
        least, most = 0.0, colour.chroma
        for _ in range(_HALVINGS):
            middle = (least + most) / 2
            least, most = (
                (middle, most) if _is_shown(_to_srgb(colour._replace(chroma=middle))) else (least, middle)
            )
        found = _to_srgb(colour._replace(chroma=least))
    return Colour(*(min(max(part, 0.0), 1.0) for part in found))


def _to_srgb(colour: Oklch) -> _Three:
    lab = (
        colour.lightness,
        colour.chroma * math.cos(colour.hue),
        colour.chroma * math.sin(colour.hue),
    )
    red, green, blue = _multiply(_FROM_CONE, _each(_cube, _multiply(_FROM_LAB, lab)))
    return _from_linear(red), _from_linear(green), _from_linear(blue)


def _is_shown(colour: _Three) -> bool:
    return all(-_NEARLY <= part <= 1 + _NEARLY for part in colour)


def _multiply(rows: tuple[_Three, _Three, _Three], vector: _Three) -> _Three:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows)
    return first, second, third


def _each(function: Callable[[float], float], vector: Iterable[float]) -> _Three:
    first, second, third = map(function, vector)
    return first, second, third


def _cube(part: float) -> float:
    return part**3


def _to_linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _from_linear(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
