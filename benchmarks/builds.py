"""How long knowbrand, and whichever other generators are installed, take for the same posts; ratios to Hugo.

python -m benchmarks.builds                       100 and 1,000 posts
python -m benchmarks.builds --posts 5000 10000    others
python -m benchmarks.builds --write               and put the table into docs/performance.md

Rounds are interleaved: every generator builds once, then every one again. A ratio is taken within its round, so that a
machine that is busy for a while is busy for all of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.generators import Generator, environment, installed
from benchmarks.page import machine, write_table

KINDS = ("cold", "edit", "same")
"""Without anything of an earlier build; after one post was edited; again without a change."""


@dataclass(frozen=True)
class Run:
    """One build: its seconds on the clock and of the processors, and the largest memory of one of its processes."""

    wall: float
    cpu: float
    megabytes: float


def run(generator: Generator, site: Path) -> Run:
    """One build of ``site``."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        generator.command, cwd=site, env=environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{generator.title} failed; try: cd {site} && {' '.join(generator.command)}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(
    generators: Sequence[Generator], folder: Path, posts: int, rounds: int
) -> dict[str, dict[str, list[Run]]]:
    """The runs of every generator, by its name and the kind of build; the first round warms the machine's caches."""
    found: dict[str, dict[str, list[Run]]] = {each.name: defaultdict(list) for each in generators}
    edited = {
        each.name: write_corpus(each.name, folder / each.name, posts)[posts // 2] for each in generators
    }
    for number in range(rounds + 1):
        for generator in generators:
            site, post = folder / generator.name, edited[generator.name]
            generator.forget(site)
            runs = [run(generator, site)]
            post.write_text(f"{post.read_text(encoding='utf-8')}\nEdit number {number}.\n", encoding="utf-8")
            runs += [run(generator, site), run(generator, site)]
            if number:
                for kind, measured in zip(KINDS, runs, strict=True):
                    found[generator.name][kind].append(measured)
    return found


def table(generators: Sequence[Generator], measured: dict[int, dict[str, dict[str, list[Run]]]]) -> str:
    """The medians as a Markdown table, with ratios to Hugo's cold build where Hugo is there."""
    rows = [
        "| posts | generator | cold | one post edited | nothing changed | processor time, cold | memory |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    for posts, found in measured.items():
        judge = [each.wall for each in found["hugo"]["cold"]] if "hugo" in found else None
        effort = [each.cpu for each in found["hugo"]["cold"]] if "hugo" in found else None
        for generator in generators:
            runs = found[generator.name]
            cells = [f"{posts:,}", generator.title]
            cells += [_cell([each.wall for each in runs[kind]], judge) for kind in KINDS]
            cells += [_cell([each.cpu for each in runs["cold"]], effort)]
            cells += [f"{max(each.megabytes for kind in KINDS for each in runs[kind]):.0f} MB"]
            rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _cell(seconds: list[float], judge: list[float] | None) -> str:
    shown = f"{statistics.median(seconds):.2f} s"
    if judge is None:
        return shown
    ratios = [one / other for one, other in zip(seconds, judge, strict=True)]
    return f"{shown}, {statistics.median(ratios):.2f} ×"


def main() -> None:
    """Measure, print, and with ``--write`` put the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these generators alone")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    arguments = parser.parse_args()
    generators = [each for each in installed() if not arguments.only or each.name in arguments.only]
    measured = {}
    for posts in arguments.posts:
        with tempfile.TemporaryDirectory() as folder:
            measured[posts] = measure(generators, Path(folder), posts, arguments.rounds)
    found = table(generators, measured)
    conditions = f"{machine()}; medians of {arguments.rounds} rounds."
    print(f"{conditions}\n\n{found}")
    if arguments.write:
        write_table("builds.py", f"{conditions}\n\n{found}")


if __name__ == "__main__":
    main()
