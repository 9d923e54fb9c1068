"""What files said is remembered, and believed only where nothing can have changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowbrand import readings
from knowbrand.memo import Memo
from knowbrand.readings import WritingMemory
from knowbrand.sources.folder import read_site
from knowbrand.sources.writings import Parse, Parsed

POST = "---\ntitle: {}\ndate: 2025-05-01\n---\nText.\n"
OPEN: list[Memo] = []


@pytest.fixture(autouse=True)
def close_all() -> Iterator[None]:
    """Python complains of a table that nobody closes."""
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """The one post of a site."""
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "cache").mkdir()
    (tmp_path / "knowbrand.yaml").write_text("title: Kim\nlanguages: [en, nl]\n", "utf-8")
    (tmp_path / "profile.yaml").write_text("basics: {name: Kim}\n", "utf-8")
    file = tmp_path / "content/posts/floors.md"
    file.write_text(POST.format("Floors"), "utf-8")
    return file


def read(post: Path) -> tuple[list[str], int]:
    """The titles of the site's posts, and how many files were parsed for them."""
    root, parsed = post.parents[2], []
    memo = Memo(root / "cache")
    OPEN.append(memo)

    def remember(languages: tuple[str, ...], audiences: tuple[str, ...]) -> WritingMemory:
        memory = WritingMemory(memo, languages, audiences)
        look_up = memory.read

        def note(file: str, path: str, parse: Parse) -> Parsed:
            def count(data: bytes) -> Parsed:
                parsed.append(path)
                return parse(data)

            return look_up(file, path, count)

        memory.read = note  # type: ignore[method-assign]
        memories.append(memory)
        return memory

    memories: list[WritingMemory] = []
    model, problems = read_site(root, remember)
    memories[0].keep()
    memo.save()
    memo.close()
    assert model is not None, problems
    return [found.meta.title for found in model.posts], len(parsed)


def test_an_unchanged_file_is_not_parsed_again(post: Path) -> None:
    assert read(post) == (["Floors"], 1)
    assert read(post) == (["Floors"], 0)


def test_a_touched_file_is_not_parsed_again(post: Path) -> None:
    read(post)
    os.utime(post, (1, 1))
    assert read(post) == (["Floors"], 0)


def test_a_file_that_hides_its_change_is_parsed_again(post: Path) -> None:
    read(post)
    status = post.stat()
    post.write_text(POST.format("Attics"), "utf-8")
    os.utime(post, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert read(post) == (["Attics"], 1)


def test_a_file_that_was_just_written_is_compared_by_content(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk whose clock is so coarse that two edits look like one."""
    monkeypatch.setattr(readings, "look", lambda _: ((1, 1, 1, 1), False))
    read(post)
    post.write_text(POST.format("Attics"), "utf-8")
    assert read(post) == (["Attics"], 1)


def test_a_file_at_rest_is_not_even_read(post: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "look", lambda _: ((1, 1, 1, 1), True))
    read(post)
    monkeypatch.setattr(readings, "load", None)
    assert read(post) == (["Floors"], 0)


def test_after_a_new_start_of_the_computer_files_are_compared_by_content(
    post: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "look", lambda _: ((1, 1, 1, 1), True))
    monkeypatch.setattr(readings, "read_boot", lambda: "one")
    read(post)
    monkeypatch.setattr(readings, "read_boot", lambda: "two")
    assert read(post) == (["Floors"], 0)
    monkeypatch.setattr(readings, "read_boot", lambda: "three")
    post.write_text(POST.format("Attics"), "utf-8")
    assert read(post) == (["Attics"], 1)
    monkeypatch.setattr(readings, "load", None)
    assert read(post) == (["Attics"], 0)


def test_what_a_file_says_depends_on_the_languages(post: Path) -> None:
    dutch = post.with_name("vloeren.nl.md")
    post.rename(dutch)
    assert read(dutch) == (["Floors"], 1)
    (post.parents[2] / "knowbrand.yaml").write_text("title: Kim\n", "utf-8")
    assert read(dutch)[1] == 1


def test_faults_are_remembered_with_the_file(post: Path) -> None:
    post.write_text(POST.format("Floors\ntitel: Attics"), "utf-8")
    root = post.parents[2]
    told = read_site(root).problems
    memo = Memo(None)
    for _ in range(2):
        memories = []

        def remember(languages: tuple[str, ...], audiences: tuple[str, ...]) -> WritingMemory:
            memories.append(WritingMemory(memo, languages, audiences))  # noqa: B023
            return memories[0]  # noqa: B023

        assert read_site(root, remember).problems == told
        memories[0].keep()
    assert [problem.code for problem in told]


def test_a_number_without_room_is_no_fault(post: Path) -> None:
    (post.parents[1] / "pages").mkdir()
    (post.parents[1] / "pages/about.md").write_text(
        f"---\ntitle: About\nmenu: {10**30}\n---\nText.\n", "utf-8"
    )
    read(post)
    assert read(post)[0] == ["Floors"]
