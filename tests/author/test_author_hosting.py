"""What ``deploy init`` writes: a workflow whose parts hold together, and the version that wrote it."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from knowbrand import __version__
from knowbrand.author.hosting import WORKFLOW, choose_hour, compose_workflow, write_hosting
from knowbrand.author.repository import find_default_branch, find_public_commit, public_address
from knowbrand.author.requirement import read_direct_url
from knowbrand.model.settings import Settings
from knowbrand.model.text import localize
from knowbrand.problems import KnowbrandError

SETTINGS = Settings(title=localize("Noor"))
RELEASE = "knowbrand==1.2.3"
ACTIONS = {
    "actions/cache": 6,
    "actions/checkout": 7,
    "actions/configure-pages": 6,
    "actions/deploy-pages": 5,
    "actions/setup-python": 7,
    "actions/upload-pages-artifact": 5,
}
PERMISSIONS = {
    "check": {"contents": "read"},
    "build": {"contents": "read", "pages": "read"},
    "deploy": {"pages": "write", "id-token": "write"},
    "lock": {"contents": "write"},
}


@pytest.fixture(autouse=True)
def own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = Noor\nemail = noor@example.org\n[init]\ndefaultBranch = trunk\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def workflow(branch: str = "main", below: str = ".", settings: Settings = SETTINGS) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(compose_workflow(settings, branch, below))
    return found


def steps(jobs: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in jobs.values() for step in job["steps"]]


def test_the_triggers_and_what_runs_at_once() -> None:
    found = workflow("trunk")
    triggers = found[True]  # "on", in YAML 1.1
    assert triggers["push"] == {"branches": ["trunk"]}
    assert triggers.keys() == {"push", "pull_request", "schedule", "workflow_dispatch"}
    assert re.fullmatch(r"17 \d+ \* \* \*", triggers["schedule"][0]["cron"])
    assert found["concurrency"]["group"]


def test_each_job_has_the_permissions_that_it_needs_and_no_more() -> None:
    found = workflow()
    assert found["permissions"] == {}
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == PERMISSIONS
    for name, job in found["jobs"].items():
        assert job["timeout-minutes"] <= 30
        checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout")]
        for step in checkouts:  # who doesn't push keeps no password on the disk
            assert (step["with"].get("persist-credentials") is False) == (name != "lock")


def test_the_actions_are_the_official_ones_of_today() -> None:
    used = {step["uses"] for step in steps(workflow()["jobs"]) if "uses" in step}
    assert used == {f"{name}@v{major}" for name, major in ACTIONS.items()}
    [upload] = [step for step in steps(workflow()["jobs"]) if "upload-pages" in step.get("uses", "")]
    assert upload["with"]["include-hidden-files"] is True


def test_nothing_is_named_that_is_not_there() -> None:
    found = workflow()
    text = compose_workflow(SETTINGS, "main", ".")
    assert "«" not in text
    for name, job in found["jobs"].items():
        needs = job.get("needs", [])
        needed = [needs] if isinstance(needs, str) else needs
        assert set(needed) <= found["jobs"].keys() - {name}
        ids = {step.get("id") for step in job["steps"]}
        said = yaml.safe_dump(job)
        assert set(re.findall(r"steps\.(\w+)\.", said)) <= ids
        for other, output in re.findall(r"needs\.(\w+)\.outputs\.(\w+)", said):
            assert other in needed
            assert output in found["jobs"][other]["outputs"]


def test_no_expression_stands_in_a_script() -> None:
    for step in steps(workflow(below="a folder")["jobs"]):
        assert "${{" not in step.get("run", ""), "what an expression holds could be a command"


def test_nothing_is_deployed_from_a_change_or_a_fork() -> None:
    jobs = workflow()["jobs"]
    for condition in (
        "github.event_name != 'pull_request'",
        "!github.event.repository.fork",
        "'refs/heads/main'",
    ):
        assert condition in jobs["build"]["if"]
    assert jobs["deploy"]["needs"] == "build"
    assert jobs["lock"]["needs"] == ["build", "deploy"]
    assert "always()" not in compose_workflow(SETTINGS, "main", ".")


@pytest.mark.parametrize(("branch", "below"), [("it's", "."), ('a"b', "x y"), ("ünï/code", "sites/é")])
def test_odd_names_stay_names(branch: str, below: str) -> None:
    found = workflow(branch, below)
    assert found[True]["push"]["branches"] == [branch]
    assert found["env"]["SITE"] == below
    assert (
        f"github.ref == 'refs/heads/{branch.replace(chr(39), chr(39) * 2)}' &&"
        in found["jobs"]["build"]["if"]
    )


def test_a_folders_name_is_no_expression_and_no_mark() -> None:
    found = workflow("main", "it's ${{ github.token }} «python»")
    assert found["env"]["SITE"] == "it's ${{ '${{' }} github.token }} «python»"


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Amsterdam", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"]
)
def test_the_daily_run_comes_early_on_the_day(zone: str) -> None:
    for month in (1, 7):
        run = dt.datetime(2026, month, 15, choose_hour(zone), 17, tzinfo=dt.UTC)
        assert run.astimezone(ZoneInfo(zone)).hour < 3


def test_a_site_in_a_subfolder(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "repository")
    site = tmp_path / "repository" / "sites" / "mine"
    site.mkdir(parents=True)
    assert write_hosting(site, SETTINGS, RELEASE) == [WORKFLOW, "sites/mine/requirements.txt"]
    found = yaml.safe_load((tmp_path / "repository" / WORKFLOW).read_text("utf-8"))
    assert found["env"]["SITE"] == "sites/mine"
    assert found[True]["push"]["branches"] == ["trunk"]


def test_a_site_that_is_in_no_repository_yet(tmp_path: Path) -> None:
    assert write_hosting(tmp_path, SETTINGS, RELEASE) == [WORKFLOW, "requirements.txt"]
    assert (tmp_path / "requirements.txt").read_text() == f"{RELEASE}\n"


def test_what_stands_there_stays_but_by_force(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("other\n")
    with pytest.raises(KnowbrandError) as caught:
        write_hosting(tmp_path, SETTINGS, RELEASE)
    assert [problem.code for problem in caught.value.problems] == ["KB550"]
    assert not (tmp_path / ".github").exists()
    assert (tmp_path / "requirements.txt").read_text() == "other\n"
    assert write_hosting(tmp_path, SETTINGS, RELEASE, force=True) == [WORKFLOW, "requirements.txt"]
    assert (tmp_path / "requirements.txt").read_text() == f"{RELEASE}\n"
    assert write_hosting(tmp_path, SETTINGS, RELEASE) == []


def test_the_words_are_the_sites() -> None:
    dutch = Settings(title=localize("x"), languages=("nl",))  # type: ignore[arg-type]
    assert "GitHub Pages staat nog niet aan" in compose_workflow(dutch, "main", ".")


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (
            {"url": "https://git.example/o/knowbrand", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "knowbrand @ git+https://git.example/o/knowbrand@abc",
        ),
        (
            {"url": "ssh://git@git.example/o/k.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "knowbrand @ git+https://git.example/o/k.git@abc",
        ),
        (
            {"url": "https://files.example/k.whl", "archive_info": {"hashes": {"sha256": "12"}}},
            "knowbrand @ https://files.example/k.whl#sha256=12",
        ),
    ],
)
def test_a_knowbrand_that_anybody_can_install(origin: dict[str, Any], line: str) -> None:
    assert read_direct_url(origin) == line


@pytest.mark.parametrize(
    "origin",
    [
        {"url": "file:///home/noor/k.whl", "archive_info": {}},
        {"url": "file:///home/noor/k", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
        {"url": "file:///nowhere/knowbrand", "dir_info": {"editable": True}},
        {},
    ],
)
def test_a_knowbrand_that_nobody_else_can_install(origin: dict[str, Any]) -> None:
    with pytest.raises(KnowbrandError) as caught:
        read_direct_url(origin)
    [problem] = caught.value.problems
    assert problem.code == "KB551"
    assert f"--requirement 'knowbrand=={__version__}'" in (problem.hint or "")


def test_a_checkout_is_pinned_once_its_commit_is_public(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(tmp_path, "init", "--quiet", "work")
    work = tmp_path / "work"
    assert find_public_commit(work) == "it is in no git repository"  # it has no commit
    (work / "a.txt").write_text("a")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "--message", "a")
    assert find_public_commit(work) == "its repository has no public address"
    git(work, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(work, "push", "--quiet", "origin", "trunk")
    assert find_default_branch(work) == "trunk"
    assert find_public_commit(work) == "its repository has no public address"
    git(work, "remote", "set-url", "origin", "git@git.example:o/knowbrand.git")
    assert find_public_commit(work) == ("https://git.example/o/knowbrand.git", git(work, "rev-parse", "HEAD"))
    (work / "a.txt").write_text("b")
    assert find_public_commit(work) == "it has changes that aren't committed"
    git(work, "commit", "--quiet", "--all", "--message", "b")
    assert find_public_commit(work) == "its commit isn't pushed"


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://noor:secret@git.example/o/k.git", "https://git.example/o/k.git"),
        ("ssh://git@git.example:22/o/k", "https://git.example/o/k"),
        ("git@git.example:o/k.git", "https://git.example/o/k.git"),
        ("/srv/k.git", None),
        ("../k", None),
        ("C:/k", None),
    ],
)
def test_addresses_of_remotes(remote: str, address: str | None) -> None:
    assert public_address(remote) == address
