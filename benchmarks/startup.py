"""How long the commands take to start, and to make and build a site: medians, beside Python's own start.

python -m benchmarks.startup           print the table
python -m benchmarks.startup --write   and put it into docs/performance.md
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generators import environment
from benchmarks.page import REPOSITORY, machine, write_table

KNOWBRAND = (sys.executable, "-m", "knowbrand")


@dataclass(frozen=True)
class Figure:
    """What was measured, and the median of its seconds."""

    title: str
    seconds: float


def median(command: tuple[str, ...], runs: int, prepare: Callable[[], None] = lambda: None) -> float:
    """The median of ``runs`` runs, in seconds, after one that warms the system's own caches."""
    return statistics.median(sorted(_times(command, runs, prepare)))


def _times(command: tuple[str, ...], runs: int, prepare: Callable[[], None]) -> Iterator[float]:
    for run in range(runs + 1):
        prepare()
        begin = time.perf_counter()
        subprocess.run(
            command, env=environment(), check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=300
        )
        if run:
            yield time.perf_counter() - begin


def measure(folder: Path, runs: int) -> list[Figure]:
    """Every figure, made in ``folder``. A build begins without an output folder and without a cache."""
    new, example = folder / "new", folder / "example"
    ignored = shutil.ignore_patterns("_site*", ".knowbrand")
    shutil.copytree(REPOSITORY / "example-site", example, ignore=ignored)

    def forget(site: Path) -> None:
        for name in ("_site", ".knowbrand"):
            shutil.rmtree(site / name, ignore_errors=True)

    def median_of(*arguments: str, prepare: Callable[[], None] = lambda: None) -> float:
        return median((*KNOWBRAND, *arguments), runs, prepare)

    return [
        Figure("python -c pass", median((sys.executable, "-c", "pass"), runs)),
        Figure("knowbrand --version", median_of("--version")),
        Figure(
            "knowbrand new",
            median_of("new", str(new), prepare=lambda: shutil.rmtree(new, ignore_errors=True)),
        ),
        Figure("knowbrand build, a new site", median_of("build", str(new), prepare=lambda: forget(new))),
        Figure("knowbrand build, the same again", median_of("build", str(new))),
        Figure(
            "knowbrand build, the example site",
            median_of("build", str(example), prepare=lambda: forget(example)),
        ),
    ]


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table, each with its ratio to the first."""
    rows = ["| command | median | × Python's start |", "|---|---:|---:|"]
    rows += [
        f"| `{figure.title}` | {figure.seconds * 1000:.0f} ms | {figure.seconds / figures[0].seconds:.1f} |"
        for figure in figures
    ]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measure, print, and with ``--write`` put the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = table(measure(Path(folder), arguments.runs))
    print(f"{machine()}, medians of {arguments.runs} runs\n\n{found}")
    if arguments.write:
        write_table("startup.py", f"{machine()}; medians of {arguments.runs} runs.\n\n{found}")


if __name__ == "__main__":
    main()
