"""A theme from texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from knowbrand.model.settings import Settings, ThemeChoice
from knowbrand.model.text import localize
from knowbrand.themes import Theme
from knowbrand.themes.chain import Loading, load_theme


class Maker(Protocol):
    """Makes the theme ``mine`` of these files; more themes (and ``overrides``) by name."""

    def __call__(self, files: Mapping[str, str], **more: Mapping[str, str]) -> Theme: ...


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """These texts as files in ``folder``."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def load(root: Path, name: str = "mine", **options: Any) -> Loading:
    """The theme ``name`` as the site in ``root`` chose it."""
    return load_theme(root, Settings(title=localize("A site"), theme=ThemeChoice(name=name, options=options)))
