"""Colours as CSS writes them (CSS Color 4), and the contrast between two of them (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from typing import NamedTuple

_NAMES = {"black": "#000", "white": "#fff", "transparent": "#0000"}
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]*)\)", re.IGNORECASE)
_VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*(?:,(.*))?\)", re.DOTALL)
_EITHER = re.compile(r"light-dark\((.*)\)", re.IGNORECASE | re.DOTALL)
_DEEPEST = 8


class Colour(NamedTuple):
    """Red, green, blue and opacity, each from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: Colour) -> Colour:
        """What is seen of it on ``ground``."""
        mixed = (
            own * self.alpha + below * (1 - self.alpha)
            for own, below in zip(self[:3], ground[:3], strict=True)
        )
        return Colour(*mixed)

    def luminance(self) -> float:
        """How bright it is (WCAG 2.2, relative luminance)."""
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in self[:3]
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: Colour, ground: Colour) -> float:
    """The contrast of ``ink`` on ``ground``, from 1 to 21."""
    bright = sorted((ink.over(ground).luminance(), ground.luminance()))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def read_colour(value: str, tokens: Mapping[str, str], scheme: str, depth: int = 0) -> Colour | None:
    """The colour that ``value`` means in a scheme; None where it isn't one, or can't be known from the sheet alone."""
    text = value.strip()
    if depth > _DEEPEST:
        return None
    variable = _VARIABLE.fullmatch(text)
    if variable:
        meant = tokens.get(variable[1], variable[2])
        return read_colour(meant, tokens, scheme, depth + 1) if meant else None
    either = _EITHER.fullmatch(text)
    if either:
        light, dark = _split(either[1])
        return read_colour(light if scheme == "light" else dark, tokens, scheme, depth + 1)
    text = _NAMES.get(text.lower(), text)
    found = _HEX.fullmatch(text)
    if found:
        return _from_hex(found[1])
    function = _FUNCTION.fullmatch(text)
    return _from_function(function[1].lower(), function[2]) if function else None


def _split(text: str) -> tuple[str, str]:
    depth = 0
    for number, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            return text[:number], text[number + 1 :]
    return text, ""


def _from_hex(digits: str) -> Colour:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, alpha = (int(f"{digits}ff"[at : at + 2], 16) / 255 for at in (0, 2, 4, 6))
    return Colour(red, green, blue, alpha)


def _from_function(name: str, text: str) -> Colour | None:
    words = text.replace(",", " ").replace("/", " ").split()
    if len(words) not in (3, 4):
        return None
    try:
        alpha = _part(words[3], 1) if len(words) == 4 else 1.0
        if name.startswith("rgb"):
            red, green, blue = (_part(word, 255) for word in words[:3])
            return Colour(red, green, blue, alpha)
        hue = float(words[0].removesuffix("deg")) % 360 / 360
        saturation, light = (_part(word, 100) for word in words[1:3])
        red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
        return Colour(red, green, blue, alpha)
    except ValueError:
        return None


def _part(word: str, whole: float) -> float:
    number = float(word[:-1]) / 100 if word.endswith("%") else float(word) / whole
    return min(max(number, 0.0), 1.0)
