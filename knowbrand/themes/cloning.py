"""Somebody's theme from a git repository: fetched without a work tree, so that no filter, hook or submodule runs."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from knowbrand.problems import KnowbrandError, Trouble, error
from knowbrand.themes.unpacking import MAX_FILE, MAX_TOTAL, Member, choose_members

_ADDRESS = re.compile(
    r"(?:https|ssh|file)://[^\s\x00-\x1f]{1,2000}|[\w.-]{1,100}@[\w.-]{1,200}:[^\s\x00-\x1f:-][^\s\x00-\x1f]{0,1000}",
    re.ASCII,
)
_REF = re.compile(r"[A-Za-z0-9_][\w./+-]{0,200}", re.ASCII)
_SETTINGS = (
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    "protocol.file.allow=always",
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.symlinks=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "transfer.bundleURI=false",
    "gc.auto=0",
    "maintenance.auto=false",
)
_INHERITED = re.compile(
    r"GIT_(?!SSH|ASKPASS|TERMINAL_PROMPT|SSL|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM).*"
)
_LINK, _MODULE = "120000", "160000"
_PATIENCE = 300
_GLANCE = 0.1
"""Seconds between two looks at what git fetched."""
MAX_FETCHED = 3 * MAX_TOTAL
"""Bytes of a repository: a theme, and what its author keeps beside it."""


def is_repository(source: str) -> bool:
    """Whether ``source`` is written as the address of a git repository, of whatever kind."""
    return "::" in source or "://" in source or bool(re.match(r"[\w.-]+@[\w.-]+:", source))


def read_repository(address: str, ref: str = "HEAD") -> tuple[dict[str, bytes], str]:
    """The files of the theme at ``ref`` (a branch, a tag) of the repository, and the commit that they are of.

    Raises KnowbrandError where the address isn't one that is asked, or the theme isn't safe to install; Trouble where
    git fails.
    """
    if not _ADDRESS.fullmatch(address) or not _REF.fullmatch(ref):
        message = f"{address[:200]!r} at {ref[:100]!r} isn't the address of a repository that is asked"
        hint = "https://…, ssh://…, git@host:… or file://…; with --ref, a branch or a tag"
        raise KnowbrandError(error("KB443", message, None, hint))
    with tempfile.TemporaryDirectory(prefix="knowbrand-theme-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        _run(place, "init", "--quiet", "--bare", "--template=")
        _run(
            place, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--", address, ref
        )
        commit = _run(place, "rev-parse", "--verify", "FETCH_HEAD^{commit}").decode().strip()
        blobs = dict(_list_blobs(_run(place, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)))
        chosen = choose_members(blobs, address)
        names = {member.path: name for member, name in blobs.items()}
        return {
            path: _run(place, "cat-file", "blob", names[inside]) for path, inside in chosen.items()
        }, commit


def _list_blobs(listing: bytes) -> Iterator[tuple[Member, str]]:
    for line in listing.split(b"\0"):
        if line:
            facts, _, path = line.decode("utf-8", "backslashreplace").partition("\t")
            mode, _, name, size = facts.split()
            kind = {_LINK: "a link", _MODULE: "another repository"}.get(mode, "")
            yield Member(path, int(size) if size.isdigit() else 0, kind), name


def _run(folder: Path, *arguments: str) -> bytes:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if not _INHERITED.fullmatch(name)}
    environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "https:ssh:file"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        try:
            git = subprocess.Popen(  # noqa: S603 - fixed words, and values checked above or after "--"
                ["git", *settings, *arguments],  # noqa: S607 - the user's own git
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=told,
            )
        except FileNotFoundError:
            hint = "install it (https://git-scm.com), or download the theme and add its folder"
            raise Trouble(error("KB443", "the program 'git' is not on this computer", None, hint)) from None
        with git:
            try:
                _watch(git, folder, (out, told))
            finally:
                git.kill()
        out.seek(0)
        told.seek(0)
        if git.returncode:
            said = "; ".join(
                line.strip() for line in told.read(6000).decode("utf-8", "replace").splitlines()[:6]
            )
            said = re.sub(r"://[^/@\s]{1,500}@", "://…@", said)
            raise Trouble(
                error("KB443", f"git can't fetch the theme: {said[:600]}", None, "check the address")
            )
        return out.read()


def _watch(git: subprocess.Popen[bytes], folder: Path, outputs: Sequence[IO[bytes]]) -> None:
    """Wait until ``git`` is done. A repository can be without an end, in its size or in the files that a few objects stand
    for, so no more is taken than a theme may need."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            git.wait(_GLANCE)
        told = max(os.fstat(output.fileno()).st_size for output in outputs)
        if told > MAX_FILE or _weigh(folder) > MAX_FETCHED:
            message = f"the repository is larger than {MAX_FETCHED // 1_000_000} MB, or holds too many files"
            hint = "download the theme's own folder, and add that"
            raise KnowbrandError(error("KB442", f"this theme can't be installed: {message}", None, hint))
        if git.returncode is not None:
            return
        if time.monotonic() > deadline:
            raise Trouble(error("KB443", "the repository doesn't answer", None, "try again later"))


def _weigh(folder: Path) -> int:
    """The bytes of all files in ``folder``, which a program may be changing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return total
