"""Outputs onto a branch of a git repository, for hosts that publish what stands there.

The branch's history is kept and nothing is ever forced; files that knowbrand didn't write stay. In the author's own
repository only loose objects are added: its files, index, branches, HEAD and stash are not touched.
"""

from __future__ import annotations

import re
import stat
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Problem, Trouble, error
from knowbrand.publish.git import Git, GitError, find_top, trouble
from knowbrand.publish.owned import NotOurListError, digest, parse_list, write_list
from knowbrand.publish.paths import LIST_PATH, Taken, check_paths, shown

PLAIN = ".nojekyll"
"""An empty file that keeps GitHub Pages from leaving out folders such as ``_/``."""
_SOURCES = "knowbrand.yaml"
_ADDRESS = re.compile(r"(?!-).*[:/\\]")
"""An address rather than a remote's name; and no option, whoever wrote the settings."""
_NO_IDENTITY = (
    "tell me who you are",
    "unable to auto-detect email",
    "empty ident name",
    "no email was given",
)
_MOVED = (
    "(fetch first)",
    "(non-fast-forward)",
    "cannot lock ref",
    "reference already exists",
    "(stale info)",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push: the repository that holds ``site``, one of its remotes (or an address), and a branch there."""

    site: Path
    remote: str
    branch: str

    @property
    def ref(self) -> str:
        """The branch's full name."""
        return f"refs/heads/{self.branch}"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of it. ``commit`` is what stands on the branch now (None: it doesn't exist yet, in a dry run);
    ``changed`` says whether it is new, ``made`` whether the branch is. The numbers are files. ``uncommitted`` are those
    of the sources' changes that no commit holds yet: they are published all the same."""

    commit: str | None
    changed: bool
    written: int
    removed: int
    unchanged: int
    kept: int
    made: bool = False
    uncommitted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    mode: str
    name: str
    """The object's."""


class _Moved(Exception):
    """Somebody else changed the branch since we looked."""


def push_branch(outputs: Sequence[Output], target: Target, *, dry_run: bool = False) -> Pushed:
    """Commit ``outputs`` on top of the remote's branch and push it; with ``dry_run`` only say what would change.

    The commit's message names the commit that the sources stand at. Raises KnowbrandError where the branch or the
    repository isn't fit, Trouble where git is missing, the remote can't be reached, refuses, or moved twice meanwhile.
    """
    git = Git(find_top(target.site))
    _check_target(git, target)
    files = [file for file in outputs if file.path != PLAIN]
    faults = check_paths(file.path for file in files)
    if faults:
        raise KnowbrandError(*faults)
    try:
        ours = _store(git, [*files, Output(PLAIN, b"")])
        for _ in range(2):
            try:
                return _push_once(git, target, ours, dry_run=dry_run)
            except _Moved as moved:
                said = str(moved)
    except GitError as refusal:
        raise _explain(refusal) from None
    message = (
        f"'{target.branch}' on {shown(target.remote)} is moving: somebody else pushed meanwhile ({said})"
    )
    raise Trouble(error("KB556", message, hint="nothing was lost and nothing published; try again"))


def _check_target(git: Git, target: Target) -> None:
    if target.branch.startswith("-") or git.ask("check-ref-format", "--normalize", target.ref) != target.ref:
        hint = "letters, digits, - and / make a name: gh-pages"
        raise KnowbrandError(error("KB559", f"'{shown(target.branch)}' can't be a branch's name", hint=hint))
    if git.ask("symbolic-ref", "--quiet", "HEAD") == target.ref:
        raise KnowbrandError(_sources_branch(target))
    remotes = (git.ask("remote") or "").split("\n")
    if target.remote in remotes or _ADDRESS.match(target.remote):
        return
    known = (
        f"it has: {', '.join(sorted(remotes))}"
        if any(remotes)
        else f"add it: git remote add {target.remote} ADDRESS"
    )
    raise KnowbrandError(
        error("KB553", f"the repository has no remote '{shown(target.remote)}'", hint=shown(known))
    )


def _push_once(git: Git, target: Target, ours: Mapping[str, _File], *, dry_run: bool) -> Pushed:
    tip = _fetch_tip(git, target)
    there = _list_files(git, tip) if tip else {}
    prefix = git_prefix(target.site)
    if f"{prefix}{_SOURCES}" in there:
        raise KnowbrandError(_sources_branch(target))
    owned = _read_owned(git, there)
    foreign = {path: file for path, file in there.items() if path != LIST_PATH and digest(path) not in owned}
    mine = {path: file for path, file in ours.items() if path != PLAIN or PLAIN not in foreign}
    _refuse_collisions(mine, foreign, target)
    listing = _store(git, [Output(LIST_PATH, write_list(mine))])
    wanted = {**foreign, **mine, **listing}
    outcome = _count(there, foreign, mine)
    if wanted == there:
        return Pushed(tip, False, *outcome)
    uncommitted = _list_uncommitted(target.site)
    if dry_run:
        return Pushed(tip, True, *outcome, tip is None, uncommitted)
    commit = _commit(git, _write_tree(git, wanted), tip, target)
    _push(git, commit, target)
    return Pushed(commit, True, *outcome, tip is None, uncommitted)


def git_prefix(site: Path) -> str:
    """The site's folder below the top of its repository, with a slash at its end; empty at the top."""
    return Git(site).ask("rev-parse", "--show-prefix") or ""


def _fetch_tip(git: Git, target: Target) -> str | None:
    """The commit that the remote's branch stands at, with all that it holds; None where there is no such branch."""
    try:
        found = git.run("ls-remote", "--", target.remote, target.ref).decode("ascii", "replace")
        tip = next(
            (line.split("\t")[0] for line in found.splitlines() if line.endswith(f"\t{target.ref}")), None
        )
        if tip is not None and not _has(git, tip):
            options = (
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-recurse-submodules",
                "--refmap=",
            )
            git.run("fetch", *options, "--", target.remote, target.ref)
    except GitError as refusal:
        hint = "check the connection and your access, and try again; nothing was published"
        message = f"{shown(target.remote)} can't be reached: {refusal.said}"
        raise Trouble(error("KB557", message, hint=hint)) from None
    if tip is not None and not _has(git, tip):
        raise _Moved("it was replaced while it was read")
    return tip


def _has(git: Git, commit: str) -> bool:
    return git.ask("cat-file", "-t", commit) == "commit"


def _list_files(git: Git, commit: str) -> dict[str, _File]:
    files: dict[str, _File] = {}
    for line in git.run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        if line:
            about, _, path = line.partition(b"\t")
            mode, _, name = about.decode("ascii").split(" ")
            files[path.decode("utf-8", "surrogateescape")] = _File(mode, name)
    return files


def _read_owned(git: Git, there: Mapping[str, _File]) -> frozenset[str]:
    listing = there.get(LIST_PATH)
    if listing is None:
        return frozenset()
    try:
        return parse_list(git.run("cat-file", "blob", listing.name))
    except (NotOurListError, GitError):
        message = f"this version can't read the list of its own files on the branch, '{LIST_PATH}'"
        raise KnowbrandError(
            error("KB507", message, hint="push with the version that wrote it, or to another branch")
        ) from None


def _store(git: Git, files: Sequence[Output]) -> dict[str, _File]:
    """Each file's content in git's store, byte for byte: no line ends are changed and no filter runs."""
    with tempfile.TemporaryDirectory(prefix="knowbrand-") as folder:
        places = [Path(folder) / str(number) for number in range(len(files))]
        for place, file in zip(places, files, strict=True):
            place.write_bytes(file.content)
        names = "".join(f"{place}\n" for place in places).encode("utf-8", "surrogateescape")
        stored = (
            git.run("hash-object", "-w", "--no-filters", "--stdin-paths", given=names).decode("ascii").split()
        )
    return {file.path: _File("100644", name) for file, name in zip(files, stored, strict=True)}


def _write_tree(git: Git, files: Mapping[str, _File]) -> str:
    """A tree of exactly ``files``, made in an index of its own."""
    entries = "".join(f"{file.mode} {file.name}\t{path}\0" for path, file in sorted(files.items()))
    with tempfile.TemporaryDirectory(prefix="knowbrand-") as folder:
        apart = Git(git.folder, {"GIT_INDEX_FILE": str(Path(folder) / "index")})
        apart.run("update-index", "-z", "--index-info", given=entries.encode("utf-8", "surrogateescape"))
        return apart.run("write-tree", "--missing-ok").decode("ascii").strip()


def _commit(git: Git, tree: str, tip: str | None, target: Target) -> str:
    parents = ("-p", tip) if tip else ()
    return (
        git.run("commit-tree", tree, *parents, given=_message(git, target.site).encode())
        .decode("ascii")
        .strip()
    )


def _message(git: Git, site: Path) -> str:
    source = git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if source is None:
        return "Publish the site\n\nSource: not committed yet\n"
    note = " and changes that aren't committed" if _list_uncommitted(site) else ""
    return f"Publish the site from {source[:12]}\n\nSource: {source}{note}\n"


def _list_uncommitted(site: Path) -> tuple[str, ...]:
    """The files and new folders of the site that differ from its last commit, by their path below the site."""
    options = ("--porcelain=v1", "-z", "--no-renames", "--untracked-files=normal", "--ignore-submodules")
    told = Git(site).run("status", *options, "--", ".").decode("utf-8", "replace")
    prefix = git_prefix(site)
    return tuple(sorted(entry[3:].removeprefix(prefix) for entry in told.split("\0") if entry))


def _push(git: Git, commit: str, target: Target) -> None:
    """Raises _Moved where somebody was faster, Trouble where the remote refuses or can't be reached."""
    options = ("--porcelain", "--no-follow-tags")
    try:
        git.run("push", *options, "--", target.remote, f"{commit}:{target.ref}")
    except GitError as refusal:
        told = refusal.out.decode("utf-8", "replace")
        refused = next(
            (line.split("\t")[-1].strip() for line in told.splitlines() if line.startswith("!")), ""
        )
        if any(sign in f"{refused} {refusal.said}" for sign in _MOVED):
            raise _Moved(refused or "it moved") from None
        hint = "read what it says, mend it there, and try again; the branch stands as it was"
        message = f"{shown(target.remote)} refused: {shown(f'{refused}; ' if refused else '')}{refusal.said}"
        raise Trouble(error("KB557", message, hint=hint)) from None


def _refuse_collisions(mine: Mapping[str, _File], foreign: Mapping[str, _File], target: Target) -> None:
    taken = Taken()
    for path in mine:
        taken.add(path)
    holders = {
        path: taken.holder(path, is_folder=stat.S_ISDIR(int(file.mode, 8))) for path, file in foreign.items()
    }
    problems = [
        error(
            "KB555",
            f"'{shown(holder)}' can't be published on '{target.branch}': somebody else's '{shown(path)}' stands there",
            hint="move that file away on the branch, or name another branch with --branch",
        )
        for path, holder in sorted(holders.items())
        if holder
    ]
    if problems:
        raise KnowbrandError(*problems)


def _count(
    there: Mapping[str, _File], foreign: Mapping[str, _File], mine: Mapping[str, _File]
) -> tuple[int, int, int, int]:
    """Written, removed, unchanged, and kept of others."""
    unchanged = sum(there.get(path) == file for path, file in mine.items())
    removed = sum(path not in foreign and path not in mine and path != LIST_PATH for path in there)
    return len(mine) - unchanged, removed, unchanged, len(foreign)


def _sources_branch(target: Target) -> Problem:
    message = f"'{shown(target.branch)}' holds the site's sources; the built site goes to a branch of its own"
    return error("KB554", message, hint="--branch gh-pages, or deploy: {branch: gh-pages} in knowbrand.yaml")


def _explain(refusal: GitError) -> KnowbrandError:
    if any(sign in refusal.said.lower() for sign in _NO_IDENTITY):
        hint = "git config --global user.name 'Your Name', and user.email likewise"
        return KnowbrandError(
            error("KB558", "git doesn't know who you are, and a commit needs it", hint=hint)
        )
    return trouble(refusal, "git failed")
