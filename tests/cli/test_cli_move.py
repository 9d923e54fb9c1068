"""``knowbrand move``, as its author meets it: the old place leads on, and no subscriber gets anything twice."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urljoin
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Command
from tests.outside.server import serve

SITE_ID = "6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10"
OLD, NEW = "https://old.example/", "https://new.example/"
SETTINGS = f"""\
# My own words.
title: A site
id: {SITE_ID}
base_url: {OLD}   # so far
languages: [en, nl]
redirects: {{/feed/: /feed.xml, /old.pdf: /cv.pdf}}
"""
PROFILE = "basics: {name: Kim}\nexpertise: [{id: floors, name: Floors, from: 2025}]\n"
POST = "---\ntitle: 'A <post> & é'\ndate: 2026-01-02\nupdated: 2026-03-04\n---\n## Why\n\nText.\n"
REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)">')
ATOM = "{http://www.w3.org/2005/Atom}"


def lay(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def published(tmp_path: Path, knowbrand: Command) -> Path:
    """A small site at OLD, published and locked; then a post was renamed."""
    files = {
        "knowbrand.yaml": SETTINGS,
        "profile.yaml": PROFILE,
        "content/posts/first/index.md": POST + "\n[plan](plan.pdf)\n",
        "content/posts/first/plan.pdf": "a plan",
        "content/posts/été.nl.md": POST,
        "content/pages/about.md": "---\ntitle: About\n---\nText.\n",
        "assets/cv.pdf": "a CV",
        "assets/proof.html": "<p>the author's own",
    }
    site = lay(tmp_path / "site", files)
    assert knowbrand("lock", site).status == 0
    lay(site, {"content/posts/first/index.md": POST.replace("title", "slug: second\ntitle")})
    assert knowbrand("build", site, "--publish").status == 0
    return site


def fetch(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def locked_addresses(site: Path) -> list[str]:
    lines = [line.split(" ") for line in (site / "urls.lock").read_text("utf-8").splitlines()]
    return [words[1] for words in lines if words[0] in ("page", "feed", "file")]


def files_in(folder: Path) -> Iterator[str]:
    """Every address that a folder answers."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield "/" + path.relative_to(folder).as_posix().removesuffix("index.html")


