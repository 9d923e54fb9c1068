"""The first stage of ``build``: it says what a whole build would say, and only where that would change nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from knowbrand import cli
from knowbrand.cli import recording, unchanged
from tests.cli.conftest import Command, Result

POST = "content/posts/post-1.md"
FILES = {
    "knowbrand.yaml": "title: Kim\nid: 9c0e8f0e-6c5b-4c3f-9f7e-0c8c1f4f0a11\nbase_url: https://kim.example/\n",
    "profile.yaml": "basics: {name: Kim Example, label: Tester}\n",
    POST: "---\ntitle: Floors\ndate: 2025-05-01\n---\nThe floors are measured.\n",
    "content/posts/post-2.md": "---\ntitle: Roofs\ndate: 2025-06-01\ndraft: true\n---\n⟨Write this⟩.\n",
    "assets/files/one.txt": "one",
    "overrides/custom.css": "p { margin: 1em }\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, knowbrand: Command) -> Path:
    """A small site, built."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    folder = tmp_path / "site"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    assert knowbrand("build", folder).status == 0
    return folder


@pytest.fixture
def build(knowbrand: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, bool]]:
    """A build, and whether it was a whole one."""
    whole: list[object] = []
    run = cli._run

    def note(words: Sequence[str]) -> int:
        whole.append(words)
        return run(words)

    monkeypatch.setattr(cli, "_run", note)

    def call(*words: str | Path) -> tuple[Result, bool]:
        whole.clear()
        return knowbrand("build", *words), bool(whole)

    return call


Build = Callable[..., tuple[Result, bool]]


def without_seconds(result: Result) -> Result:
    return Result(
        result.status, re.sub(r'"seconds": [\d.]+', "", result.out), re.sub(r"in [\d.]+ s", "", result.err)
    )


def test_a_folder_that_looks_like_pythons_is_the_authors(site: Path, build: Build) -> None:
    post = site / "content/posts/__pycache__/hidden.md"
    post.parent.mkdir()
    post.write_text("---\ntitle: T\ndate: 2025-05-01\n---\nThe first words.\n", "utf-8")
    build(site)
    build(site)
    post.write_text("---\ntitle: T\ndate: 2025-05-01\n---\nThe other words.\n", "utf-8")
    assert build(site)[1]
    assert "The other words" in (site / "_site/posts/hidden/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "options", [[], ["--json"], ["--drafts", "--offline"], ["--now", "2026-01-01", "--jobs=1"]]
)
def test_it_says_what_a_whole_build_says(site: Path, build: Build, options: list[str]) -> None:
    build(site, *options)
    short, whole = build(site, *options)
    assert not whole
    for record in (site / ".knowbrand").glob("unchanged-*"):
        record.unlink()
    long, whole = build(site, *options)
    assert whole
    assert without_seconds(short) == without_seconds(long)
    assert short.status == 0
    assert short.out or "0 files written" in short.err


def test_the_output_is_not_touched(site: Path, build: Build) -> None:
    before = {path: path.stat() for path in (site / "_site").rglob("*")}
    assert not build(site)[1]
    assert {path: path.stat() for path in (site / "_site").rglob("*")} == before


def edit(site: Path) -> None:
    (site / POST).write_text(FILES[POST] + "More.\n", "utf-8")


def edit_unseen(site: Path) -> None:
    """The same size, and the same time: only when it was changed tells."""
    status = (site / POST).stat()
    (site / POST).write_text(FILES[POST].replace("Floors", "Attics"), "utf-8")
    os.utime(site / POST, ns=(status.st_atime_ns, status.st_mtime_ns))


def replace_unseen(site: Path) -> None:
    edit_unseen(site)
    shutil.copy2(site / POST, site / "content/copy")
    (site / "content/copy").replace(site / POST)


def link(site: Path) -> None:
    (site / "content/posts/post-3.md").symlink_to("post-1.md")


