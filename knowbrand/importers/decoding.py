"""Bytes that somebody brings into text that knowbrand reads: whatever their encoding and line ends."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from knowbrand.problems import Place, Problem, warning
from knowbrand.sources.text import LARGEST_SOURCE

_STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def read_foreign_text(file: Path, path: str, problems: list[Problem]) -> str | None:
    """The text of ``file``, without a byte order mark, lines ending in ``\\n``; None where it can't be read.

    Bytes that aren't UTF-8 are read as Windows-1252, control characters are left out; both are told in ``problems``.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST_SOURCE:
            message = f"not imported: {size / 1024 / 1024:.0f} MB is too large for a post"
            problems.append(warning("KB241", message, Place(path), "put data in assets/ and link to it"))
            return None
        data = file.read_bytes()
    except OSError as fault:
        reason = os.strerror(fault.errno or 0)
        problems.append(warning("KB241", f"not imported: it can't be read: {reason}", Place(path)))
        return None
    text = _decode(data, path, problems)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    stray = _STRAY.search(text)
    if stray:
        message = f"control characters, such as U+{ord(stray.group()):04X}, are left out"
        problems.append(warning("KB249", message, place_at(text, stray.start(), path)))
        text = _STRAY.sub("", text)
    return text


def place_at(text: str, offset: int, path: str) -> Place:
    """Where in the file ``path`` the character at ``offset`` of its text stands."""
    line = text.count("\n", 0, offset) + 1
    return Place(path, line, offset - text.rfind("\n", 0, offset))


def _decode(data: bytes, path: str, problems: list[Problem]) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problems.append(warning("KB249", "the file is in UTF-16; read as that", Place(path, 1, 1)))
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8")
        message = f"byte 0x{data[fault.start]:02x} is no UTF-8; the whole file is read as Windows-1252"
        place = place_at(before, len(before), path)
        problems.append(warning("KB249", message, place, "look whether accents and quotes came out right"))
        return data.decode("cp1252", "replace")
