"""A picture as it is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from knowbrand.pictures.avif import strip_avif
from knowbrand.pictures.faults import MOST_PIXELS, Damaged, TooLarge
from knowbrand.pictures.gif import strip_gif
from knowbrand.pictures.icon import strip_icon
from knowbrand.pictures.jpeg import strip_jpeg
from knowbrand.pictures.kinds import Kind, detect_kind
from knowbrand.pictures.measuring import measure_stored
from knowbrand.pictures.png import strip_png
from knowbrand.pictures.svg import clean_svg
from knowbrand.pictures.webp import strip_webp
from knowbrand.problems import Place, Problem, error, warning

_NAMES: Mapping[Kind, str] = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WebP",
    "gif": "GIF",
    "tiff": "TIFF",
    "bmp": "BMP",
    "ico": "icon",
    "avif": "AVIF",
    "heif": "HEIC",
    "jpeg-xl": "JPEG XL",
    "svg": "SVG",
}


def publish_picture(data: bytes, path: str) -> tuple[bytes, list[Problem]]:
    """The bytes to publish for the picture ``data``: the same look, without camera and place, names, comments,
    thumbnails and editors' data. ``path`` (relative to the site) is where problems are reported.

    What has no metadata comes back unchanged. With an error among the problems there are no bytes to publish (``b""``).
    """
    kind = detect_kind(data)
    if kind is None or (kind not in _STRIPPERS and kind != "svg"):
        return b"", [_refuse_unreadable(data, kind, path)]
    try:
        size = measure_stored(data, kind)
        if kind != "svg" and size and size[0] * size[1] > MOST_PIXELS:
            raise TooLarge
        if kind == "svg":
            clean, remarks = clean_svg(data, _strip_embedded)
            hint = "take it out of the picture, or be sure that you want it"
            return clean, [warning("KB543", remark, Place(path), hint) for remark in remarks]
        return _strip(data, kind), []
    except TooLarge:
        message = f"this picture is larger than {MOST_PIXELS // 1_000_000} million pixels"
        return b"", [
            error("KB542", message, Place(path), "make it smaller; 2,000 pixels wide is plenty for a screen")
        ]
    except (Damaged, IndexError) as fault:
        why = str(fault) if isinstance(fault, Damaged) else "it is cut off"
        hint = "open it in a picture editor and save it again, or fetch the original"
        return b"", [error("KB541", f"this {_NAMES[kind]} picture is damaged: {why}", Place(path), hint)]


def _strip(data: bytes, kind: Kind) -> bytes:
    clean, orientation = _STRIPPERS[kind](data)
    if orientation == 1:
        return clean
    from knowbrand.pictures.transposition import (
        transpose_picture,
    )  # Pillow: only pictures that lie on their side

    return transpose_picture(clean, kind, orientation)


def _strip_tiff(data: bytes) -> tuple[bytes, int]:
    from knowbrand.pictures.tiff import strip_tiff

    return strip_tiff(data)


def _strip_embedded(data: bytes) -> bytes:
    """A picture within an SVG picture; what isn't known stays as it is."""
    kind = detect_kind(data, markup=False)
    return _strip(data, kind) if kind and kind in _STRIPPERS else data


def _refuse_unreadable(data: bytes, kind: Kind | None, path: str) -> Problem:
    hint = "save it as JPEG, PNG or WebP"
    if not data:
        return error("KB541", "this picture is empty", Place(path), "fetch the original")
    if kind:
        message = f"{_NAMES[kind]} pictures can't be shown everywhere, and their metadata can't be removed"
    elif data.startswith(b"\x1f\x8b") and PurePosixPath(path).suffix.lower() == ".svgz":
        message, hint = "a packed SVG can't be read", "save it unpacked, as .svg"
    else:
        message = "this file isn't a picture of a known format, so its metadata can't be removed"
    return error("KB540", message, Place(path), hint)


_STRIPPERS: Mapping[Kind | None, Callable[[bytes], tuple[bytes, int]]] = {
    "jpeg": strip_jpeg,
    "png": strip_png,
    "webp": strip_webp,
    "gif": strip_gif,
    "tiff": _strip_tiff,
    "avif": strip_avif,
    "bmp": lambda data: (data, 1),
    "ico": strip_icon,
}
