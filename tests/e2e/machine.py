"""What a test of a workflow needs: a wheel, a Python without packages, a repository made from a template, and what
somebody does to it in the browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from tests.e2e.workflow import Host, clean_environment

REPOSITORY = Path(__file__).resolve().parents[2]


def build_wheel(folder: Path) -> Path:
    """A wheel of this checkout, in ``folder``."""
    hidden = {"PYTHONPATH", "VIRTUAL_ENV"}
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(folder), str(REPOSITORY)],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in hidden},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = folder.glob("knowbrand-*.whl")
    return built


def make_programs(folder: Path) -> Path:
    """The programs of a Python without packages, in ``folder``: what setup-python gives."""
    venv.create(folder / "venv", with_pip=True)
    return folder / "venv" / "bin"


def make_host(scratch: Path, template: Path, programs: Path, wheel: Path) -> Host:
    """A repository that somebody just made from ``template``; everything of it is in ``scratch``."""
    home = scratch / "home"
    home.mkdir()
    bare = scratch / "repo.git"
    made = Host(bare, scratch, clean_environment(programs, home, wheel.parent))
    subprocess.run(
        ["git", "init", "--quiet", "--bare", "--initial-branch=main", bare], check=True, timeout=60
    )
    made.git("config", "uploadpack.allowAnySHA1InWant", "true")
    commit(made, lambda folder: shutil.copytree(template, folder, dirs_exist_ok=True), "Initial commit")
    return made


def commit(
    host: Host, edit: Callable[[Path], object], message: str = "Update profile.yaml", branch: str = "main"
) -> None:
    """What somebody does in the browser: a commit, right on the branch."""
    folder = host.scratch / "browser"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(
        ["git", "clone", "--quiet", str(host.bare), str(folder)], check=True, timeout=60, capture_output=True
    )
    who = ["-c", "user.name=Noor", "-c", "user.email=noor@example.org"]
    if branch != "main":
        git(folder, "checkout", "--quiet", "-b", branch)
    edit(folder)
    git(folder, "add", "--all")
    git(folder, *who, "commit", "--quiet", "--message", message)
    git(folder, "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")


def git(folder: Path, *arguments: str) -> None:
    """Run git in ``folder``; fails where git does."""
    subprocess.run(["git", *arguments], cwd=folder, check=True, timeout=60, capture_output=True)


def fill_in(folder: Path) -> None:
    """Write something in the place of every placeholder."""
    for path in [*folder.rglob("*.md"), *folder.glob("*.yaml")]:
        path.write_text(re.sub("[⟨⟩]", "", path.read_text("utf-8")), "utf-8")
