"""JPEG (ITU-T T.81, annex B): its segments, without those that only tell about the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowbrand.pictures.faults import Damaged
from knowbrand.pictures.orientation import read_orientation

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_JFIF_THUMBNAIL = 12
_AFTER_SCAN = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")


class Segment(NamedTuple):
    """One segment: its marker, and its payload (after the length). A scan's payload includes the coded picture."""

    marker: int
    payload: bytes
    scan: bytes = b""

    def write(self) -> bytes:
        """The segment as bytes."""
        return (
            bytes((0xFF, self.marker)) + (len(self.payload) + 2).to_bytes(2, "big") + self.payload + self.scan
        )


def strip_jpeg(data: bytes) -> tuple[bytes, int]:
    """``data`` without Exif, XMP, IPTC, comments, thumbnails and whatever follows the picture (the film of a "live"
    photo), and the orientation that the Exif block gave. ICC profile and coded picture are kept byte for byte."""
    segments = list(_split(data))
    orientation = 1
    for segment in segments:
        if segment.marker == _APP1 and segment.payload.startswith(b"Exif\0\0"):
            orientation = read_orientation(segment.payload)
            break
    kept = [_strip_thumbnail(segment) for segment in segments if _is_needed(segment)]
    return b"\xff\xd8" + b"".join(segment.write() for segment in kept) + b"\xff\xd9", orientation


def orient_jpeg(data: bytes) -> int:
    """The orientation that the Exif block gives, which stands before the picture; 1 where it gives none."""
    for segment in _split(data):
        if segment.marker == _APP1 and segment.payload.startswith(b"Exif\0\0"):
            return read_orientation(segment.payload)
        if segment.marker in _FRAMES:
            break
    return 1


def measure_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height as stored."""
    for segment in _split(data):
        if segment.marker in _FRAMES and len(segment.payload) >= 6:
            height = int.from_bytes(segment.payload[1:3], "big")
            return int.from_bytes(segment.payload[3:5], "big"), height
    raise Damaged("it has no frame")


def _is_needed(segment: Segment) -> bool:
    if segment.marker == _APP0:
        return segment.payload.startswith(b"JFIF\0")
    if segment.marker == _APP2:
        return segment.payload.startswith(b"ICC_PROFILE\0")
    if segment.marker == _APP14:
        return segment.payload.startswith(b"Adobe")
    return not (_APP0 < segment.marker <= _APP15 or segment.marker == _COM)


def _strip_thumbnail(segment: Segment) -> Segment:
    if segment.marker == _APP0 and len(segment.payload) > _JFIF_THUMBNAIL + 2:
        return Segment(segment.marker, segment.payload[:_JFIF_THUMBNAIL] + b"\0\0")
    return segment


def _split(data: bytes) -> Iterator[Segment]:
    position = 2
    while True:
        if data[position : position + 1] != b"\xff":
            raise Damaged(
                "it is cut off" if position >= len(data) else "its segments don't follow one another"
            )
        while data[position + 1 : position + 2] == b"\xff":  # fill bytes
            position += 1
        if position + 2 > len(data):
            raise Damaged("it is cut off")
        marker = data[position + 1]
        if marker == _EOI:
            return
        if marker in _ALONE or marker == _SOI:
            position += 2
            continue
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        end = position + 2 + length
        if length < 2 or end > len(data):
            raise Damaged("it is cut off")
        scan_end = _end_of_scan(data, end) if marker == _SOS else end
        yield Segment(marker, data[position + 4 : end], data[end:scan_end])
        position = scan_end


def _end_of_scan(data: bytes, start: int) -> int:
    """Where the coded picture ends: at the first marker that is neither a stuffed byte nor a restart."""
    found = _AFTER_SCAN.search(data, start)
    if not found:
        raise Damaged("it is cut off")
    return found.start()
