"""Icons (.ico, .cur): a directory of small pictures, of which those in PNG may carry metadata."""

from __future__ import annotations

from knowbrand.pictures.faults import Damaged
from knowbrand.pictures.png import SIGNATURE, strip_png

_HEADER, _ENTRY = 6, 16


def strip_icon(data: bytes) -> tuple[bytes, int]:
    """``data`` with the metadata of its pictures removed; unchanged where there is none. It has no orientation (1)."""
    count = int.from_bytes(data[4:6], "little")
    pictures = [_picture(data, _HEADER + _ENTRY * number) for number in range(count)]
    if not pictures:
        raise Damaged("it has no picture in it")
    clean = [strip_png(picture)[0] if picture.startswith(SIGNATURE) else picture for picture in pictures]
    if clean == pictures:
        return data, 1
    offset = _HEADER + _ENTRY * count
    directory = b""
    for number, picture in enumerate(clean):
        start = _HEADER + _ENTRY * number
        directory += (
            data[start : start + 8] + len(picture).to_bytes(4, "little") + offset.to_bytes(4, "little")
        )
        offset += len(picture)
    return data[:_HEADER] + directory + b"".join(clean), 1


def measure_icon(data: bytes) -> tuple[int, int]:
    """Width and height of the first picture; 0 stands for 256."""
    if len(data) < _HEADER + _ENTRY:
        raise Damaged("it is cut off")
    return data[6] or 256, data[7] or 256


def _picture(data: bytes, entry: int) -> bytes:
    size = int.from_bytes(data[entry + 8 : entry + 12], "little")
    start = int.from_bytes(data[entry + 12 : entry + 16], "little")
    if entry + _ENTRY > len(data) or start + size > len(data):
        raise Damaged("it is cut off")
    return data[start : start + size]
