"""``knowbrand serve`` from outside: how it begins, what it says, how it ends."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
PATIENCE = 60.0
POST = "---\ntitle: First\ndate: 2026-01-02\n---\n{words}\n"
not_on_windows = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site."""
    folder = tmp_path / "site"
    (folder / "content" / "posts").mkdir(parents=True)
    (folder / "knowbrand.yaml").write_text("title: T\nbase_url: https://kim.example/me/\n", encoding="utf-8")
    (folder / "profile.yaml").write_text("basics: {name: Kim}\n", encoding="utf-8")
    (folder / "content" / "posts" / "first.md").write_text(POST.format(words="One."), encoding="utf-8")
    return folder


class Serving:
    """A running ``knowbrand serve``, and what it said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""

    def read_until(self, pattern: str) -> re.Match[str]:
        """What it says, up to a line that fits ``pattern``."""
        assert self.process.stderr
        while not (found := re.search(pattern, self.said)):
            line = self.process.stderr.readline()
            assert line, f"it ended and said:\n{self.said}"
            self.said += line
        return found

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.read_until(r"http://\S+?:(\d+)/")[1])

    def ask(self, path: str) -> tuple[int, str]:
        """Status and text of the answer to a request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def end(self, number: int) -> int:
        """Send a signal; the exit status."""
        self.process.send_signal(number)
        _, rest = self.process.communicate(timeout=PATIENCE)
        self.said += rest
        return self.process.returncode


@contextmanager
def serving(*arguments: str | Path) -> Iterator[Serving]:
    """``knowbrand serve`` with these arguments."""
    process = subprocess.Popen(
        [sys.executable, "-m", "knowbrand", "serve", *map(str, arguments)],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Serving(process)
    finally:
        process.kill()
        process.communicate()


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """``knowbrand serve`` where it can't begin."""
    return subprocess.run(
        [sys.executable, "-m", "knowbrand", "serve", *map(str, arguments)],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


@not_on_windows
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_says_goodbye_and_leaves_no_trace(site: Path, number: int, status: int) -> None:
    before = {path for path in site.rglob("*") if ".knowbrand" not in path.parts}
    with serving(site, "--port", "0") as live:
        assert live.ask("/me/posts/first/")[0] == 200
        post = site / "content" / "posts" / "first.md"
        post.write_text(POST.format(words="Two."), encoding="utf-8")
        live.read_until(r"content/posts/first\.md → \d+ pages? in \d+\.\d s")
        assert "Two." in live.ask("/me/posts/first/")[1]
        post.write_text("---\ntitel: x\n---\n", encoding="utf-8")
        live.read_until(r"✗ content/posts/first\.md → \d+ errors.*the last good version is still shown")
        assert live.end(number) == status
        assert live.said.endswith("goodbye\n")
        assert "error[KB201] content/posts/first.md:2:1" in live.said
        assert "Traceback" not in live.said
        assert "\x1b" not in live.said
    assert {path for path in site.rglob("*") if ".knowbrand" not in path.parts} == before


@not_on_windows
def test_it_ends_at_once_while_somebody_listens(site: Path) -> None:
    with serving(site, "--port", "0") as live:
        connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=PATIENCE)
        connection.request("GET", "/.knowbrand/events?page=/me/")
        assert connection.getresponse().status == 200
        assert live.end(signal.SIGINT) == 130
        connection.close()


def test_two_of_one_site_work_beside_each_other(site: Path) -> None:
    with serving(site, "--port", "0") as one, serving(site, "--port", str(one.port)) as other:
        assert other.read_until(rf"port {one.port} is in use; taking (\d+)")[1] == str(other.port)
        post = site / "content" / "posts" / "first.md"
        post.write_text(POST.format(words="For both."), encoding="utf-8")
        for live in (one, other):
            live.read_until(r"first\.md → ")
            assert "For both." in live.ask("/me/posts/first/")[1]


def test_a_build_while_serving_disturbs_nothing(site: Path) -> None:
    with serving(site, "--port", "0") as live:
        assert live.ask("/me/")[0] == 200
        for out in ("_site", "public"):
            done = subprocess.run(
                [sys.executable, "-m", "knowbrand", "build", site, "--out", site / out],
                env=ENVIRONMENT,
                capture_output=True,
                timeout=PATIENCE,
            )
            assert done.returncode == 0
        time.sleep(1)
        (site / "content" / "posts" / "first.md").write_text(POST.format(words="Two."), encoding="utf-8")
        live.read_until(r"first\.md → ")
        assert live.said.count("→") == 1


def test_everybody_is_let_in_with_a_warning(site: Path) -> None:
    with serving(site, "--port", "0", "--host", "0.0.0.0") as live:  # noqa: S104 - that is the case
        assert live.ask("/me/")[0] == 200
        assert "everybody on this network" in live.said


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--audience", "organization"], 1, "did you mean 'organisation'"),
        (["--port", "70000"], 2, "70000"),
        (["--port", "http"], 2, "http"),
        (["--host", "none.invalid"], 75, "KB591"),
        (["--fixture", "arabc"], 2, "did you mean 'arabic'"),
        (["--fixture", "--drafts"], 2, "no drafts"),
        (["--host", "192.0.2.1"], 75, "KB591"),
    ],
)
def test_what_cant_begin_says_why(site: Path, arguments: list[str], status: int, said: str) -> None:
    done = run(site, "--port", "0", *arguments)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "look at http" not in done.stderr


def test_a_test_site_is_shown_in_the_theme_of_the_site(site: Path) -> None:
    (site / "overrides").mkdir()
    (site / "profile.yaml").write_text("broken: [", encoding="utf-8")  # which no test site looks at
    with serving(site, "--port", "0", "--fixture", "arabic") as live:
        assert live.read_until(r"look at http://\S+?/arabic/")
        (site / "overrides" / "custom.css").write_text("p { color: #123 }\n", encoding="utf-8")
        assert " pages in " in live.read_until(r".* overrides/custom\.css → .*")[0]
        status, text = live.ask("/arabic/")
    assert status == 200
    assert 'dir="rtl"' in text


def test_a_folder_without_a_site_is_no_site(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        for options in ([], ["--fixture"]):
            done = run(folder, "--port", "0", *options)
            assert done.returncode == 1
            assert "KB116" in done.stderr
