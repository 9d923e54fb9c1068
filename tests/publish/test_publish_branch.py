"""Pushing to a branch, against a real repository on disk: nobody's commit and nobody's file is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Trouble
from knowbrand.publish.branch import Pushed, Target, push_branch
from knowbrand.publish.git import Git

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the hooks are shell scripts")

SITE = {
    "index.html": b"<p>one</p>\r\n",
    "posts/a/index.html": b"a",
    "_/site.css": b"p {}\n",
    "data.bin": b"\0\xff\r\n",
}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's settings but these."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = Noor\nemail = noor@example.org\n[init]\ndefaultBranch = main\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
    return done.stdout.strip()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def work(tmp_path: Path, bare: Path) -> Path:
    """The author's repository, with a commit, and its remote."""
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "remote", "add", "origin", str(bare))
    (folder / "knowbrand.yaml").write_text("title: Noor\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "the sources")
    git(folder, "push", "--quiet", "origin", "main")
    return folder


def outputs(files: Mapping[str, bytes]) -> list[Output]:
    return [Output(path, content) for path, content in files.items()]


def push(
    site: Path, files: Mapping[str, bytes] = SITE, *, dry_run: bool = False, remote: str = "origin"
) -> Pushed:
    return push_branch(outputs(files), Target(site, remote, "gh-pages"), dry_run=dry_run)


def listed(bare: Path, branch: str = "gh-pages") -> list[str]:
    return git(bare, "ls-tree", "-r", "--name-only", branch).splitlines()


def read(bare: Path, path: str) -> bytes:
    return subprocess.run(
        ["git", "cat-file", "blob", f"gh-pages:{path}"], cwd=bare, capture_output=True, check=True
    ).stdout


def somebody_commits(tmp_path: Path, bare: Path, files: Mapping[str, str | None]) -> str:
    """Somebody else's commit on the branch; None removes a file."""
    other = tmp_path / "other"
    if not other.exists():
        git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(bare), "other")
    git(other, "pull", "--quiet")
    for path, text in files.items():
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            (other / path).unlink()
        else:
            (other / path).write_text(text)
    git(other, "add", "--all")
    git(other, "commit", "--quiet", "--message", "somebody's")
    git(other, "push", "--quiet")
    return git(other, "rev-parse", "HEAD")


def state(folder: Path) -> list[str | bytes]:
    """Everything of the author's that must stay as it is."""
    files: list[str | bytes] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (".git" not in path.parts or path.name in {"index", "HEAD", "stash", "config"}):
            files += [str(path), path.read_bytes()]
    return [
        *files,
        git(folder, "for-each-ref", "refs/heads", "refs/stash", "refs/tags"),
        git(folder, "reflog"),
    ]


def test_the_first_push_makes_the_branch(work: Path, bare: Path) -> None:
    before = state(work)
    pushed = push(work)
    assert pushed.changed
    assert (pushed.written, pushed.removed, pushed.unchanged) == (5, 0, 0)
    assert listed(bare) == sorted([*SITE, ".nojekyll", "_/owned"])
    assert all(read(bare, path) == content for path, content in SITE.items())
    assert git(bare, "rev-list", "--count", "gh-pages") == "1"
    assert git(bare, "log", "-1", "--format=%B", "gh-pages").endswith(
        f"Source: {git(work, 'rev-parse', 'HEAD')}"
    )
    assert state(work) == before


def test_a_second_push_keeps_the_history(work: Path, bare: Path) -> None:
    first = push(work)
    pushed = push(work, {"index.html": b"two", "_/site.css": SITE["_/site.css"]})
    assert (pushed.written, pushed.removed, pushed.unchanged) == (1, 2, 2)
    assert listed(bare) == [".nojekyll", "_/owned", "_/site.css", "index.html"]
    assert git(bare, "rev-parse", "gh-pages^") == first.commit


def test_nothing_changed_is_no_commit(work: Path, bare: Path) -> None:
    first = push(work)
    assert push(work) == Pushed(first.commit, False, 0, 0, 5, 0)
    assert git(bare, "rev-list", "--count", "gh-pages") == "1"


