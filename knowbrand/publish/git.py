"""git, as a program: asked for plumbing only, so that nobody's files, index, branch or stash are touched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowbrand.problems import KnowbrandError, Trouble, error
from knowbrand.publish.paths import shown

_SETTINGS = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.splitIndex=false",
    "core.protectNTFS=false",  # a foreign file may have a name that only other systems take
    "core.protectHFS=false",
    "protocol.ext.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
    "push.recurseSubmodules=no",
    "i18n.commitEncoding=UTF-8",
)
_INHERITED = frozenset(
    f"GIT_{name}"
    for name in (
        "DIR",
        "WORK_TREE",
        "INDEX_FILE",
        "COMMON_DIR",
        "PREFIX",
        "NAMESPACE",
        "OBJECT_DIRECTORY",
        "ALTERNATE_OBJECT_DIRECTORIES",
        "QUARANTINE_PATH",
    )
)
"""What git tells its hooks of another repository, or of a commit under way."""
_CREDENTIALS = re.compile(r"://[^/@\s]{1,500}@")


class GitError(Exception):
    """git said no. ``said`` is what it said, ``out`` what it printed."""

    def __init__(self, said: str, out: bytes = b"") -> None:
        super().__init__(said)
        self.said = said
        self.out = out


@dataclass(frozen=True, slots=True)
class Git:
    """git in the repository that holds ``folder``."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, given: bytes | None = None) -> bytes:
        """What git prints. Raises GitError when it fails, Trouble when there is no git."""
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        try:
            done = subprocess.run(  # noqa: S603 - fixed words, and values after "--" or in a fixed form
                ["git", "--no-optional-locks", *settings, *arguments],  # noqa: S607 - the user's own git
                cwd=self.folder,
                env={**clean_environment(), **self.environment},
                input=given or b"",
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            hint = "install it (https://git-scm.com), and try again"
            raise Trouble(error("KB552", "the program 'git' is not on this computer", hint=hint)) from None
        if done.returncode:
            raise GitError(_readable(done.stderr), done.stdout)
        return done.stdout

    def ask(self, *arguments: str) -> str | None:
        """The one line that git prints; None where it says no."""
        try:
            return self.run(*arguments).decode("utf-8", "surrogateescape").rstrip("\r\n") or None
        except GitError:
            return None


def clean_environment() -> dict[str, str]:
    """The process's environment for a git of its own: in English, and asking nothing where nobody can answer."""
    environment = {name: value for name, value in os.environ.items() if name not in _INHERITED}
    environment["LC_ALL"] = "C"
    if not sys.stdin.isatty():
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment.setdefault("GCM_INTERACTIVE", "never")
    return environment


def find_top(site: Path) -> Path:
    """The top folder of the repository that holds ``site``.

    Raises KnowbrandError where there is none, Trouble where git refuses to look."""
    try:
        return Path(os.fsdecode(Git(site).run("rev-parse", "--show-toplevel")).rstrip("\r\n"))
    except GitError as refusal:
        if "not a git repository" in refusal.said or "must be run in a work tree" in refusal.said:
            message = f"{shown(str(site))} is in no git repository, so there is nothing to push from"
            raise KnowbrandError(error("KB553", message, hint="make one: git init")) from None
        raise trouble(refusal, "git can't read the repository") from None


def trouble(refusal: GitError, what: str) -> Trouble:
    """git's refusal as trouble outside, in one message."""
    hint = "see what git says, and try again; nothing was published"
    return Trouble(error("KB552", f"{what}: {refusal.said}", hint=hint))


def _readable(said: bytes) -> str:
    """The lines that say why, without anybody's password."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith("hint:")][:12]
    return _CREDENTIALS.sub("://…@", "; ".join(told)) or "it gave no reason"
