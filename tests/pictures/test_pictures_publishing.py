"""Published pictures have the same look and no metadata."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageOps

from knowbrand.pictures import is_picture, measure, publish_picture

PLACE = b"Zwolle-52.51"
FORMATS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92},
    "PNG": {},
    "WEBP": {"quality": 80},
    "WEBP lossless": {"lossless": True, "exact": True},
    "TIFF": {"compression": "tiff_lzw"},
    "AVIF": {"quality": 80},
}
LOSSLESS = ("PNG", "WEBP lossless", "TIFF")


def picture(width: int = 48, height: int = 32, mode: str = "RGB") -> Image.Image:
    drawn = Image.radial_gradient("L").resize((width, height)).convert(mode)
    drawn.paste(drawn.crop((0, 0, width // 3, height // 4)), (width // 2, 0))
    return drawn


def exif(orientation: int | None) -> Image.Exif:
    block = Image.Exif()
    block[0x010E] = PLACE.decode()
    if orientation:
        block[0x0112] = orientation
    place = block.get_ifd(0x8825)
    place[1], place[2] = "N", (52.0, 30.0, 36.0)
    return block


def save(image: Image.Image, kind: str, **options: Any) -> bytes:
    written = io.BytesIO()
    image.save(written, kind.split()[0], **FORMATS.get(kind, {}), **options)
    return written.getvalue()


def load(data: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(data))
    opened.load()
    return opened


def publish(data: bytes) -> bytes:
    published, problems = publish_picture(data, "assets/photo")
    assert problems == []
    return published


def codes(data: bytes, path: str = "assets/photo.jpg") -> list[str]:
    published, problems = publish_picture(data, path)
    assert published == b""
    assert all(problem.place and problem.place.path == path and problem.hint for problem in problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize("orientation", [None, *range(1, 9)])
@pytest.mark.parametrize("kind", FORMATS)
def test_the_place_is_removed_and_the_picture_stands_upright(kind: str, orientation: int | None) -> None:
    given = save(picture(), kind, exif=exif(orientation))
    assert PLACE in given
    published = publish(given)
    assert PLACE not in published
    shown = load(published)
    if kind != "AVIF":  # its turn is a property of the format that every reader applies
        assert not {0x010E, 0x0112, 0x8825} & set(shown.getexif())
    expected = ImageOps.exif_transpose(load(given))
    assert expected is not None
    assert ImageOps.exif_transpose(shown).size == expected.size == measure(given) == measure(published)
    difference = ImageChops.difference(ImageOps.exif_transpose(shown).convert("RGB"), expected.convert("RGB"))
    largest = max(high for _, high in difference.getextrema())  # type: ignore[misc]
    assert largest <= (0 if kind in LOSSLESS else 12)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_lossless_picture_keeps_every_pixel_in_every_mode(mode: str) -> None:
    drawn = picture(mode="L" if mode == "I;16" else mode)
    if mode == "I;16":
        drawn = Image.frombytes("I;16", (24, 32), drawn.tobytes())
    given = save(drawn, "PNG", exif=exif(6))
    expected = drawn.transpose(Image.Transpose.ROTATE_270)
    shown = load(publish(given))
    assert shown.mode == mode
    assert shown.tobytes() == expected.tobytes()


@pytest.mark.parametrize("kind", [*FORMATS, "GIF", "BMP", "ICO"])
def test_a_picture_without_metadata_is_passed_byte_for_byte(kind: str) -> None:
    given = save(picture(), kind)
    assert publish(given) == given


@pytest.mark.parametrize("kind", [*FORMATS, "GIF", "ICO"])
def test_publishing_twice_changes_nothing_more(kind: str) -> None:
    options = {"comment": "secret"} if kind == "GIF" else {} if kind == "ICO" else {"exif": exif(5)}
    once = publish(save(picture(), kind, **options))
    assert publish(once) == once


@pytest.mark.parametrize("kind", FORMATS)
def test_colour_profile_stays(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for orientation in (1, 8):
        shown = load(publish(save(picture(), kind, exif=exif(orientation), icc_profile=profile)))
        assert shown.info["icc_profile"] == profile


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp_is_removed(kind: str) -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><photoshop:City>" + PLACE + b"</photoshop:City></x:xmpmeta>"
    given = (
        save(picture(), kind, xmp=xmp)
        if kind != "PNG"
        else png_with(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)
    )
    assert PLACE in given
    published = publish(given)
    assert PLACE not in published
    assert load(published).tobytes() == load(given).tobytes()


def test_a_webp_no_longer_says_that_it_has_metadata() -> None:
    flags = publish(save(picture(), "WEBP", exif=exif(1), xmp=b"<x/>"))[20]
    assert not flags & 0x0C


def test_lossless_webp_keeps_colours_that_nobody_sees() -> None:
    drawn = picture(mode="RGBA")
    drawn.putalpha(0)
    shown = load(publish(save(drawn, "WEBP lossless", exif=exif(3))))
    assert shown.tobytes() == drawn.transpose(Image.Transpose.ROTATE_180).tobytes()


def test_a_turned_jpeg_keeps_its_quality() -> None:
    given = save(picture(), "JPEG", exif=exif(6))
    before: Any = load(given)
    after: Any = load(publish(given))
    assert after.quantization == before.quantization


def test_what_applications_put_into_a_gif_is_removed() -> None:
    plain = save(picture(), "GIF")
    block = b"\x21\xff\x0bXMP DataXMP" + bytes((len(PLACE),)) + PLACE + b"\0"
    assert publish(plain[:-1] + block + b"\x3b") == plain


def png_with(kind: bytes, data: bytes) -> bytes:
    plain = save(picture(), "PNG")
    chunk = kind + data
    return (
        plain[:33] + struct.pack(">I", len(data)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + plain[33:]
    )


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"caBX", b"mkBF"])
def test_png_keeps_only_chunks_that_make_its_look(kind: bytes) -> None:
    assert publish(png_with(kind, b"Author\0" + PLACE)) == save(picture(), "PNG")


def test_png_gamma_survives_turning() -> None:
    given = png_with(b"gAMA", struct.pack(">I", 100_000))
    turned = save(load(given), "PNG", exif=exif(6))
    assert b"gAMA" not in turned
    with_gamma = turned[:33] + given[33 : 33 + 16] + turned[33:]
    assert b"gAMA" in publish(with_gamma)


def test_jpeg_loses_comment_iptc_thumbnail_and_what_follows_it() -> None:
    plain = save(picture(), "JPEG")
    segments = b"".join(
        b"\xff" + marker + struct.pack(">H", len(PLACE) + len(head) + 2) + head + PLACE
        for marker, head in (
            (b"\xfe", b""),
            (b"\xed", b"Photoshop 3.0\0"),
            (b"\xe2", b"MPF\0"),
            (b"\xeb", b"JP"),
            (b"\xe0", b"JFXX\0"),
        )
    )
    assert publish(plain[:20] + segments + plain[20:] + b"film" + PLACE) == plain


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP lossless"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_animation_is_kept(kind: str, orientation: int) -> None:
    frames = [picture().point(lambda value, step=step: (value + step) % 256) for step in (0, 40, 90)]
    options: dict[str, Any] = {"comment": PLACE} if kind == "GIF" else {"exif": exif(orientation)}
    given = save(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=[40, 80, 120], loop=3, **options
    )
    published = load(publish(given))
    assert PLACE not in publish(given)
    assert getattr(published, "n_frames", 1) == 3
    before = load(given)
    durations = []
    for number in range(3):
        published.seek(number)
        before.seek(number)
        published.load()
        before.load()
        durations.append(published.info["duration"])
        upright = (
            before if kind == "GIF" or orientation == 1 else before.transpose(Image.Transpose.ROTATE_270)
        )
        assert published.convert("RGBA").tobytes() == upright.convert("RGBA").tobytes()
    assert durations == [40, 80, 120]
    assert published.info["loop"] == before.info["loop"]


def test_pages_of_a_tiff_are_kept() -> None:
    given = save(picture(), "TIFF", save_all=True, append_images=[picture(20, 10)], exif=exif(1))
    published = load(publish(given))
    assert getattr(published, "n_frames", 1) == 2
    published.seek(1)
    assert published.size == (20, 10)


def test_an_icon_loses_the_text_in_its_pictures() -> None:
    entry = png_with(b"tEXt", b"Author\0" + PLACE)
    given = b"\0\0\1\0\1\0" + b"\x30\x20\0\0\1\0\x20\0" + struct.pack("<II", len(entry), 22) + entry
    published = publish(given)
    assert PLACE not in published
    assert load(published).tobytes() == load(given).tobytes()


@pytest.mark.parametrize("kind", [*FORMATS, "GIF"])
def test_a_cut_off_picture_is_refused_at_its_path(kind: str) -> None:
    whole = save(picture(), kind, **({} if kind == "GIF" else {"exif": exif(6)}))
    assert codes(whole[: len(whole) * 2 // 3]) == ["KB541"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*FORMATS, "GIF", "ICO"]), st.data())
def test_no_damage_makes_it_crash(kind: str, data: st.DataObject) -> None:
    options = {} if kind in ("GIF", "ICO") else {"exif": exif(6)}
    whole = bytearray(save(picture(16, 12), kind, **options))
    for _ in range(3):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    whole = whole[: data.draw(st.integers(1, len(whole)))]
    _, problems = publish_picture(bytes(whole), "x.jpg")
    assert {problem.code for problem in problems} <= {"KB540", "KB541", "KB542", "KB543"}
    measure(bytes(whole))


def test_a_picture_that_unfolds_to_too_much_is_refused() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    plain = save(picture(), "PNG")
    chunk = b"IHDR" + header
    bomb = plain[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + plain[33:]
    assert codes(bomb) == ["KB542"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "KB541"),
        (b"not a picture", "KB540"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "KB540"),
        (b"\xff\x0a\xfa", "KB540"),
        (b"\x1f\x8b\x08", "KB540"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, expected: str) -> None:
    assert codes(data) == [expected]


def test_the_content_counts_and_not_the_name() -> None:
    published, problems = publish_picture(save(picture(), "PNG", exif=exif(1)), "assets/photo.jpg")
    assert problems == []
    assert published.startswith(b"\x89PNG")
    assert is_picture("IMG_0001.JPG")
    assert is_picture("download", save(picture(), "JPEG"))
    assert not is_picture("report.pdf", b"%PDF-1.7")
    assert not is_picture("page.html", b"<svg></svg>")


@pytest.mark.parametrize("kind", [*FORMATS, "GIF", "BMP"])
def test_measures_without_decoding(kind: str) -> None:
    assert measure(save(picture(31, 17), kind)) == (31, 17)


def test_measure_gives_none_for_what_is_no_picture() -> None:
    assert measure(b"") is None
    assert measure(b"%PDF-1.7") is None
