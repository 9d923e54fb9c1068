"""A cache that is in git is never believed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from knowbrand.publish.tracking import check_cache, is_tracked

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=Kim", "-c", "user.email=kim@kim.example", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


def make_site(folder: Path, cache: str = ".knowbrand") -> Path:
    (folder / cache).mkdir(parents=True)
    (folder / cache / "memo.sqlite3").write_bytes(b"x")
    (folder / "knowbrand.yaml").write_text("title: Kim\n", "utf-8")
    return folder


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository with a folder in it that comes before and after everything else in its index."""
    top = tmp_path / "top"
    for name in (".knowbranc", "zoo"):
        (top / name).mkdir(parents=True)
        (top / name / "file").touch()
    git(top, "init", "--quiet")
    return top


@pytest.mark.parametrize("below", ["", "sites/één", "x" * 200])
@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_what_git_holds_is_tracked(top: Path, below: str, version: str) -> None:
    site = make_site(top / below)
    assert not is_tracked(site)
    git(top, "add", "--all", ":!*.sqlite3")
    git(top, "update-index", "--index-version", version)
    assert not is_tracked(site)
    git(top, "add", "--all")
    assert is_tracked(site)
    assert [problem.code for problem in check_cache(site)] == ["KB576"]
    git(top, "rm", "-r", "-f", f"{below or '.'}/.knowbrand")
    assert not is_tracked(make_again(site))
    assert check_cache(site) == []


def make_again(site: Path) -> Path:
    (site / ".knowbrand").mkdir()
    return site


def test_another_sites_cache_is_none_of_this_one(top: Path) -> None:
    site, other = make_site(top / "a"), make_site(top / "b" / "a")
    git(top, "add", "b", "zoo")
    assert is_tracked(other)
    assert not is_tracked(site)


def test_a_name_that_only_begins_so_is_none(top: Path) -> None:
    make_site(top, ".knowbrand-old")
    git(top, "add", "--all")
    (top / ".knowbrand").mkdir()
    assert not is_tracked(top)


def test_letters_may_be_of_either_case(top: Path) -> None:
    """Where the file system makes no difference, ``.KnowBrand`` is the cache."""
    make_site(top, ".KnowBrand")
    git(top, "add", "--all")
    (top / ".knowbrand").mkdir(exist_ok=True)
    assert is_tracked(top)


def test_a_clone_a_work_tree_and_a_submodule_are_looked_at(top: Path, tmp_path: Path) -> None:
    make_site(top)
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "All of it")
    git(tmp_path, "clone", "--quiet", str(top), "clone")
    git(top, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    (tmp_path / "outer").mkdir()
    git(tmp_path / "outer", "init", "--quiet")
    git(tmp_path / "outer", "submodule", "--quiet", "add", str(top), "inner")
    for folder in ("clone", "tree", "outer/inner"):
        assert is_tracked(tmp_path / folder), folder


def test_a_cache_that_is_a_submodule_is_tracked(top: Path, tmp_path: Path) -> None:
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "All of it")
    (tmp_path / "outer").mkdir()
    git(tmp_path / "outer", "init", "--quiet")
    git(tmp_path / "outer", "submodule", "--quiet", "add", str(top), ".knowbrand")
    assert is_tracked(tmp_path / "outer")


def test_an_index_in_two_files_is_read_whole(top: Path) -> None:
    make_site(top)
    git(top, "add", "--all")
    git(top, "update-index", "--split-index")
    assert is_tracked(top)


def test_without_git_nothing_is_tracked(tmp_path: Path) -> None:
    assert not is_tracked(make_site(tmp_path / "site"))
    (tmp_path / "site/.git").write_text("not git's", "utf-8")
    assert not is_tracked(tmp_path / "site")
