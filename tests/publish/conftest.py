"""Small disks to fill, to write-protect, and to mount in the way."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Mounts a disk of 2 MB at a folder; skips where that isn't allowed. All are gone after the test,
    wherever the code under test has moved them."""

    def mount_at(folder: Path) -> None:
        command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
        try:
            if subprocess.run(command, capture_output=True).returncode:
                pytest.skip("can't mount here")
        except FileNotFoundError:
            pytest.skip("no mount command")

    yield mount_at
    table = Path("/proc/mounts")
    lines = table.read_text().splitlines() if table.exists() else []
    for place in [line.split()[1] for line in lines]:
        if place.startswith(str(tmp_path)):
            subprocess.run(["umount", place], check=True)


@pytest.fixture
def small_disk(tmp_path: Path, mount: Callable[[Path], None]) -> Path:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount(disk)
    return disk