def test_files_and_commits_of_others_are_kept(work: Path, bare: Path, tmp_path: Path) -> None:
    push(work)
    somebody_commits(tmp_path, bare, {"CNAME": "noor.example\n", "old/mine.txt": "mine", "run.sh": "x"})
    (tmp_path / "other" / "run.sh").chmod(0o755)
    (tmp_path / "other" / "link").symlink_to("old/mine.txt")
    theirs = somebody_commits(tmp_path, bare, {"more.txt": "x"})
    pushed = push(work, {"index.html": b"two"})
    assert pushed.kept == 5
    assert listed(bare) == [
        ".nojekyll",
        "CNAME",
        "_/owned",
        "index.html",
        "link",
        "more.txt",
        "old/mine.txt",
        "run.sh",
    ]
    assert git(bare, "rev-parse", "gh-pages^") == theirs
    modes = {line.split("\t")[1]: line.split()[0] for line in git(bare, "ls-tree", "gh-pages").splitlines()}
    assert (modes["link"], modes["run.sh"], modes["index.html"]) == ("120000", "100755", "100644")


def test_somebody_elses_nojekyll_stays_theirs(work: Path, bare: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(bare), "other")
    git(tmp_path / "other", "checkout", "--quiet", "--orphan", "gh-pages")
    git(tmp_path / "other", "rm", "-rfq", ".")
    (tmp_path / "other" / ".nojekyll").write_text("theirs")
    git(tmp_path / "other", "add", ".")
    git(tmp_path / "other", "commit", "--quiet", "--message", "x")
    git(tmp_path / "other", "push", "--quiet", "--set-upstream", "origin", "gh-pages")
    push(work)
    push(work, {"index.html": b"two"})
    assert read(bare, ".nojekyll") == b"theirs"


def test_a_file_of_others_in_the_way_is_an_error(work: Path, bare: Path, tmp_path: Path) -> None:
    push(work)
    tip = somebody_commits(tmp_path, bare, {"About": "theirs"})
    with pytest.raises(KnowbrandError) as caught:
        push(work, {**SITE, "about/index.html": b"x"})
    assert [problem.code for problem in caught.value.problems] == ["KB555"]
    assert git(bare, "rev-parse", "gh-pages") == tip


def test_a_file_that_was_edited_there_is_put_right(work: Path, bare: Path, tmp_path: Path) -> None:
    push(work)
    theirs = somebody_commits(tmp_path, bare, {"index.html": "edited"})
    push(work)
    assert read(bare, "index.html") == SITE["index.html"]
    assert git(bare, "rev-parse", "gh-pages^") == theirs


def test_the_authors_work_is_not_touched(work: Path, bare: Path) -> None:
    (work / "tracked.txt").write_text("one")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "--message", "more")
    (work / "tracked.txt").write_text("stashed")
    git(work, "stash")
    (work / "tracked.txt").write_text("staged")
    git(work, "add", "tracked.txt")
    (work / "tracked.txt").write_text("dirty")
    (work / "untracked.txt").write_text("new")
    git(work, "checkout", "--quiet", "--detach")
    git(work, "tag", "--annotate", "--message", "v1", "v1")
    git(work, "config", "push.followTags", "true")
    before = state(work)
    push(work)
    push(work, {"index.html": b"two"})
    assert state(work) == before
    assert git(bare, "tag") == ""
    assert git(bare, "log", "-1", "--format=%B", "gh-pages").endswith("and changes that aren't committed")


def test_attributes_and_line_ends_change_no_byte(work: Path, bare: Path) -> None:
    (work / ".gitattributes").write_text("* text eol=crlf\n*.bin filter=shout\n*.html ident\n")
    git(work, "config", "filter.shout.clean", "tr a-z A-Z")
    git(work, "config", "filter.shout.required", "true")
    git(work, "config", "core.autocrlf", "true")
    files = {**SITE, "crlf.html": b"a\r\nb\n$Id$\r\n", "x.bin": b"abc\r\n", ".gitattributes": b"* text\r\n"}
    push(work, files)
    assert all(read(bare, path) == content for path, content in files.items())


def test_hooks_of_the_author_do_not_run(work: Path, bare: Path) -> None:
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        hook = work / ".git" / "hooks" / name
        hook.write_text("#!/bin/sh\ntouch ran\nexit 1\n")
        hook.chmod(0o755)
    push(work)
    assert not list(work.rglob("ran"))


