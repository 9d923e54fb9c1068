"""GIF (GIF89a): its blocks, without comments and what applications put in."""

from __future__ import annotations

from collections.abc import Iterator

from knowbrand.pictures.faults import Damaged

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOK = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""Application blocks that belong to the look: how often it loops, and the ICC profile."""


def strip_gif(data: bytes) -> tuple[bytes, int]:
    """``data`` with only the blocks that make its look; a GIF has no orientation (1)."""
    header = 13 + _table_size(data[10] if len(data) > 10 else 0)
    if len(data) < header:
        raise Damaged("it is cut off")
    return data[:header] + b"".join(_look(data, header)) + b"\x3b", 1


def measure_gif(data: bytes) -> tuple[int, int]:
    """Width and height."""
    if len(data) < 10:
        raise Damaged("it is cut off")
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _look(data: bytes, start: int) -> Iterator[bytes]:
    position = start
    while True:
        introducer = _byte(data, position)
        if introducer == _TRAILER:
            return
        if introducer == _IMAGE:
            blocks = position + 10 + _table_size(_byte(data, position + 9)) + 1
            end = _skip_blocks(data, blocks)
            yield data[position:end]
        elif introducer == _EXTENSION:
            end = _skip_blocks(data, position + 2)
            label = data[position + 1]
            if label == _GRAPHIC_CONTROL or (
                label == _APPLICATION and data[position + 3 : position + 14] in _LOOK
            ):
                yield data[position:end]
        else:
            raise Damaged("its blocks don't follow one another")
        position = end


def _skip_blocks(data: bytes, position: int) -> int:
    while True:
        size = _byte(data, position)
        position += 1 + size
        if size == 0:
            return position


def _byte(data: bytes, position: int) -> int:
    if position >= len(data):
        raise Damaged("it is cut off")
    return data[position]


def _table_size(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
