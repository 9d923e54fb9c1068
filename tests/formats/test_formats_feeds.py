"""Feeds: complete, valid, and with names and dates that never change by themselves."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowbrand.formats.elements import element, parent
from tests.formats.formats_site import PROFILE, SETTINGS, SITE_ID, Maker

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"

POSTS = {
    "content/posts/one.md": """\
---
title: One & only <floor>
date: 2026-05-31
updated: 2026-06-02 10:30
summary: A *short* word.
tags: [Sound, Floors]
with: [Sam Other]
---
See [two](two.md#part), ![a floor](/floor.png) and a note.[^1]

`href="#x"`

[^1]: The note.
""",
    "content/posts/one.nl.md": "---\ntitle: Een\ndate: 2026-06-01\n---\nEerst dit.\n",
    "content/posts/two.md": "---\ntitle: Two\ndate: 2026-01-15\n---\n# Part\n\nText.\n",
    "content/posts/hidden.md": "---\ntitle: Hidden\ndate: 2026-07-01\nunlisted: true\n---\nNot listed.\n",
    "assets/floor.png": "x",
    "profile.yaml": PROFILE + "people: [{name: Sam Other, url: 'https://sam.example/'}]\n",
}


def atom(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


def text(node: ElementTree.Element | None, path: str) -> str:
    found = node.find(path) if node is not None else None
    assert found is not None, path
    return found.text or ""


def test_atom_has_all_that_the_standard_demands(make: Maker) -> None:
    made = make(POSTS)
    assert made.problems == []
    feed = atom(made.files["feed.xml"])
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert text(feed, f"{ATOM}title") == "Kim on floors"
    assert text(feed, f"{ATOM}author/{ATOM}name") == "Kim Example"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": "https://kim.example/site/feed.xml", "alternate": "https://kim.example/site/"}
    entries = feed.findall(f"{ATOM}entry")
    assert [text(entry, f"{ATOM}title") for entry in entries] == ["One & only <floor>", "Two"]
    for node in (feed, *entries):
        uuid.UUID(text(node, f"{ATOM}id"))
        assert dt.datetime.fromisoformat(text(node, f"{ATOM}updated")).tzinfo
    assert len({text(node, f"{ATOM}id") for node in (feed, *entries)}) == 3


def test_an_entry_holds_the_whole_post_with_absolute_addresses(make: Maker) -> None:
    entry = atom(make(POSTS).files["feed.xml"]).find(f"{ATOM}entry")
    content = text(entry, f"{ATOM}content")
    assert 'href="https://kim.example/site/posts/two/#part"' in content
    assert 'src="https://kim.example/site/floor.png"' in content
    assert 'href="https://kim.example/site/posts/one/#fn-1"' in content
    assert 'href="#x"</code>' in content.replace("&quot;", '"')
    assert text(entry, f"{ATOM}summary") == "A short word."
    assert text(entry, f"{ATOM}published") == "2026-05-31T00:00:00+02:00"
    assert text(entry, f"{ATOM}updated") == "2026-06-02T10:30:00+02:00"
    assert text(entry, f"{ATOM}contributor/{ATOM}name") == "Sam Other"
    assert text(entry, f"{ATOM}contributor/{ATOM}uri") == "https://sam.example/"
    assert entry is not None
    assert [tag.get("term") for tag in entry.findall(f"{ATOM}category")] == ["Sound", "Floors"]


def test_the_formats_of_a_language_say_the_same(make: Maker) -> None:
    made = make(POSTS)
    entry = atom(made.files["feed.xml"]).find(f"{ATOM}entry")
    item = atom(made.files["rss.xml"]).find("channel/item")
    json_item = json.loads(made.files["feed.json"])["items"][0]
    assert text(entry, f"{ATOM}id") == text(item, "guid") == json_item["id"]
    assert text(entry, f"{ATOM}content") == text(item, f"{CONTENT}encoded") == json_item["content_html"]
    assert text(item, "link") == json_item["url"] == "https://kim.example/site/posts/one/"
    assert text(item, "pubDate") == "Sun, 31 May 2026 00:00:00 +0200"
    assert text(item, f"{DC}creator") == "Kim Example"
    assert json_item["authors"][1] == {"name": "Sam Other", "url": "https://sam.example/"}
    assert json_item["tags"] == ["Sound", "Floors"]


def test_rss_and_json_feed_have_what_they_must(make: Maker) -> None:
    made = make(POSTS)
    channel = atom(made.files["nl/rss.xml"]).find("channel")
    assert text(channel, "title") == text(channel, "description") == "Kim over vloeren"
    assert text(channel, "link") == "https://kim.example/site/nl/"
    assert text(channel, "language") == "nl"
    assert text(channel, "lastBuildDate") == "Mon, 01 Jun 2026 00:00:00 +0200"
    feed = json.loads(made.files["nl/feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://kim.example/site/nl/feed.json"
    assert feed["home_page_url"] == "https://kim.example/site/nl/"
    assert [item["title"] for item in feed["items"]] == ["Een"]


def test_nothing_unlisted_is_in_any_of_them(make: Maker) -> None:
    made = make(POSTS)
    assert not [
        path for path, content in made.files.items() if b"Hidden" in content or b"Not listed" in content
    ]


def test_entry_ids_are_what_they_will_always_be(make: Maker) -> None:
    """These can't be changed: subscribers know entries by them."""
    made = make(POSTS)
    namespace = uuid.UUID(SITE_ID)
    feed = atom(made.files["nl/feed.xml"])
    assert text(feed, f"{ATOM}id") == uuid.uuid5(namespace, "feeds/nl").urn
    assert text(feed, f"{ATOM}entry/{ATOM}id") == uuid.uuid5(namespace, "posts/one/nl").urn
    assert text(feed, f"{ATOM}entry/{ATOM}id") == "urn:uuid:735e8ecb-0b7a-59c9-a9cf-87f356ad7a7f"


def entry_ids(made: Any, path: str = "feed.xml") -> list[str]:
    return [text(entry, f"{ATOM}id") for entry in atom(made.files[path]).findall(f"{ATOM}entry")]


def test_neither_title_address_nor_domain_moves_an_entry_id(make: Maker) -> None:
    before = entry_ids(make(POSTS))
    changed = POSTS["content/posts/one.md"].replace("title: One", "slug: other\ntitle: Another")
    settings = SETTINGS.replace("Kim on floors", "New") + "posts: {permalink: /:year/:slug/}\n"
    after = make(
        POSTS | {"content/posts/one.md": changed, "knowbrand.yaml": settings}, base_url="https://new.example/"
    )
    assert entry_ids(after) == before
    assert "https://new.example/2026/other/" in after.text("feed.xml")


def test_an_old_feeds_id_is_kept(make: Maker) -> None:
    kept = POSTS["content/posts/one.md"].replace("tags:", "entry_id: 'https://old.example/?p=1'\ntags:")
    made = make(POSTS | {"content/posts/one.md": kept})
    assert entry_ids(made)[0] == "https://old.example/?p=1"
    assert json.loads(made.files["feed.json"])["items"][0]["id"] == "https://old.example/?p=1"


def test_two_posts_with_one_entry_id_are_an_error(make: Maker) -> None:
    line = "---\nentry_id: tag:x\n"
    sources = {
        path: content.replace("---\n", line, 1)
        for path, content in POSTS.items()
        if path.endswith((".nl.md", "two.md"))
    }
    problems = make(POSTS | sources).problems
    assert [problem.code for problem in problems] == ["KB523"]
    assert problems[0].place
    assert (problems[0].place.path, problems[0].place.line) == ("content/posts/two.md", 2)


def test_without_an_id_there_is_one_warning_whose_hint_keeps_the_ids(make: Maker) -> None:
    without = SETTINGS.replace(f"id: {SITE_ID}\n", "")
    made = make(POSTS | {"knowbrand.yaml": without})
    assert [(problem.code, problem.severity) for problem in made.problems] == [("KB521", "warning")]
    hint = made.problems[0].hint or ""
    again = make(
        POSTS | {"knowbrand.yaml": without + hint.partition(": ")[2] + "\n"}, base_url="https://new.example"
    )
    assert again.problems == []
    assert entry_ids(again) == entry_ids(made)


def test_a_feed_is_as_new_as_its_newest_entry_and_an_empty_one_stays_the_same(make: Maker) -> None:
    feed = atom(make(POSTS).files["feed.xml"])
    assert text(feed, f"{ATOM}updated") == "2026-06-02T10:30:00+02:00"
    empty = atom(make({}).files["nl/feed.xml"])
    assert text(empty, f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_only_the_newest_entries_are_in_it(make: Maker) -> None:
    made = make(POSTS | {"knowbrand.yaml": SETTINGS + "feeds: {entries: 1}\n"})
    assert len(entry_ids(made)) == 1


def test_a_date_from_before_time_zones_is_written_with_whole_minutes(make: Maker) -> None:
    made = make({"content/posts/old.md": "---\ntitle: Old\ndate: 1899-01-01\n---\nText.\n"})
    published = text(atom(made.files["feed.xml"]), f"{ATOM}entry/{ATOM}published")
    assert re.fullmatch(r"1899-01-01T00:00:00\+00:\d\d", published)


CHAPTERS = (
    PROFILE
    + """\
expertise:
  - id: floors
    name: {en: Floors, nl: Vloeren}
    claims:
      - {id: quiet, text: I make floors quiet, evidence: [posts/two]}
  - {id: walls, name: Walls}
"""
)


def test_a_chapters_feed_holds_its_posts_and_its_evidence(make: Maker) -> None:
    named = "---\ntitle: Named\ndate: 2026-02-01\nexpertise: [floors]\n---\nText.\n"
    made = make({**POSTS, "profile.yaml": CHAPTERS, "content/posts/named.md": named})
    feed = atom(made.files["expertise/floors/feed.xml"])
    assert [text(entry, f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["Named", "Two"]
    assert text(feed, f"{ATOM}title") == "Floors · Kim on floors"
    links = [link.get("href") for link in feed.findall(f"{ATOM}link")]
    assert links == [
        "https://kim.example/site/expertise/floors/feed.xml",
        "https://kim.example/site/expertise/floors/",
    ]
    assert text(atom(made.files["nl/expertise/walls/feed.xml"]), f"{ATOM}title") == "Walls · Kim over vloeren"


def test_a_feed_leads_to_a_style_sheet_that_explains_it(make: Maker) -> None:
    made = make({**POSTS, "profile.yaml": CHAPTERS})
    for path, style in (
        ("feed.xml", "_/"),
        ("nl/rss.xml", "../_/"),
        ("nl/expertise/floors/feed.xml", "../../../_/"),
    ):
        line = made.text(path).splitlines()[1]
        href = line.removeprefix('<?xml-stylesheet type="text/css" href="').removesuffix('"?>')
        assert href.startswith(style)
        name = "_/" + href.rpartition("/")[2]
        follow = (
            "https://kim.example/site/nl/follow/" if "nl/" in path else "https://kim.example/site/follow/"
        )
        assert follow in made.text(name)


def test_without_an_address_feeds_and_sitemap_are_left_out_and_that_is_said_once(make: Maker) -> None:
    made = make({**POSTS, "profile.yaml": CHAPTERS}, base_url=None)
    left = ["_headers", "me.vcf", "nl/me.vcf", "nl/resume.json", "resume.json", "robots.txt"]
    assert sorted(made.files) == left
    assert [(problem.code, problem.severity) for problem in made.problems] == [("KB520", "info")]
    assert "base_url: https://" in (made.problems[0].hint or "")
    assert b"http" not in made.files["robots.txt"]


def test_another_audiences_hint_names_its_own_setting(make: Maker) -> None:
    hint = make({}, base_url=None, audience="organisation").problems[0].hint or ""
    assert "name: organisation" in hint


@given(st.text(), st.text())
def test_any_text_makes_xml_that_can_be_read(first: str, second: str) -> None:
    document = parent("a", [element("b", first, {"c": second})], {"d": first})
    read = ElementTree.fromstring(document.encode())
    assert read.get("d") is not None
    assert read.find("b") is not None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_legal_text_comes_back_as_it_was(value: str) -> None:
    read = ElementTree.fromstring(element("a", value, {"b": value}).encode())
    assert (read.text or "", read.get("b")) == (value, value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_title_makes_feeds_that_can_be_read(make: Maker, title: str) -> None:
    made = make(
        {
            "content/posts/x.md": f"---\ntitle: {json.dumps('x' + title, ensure_ascii=False)}\ndate: 2026-01-01\n---\nText.\n"
        }
    )
    for path, content in made.files.items():
        if path.endswith(".xml"):
            ElementTree.fromstring(content)
        if path.endswith(".json"):
            json.loads(content)


@pytest.mark.outside
def test_an_outside_parser_finds_no_fault(make: Maker) -> None:
    feedparser = pytest.importorskip("feedparser")
    made = make({**POSTS, "profile.yaml": CHAPTERS})
    for path in ("feed.xml", "rss.xml", "nl/feed.xml", "nl/rss.xml", "expertise/floors/feed.xml"):
        parsed = feedparser.parse(made.files[path])
        assert not parsed.bozo, path
        assert parsed.feed.title
        assert all(entry.id and entry.link and entry.content for entry in parsed.entries)


def test_an_audience_without_an_address_is_told_how_to_write_the_whole_list(make: Maker) -> None:
    made = make({**POSTS, "profile.yaml": CHAPTERS}, base_url=None, audience="organisation")
    assert (made.problems[0].hint or "").endswith(
        "audiences: [public, {name: organisation, base_url: https://example.org/}, private]"
    )
