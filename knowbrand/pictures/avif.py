"""AVIF (AV1 Image File Format, on ISO/IEC 14496-12 and 23008-12): its metadata made empty where it stands.

Items are found by their distance from the file's start, so nothing is moved: an Exif item becomes an empty Exif block of
the same length, XMP becomes spaces, boxes of foreign data become free space. Picture and turn stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from knowbrand.pictures.faults import Damaged

_EMPTY_EXIF = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
_FOREIGN = frozenset({b"uuid", b"udta", b"jumb", b"xml ", b"bxml", b"cprt"})
_CONTAINERS = frozenset({b"meta", b"moov", b"trak", b"mdia", b"minf"})
_MOST_ITEMS = 100_000


class Box(NamedTuple):
    """One box: its type, where it starts, and where its content starts and ends."""

    kind: bytes
    start: int
    content: int
    end: int


class _Item(NamedTuple):
    kind: bytes
    extents: tuple[tuple[int, int], ...]


def strip_avif(data: bytes) -> tuple[bytes, int]:
    """``data`` with empty metadata. Its turn is a property that every reader applies, so no orientation is left (1)."""
    result = bytearray(data)
    for box in _walk(data, 0, len(data)):
        if box.kind in _FOREIGN:
            result[box.content : box.end] = bytes(box.end - box.content)
            result[box.start + 4 : box.start + 8] = b"free"
        elif box.kind == b"meta":
            for item in _metadata_items(data, box):
                _empty(result, item)
    return bytes(result), 1


def _empty(result: bytearray, item: _Item) -> None:
    size = sum(length for _, length in item.extents)
    filling = _EMPTY_EXIF[:size].ljust(size, b"\0") if item.kind == b"Exif" else b" " * size
    for start, length in item.extents:
        result[start : start + length] = filling[:length]
        filling = filling[length:]


def _walk(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[Box]:
    for box in _boxes(data, start, end):
        yield box
        if box.kind in _CONTAINERS and depth < 6:
            yield from _walk(data, box.content + (4 if box.kind == b"meta" else 0), box.end, depth + 1)


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    while start < end:
        size, content = int.from_bytes(data[start : start + 4], "big"), start + 8
        if size == 1:
            size, content = int.from_bytes(data[start + 8 : start + 16], "big"), start + 16
        box_end = end if size == 0 else start + size
        if box_end > end or box_end < content:
            raise Damaged("it is cut off")
        yield Box(data[start + 4 : start + 8], start, content, box_end)
        start = box_end


def _metadata_items(data: bytes, meta: Box) -> Iterator[_Item]:
    parts = {box.kind: box for box in _boxes(data, meta.content + 4, meta.end)}
    if b"iinf" not in parts or b"iloc" not in parts:
        return
    kinds = dict(_item_kinds(data, parts[b"iinf"]))
    inside = parts[b"idat"].content if b"idat" in parts else 0
    for number, extents in _item_places(data, parts[b"iloc"], inside):
        if kinds.get(number) in (b"Exif", b"mime", b"uri "):
            if any(start + length > len(data) for start, length in extents):
                raise Damaged("it is cut off")
            yield _Item(kinds[number], extents)


def _item_kinds(data: bytes, info: Box) -> Iterator[tuple[int, bytes]]:
    """ISO/IEC 14496-12, 8.11.6: item numbers with their types."""
    first = info.content + 4 + (2 if data[info.content] == 0 else 4)
    for box in _boxes(data, first, info.end):
        version, position = data[box.content], box.content + 4
        if box.kind == b"infe" and version >= 2:
            width = 2 if version == 2 else 4
            number = int.from_bytes(data[position : position + width], "big")
            yield number, data[position + width + 2 : position + width + 6]


def _item_places(data: bytes, places: Box, inside: int) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """ISO/IEC 14496-12, 8.11.3: item numbers with the stretches of the file that hold them."""
    reader = _Reader(data[: places.end], places.content)
    version = reader.number(1)
    reader.number(3)
    sizes = reader.number(2)
    offset_size, length_size, base_size = sizes >> 12 & 15, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    for _ in range(min(reader.number(4 if version == 2 else 2), _MOST_ITEMS)):
        number = reader.number(4 if version == 2 else 2)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        base = reader.number(base_size) + (inside if method == 1 else 0)
        extents = []
        for _ in range(reader.number(2)):
            reader.number(index_size)
            offset = reader.number(offset_size)
            extents.append((base + offset, reader.number(length_size)))
        yield number, tuple(extents)


class _Reader:
    """Numbers one after the other."""

    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._position = position

    def number(self, size: int) -> int:
        """The next number of ``size`` bytes; 0 where it has none."""
        end = self._position + size
        if end > len(self._data):
            raise Damaged("it is cut off")
        value = int.from_bytes(self._data[self._position : end], "big")
        self._position = end
        return value
