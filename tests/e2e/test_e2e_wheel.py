"""The wheel, installed in an empty environment away from the checkout, makes and builds a new site."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside  # it installs packages

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}


def run(*arguments: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(argument) for argument in arguments],
        cwd=cwd,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
    )
    assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and nothing else."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    run(sys.executable, "-m", "venv", environment, cwd=environment.parent)
    found = environment / ("Scripts" if os.name == "nt" else "bin")
    run(found / "python", "-m", "pip", "install", "--quiet", wheel, cwd=environment.parent)
    return found


def test_the_wheel_holds_the_package_and_the_themes_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    roots = {name.split("/")[0] for name in names}
    assert roots == {"knowbrand", next(root for root in roots if root.endswith(".dist-info"))}
    assert "knowbrand/py.typed" in names
    themes = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "themes").rglob("*")
        if path.is_file()
    }
    carried = {name.replace("knowbrand/builtin_themes", "themes", 1) for name in names}
    assert themes <= carried
    assert any(name.startswith("knowbrand/author/starter/") for name in names)
    assert any(name.startswith("knowbrand/languages/") for name in names)
    assert not [name for name in names if "__pycache__" in name or "/test" in name]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_it_makes_and_builds_a_new_site(scripts: Path, language: str, tmp_path: Path) -> None:
    knowbrand = scripts / "knowbrand"
    run(knowbrand, "new", "x", "--lang", language, cwd=tmp_path)
    run(knowbrand, "build", "x", cwd=tmp_path)
    home = (tmp_path / "x" / "_site" / "index.html").read_text(encoding="utf-8")
    assert f'lang="{language}"' in home
    assert list((tmp_path / "x" / "_site" / "_").glob("*.css"))
    run(knowbrand, "check", "x", cwd=tmp_path)
    assert "knowbrand" in run(knowbrand, "--version", cwd=tmp_path)


def test_it_builds_the_example(scripts: Path, tmp_path: Path) -> None:
    run(scripts / "knowbrand", "build", REPOSITORY / "example-site", "--out", tmp_path / "out", cwd=tmp_path)
    assert (tmp_path / "out" / "nl" / "index.html").exists()
