"""Bytes on disk into text."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from knowbrand.problems import KnowbrandError, Place, Problem, error

LARGEST_SOURCE = 8 * 1024 * 1024
"""The largest text file that is read, in bytes."""

STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""C0 and C1 controls but for tab, line feed and NEL (which YAML takes for a line end), and noncharacters."""
_STRAY_BYTES = bytes(code for code in range(128) if STRAY.match(chr(code)))
"""To see in one go that a text in ASCII has none of them, as nearly every one."""
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Open without waiting for who writes to a pipe. Windows has none in folders."""


def read_text(file: Path, path: str, family: int, *, waits: bool = False) -> str:
    """The text of ``file`` in UTF-8, without a byte order mark, lines ending in ``\\n``.

    ``path`` is how messages name it, ``family`` the hundred of the problem codes (1 settings and profile, 2 content).
    A pipe is read to its end where it ``waits`` for that, and refused else.
    Raises KnowbrandError when it can't be read, is too large, isn't UTF-8 or holds control characters.
    """
    return decode(load(file, path, family, waits=waits), path, f"KB{family}08")


def load(file: Path, path: str, family: int, *, waits: bool = False) -> bytes:
    """The bytes of a text file; see :func:`read_text`. Raises KnowbrandError when it can't be read or is too large."""
    code = f"KB{family}08"
    try:
        with file.open("rb") if waits else open_file(file) as stream:  # a pipe has no size, and no end
            data = stream.read(LARGEST_SOURCE + 1)
        if len(data) > LARGEST_SOURCE:
            size, limit = max(file.stat().st_size, len(data)) / 1024 / 1024, LARGEST_SOURCE / 1024 / 1024
            message = f"the file is {size:.0f} MB; a source file may have {limit:.0f} MB"
            raise KnowbrandError(error(code, message, Place(path), "split it, or put data in assets/"))
    except NoFileError:
        raise KnowbrandError(refuse(path, code)) from None
    except OSError as fault:
        raise KnowbrandError(
            error(code, f"can't be read: {os.strerror(fault.errno or 0)}", Place(path))
        ) from None
    return data


class NoFileError(OSError):
    """What stands there is no file: a pipe, a socket, a device."""


def open_file(path: Path) -> BinaryIO:
    """The file at ``path``, to be read. Raises OSError; NoFileError where it is none, which is never waited for."""
    stream = open(path, "rb", opener=_open_at_once)  # noqa: SIM115 - for the caller to close
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    raise NoFileError(path)


def refuse(path: str, code: str) -> Problem:
    """That no file stands at ``path``, where one should."""
    message = "this is no file, but a pipe, a socket or a device"
    return error(code, message, Place(path), "delete it, or keep it outside of the site")


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | _AT_ONCE)


def decode(data: bytes, path: str, code: str) -> str:
    """``data`` as text; see :func:`read_text`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:400].count(0) * 3 > len(data[:400]):
        raise KnowbrandError(
            error(code, "the file is in UTF-16, or isn't text", Place(path, 1, 1), "save it as UTF-8")
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8")
        message = f"byte 0x{data[fault.start]:02x} is no UTF-8"
        raise KnowbrandError(
            error(code, message, _place_after(before, path), "save the file as UTF-8")
        ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and len(data.translate(None, _STRAY_BYTES)) == len(data):
        return text
    stray = STRAY.search(text)
    if stray:
        message = f"control character U+{ord(stray.group()):04X}"
        raise KnowbrandError(error(code, message, _place_after(text[: stray.start()], path), "delete it"))
    return text


def shorten(text: str) -> str:
    """``text`` as a message quotes it: on one line, at most 60 characters."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"


def _place_after(before: str, path: str) -> Place:
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Place(path, line, column, line, column + 1)