def entries(text: str) -> list[tuple[str | None, str | None]]:
    root = ElementTree.fromstring(text)
    found = [*root.iter(f"{ATOM}entry")]
    if found:
        return [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")) for entry in found]
    return [(item.findtext("guid"), item.findtext("pubDate")) for item in root.iter("item")]


def test_every_address_of_the_old_place_leads_to_the_new_one(published: Path, knowbrand: Command) -> None:
    with (
        serve(published / "_moved", "/my/old/") as old,
        serve(published / "_site", "/new/") as new,
    ):
        lay(published, {"knowbrand.yaml": SETTINGS.replace(OLD, old)})
        assert knowbrand("build", published, "--publish").status == 0
        before = {path: path.read_bytes() for path in (published / "_site").rglob("*") if path.is_file()}
        answered = {url for url in files_in(published / "_site") if not url.startswith(("/_/", "/404"))}
        result = knowbrand("move", published, new)
        assert result.status == 0, result.err
        assert {path: path.read_bytes() for path in before} == before, "the site itself is not touched"
        assert knowbrand("build", published, "--publish").status == 0
        for address in sorted({*answered, *locked_addresses(published)}):
            status, text = fetch(old.rstrip("/") + quote(address))
            assert status == 200, address
            found = REFRESH.search(text)
            if not found:
                assert not address.endswith("/") or address == "/feed/", address
                continue
            assert found[1].startswith(new)
            assert f'<link rel="canonical" href="{found[1]}">' in text
            assert "noindex" not in text
            there, shown = fetch(found[1])
            assert there == 200, address
            assert not REFRESH.search(shown), "one step leads there"
        assert fetch(f"{old}nowhere/at/all/")[0] == 404
        assert f'href="{new}nl/"' in fetch(f"{old}nowhere/")[1]
        named = [
            url for url in files_in(published / "_moved") if old in fetch(old.rstrip("/") + quote(url))[1]
        ]
        assert named == ["/robots.txt", "/sitemap.xml"]


def test_feeds_know_every_entry_by_its_old_name_and_say_where_they_are_now(
    published: Path, knowbrand: Command
) -> None:
    feeds = [
        "feed.xml",
        "rss.xml",
        "nl/feed.xml",
        "nl/rss.xml",
        "feed/index.html",
        "expertise/floors/feed.xml",
    ]
    before = {name: entries((published / "_site" / name).read_text("utf-8")) for name in feeds}
    json_before = json.loads((published / "_site/feed.json").read_text("utf-8"))
    assert sum(map(len, before.values())) == 5
    assert knowbrand("move", published, NEW).status == 0
    assert knowbrand("build", published, "--publish").status == 0
    for name in feeds:
        moved = (published / "_moved" / name).read_text("utf-8")
        assert entries(moved) == before[name], name
        assert moved == (published / "_site" / name).read_text("utf-8")
        [itself] = re.findall(r'<(?:atom:)?link rel="self"[^>]* href="([^"]*)"', moved)
        assert itself == urljoin(NEW, name.replace("feed/index.html", "feed.xml"))
        style = re.search(r'<\?xml-stylesheet [^>]*href="([^"]*)"', moved)
        assert style
        assert (published / "_moved" / name).parent.joinpath(style[1]).is_file()
    document = json.loads((published / "_moved/feed.json").read_text("utf-8"))
    assert document["feed_url"] == f"{NEW}feed.json"
    assert [(item["id"], item["date_modified"]) for item in document["items"]] == [
        (item["id"], item["date_modified"]) for item in json_before["items"]
    ]


def test_one_line_of_the_settings_changes_and_a_second_run_says_so(
    published: Path, knowbrand: Command
) -> None:
    lock = (published / "urls.lock").read_bytes()
    result = knowbrand("move", published, NEW.rstrip("/"))
    assert "base_url is changed" in result.err
    assert (published / "knowbrand.yaml").read_text() == SETTINGS.replace(OLD, NEW)
    assert (published / "urls.lock").read_bytes() == lock
    again = knowbrand("move", published, NEW)
    assert again.status == 1
    assert f"error[KB570] knowbrand.yaml:4:11  the site stands at {NEW} already" in again.err
    assert f"knowbrand move {NEW} --from OLD_URL" in again.err
    document = json.loads(knowbrand("move", published, NEW, "--from", OLD, "--json").out)
    assert (document["from"], document["to"], document["settings"]) == (OLD, NEW, "unchanged")
    assert (document["written"], document["removed"]) == (0, 0)
    assert document["unchanged"] > 20


def test_a_host_that_redirects_is_told_in_one_line(published: Path, knowbrand: Command) -> None:
    lay(published, {"assets/CNAME": "new.example\n"})
    result = knowbrand("move", published, f"{NEW}blog/")
    lines = (published / "_moved/_redirects").read_text().splitlines()
    assert lines[1:] == [f"/* {NEW}blog/:splat 301"]
    derived = [path.suffix for path in (published / "_moved/_").iterdir()]
    assert sorted(derived) == ["", ".css", ".css"], (
        "the list of our files and the feeds' style: no theme is needed"
    )
    assert "/feed.xml\n  Content-Type: application/xml" in (published / "_moved/_headers").read_text()
    assert (published / "_moved/CNAME").read_text() == "old.example\n"
    assert (published / "_moved/robots.txt").read_text().endswith(f"Allow: /\n\nSitemap: {OLD}sitemap.xml\n")
    assert (published / "_moved/proof.html").read_text() == "<p>the author's own"
    assert (published / "_moved/.nojekyll").read_bytes() == b""
    assert "assets/CNAME: write new.example in it" in result.err
    knowbrand("move", published, NEW, "--from", f"{OLD}below/")
    assert not (published / "_moved/_redirects").exists()
    assert not (published / "_moved/_headers").exists()


@pytest.mark.parametrize("path", ["a:b/", "*/", "~kim/:splat/"])
def test_an_address_that_a_host_would_take_for_a_pattern_gets_no_line(
    published: Path, knowbrand: Command, path: str
) -> None:
    result = knowbrand("move", published, f"{NEW}{path}")
    assert "info[KB575]" in result.err
    assert not (published / "_moved/_redirects").exists()
    assert f'url={NEW}{path}posts/second/">' in (published / "_moved/posts/first/index.html").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("old", "new"), [(f"{OLD}blog/", OLD), (OLD, f"{OLD}blog/"), (f"{OLD}a/", f"{OLD}b/")]
)
def test_only_the_path_changes(published: Path, knowbrand: Command, old: str, new: str) -> None:
    lay(published, {"knowbrand.yaml": SETTINGS.replace(OLD, old), "content/posts/new.md": POST + new})
    result = knowbrand("move", published, new)
    assert result.status == 0, result.err
    assert f'url={new}posts/second/">' in (published / "_moved/posts/first/index.html").read_text("utf-8")
    assert not (published / "_moved/_redirects").exists(), "it would lead round in a circle"
    assert "registrar" not in result.err
    assert "name the old address" not in result.err


