"""Work spread over processes gives what one process gives, whatever happens to the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from benchmarks.corpus import write_corpus
from knowbrand.build import compose
from knowbrand.model.dates import parse_moment
from knowbrand.request import Request
from knowbrand.workers import FEWEST, default_jobs, spread

ITEMS = tuple(range(FEWEST * 9 + 5))
REPOSITORY = Path(__file__).resolve().parents[1]

forks = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the work is done in one process")


def square(number: int) -> tuple[int, int]:
    """A step, and the process that did it."""
    return number * number, os.getpid()


@pytest.mark.parametrize("jobs", [1, 2, 3, 8, 50])
@pytest.mark.parametrize("count", [0, 1, FEWEST, FEWEST * 2, FEWEST * 2 + 1, len(ITEMS)])
def test_results_come_in_the_order_of_the_items(jobs: int, count: int) -> None:
    items = ITEMS[:count]
    assert [result for result, _ in spread(square, items, jobs)] == [number * number for number in items]


@forks
def test_the_work_is_shared() -> None:
    assert len({process for _, process in spread(square, ITEMS, 4)}) == 4


def test_few_items_stay_in_one_process() -> None:
    assert {process for _, process in spread(square, ITEMS[: FEWEST * 2 - 1], 4)} == {os.getpid()}


def test_beside_another_thread_the_work_stays_in_one_process() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert {process for _, process in spread(square, ITEMS, 4)} == {os.getpid()}
    finally:
        done.set()
        thread.join()


def test_track_hears_what_this_process_does() -> None:
    heard: list[int] = []

    def track(items: Sequence[int]) -> Iterator[int]:
        for item in items:
            heard.append(item)
            yield item

    processes = [process for _, process in spread(square, ITEMS, 3, track)]
    assert set(heard) <= {number for number, process in enumerate(processes) if process == os.getpid()}
    assert len(heard) >= len(ITEMS) // 3


@forks
@pytest.mark.parametrize("bad", [0, 1, 2, len(ITEMS) - 1])
def test_what_the_work_raises_is_raised(bad: int, capfd: pytest.CaptureFixture[str]) -> None:
    def fail(number: int) -> int:
        if number == bad:
            raise LookupError(number)
        return number

    with pytest.raises(LookupError, match=str(bad)):
        spread(fail, ITEMS, 3)
    assert capfd.readouterr() == ("", "")
    _assert_alone()


@forks
def test_the_share_of_a_killed_process_is_done_here() -> None:
    parent = os.getpid()

    def die(number: int) -> int:
        if os.getpid() != parent and number > 20:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert spread(die, ITEMS, 4) == list(ITEMS)
    _assert_alone()


@forks
def test_what_cannot_be_handed_over_is_made_here() -> None:
    def wrap(number: int) -> Callable[[], int]:
        return lambda: number

    assert [result() for result in spread(wrap, ITEMS, 3)] == list(ITEMS)


@forks
def test_without_room_for_another_process_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", refuse)
    assert {process for _, process in spread(square, ITEMS, 4)} == {os.getpid()}


@forks
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_every_process_without_a_word(stop: signal.Signals) -> None:
    program = textwrap.dedent("""
        import os, signal, sys, time
        from knowbrand.workers import spread
        def leave(*_):
            raise KeyboardInterrupt
        signal.signal(signal.SIGTERM, leave)
        def work(number):
            if number == 5:
                print("begun", flush=True)
            if number > 5:
                time.sleep(60)
            return number
        try:
            spread(work, range(1000), 3)
        except KeyboardInterrupt:
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                print("alone", flush=True)
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(0.2)
        os.killpg(process.pid, stop)
        out, err = process.communicate(timeout=50)
    assert (out.splitlines()[-1], err) == ("alone", "")


def test_default_jobs_is_a_number_of_processes() -> None:
    assert 1 <= default_jobs() <= 8


def _assert_alone() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_build_gives_the_same_whatever_the_number_of_processes(tmp_path: Path) -> None:
    site = tmp_path / "site"
    bad = write_corpus("knowbrand", site, 60)[41]
    bad.write_text(bad.read_text(encoding="utf-8") + "\n![](assets/none.png)\n\n<b>open\n", encoding="utf-8")
    (site / "assets").mkdir()
    (site / "assets" / "none.png").write_bytes(b"")
    composed = [compose(Request(site, now=parse_moment("2026-11-23"), jobs=jobs)) for jobs in (1, 2, 8)]
    assert composed[0].problems
    assert len(composed[0].outputs) > 100
    for other in composed[1:]:
        assert other.problems == composed[0].problems
        assert other.outputs == composed[0].outputs
