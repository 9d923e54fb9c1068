"""TIFF (TIFF 6.0): only what the pixels need is written anew."""

from __future__ import annotations

from typing import Any

from knowbrand.pictures.faults import MOST_PIXELS, TooLarge
from knowbrand.pictures.transposition import open_picture, save_picture, turn

_PIXELS = frozenset(
    {
        254,
        255,
        256,
        257,
        258,
        259,
        262,
        263,
        264,
        265,
        266,
        273,
        277,
        278,
        279,
        280,
        281,
        282,
        283,
        284,
        292,
        293,
    }
    | {296, 297, 301, 317, 318, 319, 320, 322, 323, 324, 325, 332, 334, 338, 339, 340, 341, 347}
    | {529, 530, 531, 532, 34675}
)
"""Tags that say how to read the pixels and what their colours mean (34675 is the ICC profile)."""


def strip_tiff(data: bytes) -> tuple[bytes, int]:
    """``data`` with nothing but its pixels, pages and ICC profile, upright (so its orientation is 1); unchanged where
    it has no tag but these."""
    frames: list[Any] = []
    pixels = 0
    with open_picture(data) as opened:
        picture: Any = opened
        plain = True
        profile = picture.info.get("icc_profile")
        for number in range(picture.n_frames):
            picture.seek(number)
            pixels += picture.width * picture.height
            if pixels > MOST_PIXELS:
                raise TooLarge
            plain = plain and _PIXELS.issuperset(picture.tag_v2)
            picture.load()  # which turns it upright
            frames.append(turn(picture, 1))
        if plain:
            return data, 1
        options = {"format": "TIFF", "compression": "tiff_adobe_deflate", "icc_profile": profile}
        return save_picture(frames, options), 1
