"""The line ``base_url`` of the settings: changed where it stands, and nothing else with it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.author.address import change_address, write_address

NEW = "https://new.example/blog/"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("base_url: https://old.example/\ntitle: x\n", f"base_url: {NEW}\ntitle: x\n"),
        (
            "title: x\r\nbase_url: 'https://old.example/'   # here\r\n",
            f"title: x\r\nbase_url: {NEW}   # here\r\n",
        ),
        ('{"title": "x", "base_url": "https://old.example/"}', f'{{"title": "x", "base_url": {NEW}}}'),
        ("\ufefftitle: é\u2028é\nbase_url: https://old.example/", f"\ufefftitle: é\u2028é\nbase_url: {NEW}"),
        ("title: x\n# base_url: no\n", f"title: x\n# base_url: no\nbase_url: {NEW}\n"),
        ("title: x", f"title: x\nbase_url: {NEW}\n"),
        (
            "title: x\nbase_url: https://a.example/\naudiences:\n  - {name: all, base_url: https://b.example/}\n  - us\n",
            f"title: x\nbase_url: https://a.example/\naudiences:\n  - {{name: all, base_url: {NEW}}}\n  - us\n",
        ),
        (
            "title: x\naudiences:\n  - all\n  - {name: us, base_url: https://b.example/}\nbase_url: https://a.example/\n",
            f"title: x\naudiences:\n  - all\n  - {{name: us, base_url: https://b.example/}}\nbase_url: {NEW}\n",
        ),
    ],
)
def test_the_address_that_counts_is_changed(before: str, after: str) -> None:
    assert change_address(before, NEW) == after


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "title: [x\n",
        "",
        "{title: x}",
        "title: x\nbase_url: [a]\n",
        "base_url: &here https://old.example/\nredirects: {/a: *here}\n",
        "title: x\nbase_url: *here\n",
        "redirects: {/a: &here https://old.example/}\nbase_url: *here\n",
        "title: x\ntitle: y\nbase_url: https://old.example/\n",
    ],
)
def test_where_something_else_would_change_nothing_is_written(tmp_path: Path, text: str) -> None:
    file = tmp_path / "knowbrand.yaml"
    file.write_text(text)
    assert not write_address(tmp_path, NEW)
    assert file.read_text() == text


def test_the_file_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "knowbrand.yaml"
    file.write_text("title: x\nbase_url: https://old.example/\n")
    file.chmod(0o640)
    assert write_address(tmp_path, NEW)
    assert file.read_text() == f"title: x\nbase_url: {NEW}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["knowbrand.yaml"]


@given(
    st.lists(
        st.sampled_from(["# é: \u2029", "", "theme: folio", "tags: |\n  base_url: no\n"]),
        max_size=4,
        unique=True,
    )
)
def test_all_around_the_line_stays(lines: list[str]) -> None:
    above = "".join(f"{line}\n" for line in lines)
    assert (
        change_address(f"{above}base_url: 'https://a.example'\n# end\n", NEW)
        == f"{above}base_url: {NEW}\n# end\n"
    )
