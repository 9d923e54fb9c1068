"""``knowbrand lock``, and what ``build --publish``, ``check`` and ``why`` say of published addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import Command

ID = "id: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10"
SETTINGS = f"title: A site\n{ID}\nbase_url: https://me.example/\n"
POST = "---\ntitle: A post\ndate: 2026-01-02\n---\n## Why\n\nSecret words.\n"


def lay(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def published(tmp_path: Path, knowbrand: Command) -> Path:
    """A small site, published and locked."""
    files = {
        "knowbrand.yaml": SETTINGS,
        "profile.yaml": "basics: {name: Kim}\n",
        "content/posts/a.md": POST,
        "content/posts/later.md": POST.replace("2026", "2027"),
        "content/posts/draft.md": POST.replace("title", "draft: true\ntitle"),
        "content/posts/hidden.md": POST.replace("title", "unlisted: true\ntitle"),
        "content/posts/inner.md": POST.replace("title", "visibility: organisation\ntitle"),
        "assets/cv.pdf": "a CV",
    }
    lay(tmp_path, files)
    assert knowbrand("build", tmp_path, "--publish").status == 0
    assert not (tmp_path / "urls.lock").exists(), "a build never writes it"
    assert knowbrand("lock", tmp_path).status == 0
    return tmp_path


def test_the_lock_holds_what_is_public_and_nothing_else(published: Path) -> None:
    lines = (published / "urls.lock").read_text().splitlines()
    assert re.match(r"# .* commit the file", lines[0])
    assert [re.sub("urn:uuid:[0-9a-f-]{36}", "URN", line) for line in lines[1:]] == [
        "anchors post a en why",
        "anchors post hidden en why",
        "entry URN post a en",
        "feed /feed.json feed-json - en",
        "feed /feed.xml feed-atom - en",
        "feed /rss.xml feed-rss - en",
        "file /cv.pdf",
        "page /posts/a/ post a en",
        "page /posts/hidden/ post hidden en",
    ]


def test_a_second_run_changes_no_byte(published: Path, knowbrand: Command) -> None:
    before = (published / "urls.lock").stat()
    result = knowbrand("lock", published)
    assert result.status == 0
    assert "nothing new; it holds 9 lines" in result.err
    after = (published / "urls.lock").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_the_command_says_how_many_and_what_to_do(published: Path, knowbrand: Command) -> None:
    lay(published, {"content/posts/b.md": POST})
    result = knowbrand("lock", published)
    assert "urls.lock: 3 lines added, 12 in all" in result.err
    assert "git add urls.lock" in result.err
    lay(published, {"assets/more.pdf": "x"})
    assert "urls.lock: 1 line added, 13 in all" in knowbrand("lock", published).err
    lay(published, {"content/posts/c.md": POST})
    document = json.loads(knowbrand("lock", published, "--json").out)
    assert document == {"path": "urls.lock", "added": 3, "total": 16, "problems": []}


def test_another_audience_is_told_apart(published: Path, knowbrand: Command) -> None:
    result = knowbrand(
        "lock", published, "--audience", "organisation", "--base-url", "https://inner.example/"
    )
    assert "git add --force" in result.err
    assert "/posts/inner/" in (published / "urls-organisation.lock").read_text()
    assert "/posts/inner/" not in (published / "urls.lock").read_text()
    lay(published, {"content/posts/inner.md": POST.replace("title", "visibility: private\ntitle")})
    assert knowbrand("build", published, "--publish").status == 0
    assert "KB323" in knowbrand("build", published, "--publish", "--audience", "organisation").err


def test_publishing_stops_and_locking_too_where_an_address_would_be_lost(
    published: Path, knowbrand: Command
) -> None:
    (published / "content/posts/a.md").rename(published / "content/posts/b.md")
    good = {path: path.read_bytes() for path in (published / "_site").rglob("*.html")}
    before = (published / "urls.lock").read_bytes()
    for words in (("build", published, "--publish"), ("lock", published)):
        result = knowbrand(*words)
        assert result.status == 1
        assert "error[KB322] urls.lock:9:1  /posts/a/ was published" in result.err
        assert "  9 | page /posts/a/ post a en" in result.err
        assert (
            "hint: if it is now content/posts/b.md, write in that file id: a, or aliases: [/posts/a/]"
            in result.err
        )
    assert {path: path.read_bytes() for path in (published / "_site").rglob("*.html")} == good
    assert (published / "urls.lock").read_bytes() == before
    document = json.loads(knowbrand("lock", published, "--json").out)
    assert (document["path"], document["added"], document["problems"][0]["code"]) == (None, 0, "KB322")


def test_a_build_to_look_at_and_a_check_warn_early(published: Path, knowbrand: Command) -> None:
    (published / "content/posts/a.md").rename(published / "content/posts/b.md")
    for words in (("build", published), ("build", published, "--drafts"), ("check", published)):
        result = knowbrand(*words)
        assert result.status == 0, result.err
        assert "warning[KB322]" in result.err


def test_a_draft_is_lost_also_where_drafts_are_shown(published: Path, knowbrand: Command) -> None:
    lay(published, {"content/posts/a.md": POST.replace("title", "draft: true\ntitle")})
    assert "warning[KB323]" in knowbrand("check", published).err
    assert "warning[KB323]" in knowbrand("build", published, "--drafts").err
    assert (published / "_site/posts/a/index.html").exists()


@pytest.mark.parametrize("option", ["--drafts", "--future", "--offline"])
def test_what_is_to_look_at_is_not_to_be_published(published: Path, knowbrand: Command, option: str) -> None:
    result = knowbrand("build", published, "--publish", option)
    assert result.status == 2
    assert "--publish goes with none of" in result.err


def test_an_old_address_leads_on_and_a_file_is_served_as_itself(published: Path, knowbrand: Command) -> None:
    (published / "assets/cv.pdf").rename(published / "assets/new.pdf")
    lay(
        published,
        {
            "content/posts/a.md": POST.replace("title", "slug: é\ntitle"),
            "knowbrand.yaml": SETTINGS + "redirects: {/cv.pdf: /new.pdf, /rss: /rss.xml, /x.xml: /rss.xml}\n",
        },
    )
    assert knowbrand("build", published, "--publish").status == 0
    html = (published / "_site/posts/a/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=../%C3%A9/">' in html
    assert '<link rel="canonical" href="https://me.example/posts/%C3%A9/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert (published / "_site/cv.pdf").read_bytes() == b"a CV"
    assert (published / "_site/x.xml").read_bytes() == (published / "_site/rss.xml").read_bytes()
    why = knowbrand("why", published, "/posts/a/").out
    assert "/posts/é/" in why
    assert "urls.lock:9" in why
    assert "knowbrand.yaml:4" in knowbrand("why", published, "https://me.example/cv.pdf").out


def test_a_withdrawn_post_is_a_page_with_the_reason_and_no_word_more(
    published: Path, knowbrand: Command
) -> None:
    text = POST.replace("title", "withdrawn: it was <b>wrong</b> & old\ntitle")
    lay(
        published,
        {
            "content/posts/a.md": text,
            "content/posts/b.md": "---\ntitle: B\ndate: 2026-01-01\n---\n[x](a.md)\n",
        },
    )
    assert knowbrand("build", published, "--publish").status == 0
    html = (published / "_site/posts/a/index.html").read_text()
    assert "This page has been withdrawn" in html
    assert "it was &lt;b&gt;wrong&lt;/b&gt; &amp; old" in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'href="../a/"' in (published / "_site/posts/b/index.html").read_text()
    for path in (published / "_site").rglob("*"):
        if path.is_file() and "hidden" not in str(path):
            content = path.read_bytes()
            assert b"A post" not in content, path
            assert b"Secret words" not in content, path
            assert b"wrong" not in content or path.match("posts/a/index.html"), path
    assert "/posts/a/" not in (published / "_site/sitemap.xml").read_text()
    why = knowbrand("why", published, "/posts/a/").out
    assert "a withdrawn page" in why
    assert "content/posts/a.md:2" in why
    assert knowbrand("check", published).status == 0


def test_a_heading_that_is_gone_is_said_until_it_is_published(published: Path, knowbrand: Command) -> None:
    lay(published, {"content/posts/a.md": POST.replace("## Why", "## What for\n\nText.\n\n## Last")})
    result = knowbrand("build", published, "--publish")
    assert result.status == 0
    assert (
        "warning[KB329] content/posts/a.md:5  headings that others may link to are gone: #why" in result.err
    )
    assert '<span id="why"></span><h2 id="what-for">' in (published / "_site/posts/a/index.html").read_text()
    assert "why" not in re.findall('id="([^"]*)"', (published / "_site/feed.xml").read_text())
    knowbrand("lock", published)
    assert "KB329" not in knowbrand("build", published, "--publish").err
    assert '<span id="why"></span>' in (published / "_site/posts/a/index.html").read_text()


def test_inherited_headings_are_said_until_they_are_published(published: Path, knowbrand: Command) -> None:
    """A page without a heading comes to stand where another was, and so answers for that one's headings."""
    lay(
        published,
        {"content/posts/new.md": "---\ntitle: B\ndate: 2026-01-01\naliases: [/posts/a/]\n---\nText.\n"},
    )
    (published / "content/posts/a.md").unlink()
    before = knowbrand("build", published, "--publish")
    assert "warning[KB329] content/posts/new.md:6" in before.err
    knowbrand("lock", published)
    assert "KB329" not in knowbrand("build", published, "--publish").err
    assert '<span id="why"></span>' in (published / "_site/posts/new/index.html").read_text()


