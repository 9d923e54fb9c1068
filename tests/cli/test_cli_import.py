"""What ``knowbrand import`` tells the person who brings posts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowbrand.cli.report import format_together
from knowbrand.problems import Place, warning

POST = "---\ntitle: Hello\n---\n{{ one }}\n"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "my old posts"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"2015-03-0{day}-p{day}.md").write_text(POST)
    return folder


def test_many_problems_of_one_kind_stand_together(
    knowbrand: Callable[..., Any], site: Path, posts: Path
) -> None:
    result = knowbrand("import", site, "posts", posts)
    assert result.status == 0
    assert "warning[KB245] 5 times: template expression 'one' isn't understood" in result.err
    assert all(f"\n  2015-03-0{day}-p{day}.md:4:1\n" in result.err for day in range(1, 6))
    assert result.err.count("hint:") == 1
    assert f"✓ 5 posts came along, with 5 warnings; next: knowbrand check {site}\n" in result.err


def test_problems_that_differ_keep_their_message_beside_their_place() -> None:
    problems = [
        warning("KB246", f"no {name}", Place("a.md", 2, column), "find it")
        for column, name in enumerate("xyz", 1)
    ]
    assert format_together(problems) == (
        "warning[KB246] 3 times: file of an imported post not found\n"
        "  a.md:2:1  no x\n  a.md:2:2  no y\n  a.md:2:3  no z\nhint: find it"
    )


def test_a_second_import_says_that_nothing_is_new(
    knowbrand: Callable[..., Any], site: Path, posts: Path
) -> None:
    knowbrand("import", site, "posts", posts)
    again = knowbrand("import", site, "posts", posts)
    assert again.status == 0
    assert again.err.endswith("✓ nothing new: 5 posts are there already\n")
    (posts / "2016-01-01-new.md").write_text("---\ntitle: New\n---\n")
    assert "✓ 1 post came along; 5 posts are there already" in knowbrand("import", site, "posts", posts).err


def test_one_file_shows_its_source_line(knowbrand: Callable[..., Any], site: Path, posts: Path) -> None:
    result = knowbrand("import", site, "posts", posts / "2015-03-01-p1.md")
    assert "  4 | {{ one }}\n" in result.err


def test_a_dry_run_says_that_nothing_was_written(
    knowbrand: Callable[..., Any], site: Path, posts: Path
) -> None:
    result = knowbrand("import", site, "posts", posts, "--dry-run")
    assert "✓ 5 posts would come along, with 5 warnings; nothing was written\n" in result.err
    assert not (site / "content/posts/2015-03-01-p1.md").exists()


def test_a_folder_without_posts_is_an_error(
    knowbrand: Callable[..., Any], site: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    result = knowbrand("import", site, "posts", tmp_path / "empty")
    assert result.status == 1
    assert "error[KB240] there are no posts in" in result.err
