"""A command pays for no import that it doesn't use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
HEAVY = {"jinja2", "markdown", "PIL", "babel", "rich", "pygments", "watchdog"}
PROGRAM = """
import contextlib, json, sys
before = set(sys.modules)
from knowbrand.cli import main
with contextlib.suppress(SystemExit):
    main(sys.argv[1:])
print("\\n" + json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before})))
"""


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The packages that the command imports."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n{PROGRAM}", *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return {name for name in found if name not in sys.stdlib_module_names and not name.startswith("_")}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_command_with_nothing_to_do_imports_the_command_line_alone(option: str, tmp_path: Path) -> None:
    assert imported(option, cwd=tmp_path) <= {"knowbrand", "click"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "mysite"),
        ("schema", "profile"),
        ("completion", "bash"),
        ("build", "--help"),
        ("check", "--help"),
    ],
    ids=" ".join,
)
def test_a_small_command_imports_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    found = imported(*arguments, cwd=tmp_path)
    assert "knowbrand" in found
    assert not found & HEAVY


def test_a_post_begins_without_anything_heavy(tmp_path: Path) -> None:
    imported("new", "mysite", cwd=tmp_path)
    assert not imported("post", "A first thought", cwd=tmp_path / "mysite") & HEAVY
    assert len(list((tmp_path / "mysite" / "content" / "posts").rglob("*.md"))) == 2
