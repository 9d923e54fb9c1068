"""Saves of every kind, with real files and real events."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from pathlib import Path

import pytest

from knowbrand.serve import Watcher, watching
from knowbrand.serve.watching import FolderGoneError

PATIENCE = 30.0
POST = "content/posts/first.md"


def collect(watcher: Watcher, wanted: set[str]) -> set[str]:
    """Everything that is told until ``wanted`` is among it."""
    found: set[str] = set()
    end = time.monotonic() + PATIENCE
    while not wanted <= found and time.monotonic() < end:
        found |= watcher.wait(0.2)
    return found


def drain(watcher: Watcher) -> set[str]:
    """What is told until it is quiet."""
    found: set[str] = set()
    while told := watcher.wait(1.0):
        found |= told
    return found


def silent(_line: str) -> None:
    """Nobody listens."""


def test_a_save_is_told_and_told_once(site: Path) -> None:
    with Watcher(site, silent) as watcher:
        assert not watcher.wait(0.3)
        (site / POST).write_text("other", encoding="utf-8")
        assert collect(watcher, {POST}) == {POST}
        assert not watcher.wait(1.2)


@pytest.mark.skipif(sys.platform != "linux", reason="others tell no more than that something changed")
def test_reading_is_no_change(site: Path) -> None:
    with Watcher(site, silent) as watcher:
        for path in site.rglob("*"):
            if path.is_file():
                path.read_bytes()
        assert not watcher.wait(1.2)


def save_atomically(file: Path) -> None:
    beside = file.with_name(file.name + "___jb_tmp___")
    beside.write_text("atomic", encoding="utf-8")
    beside.replace(file)


def save_as_vim(file: Path) -> None:
    (file.parent / "4913").write_text("", encoding="utf-8")
    (file.parent / "4913").unlink()
    file.rename(file.with_name(file.name + "~"))
    file.write_text("vim", encoding="utf-8")
    file.with_name(file.name + "~").unlink()


def save_over_a_copy_from_elsewhere(file: Path) -> None:
    elsewhere = file.parents[3] / "elsewhere.md"
    elsewhere.write_text("moved", encoding="utf-8")
    elsewhere.replace(file)


@pytest.mark.parametrize("save", [save_atomically, save_as_vim, save_over_a_copy_from_elsewhere])
def test_every_editors_way_to_save_is_told_as_that_file_alone(site: Path, save: object) -> None:
    assert callable(save)
    with Watcher(site, silent) as watcher:
        save(site / POST)
        assert collect(watcher, {POST}) | drain(watcher) == {POST}


def test_a_file_moved_out_of_the_site_and_the_save_behind_it(site: Path, tmp_path: Path) -> None:
    with Watcher(site, silent) as watcher:
        (site / "content/pages/about.md").rename(tmp_path / "about.md")
        (site / POST).write_text("other", encoding="utf-8")
        assert collect(watcher, {POST, "content/pages/about.md"}) == {POST, "content/pages/about.md"}


def test_folders_that_come_and_go(site: Path, tmp_path: Path) -> None:
    with Watcher(site, silent) as watcher:
        (site / "assets" / "deep").mkdir(parents=True)
        (site / "assets" / "deep" / "a.txt").write_text("a", encoding="utf-8")
        assert "assets/deep/a.txt" in collect(watcher, {"assets/deep/a.txt"})
        drain(watcher)
        (site / "assets" / "deep" / "b.txt").write_text("b", encoding="utf-8")
        assert "assets/deep/b.txt" in collect(watcher, {"assets/deep/b.txt"})
        shutil.move(site / "assets", tmp_path / "moved")
        collect(watcher, {"assets/deep/a.txt", "assets/deep/b.txt"})
        shutil.move(tmp_path / "moved", site / "assets")
        collect(watcher, {"assets/deep/a.txt", "assets/deep/b.txt"})
        drain(watcher)
        (site / "assets" / "deep" / "a.txt").write_text("again", encoding="utf-8")
        assert "assets/deep/a.txt" in collect(watcher, {"assets/deep/a.txt"})


def test_what_isnt_the_authors_is_not_told(site: Path) -> None:
    (site / "assets").mkdir()
    (site / "assets" / "picture.txt").write_text("x", encoding="utf-8")
    with Watcher(site, silent) as watcher:
        assert not watcher.wait(0.1)
        for path in (
            ".knowbrand/a/b",
            "_site/index.html",
            ".git/x",
            "content/posts/.first.md.swp",
            "public/_/owned",
            "public/a",
            "assets/out/_/owned",
            "assets/out/a",
        ):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text("x", encoding="utf-8")
        assert not watcher.wait(1.5)
        (site / "public" / "a").write_text("y", encoding="utf-8")
        (site / "assets" / "out" / "a").write_text("y", encoding="utf-8")
        (site / "_site" / "index.html").write_text("y", encoding="utf-8")
        assert not watcher.wait(1.5)


def test_a_burst_is_told_at_once(site: Path) -> None:
    with Watcher(site, silent) as watcher:
        paths = {f"content/posts/p{number}.md" for number in range(100)}
        for path in paths:
            (site / path).write_text("x", encoding="utf-8")
        calls = 0
        found: set[str] = set()
        while not paths <= found:
            found |= watcher.wait(PATIENCE)
            calls += 1
        assert calls <= 10


def test_writing_without_end_keeps_nobody_waiting(site: Path) -> None:
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            (site / POST).write_text(f"{number}", encoding="utf-8")
            number += 1
            time.sleep(0.001)

    writer = threading.Thread(target=write)
    with Watcher(site, silent) as watcher:
        writer.start()
        try:
            assert POST in collect(watcher, {POST})
        finally:
            done.set()
            writer.join()


def test_without_events_the_files_are_looked_at(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(watching, "EventSource", refuse)
    lines: list[str] = []
    with Watcher(site, lines.append) as watcher:
        (site / POST).write_text("other", encoding="utf-8")
        assert collect(watcher, {POST}) == {POST}
        (site / POST).write_text("again", encoding="utf-8")
        assert collect(watcher, {POST}) == {POST}
    assert len(lines) == 1
    assert "looking at the files instead" in lines[0]


def test_a_site_that_goes_and_comes_back(site: Path) -> None:
    with Watcher(site, silent) as watcher:
        site.rename(site.with_name("away"))
        with pytest.raises(FolderGoneError):
            watcher.wait(PATIENCE)
        assert not watcher.wait_for_folder(0.1)
        site.with_name("away").rename(site)
        assert watcher.wait_for_folder(PATIENCE)
        (site / POST).write_text("other", encoding="utf-8")
        assert POST in collect(watcher, {POST})
        drain(watcher)
        (site / POST).write_text("again", encoding="utf-8")
        assert POST in collect(watcher, {POST})


@pytest.mark.skipif(sys.platform != "linux", reason="counts what Linux counts")
def test_nothing_is_left_open(site: Path) -> None:
    def count() -> int:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    with Watcher(site, silent):
        pass
    before = count()
    for _ in range(20):
        with Watcher(site, silent) as watcher:
            (site / POST).write_text("other", encoding="utf-8")
            collect(watcher, {POST})
    assert count() <= before
