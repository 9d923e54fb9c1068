"""What kind of picture a file is: by its content, never by its name alone."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

Kind = Literal["jpeg", "png", "webp", "gif", "tiff", "bmp", "ico", "avif", "heif", "jpeg-xl", "svg"]

EXTENSIONS = frozenset(
    {".apng", ".avif", ".bmp", ".cur", ".gif", ".heic", ".heics", ".heif", ".ico", ".jfif"}
    | {".jpe", ".jpeg", ".jpg", ".jxl", ".png", ".svg", ".svgz", ".tif", ".tiff", ".webp"}
)
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"\x00\x00\x02\x00", "ico"),
    (b"\xff\x0a", "jpeg-xl"),
    (b"\x00\x00\x00\x0cJXL ", "jpeg-xl"),
)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_SVG_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?svg[\s/>]")
_HEAD = 65_536


def is_picture(path: str, data: bytes = b"") -> bool:
    """Whether the file ``path`` is to be published as a picture: its name says so, or its content does."""
    return PurePosixPath(path).suffix.lower() in EXTENSIONS or detect_kind(data, markup=False) is not None


def detect_kind(data: bytes, *, markup: bool = True) -> Kind | None:
    """The kind of the picture ``data``; None where it is none that is known. Without ``markup``, SVG isn't looked for."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"BM") and len(data) > 26 and data[6:10] == b"\0\0\0\0":
        return "bmp"
    if data[4:8] == b"ftyp":
        return _detect_boxes(data)
    if markup and _SVG_ROOT.search(_decode_head(data)):
        return "svg"
    return None


def _detect_boxes(data: bytes) -> Kind | None:
    """The brands of an ISO base media file (ISO/IEC 14496-12, 4.3)."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[start : start + 4] for start in range(16, end, 4))}
    if brands & _AVIF_BRANDS:
        return "avif"
    return "heif" if brands & _HEIF_BRANDS else None


def _decode_head(data: bytes) -> bytes:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode()
    return head if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else b""
