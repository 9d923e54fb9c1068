"""What made a result is known by its content where an installer recorded it, else by what the system says of it."""

from __future__ import annotations

import os
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from knowbrand.program import SHAPING, describe_package, find_versions

OTHERS = {"click", "platformdirs", "rich", "watchdog"}
"""Libraries that have no part in what is made."""
RECORD = """\
../../../bin/knowbrand,sha256=b,1
knowbrand/__init__.py,sha256=a,2
knowbrand/__pycache__/__init__.cpython-313.pyc,,
knowbrand/themes/plain.html,sha256=c,3
knowbrand-1.0.dist-info/direct_url.json,sha256=d,4
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """knowbrand as it is installed."""
    folder = tmp_path / "knowbrand"
    (folder / "cli").mkdir(parents=True)
    (tmp_path / "knowbrand-1.0.dist-info").mkdir()
    for name in ("__init__.py", "cli/__init__.py"):
        (folder / name).write_text("x = 1\n", "utf-8")
        os.utime(folder / name, (1000, 1000))
    return folder


def record(package: Path, text: str, when: int = 1000) -> list[str]:
    file = package.parent / "knowbrand-1.0.dist-info/RECORD"
    file.write_text(text, "utf-8")
    os.utime(file, (when, when))
    return list(describe_package(package))


def test_an_installed_package_is_known_by_its_content(package: Path) -> None:
    here = record(package, RECORD)
    assert here == ["knowbrand/__init__.py,sha256=a,2", "knowbrand/themes/plain.html,sha256=c,3"]
    elsewhere = RECORD.replace("sha256=b", "sha256=bb").replace("sha256=d", "sha256=dd").replace("313", "312")
    assert record(package, elsewhere, 2000) == here
    assert record(package, RECORD.replace("sha256=c", "sha256=cc")) != here


def test_a_module_that_was_changed_after_the_installation_counts(package: Path) -> None:
    here = record(package, RECORD)
    (package / "cli/__init__.py").write_text("x = 2\n", "utf-8")
    changed = list(describe_package(package))
    assert changed != here
    os.utime(package / "cli/__init__.py", (3000, 3000))
    assert list(describe_package(package)) != changed


@pytest.mark.parametrize("text", [None, "__editable__.knowbrand.pth,sha256=a,1\n", "\udc00"])
def test_without_such_a_record_sizes_and_times_count(package: Path, text: str | None) -> None:
    before = list(describe_package(package))
    if text is not None:
        file = package.parent / "knowbrand-1.0.dist-info/RECORD"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert list(describe_package(package)) == before
    os.utime(package / "__init__.py", (1001, 1001))
    assert list(describe_package(package)) != before


def test_versions_are_those_that_python_would_import(tmp_path: Path) -> None:
    for name in (
        "one/PyYAML-6.0.dist-info",
        "two/pyyaml-5.0.dist-info",
        "two/a_b.C-1.0rc1.egg-info",
        "two/x",
    ):
        (tmp_path / name).mkdir(parents=True)
    folders = [str(tmp_path / name) for name in ("missing", "one", "two")]
    assert find_versions(folders) == {"pyyaml": "6.0", "a-b-c": "1.0rc1"}


def test_every_library_that_shapes_an_output_is_named() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[<>=!~;\[ ]", line)[0] for line in project["dependencies"]}
    assert needed - OTHERS <= set(SHAPING)
    assert not OTHERS & set(SHAPING)


def test_the_versions_of_this_python_are_found() -> None:
    import sys

    found = find_versions(sys.path)
    assert {name: found[name] for name in SHAPING if name != "tzdata"} == {
        name: version(name) for name in SHAPING if name != "tzdata"
    }
