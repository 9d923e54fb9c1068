"""The command, called as a shell calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from knowbrand.cli import main

ROOT = Path(__file__).parents[2]


class Result(NamedTuple):
    """What a command printed, and the status that it left with."""

    status: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def knowbrand(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command in this process."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 23 November 2026

    def run(*words: str | Path) -> Result:
        capfd.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main([str(word) for word in words])
        out, err = capfd.readouterr()
        status = leaving.value.code
        return Result(status if isinstance(status, int) else 0, out, err)

    return run


@pytest.fixture
def site(tmp_path: Path, knowbrand: Command) -> Path:
    """A new site, with its placeholders."""
    folder = tmp_path / "site"
    assert knowbrand("new", folder).status == 0
    return folder


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[bytes]]:
    """Starts the command in a process of its own."""

    def run(*words: str | Path) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen([sys.executable, "-m", "knowbrand", *map(str, words)], env=environment)

    return run
