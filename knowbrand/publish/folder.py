"""Outputs into a folder: built beside the old one, then swapped whole."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Problem, Trouble, error
from knowbrand.publish.destination import check_destination, real_folder
from knowbrand.publish.lock import PATIENCE, locked
from knowbrand.publish.owned import digest, read_list, write_list
from knowbrand.publish.paths import LIST_PATH, Taken, check_paths, parents, shown
from knowbrand.publish.standing import StandingOutput, stamp
from knowbrand.publish.swap import Exchange, beside, discard, leftovers, settle, swap, sync, system_exchange
from knowbrand.publish.tree import Tree, carry, scan

__all__ = ["Published", "check_destination", "publish", "recover"]


@dataclass(frozen=True, slots=True)
class Published:
    """How many files a build wrote, removed, and left as they were. ``leaves`` is what stands in the folder now."""

    written: int
    removed: int
    unchanged: int
    leaves: Mapping[str, os.stat_result] = field(default_factory=dict, compare=False, repr=False)


def publish(
    outputs: Iterable[Output],
    out: Path,
    *,
    site: Path,
    waiting: Callable[[], None] | None = None,
    patience: float = PATIENCE,
    exchange: Exchange | None = system_exchange,
) -> Published:
    """Swap the folder ``out`` for one that holds exactly ``outputs`` plus the foreign files that were there.

    ``site`` is the site's folder, whose cache holds the lock; ``waiting`` is called once when another build has
    it, and ``patience`` is for how many seconds to wait for it. ``exchange`` changes two folders' places in one
    step; None stands for a system that can't.

    Raises KnowbrandError with every bad path, collision or fault of the destination, Trouble when the disk
    or another build stands in the way, OutputChangedError where a StandingOutput isn't there any more. Then, as after a kill at any instant, ``out`` is the old folder, whole.
    """
    files = sorted(outputs, key=lambda output: output.path)
    _refuse([*check_destination(out, site=site), *check_paths(file.path for file in files)])
    real = real_folder(out)
    with _system_faults(real):
        real.parent.mkdir(parents=True, exist_ok=True)
        with locked(real, site=site, waiting=waiting, patience=patience):
            settle(real)
            _refuse(check_destination(out, site=site))  # another build may have been there while we waited
            return _replace(real, files, exchange)


def recover(out: Path, *, site: Path) -> None:
    """Finish or roll back what a killed build left beside ``out``. Looks once and does nothing when there is
    nothing. Raises Trouble."""
    real = real_folder(out)
    with _system_faults(real):
        if leftovers(real):
            with locked(real, site=site):
                settle(real)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The new folder: what to write, and what to carry over from the old one, by path."""

    write: Sequence[Output]
    carried: Mapping[str, os.stat_result]
    owned: bytes


def _replace(out: Path, files: Sequence[Output], exchange: Exchange | None) -> Published:
    old = scan(out)
    owned = read_list(out) or frozenset()
    ours = {path for path in old.leaves if path == LIST_PATH or digest(path) in owned}
    foreign = {path: status for path, status in old.leaves.items() if path not in ours}
    _refuse(_collisions(files, foreign))

    kept = {file.path: old.leaves[file.path] for file in files if _holds(out, old, file)}
    write = [file for file in files if file.path not in kept]
    removed = len(ours - {file.path for file in files} - {LIST_PATH})
    listing = Output(LIST_PATH, write_list(file.path for file in files))
    complete = not removed and _holds(out, old, listing)
    if complete and len(write) == 1 and (status := _exchange_file(out, old, write[0])):
        return Published(1, 0, len(kept), {**old.leaves, write[0].path: status})
    if write or not complete:
        _swap_in(out, old, _Plan(write, {**foreign, **kept}, listing.content), exchange)
        old = scan(out)
    return Published(len(write), removed, len(kept), old.leaves)


def _exchange_file(out: Path, old: Tree, file: Output) -> os.stat_result | None:
    """Put ``file`` in the place of the one of its name: where nothing else changes, one file's exchange is as whole as
    the folder's, and spares a link for every other. None where there is none, or the system refuses. Raises OSError."""
    status = old.leaves.get(file.path)
    if status is None or not stat.S_ISREG(status.st_mode):
        return None
    staged, place = beside(out), out / file.path
    try:
        staged.mkdir()
        shutil.copystat(out, staged)  # access lists too: the file inherits them
        staged.chmod(staged.stat().st_mode | stat.S_IRWXU)
        _write(staged / place.name, file.content)
        sync(staged / place.name)
        try:
            (staged / place.name).replace(place)
        except PermissionError:  # a folder that can only be read, a file that a program has open
            return None
        sync(place.parent)
        return place.lstat()
    finally:
        with contextlib.suppress(OSError):
            settle(out)


