"""Feeds at the addresses that an old site had for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.build import Composition, compose
from knowbrand.check.pages import check_outputs
from knowbrand.model.dates import parse_moment
from knowbrand.request import Request

NOW = parse_moment("2026-11-23")
SETTINGS = "title: T\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\nredirects:\n"
PROFILE = "basics:\n  name: Kim\nexpertise:\n  - {id: floors, name: Floors, from: 2014}\n"
POST = "---\ntitle: One\ndate: 2026-01-02\nexpertise: [floors]\n---\nText.\n"


def build(root: Path, *redirects: str, base_url: str | None = "https://kim.example/") -> Composition:
    lines = "".join(f"  {line}\n" for line in redirects)
    files = {
        "knowbrand.yaml": SETTINGS + lines,
        "profile.yaml": PROFILE,
        "content/posts/one.md": POST,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return compose(Request(root, base_url=base_url, now=NOW))


def outputs(found: Composition) -> dict[str, str]:
    assert not found.failed, found.problems
    return {output.path: output.content.decode("utf-8", "replace") for output in found.outputs}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/index.xml", "/rss.xml"),
        ("/atom.xml", "/feed.xml"),
        ("/index.json", "/feed.json"),
        ("/blog/floors.xml", "/expertise/floors/feed.xml"),
    ],
)
def test_an_old_address_is_the_feed_itself(tmp_path: Path, old: str, new: str) -> None:
    files = outputs(build(tmp_path, f"{old}: {new}"))
    assert files[old[1:]].partition("?>\n<feed")[2] == files[new[1:]].partition("?>\n<feed")[2]
    assert len(files[old[1:]]) > 300


@pytest.mark.parametrize("written", ["/feed/", "/feed"])
def test_a_folders_address_answers_with_the_feed(tmp_path: Path, written: str) -> None:
    found = build(tmp_path, f"{written}: /feed.xml")
    files = outputs(found)
    assert files["feed/index.html"].startswith("<?xml")
    assert "<entry>" in files["feed/index.html"]
    assert 'http-equiv="refresh"' not in files["feed/index.html"]
    assert "/feed/\n  Content-Type: application/xml; charset=utf-8\n" in files["_headers"]
    assert "_redirects" not in files


@pytest.mark.parametrize("base_url", ["https://kim.example/", "https://kim.example/site/"])
def test_its_style_is_found_from_there(tmp_path: Path, base_url: str) -> None:
    old = ("/feed/: /feed.xml", "/a/b/c.xml: /rss.xml", "/d.xml: /expertise/floors/feed.xml")
    found = build(tmp_path, *old, base_url=base_url)
    files = outputs(found)
    for path, style in (("feed/index.html", "../_/"), ("a/b/c.xml", "../../_/"), ("d.xml", "_/")):
        assert f'href="{style}feed.' in files[path].splitlines()[1]
    assert [each for each in check_outputs(found.outputs, found.site) if each.code != "KB340"] == []


def test_without_an_address_there_is_no_feed_and_no_page_that_leads_to_it(tmp_path: Path) -> None:
    files = outputs(build(tmp_path, "/feed/: /feed.xml", "/index.xml: /rss.xml", base_url=None))
    assert not {"feed/index.html", "index.xml"} & files.keys()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("/feed/: /fed.xml", "KB331"),
        ("/feed/: /expertise/walls/feed.xml", "KB331"),
        ("/rss.xml: /feed.xml", "KB303"),
        ("/robots.txt: /feed.xml", "KB303"),
        ("/_/style.css: /feed.xml", "KB305"),
        ("/_/: /posts/one/", "KB305"),
        ("/posts/one/: /feed.xml", "KB303"),
        ("'/?feed=rss2': /feed.xml", "KB305"),
    ],
)
def test_what_cant_be_is_told_at_its_line(tmp_path: Path, line: str, code: str) -> None:
    found = build(tmp_path, line)
    told = [
        (problem.code, problem.place.line)
        for problem in found.problems
        if problem.place and problem.severity == "error"
    ]
    assert told == [(code, 4)]


def test_a_circle_is_told(tmp_path: Path) -> None:
    found = build(tmp_path, "/feed/: /atom/", "/atom/: /feed/")
    assert {problem.code for problem in found.problems if problem.severity == "error"} == {"KB330"}
