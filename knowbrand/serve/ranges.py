"""Parts of a file (RFC 9110, 14): what a player asks for to jump in a film."""

from __future__ import annotations

import re

_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


class UnsatisfiableRangeError(ValueError):
    """Nothing of what was asked for is there (RFC 9110, 15.5.17)."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """The first byte of what ``header`` asks of a file of ``size`` bytes, and the one after the last. None where the
    header is to be ignored: another unit, several ranges, or no range at all. Raises UnsatisfiableRangeError."""
    found = _RANGE.fullmatch(header)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = int(found[2])
        if not length or not size:
            raise UnsatisfiableRangeError
        return max(0, size - length), size
    start = int(found[1])
    end = int(found[2]) + 1 if found[2] else size
    if found[2] and end <= start:
        return None
    if start >= size:
        raise UnsatisfiableRangeError
    return start, min(end, size)
