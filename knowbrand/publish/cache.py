"""The site's cache folder, ``.knowbrand/``: deleting it is always safe, and nobody commits or backs it up."""

from __future__ import annotations

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
    folder.mkdir(exist_ok=True)
    for name, text in _FILES.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, "ascii", newline="\n")
    return folder
