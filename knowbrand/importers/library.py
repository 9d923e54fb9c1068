"""What posts of an old site can refer to: each other, by source file, name or address, and the files beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from knowbrand.importers.origin import Origin
from knowbrand.importers.translation import PICTURES

MARKER = "knowbrand-post:"
"""What stands in a text for the link to a post until it is known where that will be."""

FILES = PICTURES | {
    ".mp3", ".mp4", ".m4a", ".m4v", ".ogg", ".oga", ".ogv", ".webm", ".wav", ".flac", ".mov", ".vtt", ".pdf", ".zip",
    ".epub", ".txt", ".csv", ".tsv", ".xlsx", ".xls", ".docx", ".doc", ".pptx", ".ppt", ".odt", ".ods", ".odp", ".gz",
    ".ics", ".bib", ".key",
}  # fmt: skip
"""Kinds of files that come along when a post refers to them."""

_STATIC = {
    "jekyll": ("",),
    "hugo": ("static", "assets", ""),
    "zola": ("static", ""),
    "eleventy": ("public", "static", ""),
    "pelican": ("", "extra"),
}


@dataclass(slots=True)
class Library:
    """All that can be referred to: the posts' new paths by source file, by old address and by name; the files that come
    along, with their path in the site, and the paths that are ``taken``, without regard to case."""

    origin: Origin
    by_file: dict[Path, str] = field(default_factory=dict)
    by_address: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    brought: dict[Path, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    _served: dict[str, Path | None] = field(default_factory=dict)
    _near: dict[tuple[Path, str], Path | None] = field(default_factory=dict)

    def find_source(self, name: str) -> str | None:
        """The mark of the post that a source name such as ``2015-01-01-name`` or ``_posts/x.md#part`` means, or the
        path of a file of the old site."""
        path, hash_sign, anchor = name.strip().partition("#")
        bare = re.sub(r"\.(?:md|markdown|html)$", "", path.strip("/"))
        for key in (bare, bare.rpartition("/")[2], bare.removesuffix("/index").rpartition("/")[2]):
            if key in self.by_name:
                return MARKER + self.by_name[key] + hash_sign + anchor
        return f"/{path.lstrip('/')}" if self.static_file(path) else None

    def static_file(self, path: str) -> Path | None:
        """The file of the old site that was served at ``path``."""
        if path not in self._served:
            folders = _STATIC.get(self.origin.tool or "", ("static", "public", ""))
            places = (root / folder for folder in folders for root in (self.origin.content, self.origin.root))
            found = (self.allowed(place / path.lstrip("/")) for place in places)
            self._served[path] = next((file for file in found if file), None)
        return self._served[path]

    def near_file(self, folder: Path, path: str) -> Path | None:
        """The file of any kind that is at ``path`` from ``folder``, with all links followed."""
        if (folder, path) not in self._near:
            try:
                real = (folder / path).resolve()
                self._near[folder, path] = real if real.is_file() else None
            except (OSError, RuntimeError, ValueError):
                self._near[folder, path] = None
        return self._near[folder, path]

    def allowed(self, file: Path) -> Path | None:
        """``file``, where it exists, may come along and stands inside the old site."""
        try:
            real = file.resolve()
            root = self.origin.root.resolve()
            if not real.is_relative_to(root) or not real.is_file() or file.suffix.lower() not in FILES:
                return None
        except (OSError, RuntimeError, ValueError):
            return None
        hidden = any(part.startswith(".") for part in real.relative_to(root).parts)
        return None if hidden else real

    def bring(self, file: Path) -> str:
        """Have ``file`` come along; its path in the site, from which it is served where it was."""
        if file in self.brought:
            return self.brought[file]
        root = self.origin.root.resolve()
        static = [
            root / folder for folder in _STATIC.get(self.origin.tool or "", ("static", "public")) if folder
        ]
        served = next(
            (top for top in (*static, self.origin.content.resolve()) if file.is_relative_to(top)), root
        )
        parts = file.relative_to(served).parts
        safe = "/".join(re.sub(r"[<>:\"|?*\\\s]+", "-", part).strip(". _") or "file" for part in parts)
        path, number = f"assets/{safe}", 2
        while path.casefold() in self.taken:
            path, number = f"assets/{number}/{safe}", number + 1
        self.taken.add(path.casefold())
        self.brought[file] = path
        return path
