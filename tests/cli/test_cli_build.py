"""``knowbrand build``: statuses, summaries, JSON, and what stays when it fails."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def read_tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_site_builds_as_it_is(knowbrand: Command, site: Path) -> None:
    result = knowbrand("build", site)
    assert result.status == 0
    assert result.out == ""
    assert "placeholders ⟨like this⟩ still stand in it" in result.err
    assert (site / "_site" / "index.html").is_file()


def test_the_second_build_changes_nothing(knowbrand: Command, site: Path) -> None:
    knowbrand("build", site)
    before = {path: path.stat().st_mtime_ns for path in (site / "_site").rglob("*")}
    document = json.loads(knowbrand("build", site, "--json").out)
    assert (document["written"], document["removed"]) == (0, 0)
    assert document["unchanged"] == document["outputs"] > 10
    assert {path: path.stat().st_mtime_ns for path in (site / "_site").rglob("*")} == before


def test_json_has_the_contracts_fields_and_nothing_else_on_standard_output(
    knowbrand: Command, site: Path
) -> None:
    document = json.loads(knowbrand("build", site, "--json").out)
    assert set(document) == {"audience", "outputs", "written", "removed", "unchanged", "seconds", "problems"}
    assert document["audience"] == "public"
    fields = {"code", "severity", "message", "path", "line", "column", "end_line", "end_column", "hint"}
    assert document["problems"]
    assert all(set(problem) - {"rule", "category"} == fields for problem in document["problems"])


def test_publish_refuses_placeholders(knowbrand: Command, site: Path) -> None:
    result = knowbrand("build", site, "--publish")
    assert result.status == 1
    assert "error[KB115] profile.yaml  5 places still to be filled in: lines 6, 7, 8, 24, 29\n" in result.err
    assert result.err.count("KB115") == 4  # one for each file
    assert result.err.count("hint: write your own words") == 1
    assert "nothing was published: 14 placeholders" in result.err
    assert not (site / "_site").exists()
    found = json.loads(knowbrand("build", site, "--publish", "--json").out)["problems"]
    placeholders = [problem for problem in found if problem["code"] == "KB115"]
    assert len(placeholders) == 14
    assert all(problem["line"] and problem["column"] and problem["hint"] for problem in placeholders)


def test_strict_takes_warnings_for_errors(knowbrand: Command, site: Path) -> None:
    assert knowbrand("build", site, "--strict").status == 1
    assert not (site / "_site").exists()


def test_a_failed_build_leaves_the_last_good_output(knowbrand: Command, site: Path) -> None:
    knowbrand("build", site)
    good = read_tree(site / "_site")
    (site / "content/posts/broken.md").write_text("---\ntitel: x\n---\n")
    (site / "profile.yaml").write_text("basics:\n  label: no name\nexpertize: []\n")
    result = knowbrand("build", site)
    assert result.status == 1
    assert "unknown field 'titel'" in result.err
    assert "did you mean 'title'?" in result.err
    assert "'basics' needs 'name'" in result.err
    assert "did you mean 'expertise'?" in result.err
    assert read_tree(site / "_site") == good


def test_a_problem_shows_its_line_with_a_caret(knowbrand: Command, site: Path) -> None:
    (site / "content/posts/broken.md").write_text("---\ntitle: T\ndate: soon\n---\n")
    err = knowbrand("build", site).err
    assert re.search(
        r"error\[KB205\] content/posts/broken\.md:3:7  .*'soon' is not a day\n"
        r"  3 \| date: soon\n    \|       \^\^\^\^\nhint: ",
        err,
    )


def test_drafts_and_posts_to_come_are_left_out_and_counted(knowbrand: Command, site: Path) -> None:
    for name, line in (
        ("d", "draft: true\ndate: 2026-01-01"),
        ("f", "date: 2027-05-01"),
        ("g", "date: 2027-03-14"),
    ):
        (site / f"content/posts/{name}.md").write_text(f"---\ntitle: {name}\n{line}\n---\n")
    result = knowbrand("build", site)
    assert "left out: 1 draft; 2 to come, the next on 2027-03-14" in result.err
    assert not (site / "_site/posts/d").exists()
    knowbrand("build", site, "--drafts", "--future")
    assert (site / "_site/posts/d/index.html").exists()
    assert (site / "_site/posts/g/index.html").exists()
    knowbrand("build", site, "--now", "2027-03-14")
    assert (site / "_site/posts/g/index.html").exists()
    assert not (site / "_site/posts/f").exists()


def test_an_audience_has_an_output_of_its_own(knowbrand: Command, site: Path) -> None:
    (site / "content/posts/inside.md").write_text(
        "---\ntitle: I\ndate: 2026-01-01\nvisibility: organisation\n---\nsecretword\n"
    )
    knowbrand("build", site)
    assert not [
        path for path, data in read_tree(site / "_site").items() if b"secretword" in data or "inside" in path
    ]
    assert knowbrand("build", site, "--audience", "organisation").status == 0
    assert (site / "_site-organisation/posts/inside/index.html").exists()
    refused = knowbrand("build", site, "--audience", "private")
    assert refused.status == 1
    assert not (site / "_site-private").exists()


def test_the_same_sources_give_the_same_bytes(knowbrand: Command, site: Path, tmp_path: Path) -> None:
    knowbrand("build", site, "--out", tmp_path / "one")
    other = tmp_path / "elsewhere" / "copy"
    other.parent.mkdir()
    site.rename(other)
    knowbrand("build", other, "--out", tmp_path / "two")
    assert read_tree(tmp_path / "one") == read_tree(tmp_path / "two")


@pytest.mark.parametrize("name", ["home", "repository", "foreign"])
def test_a_folder_with_other_things_is_refused(
    knowbrand: Command, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    if name == "home":
        monkeypatch.setenv("HOME", str(folder))
        monkeypatch.setenv("USERPROFILE", str(folder))
    if name == "repository":
        (folder / ".git").mkdir()
    if name == "foreign":
        (folder / "thesis.doc").write_text("years of work")
    result = knowbrand("build", site, "--out", folder)
    assert result.status == 1
    assert "error[KB50" in result.err
    assert "hint: " in result.err
    assert not (folder / "index.html").exists()


def test_a_folder_that_is_no_site(knowbrand: Command, tmp_path: Path) -> None:
    result = knowbrand("build", tmp_path)
    assert result.status == 1
    assert "there is no knowbrand.yaml" in result.err
    assert "knowbrand new mysite" in result.err


def test_base_url_and_offline_shape_the_links(knowbrand: Command, site: Path, tmp_path: Path) -> None:
    knowbrand("build", site, "--base-url", "https://me.example/repo", "--out", tmp_path / "a")
    home = (tmp_path / "a/index.html").read_text()
    assert '<link rel="canonical" href="https://me.example/repo/">' in home
    assert 'href="/' not in home
    assert 'href="/repo/' in (tmp_path / "a/404.html").read_text()
    assert (tmp_path / "a/feed.xml").exists()
    knowbrand("build", site, "--offline", "--out", tmp_path / "b")
    assert 'href="posts/index.html"' in (tmp_path / "b/index.html").read_text()
    assert not (tmp_path / "b/feed.xml").exists()


def test_a_defect_of_ours_says_so(knowbrand: Command, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a defect made for this test")

    monkeypatch.setattr("knowbrand.build.arrange", fail)
    result = knowbrand("build", site)
    assert result.status == 70
    assert "this is a defect of knowbrand" in result.err
