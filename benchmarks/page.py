"""The page that shows what was measured, and the machine it was measured on."""

from __future__ import annotations

import datetime as dt
import os
import platform
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "performance.md"
_END = "<!-- end -->\n"


def machine() -> str:
    """What it was measured on."""
    return (
        f"{dt.date.today():%Y-%m-%d}, Python {platform.python_version()} on {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} processors"
    )


def write_table(script: str, text: str) -> None:
    """Put ``text`` into the page, in the place of what ``script`` wrote there before."""
    begin = f"<!-- measured by benchmarks/{script} -->\n"
    before, found, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    if not found:
        raise SystemExit(f"{PAGE} has no line {begin.strip()}")
    after = rest.partition(_END)[2]
    PAGE.write_text(f"{before}{begin}\n{text}\n{_END}{after}", encoding="utf-8")
