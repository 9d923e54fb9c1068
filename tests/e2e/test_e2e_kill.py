"""A build that is killed at any moment leaves the old site or the new one, whole."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "example-site"
TITLES = ("Before the change", "After the change")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def command(site: Path) -> list[str]:
    return [sys.executable, "-m", "knowbrand", "build", str(site), "--now", "2026-11-23"]


def entitle(site: Path, title: str) -> None:
    """Change the site's title, which stands on every page and in every feed."""
    settings = site / "knowbrand.yaml"
    _, _, rest = settings.read_text(encoding="utf-8").partition("\nid:")
    settings.write_text(f"title: {title}\nid:{rest}", encoding="utf-8")


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def build(site: Path) -> None:
    """Build the site and let it live."""
    subprocess.run(command(site), env=ENVIRONMENT, check=True, capture_output=True, timeout=300)


def begin_build(site: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(site), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def await_writing(process: subprocess.Popen[bytes], site: Path) -> None:
    """Wait until the build writes, or is done."""
    while process.poll() is None and not any(site.glob("._site.*")):
        time.sleep(0.001)


def time_build(site: Path) -> tuple[float, float]:
    """How many seconds a build takes, and how many of them it writes."""
    begin = time.perf_counter()
    process = begin_build(site)
    await_writing(process, site)
    middle = time.perf_counter()
    assert process.wait(300) == 0
    end = time.perf_counter()
    return end - begin, end - middle


def kill_somewhere(
    process: subprocess.Popen[bytes], site: Path, chance: random.Random, seconds: tuple[float, float]
) -> bool:
    """Kill a build at a random moment: of all its time, or (twice as often) of the short time in which it writes.
    False when it was done before."""
    whole, writing = seconds
    moment = chance.uniform(0, whole)
    if chance.random() < 2 / 3:
        await_writing(process, site)
        moment = chance.uniform(0, writing)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def kill_builds(tmp_path: Path, times: int) -> None:
    site = tmp_path / "site"
    shutil.copytree(EXAMPLE, site, ignore=shutil.ignore_patterns("_site*", ".knowbrand"))
    known = {path.name for path in site.iterdir()}
    whole = []
    for title in TITLES:
        entitle(site, title)
        build(site)
        whole.append(content(site / "_site"))
    old, new = whole
    assert len(old) > 100
    assert sum(old[name] != new.get(name) for name in old) > 50

    chance = random.Random(20261123)  # noqa: S311 - the moments needn't be secret
    entitle(site, TITLES[0])
    seconds = time_build(site)  # as those that follow: with what the builds before remember
    standing, killed = old, 0
    for _ in range(times):
        wanted = old if standing is new else new
        entitle(site, TITLES[whole.index(wanted)])
        killed += kill_somewhere(begin_build(site), site, chance, seconds)
        found = content(site / "_site") if (site / "_site").exists() else {}
        if not found and sys.platform not in {"linux", "darwin"}:
            build(site)  # between two renames, where the system can't exchange; the next command finishes
            found = content(site / "_site")
        is_whole = found in (standing, wanted)
        assert is_whole, f"neither the old site nor the new one: {len(found)} files"
        if found == wanted:
            standing = wanted  # the very object: the next turn asks which of the two it is
    assert killed >= times / 4

    entitle(site, TITLES[0])
    build(site)
    assert content(site / "_site") == old
    assert {path.name for path in site.iterdir()} == known | {"_site", ".knowbrand"}


def test_a_killed_build_leaves_a_whole_site(tmp_path: Path) -> None:
    kill_builds(tmp_path, 20)


@pytest.mark.long
def test_two_hundred_killed_builds_leave_a_whole_site(tmp_path: Path) -> None:
    kill_builds(tmp_path, 200)
