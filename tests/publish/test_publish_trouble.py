"""Trouble outside: a full disk, no rights, another build, an interruption. The old output stays whole."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import knowbrand
from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Trouble
from knowbrand.publish.cache import ensure_cache_folder
from knowbrand.publish.folder import Published, publish
from knowbrand.publish.lock import locked

OLD = [Output("index.html", b"old"), Output("a/b.html", b"same")]
NEW = [Output("index.html", b"new"), Output("a/b.html", b"same"), Output("big/file.bin", b"x" * 3_000_000)]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    publish(OLD, tmp_path / "_site", site=tmp_path)
    return tmp_path


def stands_as_before(site: Path) -> bool:
    out = site / "_site"
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    return (
        names == {"index.html", "a/b.html", "_/owned"}
        and (out / "index.html").read_bytes() == b"old"
        and not [path for path in site.iterdir() if path.name.startswith("._site")]
    )


def test_a_file_that_may_not_be_that_big(site: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(Trouble) as raised:
            publish(NEW, site / "_site", site=site)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    (problem,) = raised.value.problems
    assert problem.code == "KB510"
    assert f"'{site / '_site' / 'big' / 'file.bin'}'" in problem.message
    assert "large" in problem.message
    assert problem.hint
    assert stands_as_before(site)
    assert publish(NEW, site / "_site", site=site) == Published(2, 0, 1)


def test_a_full_disk(small_disk: Path) -> None:
    publish(OLD, small_disk / "_site", site=small_disk)
    with pytest.raises(Trouble) as raised:
        publish(NEW, small_disk / "_site", site=small_disk)
    (problem,) = raised.value.problems
    assert f"'{small_disk / '_site' / 'big' / 'file.bin'}': No space left on device" in problem.message
    assert problem.hint
    assert "free some space" in problem.hint
    assert stands_as_before(small_disk)


def test_a_disk_that_can_only_be_read(small_disk: Path) -> None:
    publish(OLD, small_disk / "_site", site=small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(Trouble, match="Read-only file system"):
        publish(NEW, small_disk / "_site", site=small_disk)
    assert stands_as_before(small_disk)


def test_a_folder_that_may_not_be_renamed(site: Path) -> None:
    if subprocess.run(["chattr", "+i", str(site / "_site")], capture_output=True).returncode:
        pytest.skip("needs chattr and the rights to use it")
    try:
        with pytest.raises(Trouble, match="Operation not permitted"):
            publish(NEW, site / "_site", site=site)
    finally:
        subprocess.run(["chattr", "-i", str(site / "_site")], check=True)
    assert stands_as_before(site)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_parent_that_may_not_be_written(site: Path) -> None:
    site.chmod(0o555)
    try:
        with pytest.raises(Trouble, match="Permission denied"):
            publish(NEW, site / "_site", site=site)
    finally:
        site.chmod(0o755)
    assert stands_as_before(site)


def test_a_path_that_is_too_long_for_the_system(site: Path) -> None:
    if os.name != "posix":
        pytest.skip("another limit")
    with pytest.raises(Trouble, match="File name too long") as raised:
        publish([*OLD, Output("/".join(["x" * 200] * 40), b"")], site / "_site", site=site)
    assert "shorter" in (raised.value.problems[0].hint or "")
    assert stands_as_before(site)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_an_interruption_cleans_up_and_goes_on(site: Path, interruption: type[BaseException]) -> None:
    def interrupted(_: Path, __: Path) -> bool:
        raise interruption

    with pytest.raises(interruption):
        publish(NEW, site / "_site", site=site, exchange=interrupted)
    assert stands_as_before(site)


def test_a_second_build_waits_for_the_first(site: Path) -> None:
    waits: list[str] = []
    told = threading.Event()
    out = site / "_site"

    def waiting() -> None:
        waits.append("waiting")
        told.set()

    def second() -> None:
        publish(NEW, out, site=site, waiting=waiting)

    with locked(out, site=site):
        build = threading.Thread(target=second)
        build.start()
        assert told.wait(60)
        time.sleep(0.2)  # long enough to be told twice, if it were
        assert (out / "index.html").read_bytes() == b"old"
    build.join(60)
    assert waits == ["waiting"]
    assert (out / "index.html").read_bytes() == b"new"


def test_a_folder_that_filled_up_while_waiting_is_refused(site: Path) -> None:
    out = site / "other"
    told = threading.Event()
    refused: list[str] = []

    def waiting() -> None:
        out.mkdir()
        (out / "letter.txt").write_text("theirs")
        told.set()

    def second() -> None:
        with pytest.raises(KnowbrandError) as raised:
            publish(NEW, out, site=site, waiting=waiting)
        refused.extend(problem.code for problem in raised.value.problems)

    with locked(out, site=site):
        build = threading.Thread(target=second)
        build.start()
        assert told.wait(60)
    build.join(60)
    assert refused == ["KB504"]
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_a_site_that_can_only_be_read_publishes_elsewhere(small_disk: Path, tmp_path: Path) -> None:
    ensure_cache_folder(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert publish(OLD, tmp_path / "web", site=small_disk).written == 2


def test_a_build_that_waited_too_long_says_so(site: Path) -> None:
    with locked(site / "_site", site=site), pytest.raises(Trouble) as raised:
        publish(NEW, site / "_site", site=site, patience=0.1)
    assert raised.value.problems[0].code == "KB511"
    assert stands_as_before(site)


def test_builds_of_other_folders_do_not_wait(site: Path) -> None:
    with locked(site / "_site", site=site):
        publish(NEW, site / "_site-organisation", site=site, patience=0)


def test_a_killed_build_holds_no_lock(site: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from knowbrand.publish.lock import locked\n"
        "with locked(Path(sys.argv[1]) / '_site', site=Path(sys.argv[1])): os.abort()"
    )
    package = str(Path(knowbrand.__file__).parent.parent)
    command = [sys.executable, "-c", script, str(site)]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": package}, capture_output=True)
    assert ended.returncode not in {0, 1}
    assert publish(NEW, site / "_site", site=site, patience=0).written == 2


def test_a_site_whose_cache_can_not_be_made_still_publishes(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / ".knowbrand").write_text("a file, for some reason")
    assert publish(OLD, tmp_path / "out" / "web", site=site).written == 2
    with locked(tmp_path / "out" / "web", site=site), pytest.raises(Trouble):
        publish(NEW, tmp_path / "out" / "web", site=site, patience=0)


def test_the_cache_says_that_it_is_one(tmp_path: Path) -> None:
    folder = ensure_cache_folder(tmp_path)
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    (folder / ".gitignore").write_text("theirs")
    assert ensure_cache_folder(tmp_path) == folder
    assert (folder / ".gitignore").read_text() == "theirs"
