"""A lock that lost lines, in a real repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from knowbrand.problems import Problem
from knowbrand.publish.record import ANEW, check_record

ONE, TWO, THREE = (f"page /posts/{name}/ post {name} en" for name in ("a", "b", "c"))


class Repository:
    """A site in a folder of a repository, and its lock."""

    def __init__(self, top: Path) -> None:
        self.site = top / "site"
        self.site.mkdir(parents=True)
        self.lock = self.site / "urls.lock"
        self.git("init", "--quiet", "--initial-branch", "main")
        self.commit("readme", "x")

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        done = subprocess.run(
            ["git", *who, *words], cwd=self.site, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, name: str, *lines: str) -> None:
        (self.site / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", name)

    def check(self) -> list[Problem]:
        return check_record(self.site, "urls.lock")

    def restore(self) -> None:
        """Do what the message says."""
        (problem,) = self.check()
        assert problem.code == "KB347"
        assert problem.severity == "error"
        command = (problem.hint or "").partition(": ")[2].partition(";")[0]
        subprocess.run(command, shell=True, cwd=self.site, check=True, capture_output=True)  # noqa: S602 - our own hint
        assert self.check() == []


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Repository(tmp_path)


def test_a_first_publication_needs_none(repository: Repository) -> None:
    assert repository.check() == []
    repository.lock.write_text(f"{ONE}\n")
    assert repository.check() == []
    repository.commit("urls.lock", ONE)
    repository.commit("urls.lock", "# comment", TWO, ONE)
    assert repository.check() == []


def test_outside_a_repository_and_without_git_nobody_can_tell(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("urls.lock", ONE)
    repository.lock.unlink()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert check_record(tmp_path, "urls.lock") == []
    assert [problem.code for problem in repository.check()] == ["KB347"]
    monkeypatch.setenv("PATH", "")
    assert repository.check() == []


@pytest.mark.parametrize("left", [None, [], [ONE], ["# comment", TWO]])
def test_what_isnt_committed_is_brought_back(repository: Repository, left: list[str] | None) -> None:
    repository.commit("urls.lock", "# comment", ONE, TWO)
    repository.lock.unlink()
    if left is not None:
        repository.lock.write_text("".join(f"{line}\r\n" for line in left))
    (problem,) = repository.check()
    assert "git checkout HEAD -- urls.lock" in (problem.hint or "")
    assert "/posts/a/" in problem.message or "/posts/b/" in problem.message
    repository.restore()


@pytest.mark.parametrize("left", [[], [TWO]])
def test_what_was_committed_is_found_in_the_history(repository: Repository, left: list[str]) -> None:
    repository.commit("urls.lock", ONE, TWO)
    repository.commit("urls.lock", *left)
    repository.commit("readme", "y")
    repository.commit("urls.lock", *left, THREE)
    repository.restore()
    assert THREE in repository.lock.read_text()


def test_a_deleted_lock_is_found_too(repository: Repository) -> None:
    repository.commit("urls.lock", ONE, TWO)
    repository.git("rm", "--quiet", "urls.lock")
    repository.git("commit", "--quiet", "-m", "gone")
    repository.restore()


def test_a_merge_that_kept_one_side_is_found(repository: Repository) -> None:
    repository.commit("urls.lock", ONE)
    repository.git("checkout", "--quiet", "-b", "other")
    repository.commit("urls.lock", ONE, THREE)
    repository.git("checkout", "--quiet", "main")
    repository.commit("urls.lock", ONE, TWO)
    assert repository.check() == []
    repository.git("merge", "--quiet", "--strategy", "ours", "other")
    repository.restore()
    assert THREE in repository.lock.read_text()


def test_a_merge_that_kept_both_sides_is_fine(repository: Repository) -> None:
    repository.commit(".gitattributes", "urls.lock merge=union")
    repository.commit("urls.lock", ONE)
    repository.git("checkout", "--quiet", "-b", "other")
    repository.commit("urls.lock", ONE, THREE)
    repository.git("checkout", "--quiet", "main")
    repository.commit("urls.lock", ONE, TWO)
    repository.git("merge", "--quiet", "--no-edit", "other")
    assert repository.check() == []


def test_a_site_that_begins_anew_says_so(repository: Repository) -> None:
    repository.commit("urls.lock", ONE, TWO)
    repository.lock.write_text(f"{ANEW}\n")
    assert repository.check() == []
    repository.commit("urls.lock", ANEW)
    assert repository.check() == []
    repository.commit("urls.lock", ANEW, THREE)
    repository.lock.write_text(f"{ANEW}\n")
    assert [problem.code for problem in repository.check()] == ["KB347"], "what came after it counts again"
    repository.commit("urls.lock", ANEW)
    assert [problem.code for problem in repository.check()] == ["KB347"]
    repository.commit("urls.lock", ANEW, f"{ANEW} in 2027")
    assert repository.check() == []
