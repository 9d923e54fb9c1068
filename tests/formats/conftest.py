"""What the tests of formats share."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.formats.formats_site import Made, Maker, build_formats


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Makes the files of a site with these sources, each time in a new folder."""
    numbers = itertools.count()

    def make(
        sources: Mapping[str, str] | None = None,
        base_url: str | None = "https://kim.example/site/",
        audience: str = "public",
    ) -> Made:
        return build_formats(tmp_path / str(next(numbers)), sources or {}, base_url, audience)

    return make
