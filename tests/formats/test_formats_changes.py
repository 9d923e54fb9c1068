"""The feed of changes of mind: what is news in it, and what isn't."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from xml.etree import ElementTree

import pytest

from knowbrand.build import compose
from knowbrand.model.dates import Moment
from knowbrand.request import Request

ATOM = "{http://www.w3.org/2005/Atom}"
SETTINGS = """\
title: {en: A site, nl: Een site}
id: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10
base_url: https://kim.example/
languages: [en, nl]
timezone: Europe/Amsterdam
"""
PROFILE = """\
basics: {name: Kim}
expertise:
  - id: c
    name: C
    claims:
      - id: one
        text: {en: I do *this*, nl: Ik doe dit}
        learning: true
        changes: [{date: 2024-02, reason: {en: I trusted paint & rust, nl: Ik vertrouwde verf}}]
"""
POST = """\
---
title: Bolts
date: 2025-01-02
updated: 2025-02-03
changes: [{date: 2025-02-03, reason: Wrong torque}]
---
Text.
"""


def read_feeds(root: Path, files: dict[str, str]) -> dict[str, ElementTree.Element]:
    """The Atom feeds of a site, by path."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    composition = compose(Request(root, now=Moment(dt.date(2026, 11, 23))))
    assert not composition.failed, composition.problems
    return {
        output.path: ElementTree.fromstring(output.content)
        for output in composition.outputs
        if output.path.endswith("feed.xml")
    }


def entries(feed: ElementTree.Element, *names: str) -> list[tuple[str | None, ...]]:
    return [tuple(entry.findtext(ATOM + name) for name in names) for entry in feed.iter(f"{ATOM}entry")]


FILES = {"knowbrand.yaml": SETTINGS, "profile.yaml": PROFILE, "content/posts/bolts.md": POST}


def test_changes_of_claims_and_posts_are_entries_newest_first(tmp_path: Path) -> None:
    feeds = read_feeds(tmp_path, FILES)
    assert entries(feeds["changes/feed.xml"], "title", "updated", "content") == [
        ("Bolts", "2025-02-03T00:00:00+01:00", "<p>Wrong torque</p>"),
        ("I do this", "2024-02-01T00:00:00+01:00", "<p>I trusted paint &amp; rust</p>"),
    ]
    assert entries(feeds["nl/changes/feed.xml"], "title", "content") == [
        ("Ik doe dit", "<p>Ik vertrouwde verf</p>")
    ]
    feed = feeds["changes/feed.xml"]
    assert feed.findtext(f"{ATOM}title") == "Changed my mind · A site"
    assert feed.findtext(f"{ATOM}updated") == "2025-02-03T00:00:00+01:00"
    links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert links == [
        "https://kim.example/changes/feed.xml",
        "https://kim.example/changes/",
        "https://kim.example/posts/bolts/",
        "https://kim.example/expertise/c/#one",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("profile.yaml", "I trusted paint", "I trusted the paint"),
        ("profile.yaml", "I do *this*", "I do *all this*"),
        ("profile.yaml", "name: C", "name: Another"),
        ("content/posts/bolts.md", "Wrong torque", "Wrong torque by far"),
        ("content/posts/bolts.md", "title: Bolts", "title: Bolts and nuts\nslug: nuts"),
        ("knowbrand.yaml", "kim.example", "kim2.example"),
    ],
)
def test_mending_a_slip_sends_nothing_anew(tmp_path: Path, file: str, old: str, new: str) -> None:
    before = read_feeds(tmp_path, FILES)
    assert old in FILES[file]
    after = read_feeds(tmp_path, {**FILES, file: FILES[file].replace(old, new)})
    for path in ("changes/feed.xml", "feed.xml"):
        assert entries(after[path], "id", "updated", "published") == entries(
            before[path], "id", "updated", "published"
        )
        assert after[path].findtext(f"{ATOM}id") == before[path].findtext(f"{ATOM}id")


def test_a_change_of_mind_is_news_in_its_own_feed_alone(tmp_path: Path) -> None:
    before = read_feeds(tmp_path, FILES)
    more = POST.replace("reason: Wrong torque}", "reason: Wrong torque}, {date: 2026-03, reason: Wrong bolt}")
    after = read_feeds(tmp_path, {**FILES, "content/posts/bolts.md": more})
    assert entries(after["feed.xml"], "id", "updated") == entries(before["feed.xml"], "id", "updated")
    old, new = entries(before["changes/feed.xml"], "id"), entries(after["changes/feed.xml"], "id")
    assert new[1:] == old
    assert len(new) == len(old) + 1


def test_ids_are_lasting(tmp_path: Path) -> None:
    feed = read_feeds(tmp_path, FILES)["changes/feed.xml"]
    assert entries(feed, "id") == [
        ("urn:uuid:31a8a080-67b2-5545-a744-d97eceb5b7e1",),
        ("urn:uuid:683acf84-4a3c-52a3-83dc-dc3d6947c9c9",),
    ]


def test_there_is_no_feed_of_nothing(tmp_path: Path) -> None:
    feeds = read_feeds(tmp_path, {"knowbrand.yaml": SETTINGS, "profile.yaml": "basics: {name: Kim}\n"})
    assert sorted(feeds) == ["feed.xml", "nl/feed.xml"]
