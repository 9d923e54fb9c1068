"""The id that a site gets at its first publication: one line, and nothing else of the file changes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from knowbrand.author.identity import insert_id, write_id

ID = "4d1c5b3a-8f0e-5a53-9c39-0d2f5a1d7a10"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: x\n", f"title: x\nid: {ID}\n"),
        ("title: x", f"title: x\nid: {ID}\n"),
        ("title: x\r\nlanguages: [nl]\r\n", f"title: x\r\nlanguages: [nl]\r\nid: {ID}\r\n"),
        ("title: x\n# id: later; keep it\ntheme: a\n", f"title: x\nid: {ID}   # keep it\ntheme: a\n"),
        ("title: x\r\n# id: later\r\ntheme: a\r\n", f"title: x\r\nid: {ID}\r\ntheme: a\r\n"),
        ("title: |\n  # id: a text\n", f"title: |\n  # id: a text\nid: {ID}\n"),
        ("title: x\ntheme:\n  name: a\n", f"title: x\ntheme:\n  name: a\nid: {ID}\n"),
    ],
)
def test_the_line_is_added(before: str, after: str) -> None:
    assert insert_id(before, ID) == after


@pytest.mark.parametrize(
    "text",
    ["title: x\nid: mine\n", "{title: x}", "- a\n", "title: [x\n", ""],
)
def test_where_it_would_change_something_else_nothing_is_written(tmp_path: Path, text: str) -> None:
    file = tmp_path / "knowbrand.yaml"
    file.write_text(text)
    assert not write_id(tmp_path, ID)
    assert file.read_text() == text


def test_the_file_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "knowbrand.yaml"
    file.write_text("title: x\n")
    file.chmod(0o640)
    assert write_id(tmp_path, ID)
    assert file.read_text() == f"title: x\nid: {ID}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["knowbrand.yaml"]
