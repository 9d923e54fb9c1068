"""What can be wrong with a picture."""

from __future__ import annotations


class Damaged(ValueError):
    """The picture is cut off, or not what its first bytes say; the message says how."""


class TooLarge(ValueError):
    """The picture would take more memory than a picture may."""


MOST_PIXELS = 89_000_000
"""What a picture may unfold to, all frames together where they are decoded: 267 MB. Pillow warns from here on."""
