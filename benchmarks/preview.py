"""How long a save takes to be a fresh page over HTTP, for `knowbrand serve` and, where it is installed, `hugo server`.

python -m benchmarks.preview [--posts 1000] [--saves 100]
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.generators import environment
from benchmarks.generators import installed as generators
from benchmarks.page import machine

PATIENCE = 120.0
PAUSE = 0.002
"""Seconds between two questions for the page; an answer is this much too late on average."""


@dataclass(frozen=True)
class Server:
    """A generator's own preview: its command, up to the port."""

    name: str
    command: tuple[str, ...]


def installed() -> Iterator[Server]:
    """The servers that are there to be measured, ours last."""
    hugo = next((found.command[0] for found in generators() if found.name == "hugo"), None)
    if hugo:
        yield Server("hugo", (hugo, "server", "--port"))
    yield Server("knowbrand", (sys.executable, "-m", "knowbrand", "serve", "--port"))


def measure(server: Server, posts: int, saves: int, seed: int) -> list[float]:
    """Seconds from each of ``saves`` saves of one post or another to the page that shows it."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        files = write_corpus(server.name, site, posts)
        with _running(server, site) as (port, root):
            return [_save(chance.choice(files), server.name, port, root, number) for number in range(saves)]


@contextmanager
def _running(server: Server, site: Path) -> Iterator[tuple[int, str]]:
    """The server's port, and the path of the site's root in it."""
    port = 20000 + random.randrange(20000)
    log = site.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*server.command, str(port)], cwd=site, env=environment(), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            end = time.monotonic() + PATIENCE * 5
            while not (
                found := re.search(rf"http://[a-z0-9.]+:{port}(/\S*)", log.read_text("utf-8", "replace"))
            ):
                if process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{server.name} doesn't serve:\n{log.read_text('utf-8', 'replace')}")
                time.sleep(0.1)
            time.sleep(1)
            yield port, found[1].rstrip("/")
        finally:
            process.terminate()
            process.wait(30)


def _save(file: Path, server: str, port: int, root: str, number: int) -> float:
    """Add a word to ``file``; the seconds until its page has it."""
    word = f"saved{number:05}"
    page = f"{root}/posts/{file.stem}/"
    text = file.read_text(encoding="utf-8") + f"\n{word}\n"
    connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
    try:
        begin = time.perf_counter()
        file.write_text(text, encoding="utf-8")
        while word not in _read(connection, page):
            if time.perf_counter() - begin > PATIENCE:
                raise SystemExit(f"{server} lost a save of {file.name}")
            time.sleep(PAUSE)
        return time.perf_counter() - begin
    finally:
        connection.close()
        time.sleep(0.05)


def _read(connection: http.client.HTTPConnection, page: str) -> str:
    connection.request("GET", page)
    return connection.getresponse().read().decode("utf-8", "replace")


def main() -> None:
    """Measure every server that is there, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--saves", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"{machine()}; {arguments.saves} saves at {arguments.posts} posts\n")
    print("| server | p50 | p95 |\n|---|---:|---:|")
    for server in installed():
        seconds = measure(server, arguments.posts, arguments.saves, arguments.seed)
        p95 = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
        print(
            f"| {server.name} | {statistics.median(seconds) * 1000:.0f} ms | {p95 * 1000:.0f} ms |",
            flush=True,
        )


if __name__ == "__main__":
    main()
