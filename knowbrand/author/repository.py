"""What git knows of a folder, without asking anybody or changing anything."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

DEFAULT_BRANCH = "main"
_SCP = re.compile(r"(?:[\w.-]+@)?([\w.-]+\.[\w-]+):(?!/)([\w./~-]+)")
_WEB = re.compile(r"(?:https|ssh|git)://(?:[^@/\s]+@)?([\w.-]+)(?::\d+)?/([\w./~-]+)")


def find_top(folder: Path) -> Path | None:
    """The top of the repository whose work tree holds ``folder``; None where there is none, or no git."""
    top = ask_git(folder, "rev-parse", "--show-toplevel")
    return Path(top) if top else None


def find_default_branch(folder: Path) -> str:
    """The branch that the remote shows first, else the one that is checked out, else ``main``."""
    remote = ask_git(folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    if remote:
        return remote.removeprefix("origin/")
    return ask_git(folder, "symbolic-ref", "--short", "HEAD") or DEFAULT_BRANCH


def find_public_commit(folder: Path) -> tuple[str, str] | str:
    """The address and the commit at which anybody can get what ``folder`` holds; else, in words, why nobody can."""
    commit = ask_git(folder, "rev-parse", "--verify", "HEAD")
    if commit is None:
        return "it is in no git repository"
    address = public_address(ask_git(folder, "remote", "get-url", "origin") or "")
    if address is None:
        return "its repository has no public address"
    if ask_git(folder, "status", "--porcelain", "--", "."):
        return "it has changes that aren't committed"
    if not ask_git(folder, "branch", "--remotes", "--contains", commit):
        return "its commit isn't pushed"
    return address, commit


def public_address(remote: str) -> str | None:
    """A remote's address as anybody can fetch it, without a name or a password; None where it is a folder."""
    found = _WEB.fullmatch(remote) or _SCP.fullmatch(remote)
    return f"https://{found[1]}/{found[2]}" if found else None


def ask_git(folder: Path, *arguments: str) -> str | None:
    """What git prints; None where it says no, says nothing, or isn't there."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and a commit's name
            ["git", "--no-optional-locks", *arguments],  # noqa: S607 - the user's own git
            cwd=folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace").strip() or None if done.returncode == 0 else None
