"""``knowbrand check --external``, without a network: what was found a moment ago is known."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from knowbrand.check.asking import Answer
from knowbrand.check.remembering import Memory
from tests.cli.conftest import Command

GONE = "https://example.org/gone"


def write_site(site: Path, text: str) -> Path:
    """A site of one post that has no other links."""
    for path, content in {
        "knowbrand.yaml": "title: T\n",
        "profile.yaml": "basics: {name: Kim}\n",
        "content/posts/d.md": f"---\ntitle: D\ndate: 2026-01-01\n---\n{text}\n",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(content, encoding="utf-8")
    return site


def remember(site: Path, url: str, answer: Answer) -> None:
    now = dt.datetime.now(dt.UTC)
    memory = Memory(site / ".knowbrand" / "links.json")
    memory.keep(url, answer, now)
    memory.save(now)


def test_links_to_other_sites_are_tried_only_when_asked(knowbrand: Command, tmp_path: Path) -> None:
    site = write_site(tmp_path, "[x](http://localhost:1/)")
    assert "KB344" not in knowbrand("check", site).err
    assert not (site / ".knowbrand").exists()
    result = knowbrand("check", site, "--external")
    assert result.status == 0
    assert "info[KB344] content/posts/d.md:5:5" in result.err
    assert json.loads((site / ".knowbrand" / "links.json").read_text(encoding="utf-8"))["links"] == {}


def test_a_broken_one_is_a_warning_at_its_place_and_stops_nothing(knowbrand: Command, tmp_path: Path) -> None:
    site = write_site(tmp_path, f"See [this]({GONE}).")
    remember(site, GONE, Answer("gone", "there is nothing there any more (410)"))
    result = knowbrand("check", site, "--external")
    assert result.status == 0
    assert "warning[KB342] content/posts/d.md:5:12" in result.err
    assert knowbrand("check", site, "--external", "--strict").status == 1
    document = json.loads(knowbrand("check", site, "--external", "--format", "json").out)
    assert [(p["code"], p["line"]) for p in document["problems"] if p["code"] == "KB342"] == [("KB342", 5)]


def test_the_site_is_judged_where_it_will_stand(knowbrand: Command, tmp_path: Path) -> None:
    site = write_site(tmp_path, "[x](https://me.example/site/nowhere/)")
    without = knowbrand("check", site)
    assert "KB520" in without.err  # no feeds, as nobody knows where the site will stand
    assert "nowhere" not in without.err
    result = knowbrand("check", site, "--base-url", "https://me.example/site/")
    assert result.status == 1
    assert "KB520" not in result.err
    assert "content/posts/d.md:5:5" in result.err
    assert "/nowhere/" in result.err
    refused = knowbrand("check", site, "--base-url", "me.example")
    assert refused.status == 2


def test_feeds_in_one_language_alone_are_offered_there_alone(knowbrand: Command, tmp_path: Path) -> None:
    site = write_site(tmp_path, "text")
    (site / "knowbrand.yaml").write_text("title: T\nlanguages: [en, nl]\nbase_url: https://me.example/\n")
    result = knowbrand("check", site)
    assert "follow" not in result.err
    assert knowbrand("build", site).status == 0
    pages = {name: (site / "_site" / name).read_text("utf-8") for name in ("index.html", "nl/index.html")}
    assert [name for name, html in pages.items() if 'class="follow"' in html] == ["index.html"]


def test_a_cache_that_a_build_left_remembers_what_was_read(
    knowbrand: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_site(tmp_path, "My talk went viral.")
    assert knowbrand("build", site).status == 0
    first = knowbrand("check", site)
    assert "KB624" in first.err
    monkeypatch.setattr("knowbrand.check.substance.reading.Reader.read", None)
    assert knowbrand("check", site) == first
