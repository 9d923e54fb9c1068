"""The author's files are worked on once, and what a page says of their size is what is published."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from knowbrand import build as building
from knowbrand import files, readings
from knowbrand.memo import FILE, Memo
from knowbrand.pictures import measure
from knowbrand.request import Request

POST = "---\ntitle: A post\ndate: 2025-05-01\n---\n![A floor](../../assets/floor.jpg)\n\n{}\n"


def draw(site: Path, size: tuple[int, int], orientation: int = 1) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", size, "red").save(site / "assets/floor.jpg", exif=exif)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a picture and another file, which count as settled at once."""
    monkeypatch.setattr(readings, "SETTLED", -(10**12))
    for name in ("assets", "content/posts"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "knowbrand.yaml").write_text("title: Kim\nbase_url: https://kim.example/\n", "utf-8")
    profile = "basics: {name: Kim Example, image: assets/floor.jpg}\nprojects:\n  - {id: a, name: A, image: assets/floor.jpg}\n"
    (tmp_path / "profile.yaml").write_text(profile, "utf-8")
    (tmp_path / "content/posts/a.md").write_text(POST.format("Text."), "utf-8")
    (tmp_path / "assets/report.pdf").write_bytes(b"%PDF-1.7")
    draw(tmp_path, (40, 30))
    return tmp_path


@pytest.fixture
def build(site: Path) -> Callable[[], Path]:
    def run() -> Path:
        return building.build(Request(site, jobs=1))[2]

    return run


def sizes(page: Path) -> list[tuple[str, str]]:
    return re.findall(r'<img[^>]* width="(\d+)" height="(\d+)"', page.read_text("utf-8"))


def test_every_picture_says_its_size(build: Callable[[], Path]) -> None:
    out = build()
    for page in ("index.html", "posts/a/index.html", "projects/a/index.html", "feed.xml"):
        text = unescape((out / page).read_text("utf-8"))
        assert re.findall(r'<img[^>]* width="(\d+)" height="(\d+)"', text) == [("40", "30")], page


@pytest.mark.parametrize(("size", "orientation"), [((40, 31), 1), ((40, 30), 6)])
def test_a_page_shows_the_size_that_its_picture_has_now(
    site: Path, build: Callable[[], Path], size: tuple[int, int], orientation: int
) -> None:
    build()
    draw(site, size, orientation)
    out = build()
    found = measure((out / "floor.jpg").read_bytes())
    assert found not in ((40, 30), None)
    assert sizes(out / "posts/a/index.html") == [tuple(map(str, found or ()))]


def test_what_is_unchanged_is_neither_read_nor_worked_on(
    site: Path, build: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = build()
    before = (out / "floor.jpg").stat()
    monkeypatch.setattr(files, "read_file", None)
    monkeypatch.setattr(files, "publish_picture", None)
    (site / "content/posts/a.md").write_text(POST.format("More text."), "utf-8")
    assert sizes(build() / "posts/a/index.html") == [("40", "30")]
    assert (out / "floor.jpg").stat().st_ino == before.st_ino
    assert (out / "floor.jpg").stat().st_mtime_ns == before.st_mtime_ns


def test_a_picture_that_was_only_touched_is_not_worked_on(
    site: Path, build: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    os.utime(site / "assets/floor.jpg")
    monkeypatch.setattr(files, "publish_picture", None)
    build()


@pytest.mark.parametrize("harm", ["output", "cache"])
def test_what_is_harmed_is_made_again(site: Path, build: Callable[[], Path], harm: str) -> None:
    good = (build() / "floor.jpg").read_bytes()
    damaged = site / ("_site/floor.jpg" if harm == "output" else f".knowbrand/{FILE}")
    damaged.write_bytes(b"harm" + damaged.read_bytes()[4:])
    assert (build() / "floor.jpg").read_bytes() == good


def test_what_is_wrong_with_a_picture_is_said_each_time(site: Path) -> None:
    draw(site, (40, 30))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3" onload="x()"/>'
    (site / "assets/drawing.svg").write_text(svg, "utf-8")
    found = [building.build(Request(site, jobs=1))[0].problems for _ in range(2)]
    assert "KB543" in [problem.code for problem in found[0]]
    assert found[0] == found[1]


def test_a_cache_that_is_in_git_is_said_and_not_used(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    building.build(Request(site, jobs=1))
    for words in (("init", "--quiet"), ("add", "--force", ".knowbrand")):
        subprocess.run(["git", *words], cwd=site, check=True)
    monkeypatch.setattr(Memo, "_open", _refuse)
    composition = building.build(Request(site, jobs=1))[0]
    assert "KB576" in [problem.code for problem in composition.problems]


def _refuse(memo: Memo) -> None:
    assert memo._file is None, "the cache was opened"
