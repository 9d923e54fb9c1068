"""A picture turned upright: its orientation put into its pixels. The room that knows Pillow, with ``tiff``."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from knowbrand.pictures.faults import MOST_PIXELS, Damaged, TooLarge
from knowbrand.pictures.kinds import Kind
from knowbrand.pictures.orientation import SIDEWAYS
from knowbrand.pictures.png import keep_colours
from knowbrand.pictures.webp import is_lossless

if TYPE_CHECKING:
    from PIL import Image

_HORIZONTAL_ONLY = 1
"""Chroma halved in width alone (4:2:2), in Pillow's numbers."""
_LOSSY_QUALITY = 90


def transpose_picture(data: bytes, kind: Kind, orientation: int) -> bytes:
    """``data``, which has no metadata, turned as ``orientation`` (2 to 8) says; frames, ICC profile and, for JPEG, the
    quantization are kept."""
    with open_picture(data) as picture:
        count = getattr(picture, "n_frames", 1)
        if count * picture.width * picture.height > MOST_PIXELS:
            raise TooLarge
        options = {"icc_profile": picture.info.get("icc_profile"), "format": picture.format}
        if kind == "jpeg":
            options |= _jpeg_options(picture, orientation)
        elif kind == "webp":
            lossless = is_lossless(data)
            options |= {
                "lossless": lossless,
                "exact": lossless,
                "quality": 100 if lossless else _LOSSY_QUALITY,
            }
        if count > 1:
            options |= _animation_options(picture, count)
        elif "transparency" in picture.info:
            options["transparency"] = picture.info["transparency"]
        frames = list(_turn_frames(picture, count, orientation))
        result = save_picture(frames, options)
    return keep_colours(result, data) if kind == "png" else result


def save_picture(frames: list[Image.Image], options: dict[str, Any]) -> bytes:
    """``frames`` in a file, with ``options`` of the format."""
    if len(frames) > 1:
        options = options | {"save_all": True, "append_images": frames[1:]}
    written = io.BytesIO()
    frames[0].save(written, **options)
    return written.getvalue()


def turn(frame: Image.Image, orientation: int) -> Image.Image:
    """``frame`` upright, without what its file said of it."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turned = frame.transpose(turns[orientation]) if orientation in turns else frame.copy()
    turned.info = {}
    return turned


@contextmanager
def open_picture(data: bytes) -> Iterator[Image.Image]:
    """``data`` in Pillow; whatever it finds wrong is a :class:`Damaged` or :class:`TooLarge` picture."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                yield picture
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as fault:
        raise TooLarge from fault
    except TooLarge:
        raise
    except (
        Exception
    ) as fault:  # Pillow's readers raise many kinds for bad input, and not all are listed anywhere
        raise Damaged("its pixels can't be read") from fault


def _turn_frames(picture: Image.Image, count: int, orientation: int) -> Iterator[Image.Image]:
    for number in range(count):
        picture.seek(number)
        picture.load()
        yield turn(picture.convert("RGBA") if count > 1 else picture, orientation)


def _animation_options(picture: Image.Image, count: int) -> dict[str, Any]:
    durations = []
    for number in range(count):
        picture.seek(number)
        picture.load()
        durations.append(round(picture.info.get("duration", 0)))
    options: dict[str, Any] = {"duration": durations, "loop": picture.info.get("loop", 0)}
    if picture.format == "PNG":
        options["default_image"] = bool(picture.info.get("default_image"))
    return options


def _jpeg_options(picture: Any, orientation: int) -> dict[str, Any]:
    from PIL import JpegImagePlugin

    sampling = JpegImagePlugin.get_sampling(picture)
    if sampling < 0 or (sampling == _HORIZONTAL_ONLY and orientation in SIDEWAYS):
        sampling = 0
    return {
        "qtables": picture.quantization,
        "subsampling": sampling,
        "progressive": "progressive" in picture.info,
        "optimize": True,
    }
