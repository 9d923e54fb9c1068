"""The site's cache folder, ``.knowbrand/``: deleting it is always safe, and nobody commits or backs it up."""

from __future__ import annotations

import errno
import os
from pathlib import Path

CACHE_FOLDER = ".knowbrand"

_FILES = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": (
        "Signature: 8a477f597d28d172789f06886806bc55\n"
        "# A cache that knowbrand can make again. Backup programs may skip it.\n"
    ),
}


def ensure_cache_folder(site: Path) -> Path:
    """The cache folder of ``site``, made when it isn't there, with the files that tell git and backup
    programs (Cache Directory Tagging Specification) to pass it by. Raises OSError."""
    folder = site / CACHE_FOLDER
    if folder.is_symlink():  # it would lead our files to somebody else's folder
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(exist_ok=True)
    for name, text in _FILES.items():
        if not os.path.lexists(folder / name):
            (folder / name).write_text(text, "ascii", newline="\n")
    return folder
