"""The size of a picture as it is shown, read from its first bytes where the format allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from knowbrand.pictures.faults import Damaged, TooLarge
from knowbrand.pictures.gif import measure_gif
from knowbrand.pictures.icon import measure_icon
from knowbrand.pictures.jpeg import measure_jpeg, orient_jpeg
from knowbrand.pictures.kinds import Kind, detect_kind
from knowbrand.pictures.orientation import SIDEWAYS, read_orientation
from knowbrand.pictures.png import measure_png, orient_png
from knowbrand.pictures.svg import measure_svg
from knowbrand.pictures.webp import measure_webp, strip_webp


def measure(data: bytes) -> tuple[int, int] | None:
    """Width and height, in CSS pixels, of the picture ``data`` as it is published (so turned upright); None where they
    can't be told. No pixel is decoded."""
    kind = detect_kind(data)
    try:
        size = measure_stored(data, kind)
        if size is None or min(size) < 1:
            return None
        turned = kind in _ORIENTED and _ORIENTED[kind](data) in SIDEWAYS
    except (Damaged, TooLarge, IndexError):
        return None
    return (size[1], size[0]) if turned else size


def measure_stored(data: bytes, kind: Kind | None) -> tuple[int, int] | None:
    """Width and height as they stand in the file; None where they can't be told."""
    return _MEASURES[kind](data) if kind in _MEASURES else None


def _measure_bmp(data: bytes) -> tuple[int, int]:
    width = int.from_bytes(data[18:22], "little", signed=True)
    return width, abs(int.from_bytes(data[22:26], "little", signed=True))


def _measure_opened(data: bytes) -> tuple[int, int]:
    from knowbrand.pictures.transposition import open_picture  # Pillow: only these two formats need it

    with open_picture(data) as picture:
        width, height = picture.size
        turned = picture.format == "AVIF" and read_orientation(picture.info.get("exif", b"")) in SIDEWAYS
    return (height, width) if turned else (width, height)


_MEASURES: Mapping[Kind | None, Callable[[bytes], tuple[int, int] | None]] = {
    "jpeg": measure_jpeg,
    "png": measure_png,
    "webp": measure_webp,
    "gif": measure_gif,
    "bmp": _measure_bmp,
    "ico": measure_icon,
    "svg": measure_svg,
    "tiff": _measure_opened,
    "avif": _measure_opened,
}
_ORIENTED: Mapping[Kind | None, Callable[[bytes], int]] = {
    "jpeg": orient_jpeg,
    "png": orient_png,
    "webp": lambda data: strip_webp(data)[1],
}
