"""A theme from texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from knowbrand.themes import Theme
from tests.themes.themes_maker import Maker, load, write_files


@pytest.fixture
def make_theme(tmp_path: Path) -> Maker:
    """Makes the theme ``mine`` in a site."""

    def make(files: Mapping[str, str], **more: Mapping[str, str]) -> Theme:
        write_files(tmp_path / "themes/mine", files)
        for name, its_files in more.items():
            write_files(tmp_path / ("overrides" if name == "overrides" else f"themes/{name}"), its_files)
        theme, problems = load(tmp_path)
        assert theme is not None, problems
        return theme

    return make
