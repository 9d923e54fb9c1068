"""A folder's files as they are: scanned without following links, carried over, removed."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from knowbrand.problems import KnowbrandError, Problem, error
from knowbrand.publish.paths import shown


@dataclass(frozen=True, slots=True)
class Tree:
    """What a folder holds, by path below it with forward slashes. Leaves are files, symlinks (not followed),
    sockets and the like, and empty folders; folders are those with something in them."""

    leaves: dict[str, os.stat_result]
    folders: dict[str, os.stat_result]


def scan(root: Path) -> Tree:
    """All that ``root`` holds; nothing when it doesn't exist. Raises OSError, and KnowbrandError when
    another disk is mounted inside: that can't be carried over, and must not be emptied."""
    tree = Tree({}, {})
    if not root.is_dir():
        return tree
    device = root.stat().st_dev
    todo = [""]
    while todo:
        prefix = todo.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            found = {prefix + entry.name: entry.stat(follow_symlinks=False) for entry in entries}
        if not found and prefix:
            tree.leaves[prefix[:-1]] = tree.folders.pop(prefix[:-1])
        for path, status in found.items():
            if not stat.S_ISDIR(status.st_mode):
                tree.leaves[path] = status
                continue
            if status.st_dev not in {device, 0}:  # Windows says 0
                raise KnowbrandError(_mounted(root, path))
            tree.folders[path] = status
            todo.append(path + "/")
    return tree


def same(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether nobody replaced or edited the file between the two looks."""
    return (one.st_ino, one.st_size, one.st_mtime_ns) == (other.st_ino, other.st_size, other.st_mtime_ns)


def carry(source: str, target: str, mode: int) -> None:
    """Let ``target`` be what ``source`` is: the same file under a second name where the file system has
    hard links (so that its times and its inode stay), else a copy. Raises OSError."""
    if stat.S_ISDIR(mode):
        Path(target).mkdir(exist_ok=True)
        shutil.copystat(source, target)
    elif stat.S_ISLNK(mode):
        link = os.readlink(source)  # noqa: PTH115 (Path would rewrite "./a/" as "a")
        Path(target).symlink_to(link, target_is_directory=Path(source).is_dir())
    else:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target, follow_symlinks=False)


def remove(root: Path, tree: Tree) -> None:
    """Delete a folder that was just scanned. Raises OSError."""
    for path, status in {**tree.folders, **tree.leaves}.items():
        if stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_IRWXU != stat.S_IRWXU:
            (root / path).chmod(stat.S_IRWXU)  # what is in a read-only folder can't be deleted
    shutil.rmtree(root)


def _mounted(root: Path, path: str) -> Problem:
    return error(
        "KB508",
        f"another disk is mounted at '{shown(path)}' in '{shown(str(root))}'",
        hint="unmount it, or publish to another folder with --out",
    )
