"""``knowbrand deploy``, as a person and as a script calls it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture(autouse=True)
def own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's settings, and no workflow around us."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = Noor\nemail = noor@example.org\n[init]\ndefaultBranch = main\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("GITHUB_")]:
        monkeypatch.delenv(name)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def filled(site: Path, tmp_path: Path) -> Path:
    """A site without placeholders, in a repository with a remote."""
    for path in [*site.rglob("*.md"), *site.glob("*.yaml")]:
        path.write_text(path.read_text("utf-8").replace("⟨", "").replace("⟩", ""), "utf-8")
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(site, "init", "--quiet")
    git(site, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(site, "add", ".")
    git(site, "commit", "--quiet", "--message", "the sources")
    return site


def test_push_publishes_and_writes_the_addresses_down(
    knowbrand: Command, filled: Path, tmp_path: Path
) -> None:
    result = knowbrand("deploy", "push", filled, "--base-url", "https://noor.example/")
    assert result.status == 0, result.err
    assert "gh-pages on origin is now " in result.err
    assert "commit urls.lock: what was published is written down there" in result.err
    assert "page /posts/welcome/ " in (filled / "urls.lock").read_text()
    assert "index.html" in git(tmp_path / "remote.git", "ls-tree", "--name-only", "gh-pages")
    assert not (filled / "_site").exists()
    again = knowbrand("deploy", "push", filled, "--base-url", "https://noor.example/")
    assert (again.status, "is up to date: nothing to push" in again.err) == (0, True)
    assert "commit" not in again.err


def test_push_says_what_it_makes_and_takes_along(knowbrand: Command, filled: Path) -> None:
    first = knowbrand("deploy", "push", filled, "--dry-run")
    assert "the branch gh-pages wasn't there before and would be made" in first.err
    assert "committed yet" not in first.err
    assert "without feeds, sitemap and link previews: the site has no base_url" in first.err
    (filled / "content/posts/new.md").write_text("---\ntitle: New\ndate: 2026-01-01\n---\nx\n", "utf-8")
    (filled / "profile.yaml").write_text((filled / "profile.yaml").read_text("utf-8") + "# x\n", "utf-8")
    pushed = knowbrand("deploy", "push", filled, "--base-url", "https://noor.example/")
    assert "the branch gh-pages wasn't there before and was made" in pushed.err
    assert "with what isn't committed yet: content/posts/new.md, profile.yaml\n" in pushed.err
    assert "without feeds" not in pushed.err
    for number in range(6):
        (filled / f"content/posts/n{number}.md").write_text("---\ntitle: N\ndate: 2026-01-01\n---\n", "utf-8")
    again = knowbrand("deploy", "push", filled, "--base-url", "https://noor.example/")
    assert "wasn't there before" not in again.err
    named = "content/posts/n0.md, content/posts/n1.md, content/posts/n2.md, content/posts/n3.md, content/posts/n4.md"
    assert f"with what isn't committed yet: {named} and 4 more\n" in again.err


def test_push_stops_where_the_lock_lost_what_was_published(knowbrand: Command, filled: Path) -> None:
    assert knowbrand("deploy", "push", filled).status == 0
    git(filled, "add", ".")
    git(filled, "commit", "--quiet", "--message", "published")
    (filled / "urls.lock").unlink()
    for command in (("deploy", "push"), ("build", "--publish"), ("lock",)):
        result = knowbrand(command[0], *command[1:2], filled) if command[0] == "deploy" else None
        result = result or knowbrand(command[0], filled, *command[1:])
        assert result.status == 1
        assert "error[KB347] urls.lock" in result.err
        assert "git checkout HEAD -- urls.lock" in result.err
    assert knowbrand("build", filled).status == 0
    git(filled, "checkout", "HEAD", "--", "urls.lock")
    assert knowbrand("deploy", "push", filled).status == 0


def test_push_as_json(knowbrand: Command, filled: Path, tmp_path: Path) -> None:
    dry = json.loads(knowbrand("deploy", "push", filled, "--dry-run", "--json").out)
    assert (dry["commit"], dry["changed"], dry["dry_run"]) == (None, True, True)
    assert not (filled / "urls.lock").exists()
    assert git(tmp_path / "remote.git", "branch") == ""
    done = json.loads(knowbrand("deploy", "push", filled, "--json", "--branch", "site").out)
    assert done["commit"] == git(tmp_path / "remote.git", "rev-parse", "site")
    assert done["remote"] == "origin"
    assert done["locked"] > 0


def test_push_takes_the_settings_branch(knowbrand: Command, filled: Path, tmp_path: Path) -> None:
    with (filled / "knowbrand.yaml").open("a") as settings:
        settings.write("deploy: {remote: elsewhere, branch: pages}\n")
    git(filled, "remote", "add", "elsewhere", str(tmp_path / "remote.git"))
    assert knowbrand("deploy", "push", filled).status == 0
    assert git(tmp_path / "remote.git", "for-each-ref", "--format=%(refname)") == "refs/heads/pages"


def test_push_refuses_what_build_publish_refuses(knowbrand: Command, filled: Path, tmp_path: Path) -> None:
    post = filled / "content/posts/welcome.md"
    post.write_text(post.read_text("utf-8").replace("Begin with", "⟨Begin⟩ with"), "utf-8")
    result = knowbrand("deploy", "push", filled)
    assert result.status == 1
    assert "KB115" in result.err
    assert "nothing was pushed: 1 placeholder" in result.err
    assert git(tmp_path / "remote.git", "branch") == ""
    assert json.loads(knowbrand("deploy", "push", filled, "--json").out)["problems"][0]["code"] == "KB115"


def test_trouble_at_the_remote_is_75(knowbrand: Command, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "remote.git").rename(tmp_path / "gone.git")
    result = knowbrand("deploy", "push", filled)
    assert result.status == 75
    assert "KB557" in result.err
    assert not (filled / "urls.lock").exists()
    assert knowbrand("deploy", "push", filled, "--remote", "upstream").status == 1


def test_an_id_is_written_with_the_first_publication(knowbrand: Command, filled: Path) -> None:
    settings = filled / "knowbrand.yaml"
    lines = settings.read_text("utf-8").splitlines(keepends=True)
    settings.write_text("".join(line for line in lines if not line.startswith("id:")), "utf-8")
    assert knowbrand("build", filled, "--base-url", "https://noor.example").status == 0
    before = (filled / "_site/feed.xml").read_bytes()
    result = knowbrand("lock", filled, "--base-url", "https://noor.example")
    assert "the site has an id now" in result.err
    assert "\nid: " in settings.read_text("utf-8")
    (filled / "urls.lock").unlink()  # not the lock, but the id keeps the names
    assert knowbrand("build", filled, "--base-url", "https://noor.example").status == 0
    assert (filled / "_site/feed.xml").read_bytes() == before


def test_init_writes_two_files_once(knowbrand: Command, filled: Path) -> None:
    words = ("deploy", "init", "github-pages", filled, "--requirement", "knowbrand==1.0")
    result = knowbrand(*words)
    assert result.status == 0
    assert ".github/workflows/publish.yml, requirements.txt" in result.err
    assert "Settings, Pages, Source: GitHub Actions" in result.err
    assert "nothing to change" in knowbrand(*words).err
    other = knowbrand(*words[:-1], "knowbrand==2.0")
    assert (other.status, "KB550" in other.err) == (1, True)
    assert knowbrand(*words[:-1], "knowbrand==2.0", "--force").status == 0


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["init"], 2),
        (["init", "gitlab"], 2),
        (["pull"], 2),
        (["push", "--branch"], 2),
        (["push", "nowhere"], 1),
    ],
)
def test_wrong_usage(knowbrand: Command, words: list[str], status: int) -> None:
    assert knowbrand("deploy", *words).status == status


def test_a_summary_for_a_run(
    knowbrand: Command, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://git.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "noor/her-site")
    monkeypatch.setenv("GITHUB_REF_NAME", "main")
    summary = tmp_path / "summary.md"
    assert knowbrand("build", site, "--publish", "--summary", summary).status == 1
    assert (
        '<a href="https://git.example/noor/her-site/blob/main/site/profile.yaml?plain=1#L'
        in summary.read_text("utf-8")
    )
    result = knowbrand("check", site, "--format", "github", "--summary", summary)
    assert result.status == 0
    assert "::warning file=site/profile.yaml,line=" in result.out
    assert "Nothing stands in the way" in summary.read_text("utf-8")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_SHA", "abc123")
    knowbrand("check", site, "--format", "github", "--summary", summary)
    assert "/blob/abc123/site/" in summary.read_text("utf-8")
