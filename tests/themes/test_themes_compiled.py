"""Compiled templates are remembered, and a memory that is wrong changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.themes import compiled
from knowbrand.themes.compiled import open_template_cache
from tests.themes.themes_maker import load, write_files


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "user")
    return tmp_path / "user/templates"


def render(site: Path, text: str) -> str:
    """What ``page.html`` with this text says, through a theme that was just loaded."""
    write_files(site / "themes/mine", {"theme.yaml": "name: mine\napi: 1\n", "page.html": text})
    theme, problems = load(site)
    assert theme is not None, problems
    environment = theme._environment
    return environment.get_template(environment.find("page.html")).render(word="<b>")


def test_a_compiled_template_is_written_and_taken_again(tmp_path: Path, cache: Path) -> None:
    assert render(tmp_path, "A {{ word }}") == "A &lt;b&gt;"
    (written,) = cache.iterdir()
    before = written.stat().st_mtime_ns
    assert render(tmp_path, "A {{ word }}") == "A &lt;b&gt;"
    assert [file.stat().st_mtime_ns for file in cache.iterdir()] == [before]


def test_what_is_remembered_is_used(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render(tmp_path, "A {{ word }}")
    assert list(cache.iterdir())
    monkeypatch.setattr("knowbrand.themes.environment.Environment._parse", None)  # nothing is parsed any more
    assert render(tmp_path, "A {{ word }}") == "A &lt;b&gt;"


def test_another_text_is_another_template(tmp_path: Path, cache: Path) -> None:
    assert render(tmp_path, "A {{ word }}") == "A &lt;b&gt;"
    assert render(tmp_path, "B {{ word }}") == "B &lt;b&gt;"
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("keep", [0, 10, 40, -1])
def test_a_damaged_file_is_compiled_anew(tmp_path: Path, cache: Path, keep: int) -> None:
    render(tmp_path, "A {{ word }}")
    (written,) = cache.iterdir()
    whole = written.read_bytes()
    written.write_bytes(whole[:keep] if keep >= 0 else whole[:-9] + b"\0" * 9)
    assert render(tmp_path, "A {{ word }}") == "A &lt;b&gt;"
    assert written.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, cache: Path) -> None:
    cache.parent.write_text("a file")
    assert render(tmp_path, "A {{ word }}") == "A &lt;b&gt;"


def test_the_oldest_make_room(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST_FILES", 4)
    for number in range(12):
        render(tmp_path, f"{number}")
        assert len(list(cache.iterdir())) <= 4


def test_the_cache_is_for_its_user_alone(tmp_path: Path, cache: Path) -> None:
    render(tmp_path, "A")
    found = open_template_cache()
    assert found is not None
    assert found.folder == cache
    assert cache.stat().st_mode & 0o077 == 0