def harm(site: Path) -> None:
    page = site / "_site/posts/post-1/index.html"
    status = page.stat()
    page.write_bytes(page.read_bytes().swapcase())
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "edit": edit,
    "the same size and time": edit_unseen,
    "another file of the same size and time": replace_unseen,
    "add": lambda site: (site / "content/posts/new.md").write_text(FILES[POST]),
    "rename": lambda site: (site / POST).rename(site / "content/posts/new.md"),
    "delete": lambda site: (site / "content/posts/post-2.md").unlink(),
    "link": link,
    "profile": lambda site: (site / "profile.yaml").write_text("basics: {name: Kim}\n"),
    "settings": lambda site: (site / "knowbrand.yaml").write_text(FILES["knowbrand.yaml"] + "theme: plain\n"),
    "style": lambda site: (site / "overrides/custom.css").write_text("p { margin: 2em }\n"),
    "asset": lambda site: (site / "assets/files/one.txt").write_text("two"),
    "lock": lambda site: (site / "urls.lock").write_text("page /old/ page old en\n"),
    "output edited": harm,
    "output deleted": lambda site: (site / "_site/feed.xml").unlink(),
    "output without a list": lambda site: (site / "_site/_/owned").unlink(),
    "a killed build": lambda site: (site / "._site.next-0123456789ab").mkdir(),
    "no cache": lambda site: shutil.rmtree(site / ".knowbrand"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_built(site: Path, build: Build, change: Callable[[Path], object]) -> None:
    assert not build(site)[1]
    change(site)
    found, whole = build(site)
    assert whole
    assert build(site)[1] == (found.status != 0)


@pytest.mark.parametrize(
    "options",
    [
        ["--clean"],
        ["--drafts"],
        ["--now", "2026-01-01"],
        ["--jobs", "1"],
        ["--summary", "summary.md"],
        ["--help"],
    ],
)
def test_other_words_are_another_build(
    site: Path, build: Build, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    assert build(".", *options)[1]


@pytest.mark.parametrize("change", [edit_unseen, replace_unseen, harm])
def test_a_change_that_hides_is_seen(
    site: Path, build: Build, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    """Without comparing what was just written by content."""
    monkeypatch.setattr(recording, "RECENT", -(10**12))
    build(site, "--offline")
    assert not build(site, "--offline")[1]
    change(site)
    assert build(site, "--offline")[1]


def test_a_clean_build_is_always_whole(site: Path, build: Build) -> None:
    assert build(site, "--clean")[1]
    assert build(site, "--clean")[1]


def test_another_day_is_another_build(site: Path, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    assert build(site)[1]


def test_another_knowbrand_is_another_build(
    site: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.version", "4.0")
    assert build(site)[1]


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM", "KNOWBRAND_ANYTHING"])
def test_another_environment_is_another_build(
    site: Path, build: Build, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "another")
    assert build(site)[1]


def test_a_build_that_fails_leaves_no_record(site: Path, build: Build) -> None:
    (site / POST).write_text("---\ntitel: Floors\n---\n", "utf-8")
    assert build(site)[0].status == 1
    found, whole = build(site)
    assert whole
    assert found.status == 1


def test_what_was_written_just_before_is_compared_by_content(
    site: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk whose clock is so coarse that two edits look like one."""
    coarse = str(time.time_ns())
    for module in (unchanged, recording):
        monkeypatch.setattr(module, "stamp_status", lambda status: f"{coarse} {status.st_size}")
    build(site)
    assert not build(site)[1]
    (site / POST).write_text(FILES[POST].replace("Floors", "Attics"), "utf-8")
    assert build(site)[1]


def test_an_edit_during_the_build_is_not_taken_for_built(
    site: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(site)
    write = recording.Recorder.write

    def disturb(*arguments: object) -> None:
        (site / POST).write_text(FILES[POST] + "Even more.\n", "utf-8")
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(recording.Recorder, "write", disturb)
    assert build(site)[1]
    assert build(site)[1]


@pytest.mark.parametrize("keep", [0, 1, 40, 200, -1])
def test_a_damaged_record_is_not_believed(site: Path, build: Build, keep: int) -> None:
    (record,) = (site / ".knowbrand").glob("unchanged-*")
    record.write_bytes(record.read_bytes()[:keep])
    assert build(site)[1]
    assert not build(site)[1]


def test_any_byte_of_a_record_counts(site: Path, build: Build) -> None:
    (record,) = (site / ".knowbrand").glob("unchanged-*")
    whole = record.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 12)):
        record.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert unchanged.repeat(["build", str(site)]) is None


def test_a_link_in_its_place_is_not_followed(site: Path, build: Build) -> None:
    (record,) = (site / ".knowbrand").glob("unchanged-*")
    record.rename(site / "elsewhere")
    record.symlink_to(site / "elsewhere")
    assert build(site)[1]


def test_a_link_to_a_folder_is_never_taken_for_unchanged(site: Path, build: Build, tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (site / "themes").symlink_to(tmp_path / "themes")
    build(site)
    assert build(site)[1]


def test_records_are_bounded(site: Path, build: Build) -> None:
    for number in range(1, unchanged.MOST_RECORDS + 4):
        build(site, "--jobs", str(number))
    assert len(list((site / ".knowbrand").glob("unchanged-*"))) == unchanged.MOST_RECORDS


def test_a_fresh_clone_is_built_whole_once_more(
    site: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many files were just written that comparing them would take as long."""
    monkeypatch.setattr(recording, "MOST_RECENT", 2)
    edit(site)
    assert build(site)[1]
    assert build(site)[1]


def test_json_is_one_document(site: Path, build: Build) -> None:
    build(site, "--json")
    found, whole = build(site, "--json")
    document = json.loads(found.out)
    assert not whole
    assert (document["written"], document["removed"]) == (0, 0)
    assert document["unchanged"] == document["outputs"]
    assert found.err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("path", ["assets/pipe", "overrides/post.html", "checks/mine.yaml", "profile.json"])
def test_a_pipe_in_the_site_keeps_nobody_waiting(
    site: Path, start: Callable[..., subprocess.Popen[bytes]], path: str
) -> None:
    (site / path).parent.mkdir(exist_ok=True)
    os.mkfifo(site / path)
    process = start("build", site)
    try:
        assert process.wait(timeout=60) == 1
    finally:
        process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_file_that_became_a_pipe_has_no_digest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(unchanged.UnfitError):
        unchanged.digest_file(str(tmp_path / "pipe"))
