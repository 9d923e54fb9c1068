"""Streams that are closed, and pipes that nobody reads on: the work is done all the same, and the status is true."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows closes streams in another way")

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795392000"}


def call(redirection: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command in a shell that sends its streams as ``redirection`` says."""
    command = [
        "sh",
        "-c",
        f'exec "$@" {redirection}',
        "sh",
        sys.executable,
        "-m",
        "knowbrand",
        *map(str, words),
    ]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)


def call_unread(streams: tuple[str, ...], *words: str | Path) -> int:
    """The status of the command with nobody at the other end of ``streams``."""
    reading, writing = os.pipe()
    os.close(reading)
    out, err = (writing if stream in streams else subprocess.DEVNULL for stream in ("stdout", "stderr"))
    try:
        command = [sys.executable, "-m", "knowbrand", *map(str, words)]
        return subprocess.run(
            command, env=ENVIRONMENT, stdout=out, stderr=err, timeout=120, check=False
        ).returncode
    finally:
        os.close(writing)


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams(site: Path, redirection: str) -> None:
    done = call(redirection, "build", site, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert (site / "_site" / "index.html").is_file()
    (site / "profile.yaml").write_text("basics: {nam: x}\n", "utf-8")
    done = call(redirection, "build", site, "--json")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


@pytest.mark.parametrize(
    "words", [("--version",), ("--help",), ("schema", "profile"), ("build", "--nonsense")]
)
def test_closed_output_of_what_only_prints(words: tuple[str, ...]) -> None:
    assert "Traceback" not in call(">&-", *words).stderr
    assert call(">&- 2>&-", *words).returncode in (0, 2)


@pytest.mark.parametrize("streams", [("stdout",), ("stderr",), ("stdout", "stderr")])
def test_pipes_that_nobody_reads(site: Path, streams: tuple[str, ...]) -> None:
    assert call_unread(streams, "build", site, "--json") == 0
    assert (site / "_site" / "index.html").is_file()
    assert call_unread(streams, "check", site, "--format", "json") == 0


def test_what_nobody_reads_of_failures_is_still_a_failure(site: Path) -> None:
    (site / "profile.yaml").write_text("basics: {nam: x}\n", "utf-8")
    assert call_unread(("stderr",), "build", site) == 1
