"""Small sites of each tool, as they come out: ``tests/sites/import/TOOL/`` holds ``source`` and ``expected``.

With KNOWBRAND_REWRITE=1 the expected files are written anew, to be looked at before they are kept.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from knowbrand.importers import Imported, import_posts
from knowbrand.problems import Problem
from knowbrand.sources import read_site

SITES = Path(__file__).parents[1] / "sites" / "import"
TOOLS = ("eleventy", "hugo", "jekyll", "pelican", "zola")
LONG_AGO = 1_400_000_000


def bring(tool: str, folder: Path) -> Imported:
    """The posts of the example site, its files last changed on a day that doesn't move."""
    shutil.copytree(SITES / tool / "source", folder / "old")
    for file in (folder / "old").rglob("*"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    return import_posts(folder / "old", languages=("en", "nl"))


def tell(problem: Problem) -> str:
    place = problem.place
    where = f"{place.path}:{place.line or ''}:{place.column or ''}" if place else ""
    return f"{problem.severity} {problem.code} {where} {problem.message}\n"


@pytest.mark.parametrize("tool", TOOLS)
def test_a_site_comes_out_as_expected(tool: str, tmp_path: Path) -> None:
    imported = bring(tool, tmp_path)
    assert imported.tool == tool
    found = {
        path: content if isinstance(content, bytes) else content.read_bytes()
        for path, content in imported.files
    }
    found["problems.txt"] = "".join(map(tell, imported.problems)).encode()
    expected = SITES / tool / "expected"
    if os.environ.get("KNOWBRAND_REWRITE"):
        shutil.rmtree(expected, ignore_errors=True)
        for path, data in found.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(data)
    files = sorted(file for file in expected.rglob("*") if file.is_file())
    assert sorted(found) == sorted(file.relative_to(expected).as_posix() for file in files)
    for file in files:
        path = file.relative_to(expected).as_posix()
        if file.suffix in {".md", ".txt"}:
            assert found[path].decode() == file.read_bytes().decode()
        else:
            assert found[path] == file.read_bytes()


@pytest.mark.parametrize("tool", TOOLS)
def test_what_comes_out_reads_without_a_problem(tool: str, tmp_path: Path) -> None:
    imported = bring(tool, tmp_path)
    site = tmp_path / "new"
    for path, content in imported.files:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content if isinstance(content, bytes) else content.read_bytes())
    (site / "knowbrand.yaml").write_text("title: New\nlanguages: [en, nl]\n")
    (site / "profile.yaml").write_text("basics: {name: Noor Example}\n")
    reading = read_site(site)
    assert reading.problems == []
    assert reading.model is not None
    assert len(reading.model.posts) == imported.posts