def test_a_site_in_a_subfolder_and_names_of_all_kinds(work: Path, bare: Path) -> None:
    site = work / "sites" / "mine"
    site.mkdir(parents=True)
    (site / "knowbrand.yaml").write_text("title: x\n")
    files = {**SITE, "Ω/été 1.txt": b"x", 'a".txt': b"y"}
    with pytest.raises(KnowbrandError):
        push(site, files)  # a quote is no name for Windows
    files.pop('a".txt')
    push(site, files)
    assert "Ω/été 1.txt" in git(
        bare, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "gh-pages"
    )


def test_a_shallow_clone_can_push(work: Path, bare: Path, tmp_path: Path) -> None:
    push(work)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{bare}", "shallow")
    before = state(tmp_path / "shallow")
    push(tmp_path / "shallow", {"index.html": b"two"})
    assert git(bare, "rev-list", "--count", "gh-pages") == "2"
    assert state(tmp_path / "shallow") == before


def test_a_repository_called_from_a_hook_is_still_its_own(
    work: Path, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    push(work)
    monkeypatch.delenv("GIT_DIR")
    assert listed(bare)
    assert not (tmp_path / "index").exists()


def test_a_dry_run_pushes_nothing(work: Path, bare: Path) -> None:
    assert push(work, dry_run=True) == Pushed(None, True, 5, 0, 0, 0, made=True)
    assert git(bare, "branch", "--list", "gh-pages") == ""


@pytest.mark.parametrize("branch", ["main", "-x", "a..b", "", "a//b", "x y"])
def test_a_branch_that_is_not_fit(work: Path, bare: Path, branch: str) -> None:
    with pytest.raises(KnowbrandError) as caught:
        push_branch(outputs(SITE), Target(work, "origin", branch))
    assert caught.value.problems[0].code == ("KB554" if branch == "main" else "KB559")
    assert git(bare, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_branch_with_the_sources_is_refused_from_another_branch(work: Path, bare: Path) -> None:
    tip = git(bare, "rev-parse", "main")
    git(work, "checkout", "--quiet", "-b", "draft")
    with pytest.raises(KnowbrandError) as caught:
        push_branch(outputs(SITE), Target(work, "origin", "main"))
    assert caught.value.problems[0].code == "KB554"
    assert git(bare, "rev-parse", "main") == tip


def test_faults_of_the_surroundings_are_told(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(work, remote="upstream") == ("KB553", KnowbrandError)
    assert told(work, remote=str(tmp_path / "nothing.git")) == ("KB557", Trouble)
    assert told(work, remote="--upload-pack=touch /tmp/x") == ("KB553", KnowbrandError)
    (tmp_path / "alone").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert told(tmp_path / "alone") == ("KB553", KnowbrandError)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git(work, "config", "user.useConfigOnly", "true")
    assert told(work) == ("KB558", KnowbrandError)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert told(work) == ("KB552", Trouble)


def told(site: Path, remote: str = "origin") -> tuple[str, type[KnowbrandError]]:
    with pytest.raises(KnowbrandError) as caught:
        push(site, remote=remote)
    return caught.value.problems[0].code, type(caught.value)


def test_a_list_of_a_later_version_is_left_alone(work: Path, bare: Path, tmp_path: Path) -> None:
    push(work)
    tip = somebody_commits(tmp_path, bare, {"_/owned": "knowbrand owned 9\n"})
    assert told(work)[0] == "KB507"
    assert git(bare, "rev-parse", "gh-pages") == tip


def set_hook(bare: Path, name: str, script: str) -> None:
    hook = bare / "hooks" / name
    hook.write_text(f"#!/bin/sh\n{script}\n")
    hook.chmod(0o755)


def test_a_remote_that_refuses(work: Path, bare: Path) -> None:
    first = push(work)
    before = state(work)
    set_hook(bare, "pre-receive", "echo 'no entry on Mondays' >&2; exit 1")
    with pytest.raises(Trouble) as caught:
        push(work, {"index.html": b"two"})
    assert caught.value.problems[0].code == "KB557"
    assert "no entry on Mondays" in caught.value.problems[0].message
    assert git(bare, "rev-parse", "gh-pages") == first.commit
    assert state(work) == before


MOVE = """
tip=$(git rev-parse --verify -q refs/heads/gh-pages)
tree=$(git rev-parse "refs/heads/gh-pages^{tree}")
export GIT_AUTHOR_NAME=S GIT_AUTHOR_EMAIL=s@example.org GIT_COMMITTER_NAME=S GIT_COMMITTER_EMAIL=s@example.org
new=$(git commit-tree "$tree" -p "$tip" -m theirs)
unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
new=$(git commit-tree "$tree" -p "$tip" -m theirs)
git update-ref refs/heads/gh-pages "$new"
"""


def test_a_remote_that_moves_once_is_followed(work: Path, bare: Path) -> None:
    push(work)
    set_hook(bare, "pre-receive", f"test -e moved && exit 0; touch moved; {MOVE}")
    pushed = push(work, {"index.html": b"two"})
    assert git(bare, "rev-parse", "gh-pages") == pushed.commit
    assert git(bare, "log", "--format=%s", "gh-pages").splitlines()[1] == "theirs"


def test_a_commit_that_comes_before_the_push_is_not_pushed_over(
    work: Path, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(work)
    run = Git.run
    theirs: list[str] = []

    def meanwhile(self: Git, *words: str, given: bytes | None = None) -> bytes:
        if words[0] == "commit-tree" and not theirs:
            theirs.append(somebody_commits(tmp_path, bare, {"CNAME": "noor.example"}))
        return run(self, *words, given=given)

    monkeypatch.setattr(Git, "run", meanwhile)
    pushed = push(work, {"index.html": b"two"})
    assert git(bare, "rev-parse", "gh-pages") == pushed.commit
    assert git(bare, "rev-parse", "gh-pages^") == theirs[0]
    assert read(bare, "CNAME") == b"noor.example"


def test_a_branch_that_somebody_makes_before_the_first_push_stays(
    work: Path, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Git.run
    made: list[str] = []

    def meanwhile(self: Git, *words: str, given: bytes | None = None) -> bytes:
        if words[0] == "push" and not made:
            made.append(git(work, "commit-tree", "-m", "theirs", git(work, "mktree")))
            git(work, "push", "--quiet", "origin", f"{made[0]}:refs/heads/gh-pages")
        return run(self, *words, given=given)

    monkeypatch.setattr(Git, "run", meanwhile)
    push(work)
    assert git(bare, "rev-parse", "gh-pages^") == made[0]


def test_a_remote_that_keeps_moving_is_trouble(work: Path, bare: Path) -> None:
    push(work)
    set_hook(bare, "pre-receive", MOVE)
    with pytest.raises(Trouble) as caught:
        push(work, {"index.html": b"two"})
    assert caught.value.problems[0].code == "KB556"
    assert git(bare, "log", "--format=%s", "gh-pages").splitlines()[:2] == ["theirs", "theirs"]
    assert read(bare, "index.html") == SITE["index.html"]


PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from knowbrand.model.output import Output
from knowbrand.publish import branch
from knowbrand.publish.git import Git
run, moment = Git.run, sys.argv[1]
def stop(self, *words, given=None):
    if words[0] == "push" and moment == "before":
        print("ready", flush=True); sys.stdin.read()
    answer = run(self, *words, given=given)
    if words[0] == moment or (words[0] == "push" and moment == "after"):
        print("ready", flush=True); sys.stdin.read()
    return answer
Git.run = stop
branch.push_branch([Output("index.html", b"two")], branch.Target(Path(sys.argv[2]), "origin", "gh-pages"))
"""


@pytest.mark.parametrize("moment", ["hash-object", "write-tree", "commit-tree", "before", "after"])
def test_a_push_that_is_killed_loses_nothing(work: Path, bare: Path, moment: str) -> None:
    first = push(work)
    before = state(work)
    arguments: Sequence[str] = [sys.executable, "-c", PROGRAM.format(root=str(ROOT)), moment, str(work)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(signal.SIGKILL)
        running.wait(60)
    assert state(work) == before
    tip = git(bare, "rev-parse", "gh-pages")
    assert (tip == first.commit) == (moment != "after")
    pushed = push(work, {"index.html": b"two"})
    assert pushed.changed == (moment != "after")
    assert git(bare, "rev-list", "--count", "gh-pages") == "2"
    git(bare, "fsck", "--strict")
    git(work, "fsck")
