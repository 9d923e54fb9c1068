"""New files go in all together, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.author.files import write_new_files
from knowbrand.problems import KnowbrandError, Trouble


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_contents_and_copies_are_written_with_their_folders(tmp_path: Path) -> None:
    (tmp_path / "source.png").write_bytes(b"p")
    write_new_files(
        tmp_path / "site", [("content/posts/a.md", b"A"), ("assets/p.png", tmp_path / "source.png")]
    )
    assert (tmp_path / "site/content/posts/a.md").read_bytes() == b"A"
    assert (tmp_path / "site/assets/p.png").read_bytes() == b"p"


@pytest.mark.parametrize(
    "path",
    [
        "there.md",
        "there.md/below.md",
        "../out.md",
        "/out.md",
        "a/../../out.md",
        "a//b.md",
        "C:\\x",
        "link/x.md",
        "dangling",
        "",
    ],
)
def test_nothing_is_written_where_one_file_can_not_be(tmp_path: Path, path: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "there.md").write_bytes(b"old")
    (site / "link").symlink_to(tmp_path)
    (site / "dangling").symlink_to("nowhere")
    before = tree(tmp_path)
    with pytest.raises(KnowbrandError) as caught:
        write_new_files(site, [("aa.md", b"new"), (path, b"new")])
    assert [problem.code for problem in caught.value.problems] == ["KB253"]
    assert tree(tmp_path) == before
    assert (site / "there.md").read_bytes() == b"old"


@pytest.mark.parametrize("second", ["A.md", "a.md/b.md", "a.md"])
def test_two_new_files_for_one_place_are_refused(tmp_path: Path, second: str) -> None:
    with pytest.raises(KnowbrandError):
        write_new_files(tmp_path, [("a.md", b"1"), (second, b"2")])
    assert tree(tmp_path) == []


def test_what_was_written_is_removed_when_the_disk_refuses(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(Trouble) as caught:
        write_new_files(
            tmp_path, [("mine/a.md", b"A"), ("new/b.md", b"B"), ("zz.png", tmp_path / "gone.png")]
        )
    assert caught.value.problems[0].code == "KB254"
    assert tree(tmp_path) == ["mine"]
