"""The orientation that a camera noted (Exif 2.32, 4.6.4, tag 0x0112), read without reading anything else."""

from __future__ import annotations

import struct

_TAG = 0x0112
_SHORT = 3
_MOST_FIELDS = 1000

SIDEWAYS = frozenset({5, 6, 7, 8})
"""Orientations that swap width and height."""


def read_orientation(exif: bytes) -> int:
    """The orientation (1 to 8) in an Exif block, with or without its ``Exif\\0\\0`` header; 1 where it says none."""
    block = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, start)
        for number in range(min(count, _MOST_FIELDS)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", block, start + 2 + 12 * number)
            if tag == _TAG and kind == _SHORT:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1
