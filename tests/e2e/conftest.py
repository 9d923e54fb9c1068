"""What the tests of the wheel share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.machine import build_wheel


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))
