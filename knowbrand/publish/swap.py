"""A finished folder takes the place of the old one, whole, and what a killed build left is put right.

The folders' names are the journal. All stand beside the output folder, so on the same file system:

- ``.NAME.next-TOKEN``: being built; after an exchange, the old folder;
- ``.NAME.ready-TOKEN``: finished, about to be renamed to ``NAME`` (only where no exchange exists);
- ``.NAME.last-TOKEN``: the old folder, between the two renames.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from knowbrand.publish.owned import NotOurListError, digest, read_list
from knowbrand.publish.paths import LIST_PATH
from knowbrand.publish.tree import Tree, remove, same, scan

Exchange = Callable[[Path, Path], bool]
"""Let two folders change places in one step; False when the system or the file system can't. Raises OSError."""

_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
"""EPERM too: older container sandboxes give it for calls that they don't know."""


def beside(out: Path) -> Path:
    """A new name for the folder that will replace ``out``."""
    return out.with_name(f".{out.name}.next-{secrets.token_hex(6)}")


def swap(staged: Path, out: Path, exchange: Exchange | None) -> Path | None:
    """Put ``staged`` at ``out``; returns where the old folder is now, None when there was none.

    With an exchange, one of the two is whole at ``out`` at every instant. Without, ``out`` is missing for
    the instant between two renames; a build killed there is finished by :func:`settle`. Raises OSError.
    """
    if not os.path.lexists(out):
        staged.rename(out)
        old = None
    elif exchange and exchange(staged, out):
        old = staged
    else:
        token = staged.name.rpartition("-")[2]
        ready = out.with_name(f".{out.name}.ready-{token}")
        old = out.with_name(f".{out.name}.last-{token}")
        staged.rename(ready)
        out.rename(old)
        ready.rename(out)
    sync(out.parent)
    return old


def leftovers(out: Path) -> list[Path]:
    """The folders that killed builds left beside ``out``: those with exactly our names."""
    pattern = re.compile(rf"\.{re.escape(out.name)}\.(?:next|ready|last)-[0-9a-f]{{12}}")
    try:
        with os.scandir(out.parent) as entries:
            found = [e.path for e in entries if pattern.fullmatch(e.name) and e.is_dir(follow_symlinks=False)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(map(Path, found))


def settle(out: Path) -> None:
    """Finish or roll back what a killed build left; only while holding the lock. Raises OSError."""
    if not os.path.lexists(out):
        left = leftovers(out)
        ready = [folder for folder in left if folder.name.startswith(f".{out.name}.ready-")]
        last = [folder for folder in left if folder.name.startswith(f".{out.name}.last-")]
        for whole in (ready + last)[:1]:
            whole.rename(out)
            sync(out.parent)
    for folder in leftovers(out):
        with contextlib.suppress(OSError):  # a program may have it open; the next build tries again
            discard(folder, out)


def discard(old: Path, out: Path, known: Mapping[str, os.stat_result] | None = None) -> None:
    """Delete a folder that was replaced or never got there.

    A file in it that isn't ours is in ``out`` already, unless somebody put it there, or saved it anew, after
    we looked (``known``: as it was then). Such a file moves to ``out``. Raises OSError.
    """
    tree = scan(old)
    with contextlib.suppress(NotOurListError):
        owned = read_list(old)
        stood_there = known is not None or owned is not None  # the list is written last
        if stood_there and out.is_dir():
            _rescue(old, out, tree, owned or frozenset(), known or {})
    remove(old, tree)


def _rescue(
    old: Path, out: Path, tree: Tree, owned: frozenset[str], known: Mapping[str, os.stat_result]
) -> None:
    for path, status in tree.leaves.items():
        if path == LIST_PATH or digest(path) in owned:
            continue
        edited = path in known and not same(status, known[path])
        if edited or not os.path.lexists(out / path):
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).replace(out / path)


def sync(folder: Path) -> None:
    """Have the disk keep what was done to a folder or a file. A file system that can't is no error."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def system_exchange(one: Path, other: Path) -> bool:
    """An :data:`Exchange` by the system's own call: renameat2 on Linux, renamex_np on macOS."""
    import ctypes  # costs an import that a build without changes never needs

    first, second = os.fsencode(one), os.fsencode(other)
    here = -100  # AT_FDCWD
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(here, first, here, second, ctypes.c_uint(2))  # RENAME_EXCHANGE
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, ctypes.c_uint(2))  # RENAME_SWAP
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(other))
