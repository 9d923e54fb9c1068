"""The list of the files that knowbrand wrote, kept in the published folder itself.

It must outlive the cache, or a lost cache would turn our files into somebody else's. It is published with
the site, so it holds no path: each line is a digest, from which an unlisted URL can't be read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from knowbrand.publish.paths import LIST_PATH

_HEADER = "knowbrand owned 1"
_LINE = re.compile(r"[0-9a-f]{16}")


class NotOurListError(ValueError):
    """The file at the list's place isn't a list that this version can read."""


def digest(path: str) -> str:
    """A path's line in the list: the first 64 bits of its SHA-256."""
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def write_list(paths: Iterable[str]) -> bytes:
    """The list of these paths: a header with the format's number, then sorted digests."""
    return "\n".join([_HEADER, *sorted(map(digest, paths)), ""]).encode("ascii")


def read_list(folder: Path) -> frozenset[str] | None:
    """The digests of the files in ``folder`` that are ours, or None when it has no list.

    Raises NotOurListError when there is a file but not a readable list, OSError when it can't be read.
    """
    place = folder / LIST_PATH
    if place.parent.is_symlink() or place.is_symlink():
        raise NotOurListError(place)
    try:
        return parse_list(place.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        raise NotOurListError(place) from None


def parse_list(content: bytes) -> frozenset[str]:
    """The digests in a list. Raises NotOurListError when it isn't one that this version can read."""
    try:
        header, *lines = content.decode("ascii").splitlines()
    except ValueError:  # no ASCII, or no line at all
        raise NotOurListError(LIST_PATH) from None
    if header != _HEADER or not all(map(_LINE.fullmatch, lines)):
        raise NotOurListError(LIST_PATH)
    return frozenset(lines)
