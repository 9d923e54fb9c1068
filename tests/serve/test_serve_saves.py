"""No save is lost, and a day of them leaves nothing behind."""

from __future__ import annotations

import gc
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serve.live_preview import LivePreview, post

Start = Callable[..., LivePreview]
FIRST = "content/posts/first.md"


def save_somehow(file: Path, text: str, chance: random.Random) -> None:
    """Write ``text`` as one editor or another would."""
    way = chance.randrange(4)
    if way == 0:
        file.write_text(text, encoding="utf-8")
    elif way == 1:  # in two steps, as a slow program
        with file.open("w", encoding="utf-8") as target:
            target.write(text[: len(text) // 2])
            target.flush()
            target.write(text[len(text) // 2 :])
    elif way == 2:
        beside = file.with_name(f".{file.name}.tmp")
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    else:
        backup = file.with_name(f"{file.name}~")
        file.replace(backup)
        file.write_text(text, encoding="utf-8")
        backup.unlink()


def save_often(live: LivePreview, saves: int, seed: int) -> None:
    """Saves of the same size at random times; now and then the page must say what was written last."""
    chance = random.Random(seed)  # noqa: S311 - the moments needn't be secret
    file = live.site / FIRST
    for number in range(saves):
        save_somehow(file, post(f"Version {number:06}."), chance)
        pause = chance.choice([0.0, 0.0, 0.001, 0.004, 0.02, 0.1])
        time.sleep(pause)
        if chance.random() < 0.1 or number == saves - 1:
            live.wait_for("/site/posts/first/", lambda text, last=number: f"Version {last:06}." in text)  # type: ignore[misc]


def test_no_save_is_lost(site: Path, start: Start) -> None:
    save_often(start(site), 50, 1)


@pytest.mark.long
def test_no_save_of_a_thousand_is_lost(site: Path, start: Start) -> None:
    live = start(site)
    for seed in range(10):
        save_often(live, 100, seed)


def count_handles() -> int:
    """What stays open: the watcher's scan, for one, holds a folder for a moment whenever its slow timer says so."""
    counts = []
    for _ in range(20):
        counts.append(sum(1 for _ in Path("/proc/self/fd").iterdir()))
        time.sleep(0.05)
    return min(counts)


def rebuild_often(live: LivePreview, times: int) -> tuple[int, int]:
    """Memory and open files after ``times`` rebuilds, each shown to a browser that listens."""
    with live.news("/site/posts/first/") as news:
        news()
        for number in range(times):
            live.save(FIRST, post(f"Rebuild {number} of {times}."))
            news()
    while not live.is_quiet():
        pass
    while live.server.count_connections():  # a stream that nobody reads any more ends in a moment
        time.sleep(0.05)
    gc.collect()
    return tracemalloc.get_traced_memory()[0], count_handles()


def stay_flat(live: LivePreview, times: int) -> None:
    """What leaks grows in both halves; Python's own tables (interned names, say) double once in a while."""
    tracemalloc.start()
    try:
        rebuild_often(live, 10)
        memory, handles = rebuild_often(live, 3)
        half_memory, half_handles = rebuild_often(live, times // 2)
        more_memory, more_handles = rebuild_often(live, times // 2)
    finally:
        tracemalloc.stop()
    assert more_handles <= min(handles, half_handles)
    assert min(half_memory - memory, more_memory - half_memory) < 256 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="counts what Linux counts")
def test_rebuilds_leave_memory_and_file_handles_flat(site: Path, start: Start) -> None:
    stay_flat(start(site), 30)


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="counts what Linux counts")
def test_five_hundred_rebuilds_leave_memory_and_file_handles_flat(site: Path, start: Start) -> None:
    stay_flat(start(site), 500)
