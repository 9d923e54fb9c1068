"""Names that not every system takes for a file."""

from __future__ import annotations

import unicodedata

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{device}{digit}" for device in ("com", "lpt") for digit in "123456789¹²³"]
)


def is_device(name: str) -> bool:
    """Whether Windows keeps ``name`` for a device, whatever follows its first dot: ``con``, ``NUL.txt``."""
    return name.split(".", 1)[0].rstrip(" ").casefold() in _DEVICES


def fold_name(path: str) -> str:
    """The form in which two names are the same where letter case and Unicode form don't count
    (Unicode 3.13, canonical caseless matching)."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())
