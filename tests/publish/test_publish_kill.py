"""A build that is killed at any instant leaves the old site or the new one, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import knowbrand
from knowbrand.model.output import Output
from knowbrand.publish.folder import publish, recover
from knowbrand.publish.swap import Exchange, system_exchange

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

BOTH_SWAPS = pytest.mark.parametrize("exchange", [system_exchange, None], ids=["exchange", "two renames"])

PUBLISH_FOREVER = """
import sys
from itertools import cycle
from pathlib import Path
from knowbrand.model.output import Output
from knowbrand.publish.folder import publish
from knowbrand.publish.swap import system_exchange
site = Path(sys.argv[1])
exchange = system_exchange if sys.argv[2] == "exchange" else None
for letter in cycle("AB"):
    files = [Output(f"{letter if n % 3 else 'both'}{n % 9}/{n}.html", (letter if n % 2 else "=").encode()) for n in range(300)]
    publish(files, site / "_site", site=site, exchange=exchange)
    print(letter, flush=True)
"""


def small_site(letter: str) -> list[Output]:
    both = [Output("same/index.html", b"="), Output("index.html", letter.encode())]
    return [*both, Output(f"only-{letter}/deep/index.html", letter.encode())]


def one_page(letter: str) -> list[Output]:
    """What changes its only page, which is exchanged alone."""
    return [Output("same/index.html", b"="), Output("deep/index.html", letter.encode())]


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def die_at(event: int, site: Path, files: list[Output], exchange: Exchange | None) -> bool:
    """Publish ``files`` in a child process that is killed before its nth call to the file system; False when it lived."""
    child = os.fork()
    if child == 0:
        left = event

        def count(name: str, _: object) -> None:
            nonlocal left
            if name.startswith(("os.", "open", "shutil.", "ctypes.")) and name != "os.kill":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            publish(files, site / "_site", site=site, exchange=exchange)
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in {0, -signal.SIGKILL}
    return status != 0


@BOTH_SWAPS
@pytest.mark.parametrize("make", [small_site, one_page])
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_killed_before_each_call_to_the_file_system(
    tmp_path: Path, make: Callable[[str], list[Output]], exchange: Exchange | None
) -> None:
    whole: dict[str, dict[str, str]] = {}
    for letter in "AB":
        publish(make(letter), tmp_path / letter / "_site", site=tmp_path / letter)
        whole[letter] = {**content(tmp_path / letter / "_site"), "theirs/note.txt": "mine"}
    seen = set()
    for event in range(2000):
        site = tmp_path / str(event)
        out = site / "_site"
        publish(make("A"), out, site=site)
        (out / "theirs").mkdir()
        (out / "theirs" / "note.txt").write_text("mine")
        killed = die_at(event, site, make("B"), exchange)
        if exchange is None:
            recover(out, site=site)
        found = content(out)
        assert found in whole.values(), f"killed at call {event}"
        seen.add("A" if found == whole["A"] else "B")
        again = publish(make("B"), out, site=site)
        assert (again.written > 0) == (found == whole["A"])
        assert content(out) == whole["B"]
        assert {path.name for path in site.iterdir()} == {"_site", ".knowbrand"}
        if not killed:
            break
    else:
        pytest.fail("a small site takes over 2000 calls")
    assert seen == {"A", "B"}
    assert event > 30


@pytest.mark.parametrize("left", ["ready", "last", "ready last", "ready last next"])
def test_between_two_renames_the_finished_folder_wins(tmp_path: Path, left: str) -> None:
    for kind in left.split():
        out = tmp_path / kind / "_site"
        publish([Output("index.html", kind.encode())], out, site=tmp_path / kind)
        out.rename(tmp_path / f"._site.{kind}-0123456789ab")
    recover(tmp_path / "_site", site=tmp_path)
    assert (tmp_path / "_site" / "index.html").read_text() == left.split()[0]
    assert not list(tmp_path.glob("._site.*"))


@pytest.mark.parametrize("swap", ["exchange", "two renames"])
def test_killed_at_random_moments(tmp_path: Path, swap: str) -> None:
    kill_at_random(tmp_path, swap, times=20)


@pytest.mark.long
@pytest.mark.parametrize("swap", ["exchange", "two renames"])
def test_killed_at_many_random_moments(tmp_path: Path, swap: str) -> None:
    kill_at_random(tmp_path, swap, times=500)


def kill_at_random(site: Path, swap: str, *, times: int) -> None:
    out = site / "_site"
    chance = random.Random(2)  # noqa: S311
    package = str(Path(knowbrand.__file__).parent.parent)
    for _ in range(times):
        command = [sys.executable, "-c", PUBLISH_FOREVER, str(site), swap]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": package}
        ) as process:
            assert process.stdout
            assert process.stdout.readline()
            time.sleep(chance.random() * 0.08)
            process.kill()
        if swap == "two renames":
            recover(out, site=site)
        found = content(out)
        letter = "A" if "A1/1.html" in found else "B"
        expected = {
            f"{letter if n % 3 else 'both'}{n % 9}/{n}.html": (letter if n % 2 else "=") for n in range(300)
        }
        found.pop("_/owned")
        assert found == expected
