"""A repository made from ``template/``, driven through its workflow: each script runs in a real clone, with a wheel."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.e2e.machine import REPOSITORY, commit, fill_in, make_host, make_programs
from tests.e2e.workflow import BASE_URL, Host

pytestmark = [
    pytest.mark.outside,  # it installs packages
    pytest.mark.skipif(sys.platform != "linux", reason="the workflow runs on Linux"),
]

TEMPLATE = REPOSITORY / "template"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All machines of these tests share them."""
    return make_programs(tmp_path_factory.mktemp("python"))


@pytest.fixture
def host(tmp_path: Path, programs: Path, wheel: Path) -> Host:
    """A repository that somebody just made from the template."""
    return make_host(tmp_path, TEMPLATE, programs, wheel)


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), "utf-8")

    return edit


def results(host: Host, event: str = "push", **how: object) -> dict[str, str]:
    return {name: job.result for name, job in host.run(event, **how).items()}  # type: ignore[arg-type]


PUBLISHED = {"check": "skipped", "build": "success", "deploy": "success", "lock": "success"}
WAITING = {"check": "skipped", "build": "success", "deploy": "skipped", "lock": "skipped"}
FAILED = {**WAITING, "build": "failure"}


def test_the_first_run_says_kindly_what_to_fill_in(host: Host) -> None:
    host.pages_on = False
    done = host.run()
    assert {name: job.result for name, job in done.items()} == WAITING, done["build"].log
    summary = done["build"].summary
    for file in ("profile.yaml", "knowbrand.yaml", "content/posts/welcome.md", "content/pages/about.md"):
        assert f"https://github.com/noor/repo/blob/main/{file}?plain=1#L" in summary
    assert "set Source to “GitHub Actions”" in summary
    assert not host.www.exists()
    assert host.git("rev-list", "--count", "main") == "1"
    commit(host, replace("knowbrand.yaml", "languages: [en]", "languages: [nl]"))
    assert "Bijna klaar. Dit moet nog worden ingevuld" in host.run()["build"].summary
    commit(host, replace("profile.yaml", "    claims:", "    clams:"))
    summary = host.run()["build"].summary
    assert "het veld &#x27;clams&#x27; is onbekend<br>bedoel je &#x27;claims&#x27;?" in summary


