"""Slow or hostile input through the whole command: a message at its place, and the last good output stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAD = "---\ntitle: T\ndate: 2026-01-01\n"
HANG = 120
"""Seconds after which a build counts as hanging."""


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "knowbrand", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=HANG, check=False)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a good output."""
    site = tmp_path_factory.mktemp("hostile") / "site"
    assert run("new", site).returncode == 0
    assert run("build", site).returncode == 0
    return site


def write(path: str, content: str | bytes) -> Callable[[Path], Path]:
    def put(site: Path) -> Path:
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return put


def link(path: str, target: str) -> Callable[[Path], Path]:
    def put(site: Path) -> Path:
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(target)
        return file

    return put


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefg", "bcdefgh", strict=True)
)
POST = "content/posts/x.md"

ATTACKS = {
    "lists nested 300 deep": (
        write(POST, HEAD + "---\n" + "".join(f"{'  ' * n}- x\n" for n in range(300))),
        "x.md:",
    ),
    "quotes nested 300 deep": (write(POST, HEAD + "---\n" + ">" * 300 + " x\n"), "x.md:"),
    "aliases that explode": (write(POST, f"---\ntitle: T\ndate: 2026-01-01\n{BOMB}---\n"), "x.md:"),
    "an alias of itself": (write(POST, HEAD + "x-a: &a [*a]\n---\n"), "x.md:4:"),
    "50 MB of text": (write(POST, HEAD + "---\n" + "word " * 10_000_000), "x.md"),
    "NUL bytes": (write(POST, HEAD + "---\nfine\nbad \0 byte\n"), "x.md:6:5"),
    "broken UTF-8": (write(POST, HEAD.encode() + b"---\nfine\nbad \xff byte\n"), "x.md:6:5"),
    "a slug that climbs": (write(POST, HEAD + "slug: ../../etc\n---\n"), "x.md:4:7"),
    "an id that climbs": (write(POST, HEAD + "id: ../x\n---\n"), "x.md:4:5"),
    "a link that runs code": (write(POST, HEAD + "---\n[x](javascript:alert)\n"), "x.md:5:"),
    "a contact that runs code": (
        write("profile.yaml", "basics: {name: K}\ncontact: {how: 'javascript:alert(1)'}\n"),
        "profile.yaml:2:",
    ),
    "a theme that climbs": (write("knowbrand.yaml", "title: T\ntheme: ../../etc\n"), "knowbrand.yaml:2:"),
    "a template that escapes": (
        write("overrides/post.html", "{{ ''.__class__.__mro__ }}\n"),
        "overrides/post.html:1",
    ),
    "a template that misspells": (
        write("overrides/post.html", "x\n{{ post.titel }}\n"),
        "overrides/post.html:2",
    ),
    "a link out of the site": (link("content/posts/out.md", "/etc/hosts"), "content/posts/out.md"),
    "assets out of the site": (link("assets/out", "/etc"), "assets/out"),
    "the same address twice": (write("content/posts/Welcome.md", HEAD + "---\n"), "Welcome"),
    "a picture that is none": (write("assets/p.jpg", b"\xff\xd8\xff\xe0 no picture"), "assets/p.jpg"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only some people make links")
@pytest.mark.parametrize("name", ATTACKS)
def test_each_gets_a_message_at_its_place(good: Path, name: str) -> None:
    attack, place = ATTACKS[name]
    before = read_tree(good / "_site")
    kept = {path: (good / path).read_bytes() for path in ("profile.yaml", "knowbrand.yaml")}
    file = attack(good)
    try:
        result = run("build", good)
    finally:
        file.unlink()
        for path, content in kept.items():
            (good / path).write_bytes(content)
    assert result.returncode == 1, result.stderr[-2000:]
    assert place in result.stderr
    assert "error[KB" in result.stderr
    assert "Traceback" not in result.stderr
    assert read_tree(good / "_site") == before


def test_a_storm_of_brackets_ends(good: Path) -> None:
    file = write(POST, HEAD + "---\n" + "[" * 13_000 + "\n\n" + "*a _b `c " * 3_000)(good)
    try:
        result = run("check", good)
    finally:
        file.unlink()
    assert result.returncode in (0, 1)
    assert "Traceback" not in result.stderr


def read_tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
