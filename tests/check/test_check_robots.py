"""Files of the author's own where knowbrand would make one."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.build import Composition, compose
from knowbrand.check.pages import check_outputs
from knowbrand.request import Request

SETTINGS = "title: T\nbase_url: https://me.example/PATH\n"


def make(root: Path, files: dict[str, str], audience: str = "public", path: str = "") -> Composition:
    sources = {"knowbrand.yaml": SETTINGS.replace("PATH", path), "profile.yaml": "basics: {name: Kim}\n"}
    for name, text in {**sources, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return compose(Request(root, audience=audience))


def read(composition: Composition, path: str) -> list[bytes]:
    return [output.content for output in composition.outputs if output.path == path]


def test_the_authors_own_robots_txt_counts_in_the_public_site_alone(tmp_path: Path) -> None:
    own = {"assets/robots.txt": "User-agent: bot\nDisallow: /\n"}
    public = make(tmp_path, own)
    assert read(public, "robots.txt") == [own["assets/robots.txt"].encode()]
    assert [
        (p.code, p.severity) for p in public.problems if p.place and p.place.path == "assets/robots.txt"
    ] == [("KB561", "info")]
    assert read(make(tmp_path, {}, "organisation"), "robots.txt") == [b"User-agent: *\nDisallow: /\n"]
    assert public.site
    assert not [problem for problem in check_outputs(public.outputs, public.site) if problem.code == "KB346"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("User-agent: *\nDisallow: /\n", 2),
        ("# mine\nuser-agent: bot\nUSER-AGENT: *\n\ndisallow: /*  # all\n", 5),
        ("User-agent: *\nAllow: /\nDisallow: /\n", None),
        ("User-agent: *\nDisallow:\n", None),
        ("User-agent: *\nDisallow: /drafts/\n", None),
        ("User-agent: bot\nDisallow: /\nUser-agent: *\nAllow: /\n", None),
        ("User-agent: *\nAllow: /\nUser-agent: bot\nDisallow: /\n", None),
        ("Disallow: /\n", None),
        ("\x00\ufeff: : :\n" * 3, None),
    ],
)
def test_one_that_hides_the_whole_site_is_told_at_its_line(
    tmp_path: Path, text: str, line: int | None
) -> None:
    found = make(tmp_path, {"assets/robots.txt": text})
    assert found.site
    told = [problem for problem in check_outputs(found.outputs, found.site) if problem.code == "KB346"]
    assert [problem.place and problem.place.line for problem in told] == ([line] if line else [])


def test_its_path_counts_too(tmp_path: Path) -> None:
    found = make(tmp_path, {"assets/robots.txt": "User-agent: *\nDisallow: /site/\n"}, path="site/")
    assert found.site
    assert "KB346" in {problem.code for problem in check_outputs(found.outputs, found.site)}


@pytest.mark.parametrize("name", ["sitemap.xml", "feed.xml", "rss.xml", "feed.json", "resume.json", "me.vcf"])
def test_a_file_where_knowbrand_makes_one_is_told_with_what_to_do(tmp_path: Path, name: str) -> None:
    found = make(tmp_path, {f"assets/{name}": "mine"})
    (problem,) = [problem for problem in found.problems if problem.severity == "error"]
    assert (problem.code, problem.place and problem.place.path) == ("KB303", f"assets/{name}")
    assert problem.hint == "delete your file, or give it another name"
