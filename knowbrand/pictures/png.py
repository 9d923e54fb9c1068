"""PNG (W3C Portable Network Graphics, third edition) with APNG: its chunks, without those that only tell about it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from knowbrand.pictures.faults import Damaged
from knowbrand.pictures.orientation import read_orientation

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOUR = frozenset({b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"cICP", b"mDCV", b"cLLI"})
"""Chunks that say what the samples' colours mean."""
_PICTURE = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"})
_ANCILLARY = 0x20
"""The bit of a type's first letter that says that a reader may do without the chunk."""
_LOOK = COLOUR | _PICTURE | {b"sBIT", b"bKGD", b"hIST", b"pHYs", b"sPLT"}


class Chunk(NamedTuple):
    """One chunk: its type and data."""

    kind: bytes
    data: bytes

    def write(self) -> bytes:
        """The chunk as bytes."""
        body = self.kind + self.data
        return len(self.data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def strip_png(data: bytes) -> tuple[bytes, int]:
    """``data`` with only the chunks that make its look, and the orientation that its Exif chunk gave."""
    chunks = list(split_png(data))
    exif = next((chunk.data for chunk in chunks if chunk.kind == b"eXIf"), b"")
    return join_png([chunk for chunk in chunks if chunk.kind in _LOOK]), read_orientation(exif)


def orient_png(data: bytes) -> int:
    """The orientation that the first sound Exif chunk gives; 1 where there is none. No other chunk is looked into."""
    position = len(SIGNATURE)
    while position + 12 <= len(data) and data[position + 4 : position + 8] != b"IEND":
        end = position + 12 + int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] == b"eXIf":
            body = data[position + 4 : end - 4]
            if zlib.crc32(body) == int.from_bytes(data[end - 4 : end], "big"):
                return read_orientation(body[4:])
        position = end
    return 1


def keep_colours(transposed: bytes, original: bytes) -> bytes:
    """``transposed`` with the colour chunks of ``original``, which a picture library drops."""
    colours = [chunk for chunk in split_png(original) if chunk.kind in COLOUR]
    header, *rest = (chunk for chunk in split_png(transposed) if chunk.kind in _PICTURE)
    return join_png([header, *colours, *rest])


def measure_png(data: bytes) -> tuple[int, int]:
    """Width and height as stored."""
    if data[12:16] != b"IHDR" or len(data) < 24:
        raise Damaged("it has no header")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def join_png(chunks: list[Chunk]) -> bytes:
    """The file that ``chunks`` make."""
    return SIGNATURE + b"".join(chunk.write() for chunk in chunks)


def split_png(data: bytes) -> Iterator[Chunk]:
    """The chunks of ``data`` up to its end; what follows that is no part of the picture."""
    position = len(SIGNATURE)
    while True:
        length = int.from_bytes(data[position : position + 4], "big")
        end = position + 12 + length
        if end > len(data):
            raise Damaged("it is cut off")
        body = data[position + 4 : end - 4]
        intact = zlib.crc32(body) == int.from_bytes(data[end - 4 : end], "big")
        if not intact and not body[0] & _ANCILLARY:
            raise Damaged("a part of it has changed on the way")
        if intact:
            yield Chunk(body[:4], body[4:])
        if body[:4] == b"IEND":
            return
        position = end