def _swap_in(out: Path, old: Tree, plan: _Plan, exchange: Exchange | None) -> None:
    staged = beside(out)
    try:
        _stage(staged, out, old, plan)
        replaced = swap(staged, out, exchange)
        if replaced:
            with contextlib.suppress(OSError):  # the new site stands; the next build removes the old one
                discard(replaced, out, old.leaves)
    except BaseException:
        with contextlib.suppress(OSError):
            settle(out)
        raise


def _stage(staged: Path, out: Path, old: Tree, plan: _Plan) -> None:
    """Make the new folder. Its list comes last: a folder without one was never finished."""
    staged.mkdir()
    if out.is_dir():
        shutil.copystat(out, staged)  # access lists too: the folders made in it inherit them
        staged.chmod(staged.stat().st_mode | stat.S_IRWXU)
    made = {""}
    for path in [*plan.carried, *(file.path for file in plan.write), LIST_PATH]:
        for folder in reversed(parents(path)):
            if folder not in made:
                (staged / folder).mkdir(exist_ok=True)  # exists where letter case doesn't count
                made.add(folder)
    for path, status in plan.carried.items():
        carry(f"{out}/{path}", f"{staged}/{path}", status.st_mode)
    for file in plan.write:
        _write(staged / file.path, file.content)
    _write(staged / LIST_PATH, plan.owned)
    _keep_modes(staged, made, old)
    sync(staged / LIST_PATH)
    sync(staged)


def _keep_modes(staged: Path, made: set[str], old: Tree) -> None:
    """Folders that stay keep the permissions that somebody gave them."""
    for folder in made & old.folders.keys():
        mode = old.folders[folder].st_mode
        if (staged / folder).stat().st_mode != mode:
            (staged / folder).chmod(stat.S_IMODE(mode))


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as fault:
        fault.filename = str(path)  # a full disk doesn't say
        raise


def _holds(root: Path, tree: Tree, file: Output) -> bool:
    """Whether the file stands there already, byte for byte. So a file that was edited by hand, or damaged by a power
    cut, is put right; only what was seen to stand there a moment ago isn't read again."""
    status = tree.leaves.get(file.path)
    if status is None or not stat.S_ISREG(status.st_mode):
        return False
    if isinstance(file, StandingOutput) and stamp(status) == file.stamp:
        return True
    if status.st_size != len(file.content):
        return False
    try:
        with FileIO(f"{root}/{file.path}") as opened:  # twice as fast as Path's, ten thousand times
            return opened.readall() == file.content
    except OSError:
        return False


def _collisions(files: Sequence[Output], foreign: Mapping[str, os.stat_result]) -> list[Problem]:
    taken = Taken()
    for file in files:
        taken.add(file.path)
    return [
        _in_the_way(path, holder)
        for path, status in sorted(foreign.items())
        if (holder := taken.holder(path, is_folder=stat.S_ISDIR(status.st_mode)))
    ]


def _in_the_way(path: str, holder: str) -> Problem:
    return error(
        "KB503",
        f"can't publish '{shown(holder)}': knowbrand didn't write '{shown(path)}', which is in its place",
        hint=f"move '{shown(path)}' out of the output folder (to assets/, if it belongs to the site), or delete it",
    )


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise KnowbrandError(*problems)


_REMEDIES = {
    errno.ENOSPC: "free some space on that disk and build again",
    errno.EDQUOT: "your quota on that disk is used up; free some space and build again",
    errno.EFBIG: "the system allows no file of that size; raise the limit, or make the file smaller",
    errno.EACCES: "give yourself the right to write there, or name another folder with --out",
    errno.EPERM: "give yourself the right to write there, or name another folder with --out",
    errno.EROFS: "that disk can only be read; name another folder with --out",
    errno.ENAMETOOLONG: "give the file a shorter name or slug, or publish to a folder with a shorter path",
}


@contextlib.contextmanager
def _system_faults(out: Path) -> Iterator[None]:
    """What the system refuses becomes Trouble with one clear line."""
    try:
        yield
    except OSError as fault:
        place = fault.filename2 or fault.filename or out
        path = Path(os.fsdecode(place)) if isinstance(place, (str, bytes)) else out
        for folder in path.parents:
            if folder.parent == out.parent and folder.name.startswith(f".{out.name}.next-"):
                path = out / path.relative_to(folder)
        reason = fault.strerror or str(fault)
        message = f"can't publish '{shown(str(path))}': {reason}; the last good output is whole"
        hint = _REMEDIES.get(fault.errno or 0, "see that the disk works and build again")
        raise Trouble(error("KB510", message, hint=hint)) from fault
