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


def build(site: Path) -> float:
    """Build the site and let it live; returns the seconds."""
    begin = time.perf_counter()
    subprocess.run(command(site), env=ENVIRONMENT, check=True, capture_output=True, timeout=300)
    return time.perf_counter() - begin


def kill_builds(tmp_path: Path, times: int) -> None:
    site = tmp_path / "site"
    shutil.copytree(REPOSITORY / "example-site", site, ignore=shutil.ignore_patterns("_site*", ".knowbrand"))
    whole = []
    longest = 0.0
    for title in TITLES:
        entitle(site, title)
        longest = max(longest, build(site))
        whole.append(content(site / "_site"))
    old, new = whole
    assert len(old) > 100
    assert sum(old[name] != new.get(name) for name in old) > 50

    chance = random.Random(20261123)  # noqa: S311 - the moments needn't be secret
    standing, killed = new, 0
    for turn in range(times):
        wanted = old if standing is new else new
        entitle(site, TITLES[whole.index(wanted)])
        process = subprocess.Popen(
            command(site), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        # The last third of a build is where it writes: two of three kills fall there.
        moment = chance.uniform(0.6, 1.05) if turn % 3 else chance.random()
        try:
            process.wait(moment * longest)
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
        process.wait()
        found = content(site / "_site") if (site / "_site").exists() else {}
        if not found:  # between two renames, where the system can't exchange; the next command finishes
            build(site)
            found = content(site / "_site")
        assert found in (standing, wanted), f"killed after {moment * longest:.3f} s: neither site is whole"
        standing = found
    assert killed > times / 2

    build(site)
    assert content(site / "_site") == whole[TITLES.index(title_of(site))]
    litter = {path.name for path in site.iterdir()} - {
        path.name for path in (REPOSITORY / "example-site").iterdir()
    }
    assert litter <= {"_site", ".knowbrand"}


def title_of(site: Path) -> str:
    return (site / "knowbrand.yaml").read_text(encoding="utf-8").partition("\n")[0].removeprefix("title: ")


def test_a_killed_build_leaves_a_whole_site(tmp_path: Path) -> None:
    kill_builds(tmp_path, 20)


@pytest.mark.long
def test_two_hundred_killed_builds_leave_a_whole_site(tmp_path: Path) -> None:
    kill_builds(tmp_path, 200)
