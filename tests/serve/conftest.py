"""A small site, and a preview of it that runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.serve.live_preview import FILES, LivePreview, write_files


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a small site."""
    return write_files(tmp_path / "site", FILES)


@pytest.fixture
def start() -> Iterator[Callable[..., LivePreview]]:
    """Starts previews that end with the test."""
    with ExitStack() as stack:
        yield lambda site, **options: stack.enter_context(LivePreview(site, **options))


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    """Every thread that a test began is gone after it."""
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + 20
    while set(threading.enumerate()) - before and time.monotonic() < end:
        time.sleep(0.01)
    assert not set(threading.enumerate()) - before
