"""WebP (RFC 9649): its chunks, without Exif, XMP and unknown ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from knowbrand.pictures.faults import Damaged
from knowbrand.pictures.orientation import read_orientation

_LOOK = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH"})
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


class Chunk(NamedTuple):
    """One chunk: its name and data."""

    name: bytes
    data: bytes

    def write(self) -> bytes:
        """The chunk as bytes, padded to an even length."""
        return self.name + len(self.data).to_bytes(4, "little") + self.data + b"\0" * (len(self.data) % 2)


def strip_webp(data: bytes) -> tuple[bytes, int]:
    """``data`` with only the chunks that make its look, and the orientation that its Exif chunk gave."""
    chunks = list(_split(data))
    exif = next((chunk.data for chunk in chunks if chunk.name == b"EXIF"), b"")
    kept = [_clear_flags(chunk) for chunk in chunks if chunk.name in _LOOK]
    body = b"WEBP" + b"".join(chunk.write() for chunk in kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body, read_orientation(exif)


def is_lossless(data: bytes) -> bool:
    """Whether no frame of ``data`` is coded with loss."""
    for chunk in _split(data):
        if chunk.name == b"VP8 " or (chunk.name == b"ANMF" and chunk.data[16:20] in (b"VP8 ", b"ALPH")):
            return False
    return True


def measure_webp(data: bytes) -> tuple[int, int]:
    """Width and height as stored."""
    for chunk in _split(data):
        start = chunk.data[:10]
        if chunk.name == b"VP8X" and len(start) == 10:
            return int.from_bytes(start[4:7], "little") + 1, int.from_bytes(start[7:10], "little") + 1
        if chunk.name == b"VP8L" and len(start) >= 5:
            bits = int.from_bytes(start[1:5], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        if chunk.name == b"VP8 " and len(start) == 10:
            return int.from_bytes(start[6:8], "little") & 0x3FFF, int.from_bytes(
                start[8:10], "little"
            ) & 0x3FFF
    raise Damaged("it has no picture in it")


def _clear_flags(chunk: Chunk) -> Chunk:
    if chunk.name != b"VP8X" or not chunk.data:
        return chunk
    return Chunk(chunk.name, bytes((chunk.data[0] & ~(_EXIF_FLAG | _XMP_FLAG),)) + chunk.data[1:])


def _split(data: bytes) -> Iterator[Chunk]:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise Damaged("it is cut off")
    position = 12
    while position + 8 <= end:
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        if position + 8 + length > end:
            raise Damaged("it is cut off")
        yield Chunk(data[position : position + 4], data[position + 8 : position + 8 + length])
        position += 8 + length + length % 2
