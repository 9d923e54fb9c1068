"""What git remembers of a lock: lines that it had and lost, by a merge, by hand, or with the whole file.

A lock that isn't there can't tell what it held, and a site that was never published has none. So the repository is asked, as
far as there is one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from knowbrand.problems import Place, Problem, Trouble, error
from knowbrand.publish.git import Git, GitError

ANEW = "# begun anew"
"""How the line begins by which an author says that what the lock held before is given up."""
_LATEST = 20
"""Commits to a lock that are looked at. It changes with every publication of something new."""
_NAMED = 3


class _Change(NamedTuple):
    """What a commit did to a lock, and the commits before it."""

    parents: tuple[str, ...]
    added: frozenset[str]
    removed: frozenset[str]


class _Loss(NamedTuple):
    """Lines that a lock had, and a commit that has them."""

    lines: frozenset[str]
    commit: str


def check_record(root: Path, name: str) -> list[Problem]:
    """An error where the lock ``name`` of the site in ``root`` has lost lines that git knows of: since the last commit, or
    in one of the latest commits that changed it. None where git isn't there, or the site is in no repository."""
    git = Git(root)
    with contextlib.suppress(Trouble, GitError):
        if git.ask("rev-parse", "--is-inside-work-tree") == "true":
            loss = _find_loss(git, name, _read_lines(root / name))
            return [_tell(name, loss)] if loss else []
    return []


def _read_lines(file: Path) -> frozenset[str]:
    try:
        return _split(file.read_bytes())
    except OSError:
        return frozenset()


def _split(content: bytes) -> frozenset[str]:
    return frozenset(line.strip() for line in content.decode("utf-8-sig", "replace").splitlines()) - {""}


def _facts(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(line for line in lines if not line.startswith(("#", "<", "=", ">", "|")))


def _find_loss(git: Git, name: str, now: frozenset[str]) -> _Loss | None:
    committed = _show(git, "HEAD", name)
    if _begins_anew(now - committed):
        return None
    lost = _facts(committed - now)
    return _Loss(lost, "HEAD") if lost else _find_committed(git, name, now)


def _find_committed(git: Git, name: str, now: frozenset[str]) -> _Loss | None:
    for change in _list_changes(git, name):
        if _begins_anew(change.added):
            return None
        lost = _facts(change.removed - now)
        source = next((parent for parent in change.parents if lost & _show(git, parent, name)), None)
        if source:
            return _Loss(lost, source[:12])
    return None


def _show(git: Git, commit: str, name: str) -> frozenset[str]:
    """The lines of the lock in ``commit``; none where it isn't there."""
    try:
        return _split(git.run("cat-file", "blob", f"{commit}:./{name}"))
    except GitError:
        return frozenset()


def _begins_anew(lines: Iterable[str]) -> bool:
    return any(line.startswith(ANEW) for line in lines)


def _list_changes(git: Git, name: str) -> Iterator[_Change]:
    """The latest commits that changed the lock; a merge once for each of its parents, as it may drop the lines of one."""
    form = ("--format=%x00%P", "-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames")
    told = git.run("log", "-m", "--full-history", "-n", str(_LATEST), *form, "--", name)
    for commit in told.decode("utf-8", "replace").split("\0")[1:]:
        head, *lines = commit.split("\n")
        changed = [line for line in lines if not line.startswith(("---", "+++"))]
        added, removed = (
            frozenset(line[1:].strip() for line in changed if line.startswith(sign)) for sign in "+-"
        )
        yield _Change(tuple(head.split()), added, removed)


def _tell(name: str, loss: _Loss) -> Problem:
    addresses = sorted(line.split()[1] for line in loss.lines if line.startswith(("page ", "file ", "feed ")))
    named = ", ".join(addresses[:_NAMED]) + (", …" if len(addresses) > _NAMED else "")
    count = "1 line" if len(loss.lines) == 1 else f"{len(loss.lines)} lines"
    message = f"{name} has lost {count} that it had{f' ({named})' if named else ''}, so nothing holds these addresses"
    hint = f"bring them back, in the site's folder: git show {loss.commit}:./{name} >> {name}"
    if loss.commit == "HEAD":
        hint = f"bring them back, in the site's folder: git checkout HEAD -- {name}"
    return error("KB347", message, Place(name), f"{hint}; if the site begins anew, add the line: {ANEW}")