@pytest.mark.parametrize(("old", "new"), [(OLD, f"{OLD}about/"), (f"{OLD}posts/", OLD)])
def test_an_address_is_never_the_old_site_and_the_new_one(
    published: Path, knowbrand: Command, old: str, new: str
) -> None:
    lay(published, {"knowbrand.yaml": SETTINGS.replace(OLD, old)})
    result = knowbrand("move", published, new)
    assert result.status == 1
    assert "KB572" in result.err
    assert not (published / "_moved").exists()
    assert (published / "knowbrand.yaml").read_text() == SETTINGS.replace(OLD, old)


def test_from_http_to_https_the_site_stays_in_its_place(published: Path, knowbrand: Command) -> None:
    lay(published, {"knowbrand.yaml": SETTINGS.replace(OLD, "http://old.example/")})
    result = knowbrand("move", published, OLD)
    assert result.status == 0
    assert not (published / "_moved").exists()
    assert "have it redirect http:// to https://" in result.err
    assert (published / "knowbrand.yaml").read_text() == SETTINGS


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("knowbrand.yaml", SETTINGS.replace(f"id: {SITE_ID}\n", ""), "KB571"),
        ("knowbrand.yaml", "".join(line for line in SETTINGS.splitlines(True) if OLD not in line), "KB574"),
        ("content/posts/x.md", "---\ntitle: x\ndate: tomorrow\n---\n", "KB2"),
        ("content/posts/été.nl.md", "---\ntitle: x\ndate: 2026-01-02\nid: other\n---\n", "KB322"),
    ],
)
def test_where_something_is_wrong_nothing_is_written(
    published: Path, knowbrand: Command, path: str, text: str, code: str
) -> None:
    lay(published, {path: text})
    settings = (published / "knowbrand.yaml").read_bytes()
    result = knowbrand("move", published, NEW)
    assert result.status == 1
    assert f"error[{code}" in result.err
    assert "the site was not moved" in result.err
    document = json.loads(knowbrand("move", published, NEW, "--json").out)
    assert document["out"] is None
    assert document["problems"][0]["code"].startswith(code)
    assert not (published / "_moved").exists()
    assert (published / "knowbrand.yaml").read_bytes() == settings


def test_without_an_id_the_line_that_keeps_the_names_is_told(published: Path, knowbrand: Command) -> None:
    def names() -> list[str]:
        return re.findall("<id>(urn:[^<]*)</id>", (published / "_site/feed.xml").read_text())

    (published / "urls.lock").unlink()
    without = f"title: A site\nbase_url: {OLD}\nlanguages: [en, nl]\n"
    lay(published, {"knowbrand.yaml": without})
    assert knowbrand("build", published).status == 0
    before = names()
    [line] = re.findall("keep it: (id: .*)", knowbrand("move", published, NEW).err)
    lay(published, {"knowbrand.yaml": f"{without}{line}\n"})
    result = knowbrand("move", published, NEW)
    assert result.status == 0
    assert "warning[KB573]" in result.err
    assert knowbrand("build", published).status == 0
    assert names() == before


def test_a_folder_that_is_not_ours_stays_and_the_settings_too(published: Path, knowbrand: Command) -> None:
    mine = lay(published.parent / "mine", {"notes.txt": "mine"})
    result = knowbrand("move", published, NEW, "--out", mine)
    assert result.status == 1
    assert "KB504" in result.err
    assert [path.name for path in mine.iterdir()] == ["notes.txt"]
    assert knowbrand("move", published, NEW, "--out", mine / "notes.txt/below").status == 1
    assert (published / "knowbrand.yaml").read_text() == SETTINGS


