"""What made a result: Python, knowbrand and the libraries that shape its outputs, by what they are and not by when they
were installed, so that a memory that moves to another machine (a cache of a workflow's) is still good there."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import knowbrand

SHAPING = (
    "babel",
    "jinja2",
    "markdown",
    "markupsafe",
    "msgspec",
    "pillow",
    "pygments",
    "pyyaml",
    "tzdata",
)
"""The libraries that have a part in what a build makes; the others have one in how it is asked for and told."""
_METADATA = (".dist-info", ".egg-info")


@cache
def read_version() -> str:
    """A digest of all that."""
    found = find_versions(sys.path)
    digest = hashlib.blake2b(f"{sys.version}\0{knowbrand.__version__}\0".encode(), digest_size=16)
    for name in SHAPING:
        digest.update(f"{name} {found.get(name, '')}\0".encode())
    for line in describe_package(Path(knowbrand.__file__).parent):
        digest.update(f"{line}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def find_versions(folders: list[str]) -> dict[str, str]:
    """The versions of what is installed in ``folders``, by normalized name, as the names of the folders that installers
    write say it (Core metadata, "Recording installed projects"): reading each would take ten times as long."""
    found: dict[str, str] = {}
    for folder in folders:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 (a Path for each takes longer than to ask)
        except OSError:
            continue
        for name in names:
            if name.endswith(_METADATA):
                project, _, version = name.rpartition(".")[0].partition("-")
                found.setdefault(re.sub(r"[-_.]+", "-", project).lower(), version)
    return found


def describe_package(package: Path) -> Iterator[str]:
    """The modules in the folder ``package``: as an installer recorded their content, where none was changed after that;
    else, as in a checkout, by their sizes and times."""
    stamps = dict(_stamp_modules(package))
    recorded = _read_record(package, max(time for _, time in stamps.values()))
    if recorded:
        yield from recorded
    else:
        yield from (f"{path} {size} {time}" for path, (size, time) in sorted(stamps.items()))


def _stamp_modules(package: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Path, size and time of each module."""
    todo = [str(package)]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    yield entry.path, (status.st_size, status.st_mtime_ns)
                elif entry.name != "__pycache__" and entry.is_dir():
                    todo.append(entry.path)


def _read_record(package: Path, latest: int) -> list[str]:
    """The lines of the installer's RECORD that give the digests of the files in ``package``; none where it has none, or
    where it is older than ``latest``."""
    records = list(package.parent.glob(f"{package.name}-*.dist-info/RECORD"))
    try:
        if len(records) != 1 or records[0].stat().st_mtime_ns < latest:
            return []
        lines = records[0].read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    return sorted(line for line in lines if line.startswith(f"{package.name}/") and ",sha256=" in line)
