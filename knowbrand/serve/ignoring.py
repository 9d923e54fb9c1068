"""Names that no build reads: of the system, of editors in the middle of saving, of our own outputs."""

from __future__ import annotations

import re

_NAMES = frozenset({"4913", "thumbs.db", "desktop.ini", "__pycache__"})
"""``4913`` is what Vim writes to see whether it may."""
_ENDINGS = ("~", ".swp", ".swx", ".swo", ".tmp", ".crdownload", ".part", "___jb_tmp___", "___jb_old___")
_SED = re.compile("sed[A-Za-z0-9]{6}")
_ROOT_NAMES = frozenset({"node_modules"})
_OUTPUT = re.compile(r"_site(?:-[a-z0-9-]+)?|_moved", re.IGNORECASE)

OWNED = "owned"
"""In its folder ``_`` an output says by this file that knowbrand wrote it."""


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is none of the site's, wherever it stands."""
    if name.startswith("."):
        return name != ".well-known"
    low = name.lower()
    return (
        low in _NAMES
        or low.endswith(_ENDINGS)
        or (name.startswith("#") and name.endswith("#"))
        or _SED.fullmatch(name) is not None
    )


def is_ignored_at_root(name: str) -> bool:
    """The same for what stands in the site's folder itself."""
    return is_ignored(name) or name in _ROOT_NAMES or _OUTPUT.fullmatch(name) is not None


def is_path_ignored(path: str) -> bool:
    """The same for a path relative to the site, with forward slashes."""
    first, *rest = path.split("/")
    return is_ignored_at_root(first) or any(map(is_ignored, rest))
