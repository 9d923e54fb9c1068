"""A language that a published site gives up, by one line for all that was published in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

SETTINGS = """\
title: Kim
id: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10
base_url: https://kim.example/
languages: [en, nl]
"""
PROFILE = "basics: {name: Kim}\nprojects: [{id: floors, name: Floors}]\nexpertise: [{id: wood, name: Wood}]\n"
POST = "---\ntitle: T\ndate: 2026-01-01\n---\nA text.\n"


@pytest.fixture
def published(tmp_path: Path, knowbrand: Command) -> Path:
    """A site in two languages, published: one post in both, one in each."""
    files = {
        "knowbrand.yaml": SETTINGS,
        "profile.yaml": PROFILE,
        "content/posts/both.en.md": POST,
        "content/posts/both.nl.md": POST,
        "content/posts/english.en.md": POST,
        "content/posts/dutch/index.nl.md": POST,
        "content/posts/dutch/figures.txt": "1 2 3",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert knowbrand("build", tmp_path, "--publish").status == 0
    assert knowbrand("lock", tmp_path).status == 0
    return tmp_path


def give_up(site: Path, language: str, line: str = "") -> None:
    kept = "nl" if language == "en" else "en"
    for file in site.glob(f"content/**/*.{language}.md"):
        file.unlink()
    if language == "nl":
        (site / "content/posts/dutch/figures.txt").unlink(missing_ok=True)
    (site / "knowbrand.yaml").write_text(SETTINGS.replace("[en, nl]", f"[{kept}]") + line, encoding="utf-8")


def locked_pages(site: Path, language: str) -> list[str]:
    lines = [line.split() for line in (site / "urls.lock").read_text("utf-8").splitlines()]
    return [words[1] for words in lines if words[0] == "page" and words[4] == language]


def test_one_line_withdraws_every_page_and_feed_of_a_language(published: Path, knowbrand: Command) -> None:
    give_up(published, "nl")
    refused = knowbrand("build", published, "--publish")
    assert refused.status == 1
    assert "nl: because …" in refused.err
    give_up(published, "nl", "withdrawn_languages: {nl: I write in English alone now.}\n")
    result = knowbrand("build", published, "--publish")
    assert result.status == 0, result.err
    assert len(locked_pages(published, "nl")) == 4
    files = {path: (published / "_site" / path[1:] / "index.html") for path in locked_pages(published, "nl")}
    for html in (file.read_text("utf-8") for file in files.values()):
        assert "I write in English alone now." in html
        assert '<meta name="robots" content="noindex">' in html
    for path in ("nl/feed.xml", "nl/rss.xml", "nl/feed.json", "nl/posts/dutch/figures.txt"):
        html = (published / "_site" / path / "index.html").read_text("utf-8")
        assert "I write in English alone now." in html
    sitemap = (published / "_site/sitemap.xml").read_text("utf-8")
    assert "/nl/" not in sitemap
    assert "A text." in (published / "_site/posts/both/index.html").read_text("utf-8")


def test_the_first_language_can_be_given_up_too(published: Path, knowbrand: Command) -> None:
    give_up(published, "en")
    refused = knowbrand("build", published, "--publish")
    assert refused.status == 1
    assert "en: because …" in refused.err
    give_up(published, "en", "withdrawn_languages: {en: Vanaf nu in het Nederlands.}\n")
    result = knowbrand("build", published, "--publish")
    assert result.status == 0, result.err
    site = published / "_site"
    assert "Vanaf nu in het Nederlands." in (site / "posts/english/index.html").read_text("utf-8")
    assert "A text." in (site / "posts/both/index.html").read_text("utf-8")
    assert 'href="../../../posts/both/"' in (site / "nl/posts/both/index.html").read_text("utf-8")
    assert "<entry>" in (site / "nl/feed.xml").read_text("utf-8")
    assert knowbrand("lock", published).status == 0
    assert knowbrand("build", published, "--publish").status == 0


def test_the_authors_word_on_one_address_goes_before(published: Path, knowbrand: Command) -> None:
    lines = """\
withdrawn_languages: {nl: I write in English alone now.}
withdrawn: {/nl/posts/dutch/: It was wrong.}
redirects: {/nl/posts/both/: /posts/both/}
"""
    give_up(published, "nl", lines)
    assert knowbrand("build", published, "--publish").status == 0
    site = published / "_site"
    assert "It was wrong." in (site / "nl/posts/dutch/index.html").read_text("utf-8")
    assert 'href="../../../posts/both/"' in (site / "nl/posts/both/index.html").read_text("utf-8")
    why = knowbrand("why", published, "/nl/projects/floors/")
    assert why.status == 0
    assert "knowbrand.yaml" in why.out + why.err


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("withdrawn_languages: {en: no}", "delete this line, or take en out of languages"),
        ("withdrawn_languages: {nn: no}", "did you mean 'nl'?"),
        ("withdrawn_languages: {'/': no}", "did you mean 'nl'?"),
        ("withdrawn_languages: {'*': no}", "did you mean 'nl'?"),
    ],
)
def test_a_line_that_would_be_too_wide_does_nothing_and_is_told(
    published: Path, knowbrand: Command, line: str, hint: str
) -> None:
    give_up(published, "nl", f"{line}\n")
    result = knowbrand("build", published, "--publish", "--json")
    problems = json.loads(result.out)["problems"]
    assert result.status == 1
    assert [(p["severity"], p["hint"]) for p in problems if p["code"] == "KB334"] == [("warning", hint)]
    assert [p for p in problems if p["code"] == "KB325"]