def test_links_of_the_site_to_old_ids_go_on_working(published: Path, knowbrand: Command) -> None:
    post = "---\ntitle: B\ndate: 2026-01-01\n---\n[x](a.md#why)\n"
    lay(published, {"content/posts/a.md": POST.replace("## Why", "## What for"), "content/posts/b.md": post})
    assert "KB302" not in knowbrand("build", published).err


def test_another_site_id_and_domain_re_send_nothing(published: Path, knowbrand: Command) -> None:
    def ids() -> list[str]:
        return re.findall("<id>(urn:[^<]*)</id>", (published / "_site/feed.xml").read_text())

    _, entry = ids()
    other = SETTINGS.replace("6f4b1d0e", "00000000").replace("me.example", "other.example/blog")
    lay(published, {"knowbrand.yaml": other})
    assert knowbrand("build", published, "--publish").status == 0
    assert ids()[1:] == [entry]
    lay(published, {"knowbrand.yaml": other.replace("title", "theme: plain\ntitle")})
    assert knowbrand("build", published, "--publish").status == 0
    assert ids()[1:] == [entry]


def test_a_broken_lock_stops_every_build(published: Path, knowbrand: Command) -> None:
    with (published / "urls.lock").open("a") as lock:
        lock.write("<<<<<<< HEAD\npage /x/ page x en\n=======\n>>>>>>> b\n")
    result = knowbrand("build", published)
    assert result.status == 1
    assert result.err.count("KB321") == 1
    assert "urls.lock:11:1" in result.err


def test_a_change_of_mind_is_known_by_its_name_too(published: Path, knowbrand: Command) -> None:
    def entries() -> list[str]:
        return re.findall("<id>(urn:[^<]*)</id>", (published / "_site/changes/feed.xml").read_text())[1:]

    changes = "changes: [{date: 2026-02, reason: I was wrong}]\ntitle"
    lay(published, {"content/posts/a.md": POST.replace("title", changes, 1)})
    knowbrand("build", published, "--publish")
    knowbrand("lock", published)
    before = entries()
    assert len(before) == 1
    assert f"entry {before[0]} change posts/a/2026-02 en" in (published / "urls.lock").read_text()
    lay(published, {"knowbrand.yaml": SETTINGS.replace("6f4b1d0e", "00000000")})
    assert knowbrand("build", published, "--publish").status == 0
    assert entries() == before
