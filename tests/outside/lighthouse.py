"""Lighthouse, started on addresses of this machine."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SCRIPT = Path(__file__).with_name("lighthouse.mjs")
BEST = 100
MUST = ("accessibility", "best-practices", "seo")
"""What a page has to be perfect in; the fourth, ``performance``, depends on the machine, and is only reported."""


class Verdict(NamedTuple):
    """What Lighthouse says of a page: its address, a score of 100 by category, the audits that failed, and why it
    couldn't judge."""

    address: str
    scores: dict[str, int]
    failed: list[str]
    error: str


def judge(addresses: Sequence[str], browser: str, categories: Sequence[str] = MUST) -> list[Verdict]:
    """The verdict on each page, in one browser."""
    done = subprocess.run(
        ["node", SCRIPT, ",".join(categories), *addresses],
        env={**os.environ, "CHROME_PATH": browser},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120 * len(addresses),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Verdict(**json.loads(line)) for line in done.stdout.splitlines()]


def complain(verdict: Verdict, categories: Sequence[str] = MUST) -> list[str]:
    """Why a page isn't perfect."""
    if verdict.error:
        return [f"{verdict.address}: {verdict.error}"]
    low = [name for name in categories if verdict.scores.get(name) != BEST]
    return [f"{verdict.address}: {name} {verdict.scores.get(name)}: {verdict.failed}" for name in low]
