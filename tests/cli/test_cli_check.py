"""``knowbrand check --external``, without a network: what was found a moment ago is known."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

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