def test_filled_in_it_is_published_and_its_addresses_are_kept(host: Host) -> None:
    commit(host, fill_in)
    done = host.run()
    assert {name: job.result for name, job in done.items()} == PUBLISHED, "".join(
        job.log for job in done.values()
    )
    home = (host.www / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{BASE_URL}/">' in home
    assert (host.www / "_" / "owned").is_file()
    assert not list(host.www.rglob("*.lock"))

    author, files = host.git("log", "-1", "--format=%an", "--name-only").split("\n\n")
    assert author == "github-actions[bot]"
    assert files.split() == ["knowbrand.yaml", "urls.lock"]
    assert "page /posts/welcome/ " in host.git("show", "main:urls.lock")
    tip = host.git("rev-parse", "main")
    before = published(host)

    assert results(host, "schedule") == PUBLISHED  # the next morning
    assert host.git("rev-parse", "main") == tip, "nothing changed, so there is nothing to commit"
    assert published(host) == before, "the id that was written down names the entries as before"
    assert yaml.safe_load(host.git("show", "main:knowbrand.yaml"))["id"]

    checked = subprocess.run(
        ["knowbrand", "check", host.scratch / "machine" / "work", "--strict"],
        env=host.environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "error" not in checked.stderr, checked.stderr


def published(host: Host) -> dict[str, bytes]:
    return {
        path.relative_to(host.www).as_posix(): path.read_bytes()
        for path in host.www.rglob("*")
        if path.is_file()
    }


def test_a_change_is_checked_and_not_published(host: Host) -> None:
    commit(host, replace("profile.yaml", "    claims:", "    clams:"), branch="idea")
    done = host.run("pull_request", ref="refs/heads/idea")
    assert {name: job.result for name, job in done.items()} == {
        **dict.fromkeys(done, "skipped"),
        "check": "failure",
    }
    assert re.search(r"^::error file=profile\.yaml,line=\d+,.*clams", done["check"].log, re.MULTILINE)
    assert "<code>clams:" in done["check"].summary
    assert not host.www.exists()


def test_nothing_is_published_from_a_fork_or_another_branch(host: Host) -> None:
    commit(host, fill_in)
    commit(host, replace("profile.yaml", "basics:", "basics: # x"), branch="idea")
    assert host.run(ref="refs/heads/idea") == {}
    skipped = dict.fromkeys(PUBLISHED, "skipped")
    assert results(host, "workflow_dispatch", ref="refs/heads/idea") == skipped
    assert results(host, fork=True) == skipped
    assert not host.www.exists()


def test_what_is_wrong_is_said_and_the_old_site_stays(host: Host) -> None:
    commit(host, replace("profile.yaml", "basics:", "basics"))
    done = host.run()
    assert {name: job.result for name, job in done.items()} == FAILED, (
        "broken YAML is more than a placeholder"
    )
    assert "profile.yaml, line" in done["build"].summary
    commit(host, replace("profile.yaml", "basics", "basics:"))
    commit(host, fill_in)
    host.pages_on = False
    done = host.run()
    assert {name: job.result for name, job in done.items()} == FAILED, (
        "filled in, it should have been published"
    )
    assert "::error title=GitHub Pages::GitHub Pages is not switched on yet" in done["build"].log
    host.pages_on = True
    assert results(host, "workflow_dispatch") == PUBLISHED
    before = published(host)
    commit(host, replace("profile.yaml", "basics:", "basics: # x\n  label: ⟨to be written⟩"))
    commit(host, replace("profile.yaml", '  label: "what', '  # label: "what'))
    done = host.run()
    assert {name: job.result for name, job in done.items()} == FAILED, (
        "a site that stands must not fail silently"
    )
    assert "stays online" in done["build"].summary
    assert published(host) == before


def test_a_mistake_in_a_draft_is_marked_and_stops_nothing(host: Host) -> None:
    def write(folder: Path) -> None:
        fill_in(folder)
        draft = "---\ntitle: Later\ndate: 2026-01-02\ndraft: true\n---\n\n[gone](nowhere.md)\n"
        (folder / "content/posts/later.md").write_text(draft, "utf-8")

    commit(host, write)
    done = host.run()
    assert {name: job.result for name, job in done.items()} == PUBLISHED, done["build"].log
    assert "::error file=content/posts/later.md,line=7" in done["build"].log


def test_a_branch_that_moved_meanwhile_loses_nothing(host: Host) -> None:
    commit(host, fill_in)

    def meanwhile(job: str) -> None:
        if job == "lock":
            host.before = lambda _: None
            commit(host, edit_meanwhile, "Meanwhile")

    def edit_meanwhile(folder: Path) -> None:
        (folder / "urls.lock").write_text("# A line of somebody's\nfile /assets/report.pdf\n")
        replace("profile.yaml", "from: 2020", "from: 2021")(folder)

    host.before = meanwhile
    done = host.run()
    assert done["lock"].result == "success", done["lock"].log
    lock = host.git("show", "main:urls.lock").splitlines()
    assert "file /assets/report.pdf" in lock
    assert any(line.startswith("page /posts/welcome/ ") for line in lock)
    assert not any(line.startswith(("<<<", "===", ">>>")) for line in lock)
    assert "from: 2021" in host.git("show", "main:profile.yaml")
    assert host.git("log", "--format=%s", "-3").splitlines() == [
        "Keep the published addresses",
        "Meanwhile",
        "Update profile.yaml",
    ]


def test_a_site_in_a_subfolder_with_a_space(host: Host) -> None:
    def move(folder: Path) -> None:
        fill_in(folder)
        (folder / "my site").mkdir()
        for name in ("content", "profile.yaml", "knowbrand.yaml", "requirements.txt", ".gitignore"):
            (folder / name).rename(folder / "my site" / name)
        (folder / ".github/workflows/publish.yml").unlink()
        subprocess.run(
            [
                "knowbrand",
                "deploy",
                "init",
                "github-pages",
                "my site",
                "--force",
                "--requirement",
                "knowbrand",
            ],
            cwd=folder,
            env=host.environment,
            check=True,
            timeout=120,
        )

    host.run()  # so that knowbrand is installed
    commit(host, move)
    done = host.run()
    assert {name: job.result for name, job in done.items()} == PUBLISHED, "".join(
        job.log for job in done.values()
    )
    assert host.git("show", "main:my site/urls.lock")
    assert (host.www / "posts/welcome/index.html").is_file()
