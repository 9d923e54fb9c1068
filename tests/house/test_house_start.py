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
print("\\n" + json.dumps(sorted(set(sys.modules) - before)))
"""


def modules(*arguments: str, cwd: Path) -> set[str]:
    """The modules that the command imports."""
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
    return set(json.loads(done.stdout.splitlines()[-1]))


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The packages that the command imports, without Python's own."""
    found = {name.partition(".")[0] for name in modules(*arguments, cwd=cwd)}
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


def test_a_build_with_nothing_to_do_imports_the_first_stage_alone(tmp_path: Path) -> None:
    imported("new", "mysite", cwd=tmp_path)
    assert "jinja2" in imported("build", cwd=tmp_path / "mysite")
    assert imported("build", cwd=tmp_path / "mysite") == {"knowbrand"}


UNUSED = {
    "pygments",  # there is no code in it
    "markdown.extensions.attr_list",  # nor a brace
    "PIL",
    "rich",
    "watchdog",
    "asyncio",
    "http",
    "ssl",
    "unittest",
    "concurrent",
    "multiprocessing",
    "knowbrand.check.theme",
    "knowbrand.importers",
    "knowbrand.serve",
}


def test_a_build_imports_nothing_for_what_the_site_has_not(tmp_path: Path) -> None:
    imported("new", "mysite", cwd=tmp_path)
    found = modules("build", cwd=tmp_path / "mysite")
    assert {"jinja2", "markdown", "knowbrand.render"} <= found
    assert not found & UNUSED


def test_a_build_imports_the_lexers_of_the_code_that_is_there(tmp_path: Path) -> None:
    imported("new", "mysite", cwd=tmp_path)
    post = tmp_path / "mysite" / "content" / "posts" / "welcome.md"
    post.write_text(post.read_text("utf-8") + "\n```python\ntotal = 0\n```\n", "utf-8")
    found = modules("build", cwd=tmp_path / "mysite")
    assert "pygments.lexers.python" in found
    assert "pygments.lexers.javascript" not in found
