"""Folders that may not become the output, and those that may."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError
from knowbrand.publish.folder import check_destination, publish


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "work" / "site"
    for folder in ("content/posts", "assets", "themes"):
        (site / folder).mkdir(parents=True)
    (site / "knowbrand.yaml").write_text("title: T\n")
    return site


def refusal(out: Path, site: Path) -> str:
    """The code and the message; publishing is refused too, and leaves all as it was."""
    (problem,) = check_destination(out, site=site)
    assert problem.severity == "error"
    assert problem.hint
    before = sorted(site.rglob("*"))
    with pytest.raises(KnowbrandError) as raised:
        publish([Output("index.html", b"")], out, site=site)
    assert raised.value.problems[0] == problem
    assert sorted(site.rglob("*")) == before
    return f"{problem.code} {problem.message}"


def test_new_empty_and_published_folders_are_fit(site: Path) -> None:
    out = site / "_site"
    assert check_destination(out, site=site) == []
    out.mkdir()
    (out / ".DS_Store").write_text("litter")
    assert check_destination(out, site=site) == []
    publish([Output("index.html", b"")], out, site=site)
    (out / "CNAME").write_text("theirs")
    assert check_destination(out, site=site) == []
    assert check_destination(site.parent / "elsewhere", site=site) == []
    assert check_destination(site / "docs" / "new", site=site) == []


def test_a_folder_of_other_files(site: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "letter.txt").write_text("dear")
    (tmp_path / "docs" / "more.txt").write_text("dear")
    message = refusal(tmp_path / "docs", site)
    assert message.startswith("KB504")
    assert "'letter.txt' and 1 more" in message


@pytest.mark.parametrize(
    "name",
    [
        ".",
        "..",
        "../..",
        "content",
        "content/posts",
        "content/new/deep",
        "assets",
        "themes/x",
        "overrides",
        "checks/x",
        ".knowbrand",
        ".knowbrand/out",
    ],
)
def test_the_sites_own_folders(site: Path, name: str) -> None:
    assert refusal(site / name, site).startswith("KB505")


def test_the_root_and_home(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home" / "noor"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert refusal(home, site).startswith("KB505")
    assert refusal(home.parent, site).startswith("KB505")
    assert refusal(Path("/"), site).startswith("KB505")
    assert check_destination(home / "public_html", site=site) == []


@pytest.mark.parametrize("kind", [".git", ".hg", ".svn", ".jj"])
def test_a_repository(site: Path, tmp_path: Path, kind: str) -> None:
    repository = tmp_path / "repository"
    (repository / kind / "objects").mkdir(parents=True)
    assert refusal(repository, site).startswith("KB505")
    assert refusal(repository / kind / "new", site).startswith("KB505")
    assert check_destination(repository / "public", site=site) == []


def test_a_work_tree_whose_git_is_a_file(site: Path) -> None:
    out = site / "_site"
    publish([Output("index.html", b"")], out, site=site)
    (out / ".git").write_text("gitdir: elsewhere")
    assert refusal(out, site).startswith("KB505")


def test_a_link_is_judged_by_its_target(site: Path, tmp_path: Path) -> None:
    (tmp_path / "to-content").symlink_to(site / "content")
    (tmp_path / "to-nothing").symlink_to(tmp_path / "nothing")
    (tmp_path / "to-itself").symlink_to("to-itself")
    assert refusal(tmp_path / "to-content", site).startswith("KB505")
    assert refusal(tmp_path / "to-content" / "sub", site).startswith("KB505")
    assert "link to nothing" in refusal(tmp_path / "to-nothing", site)
    assert "link to nothing" in refusal(tmp_path / "to-itself", site)


def test_sources_that_are_a_link(site: Path, tmp_path: Path) -> None:
    shutil.rmtree(site / "assets")
    (tmp_path / "pictures").mkdir()
    (site / "assets").symlink_to(tmp_path / "pictures")
    assert refusal(tmp_path / "pictures" / "out", site).startswith("KB505")


def test_a_file(site: Path) -> None:
    assert refusal(site / "knowbrand.yaml", site).startswith("KB506")
    assert "file" in refusal(site / "knowbrand.yaml" / "below", site)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello\n",
        "knowbrand owned 2\n0123456789abcdef\n",
        "knowbrand owned 1\nposts/a\n",
        "knowbrand owned 1 é\n",
    ],
)
def test_a_list_that_is_not_ours(site: Path, text: str) -> None:
    (site / "_site" / "_").mkdir(parents=True)
    (site / "_site" / "_" / "owned").write_text(text, "utf-8")
    assert refusal(site / "_site", site).startswith("KB507")


def test_a_list_behind_a_link(site: Path, tmp_path: Path) -> None:
    publish([Output("index.html", b"")], site / "_site", site=site)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.html").write_text("theirs")
    (tmp_path / "docs" / "_").symlink_to(site / "_site" / "_")
    assert refusal(tmp_path / "docs", site).startswith("KB507")


def test_mounted_disks(site: Path, tmp_path: Path, mount: Callable[[Path], None]) -> None:
    out = site / "_site"
    publish([Output("index.html", b"")], out, site=site)
    inside = out / "media"
    inside.mkdir()
    mount(inside)
    (inside / "theirs").write_text("precious")
    with pytest.raises(KnowbrandError) as raised:
        publish([Output("index.html", b"2")], out, site=site)
    assert raised.value.problems[0].code == "KB508"
    assert "'media'" in raised.value.problems[0].message
    assert (inside / "theirs").read_text() == "precious"
    assert (out / "index.html").read_text() == ""
    assert refusal(inside, tmp_path).startswith("KB508")
