"""What a scan of the files sees."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from knowbrand.serve.ignoring import is_path_ignored
from knowbrand.serve.scanning import rescan, scan


def test_what_came_went_and_changed(site: Path) -> None:
    before = scan(site)
    (site / "content/posts/first.md").write_text("other words", encoding="utf-8")
    (site / "content/pages/about.md").unlink()
    (site / "assets").mkdir()
    (site / "assets" / "a.txt").write_text("a", encoding="utf-8")
    after = scan(site, before)
    assert after.changed_since(before) == {"content/posts/first.md", "content/pages/about.md", "assets/a.txt"}
    assert not scan(site, after).changed_since(after)
    assert {"content", "assets", "overrides"} == after.folders


def test_a_save_within_the_same_tick_of_the_same_size_is_seen(site: Path) -> None:
    """On file systems that count seconds, nothing but the content tells."""
    path = "content/posts/first.md"
    before = scan(site)
    old = (site / path).read_text(encoding="utf-8")
    (site / path).write_text(old.replace("first words", "other words"), encoding="utf-8")
    after = scan(site, before)
    assert after.files[path]._replace(stat=before.files[path].stat).differs(before.files[path])


def test_a_file_that_settles_is_compared_once_more(site: Path) -> None:
    file = site / "content/posts/first.md"
    long_ago = file.stat().st_mtime - 1000
    fresh = scan(site).files["content/posts/first.md"]
    assert fresh.digest
    assert not fresh.settled
    os.utime(file, (long_ago, long_ago))
    first = scan(site)
    assert first.files["content/posts/first.md"].settled
    assert not first.files["content/posts/first.md"].digest


@pytest.mark.parametrize(
    "path",
    [
        "content/posts/.first.md.swp",
        "content/posts/4913",
        "content/posts/first.md~",
        "content/posts/.#first.md",
        "content/posts/#first.md#",
        "content/posts/first.md___jb_tmp___",
        "content/posts/first.md___jb_old___",
        "content/posts/sedAb12Cd",
        "content/.DS_Store",
        ".knowbrand/x/y",
        ".git/index",
        "_site/index.html",
        "_site-organisation/index.html",
        "_moved/index.html",
        "node_modules/x.js",
        "._site.12/index.html",
    ],
)
def test_editors_and_outputs_are_ignored(site: Path, path: str) -> None:
    before = scan(site)
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text("x", encoding="utf-8")
    assert is_path_ignored(path)
    assert not scan(site, before).changed_since(before)


@pytest.mark.parametrize(
    "path",
    [
        "content/posts/_site.md",
        "assets/.well-known/x",
        "assets/_site/x",
        "assets/sedan.png",
        "themes/mine/base.html",
    ],
)
def test_the_authors_files_are_not(path: str) -> None:
    assert not is_path_ignored(path)


def test_an_output_anywhere_is_known_by_its_list(site: Path) -> None:
    before = scan(site)
    (site / "public" / "deep" / "_").mkdir(parents=True)
    (site / "public" / "deep" / "index.html").write_text("x", encoding="utf-8")
    (site / "public" / "deep" / "_" / "owned").write_text("x", encoding="utf-8")
    assert not scan(site, before).changed_since(before)


@pytest.mark.skipif(sys.platform == "win32", reason="links need leave there")
def test_links_are_seen_but_a_linked_folder_is_not_followed(site: Path) -> None:
    (site / "content" / "round").symlink_to(site / "content")
    (site / "content" / "nowhere.md").symlink_to("none")
    (site / "content" / "linked.md").symlink_to(site / "profile.yaml")
    found = scan(site)
    assert {path for path in found.files if path.count("/") == 1 and path.startswith("content/")} == {
        "content/round",
        "content/nowhere.md",
        "content/linked.md",
    }
    (site / "profile.yaml").write_text("basics: {name: Other}", encoding="utf-8")
    assert scan(site, found).changed_since(found) == {"content/linked.md", "profile.yaml"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are none here")
def test_a_pipe_keeps_nobody_waiting(site: Path) -> None:
    os.mkfifo(site / "content" / "pipe")
    assert "content/pipe" in scan(site).files


def test_a_few_files_can_be_looked_at_alone(site: Path) -> None:
    before = scan(site)
    (site / "content/posts/first.md").write_text("other", encoding="utf-8")
    after = rescan(site, before, ["content/posts/first.md"])
    assert after
    assert after.changed_since(before) == {"content/posts/first.md"}
    assert rescan(site, before, ["content/posts/none.md"]) is None
    (site / "content/posts/first.md").unlink()
    assert rescan(site, before, ["content/posts/first.md"]) is None


def test_a_site_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        scan(tmp_path / "none")