def test_a_disk_that_refuses_is_trouble_and_the_settings_stay(
    published: Path, knowbrand: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied", str(published / "_moved"))

    monkeypatch.setattr("knowbrand.publish.folder._stage", refuse)
    result = knowbrand("move", published, NEW)
    assert result.status == 75
    assert "error[KB510]" in result.err
    assert (published / "knowbrand.yaml").read_text() == SETTINGS
    assert json.loads(knowbrand("move", published, NEW, "--json").out)["problems"][0]["code"] == "KB510"


def test_settings_that_cannot_be_changed_safely_are_left_to_their_author(
    published: Path, knowbrand: Command
) -> None:
    text = SETTINGS.replace(OLD, f"&here {OLD}") + "withdrawn: {/gone/: *here}\n"
    lay(published, {"knowbrand.yaml": text})
    result = knowbrand("move", published, NEW)
    assert result.status == 0, result.err
    assert f"change this line yourself: base_url: {NEW}" in result.err
    assert (published / "knowbrand.yaml").read_text() == text


def test_the_address_of_the_widest_audience_counts(published: Path, knowbrand: Command) -> None:
    audiences = (
        "audiences: [{name: public, base_url: %s}, {name: us, base_url: https://old.example/us/}, me]\n"
    )
    lay(published, {"knowbrand.yaml": SETTINGS.replace(OLD, "https://never.example/") + audiences % OLD})
    result = knowbrand("move", published, NEW)
    assert f"from {OLD} to {NEW}" in result.err
    assert (audiences % NEW) in (published / "knowbrand.yaml").read_text()
    assert "base_url of the audience us" in result.err


def test_what_to_change_elsewhere_is_what_applies(published: Path, knowbrand: Command) -> None:
    tasks = json.loads(knowbrand("move", published, NEW, "--json").out)["elsewhere"]
    assert [chore["task"].partition(":")[0] for chore in tasks] == [
        "your new host",
        "your domain's registrar",
        "search engines",
        "subscribers",
    ]
    profile = f"""\
basics:
  name: Kim
  url: {OLD}
  profiles: [{{network: Mastodon, url: "https://social.example/@kim"}}]
people: [{{name: Sam, url: "https://sam.example/"}}]
{PROFILE.splitlines()[1]}
"""
    files = {
        "profile.yaml": profile,
        "content/posts/third.md": POST.replace("title", "syndication: [https://copy.example/3]\ntitle") + OLD,
        "content/posts/fourth.md": POST + "https://old.example.org/ is another",
        ".github/workflows/publish.yml": "on: push\n",
    }
    lay(published, files)
    document = json.loads(knowbrand("move", published, "https://kim.github.io/", "--from", OLD, "--json").out)
    found = {chore["task"]: chore["about"] for chore in document["elsewhere"]}
    shown = {task.partition(":")[0]: about for task, about in found.items()}
    assert "GitHub, in the repository: Settings, Pages, Custom domain: leave it empty" in found
    assert found["profile.yaml:3: write url: https://kim.github.io/"] == [OLD]
    assert shown["your own files"] == ["content/posts/third.md"]
    assert shown["your profiles"] == ["https://social.example/@kim"]
    assert shown["people on your site"] == ["https://sam.example/"]
    assert shown["copies of your posts"] == ["https://copy.example/3"]
    assert shown["search engines"] == ["https://kim.github.io/sitemap.xml"]
    assert "your domain's registrar" not in shown
    result = knowbrand("move", published, NEW)
    assert (
        "Custom domain: new.example; for the same repository GitHub redirects the old address then"
        in result.err
    )


def test_the_site_may_stand_before_the_address_or_behind_it(
    published: Path, knowbrand: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert knowbrand("move", NEW, published).status == 0
    monkeypatch.chdir(published)
    assert knowbrand("move", OLD, "--out", "else/where").status == 0
    assert (published / "else/where/index.html").is_file()
    for words in ((), ("nonsense",), ("https://me@x.example/",), (published, NEW, OLD)):
        assert knowbrand("move", *words).status == 2
