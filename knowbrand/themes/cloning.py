"""Somebody's theme from a git repository: fetched without a work tree, so that no filter, hook or submodule runs."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from knowbrand.problems import KnowbrandError, Trouble, error
from knowbrand.themes.unpacking import Member, choose_members

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
    with tempfile.TemporaryDirectory(prefix="knowbrand-theme-") as folder:
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
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and values checked above or after "--"
            ["git", *settings, *arguments],  # noqa: S607 - the user's own git
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        hint = "install it (https://git-scm.com), or download the theme and add its folder"
        raise Trouble(error("KB443", "the program 'git' is not on this computer", None, hint)) from None
    except subprocess.TimeoutExpired:
        raise Trouble(error("KB443", "the repository doesn't answer", None, "try again later")) from None
    if done.returncode:
        said = "; ".join(line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines()[:6])
        said = re.sub(r"://[^/@\s]{1,500}@", "://…@", said)
        raise Trouble(error("KB443", f"git can't fetch the theme: {said[:600]}", None, "check the address"))
    return done.stdout
