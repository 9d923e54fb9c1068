"""What a page may load and run."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from hashlib import sha256
from html import unescape

import pytest

from knowbrand.render.policy import page_policy
from tests.render.render_example import FILES, Renderer, Result

STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policy_of(html: str) -> str:
    found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert len(found) == 1
    return unescape(found[0])


def directives(html: str) -> dict[str, list[str]]:
    parts = (part.split() for part in page_policy([html]).split("; "))
    return {name: sources for name, *sources in parts}


def test_every_page_has_it_before_anything_that_it_rules(whole: Result) -> None:
    pages = {path: html for path, html in whole.outputs.items() if path.endswith(".html")}
    assert len(pages) > 30
    assert "404.html" in pages
    assert any('http-equiv="refresh"' in html for html in pages.values())
    for html in pages.values():
        assert policy_of(html).startswith("default-src 'none'; ")
        before = html.partition("Content-Security-Policy")[0]
        assert not re.search(r"<(?:link|script|style|img)", before)
        assert len(before.encode()) < 1024


@pytest.mark.parametrize(
    "html", ["on" * 200_000, " on" * 200_000, f"<p>on{' ' * 200_000}</p> style", " src" * 200_000]
)
def test_much_text_is_read_soon(html: str) -> None:
    start = time.monotonic()
    assert page_policy([html]) == STRICT
    assert time.monotonic() - start < 20.0


def test_what_the_theme_makes_gets_no_more(whole: Result) -> None:
    assert policy_of(whole.outputs["index.html"]) == STRICT
    assert page_policy(["<p>Text, <code>on=1</code></p>", '<img src="b.jpg" alt="">']) == STRICT


def test_a_theme_with_scripts_may_run_them() -> None:
    assert page_policy([], scripts=True) == f"{STRICT}; script-src 'self'"


def test_offline_what_lies_beside_the_page_counts() -> None:
    policy = page_policy([], offline=True)
    assert "style-src 'self' file:" in policy
    assert "default-src 'none';" in policy


@pytest.mark.parametrize(
    ("html", "name", "sources"),
    [
        ('<iframe src="https://video.example/e/1?x=1"></iframe>', "frame-src", ["https://video.example"]),
        ('<iframe src="demo/"></iframe>', "frame-src", ["'self'"]),
        ('<img src="//cdn.example:8080/p.png" alt="">', "img-src", ["'self'", "data:", "cdn.example:8080"]),
        (
            '<img srcset="a.png, https://b.example/b.png 2x" alt="">',
            "img-src",
            ["'self'", "data:", "https://b.example"],
        ),
        (
            '<img src="https://kim:pw@p.example/p.png" alt="">',
            "img-src",
            ["'self'", "data:", "https://p.example"],
        ),
        (
            '<video poster="https://v.example/p.png"></video>',
            "img-src",
            ["'self'", "data:", "https://v.example"],
        ),
        ('<video src="http://v.example/v.mp4"></video>', "media-src", ["'self'", "http://v.example"]),
        ('<object data="paper.pdf"></object>', "object-src", ["'self'"]),
        ('<script src="https://w.example/w.js"></script>', "script-src", ["https://w.example"]),
        ('<script src="https://w.example/w.js"></script>', "connect-src", ["'self'", "https://w.example"]),
        ("<script>go()</script>", "script-src", [digest("go()")]),
        ('<script type="module">go(1 &amp; 2)</script>', "script-src", [digest("go(1 &amp; 2)")]),
        ('<p onclick="a(&quot;b&quot;)">x</p>', "script-src", [digest('a("b")'), "'unsafe-hashes'"]),
        ('<p style="color: red">x</p>', "style-src", ["'self'", digest("color: red"), "'unsafe-hashes'"]),
        ("<style>p { color: red }</style>", "style-src", ["'self'", digest("p { color: red }")]),
        ('<style>@import "//f.example/f.css";</style>', "font-src", ["'self'", "f.example"]),
        (
            '<link rel="stylesheet" href="https://f.example/f.css">',
            "font-src",
            ["'self'", "https://f.example"],
        ),
        ('<form action="https://mail.example/s"></form>', "form-action", ["https://mail.example"]),
        ('<form method="post"></form>', "form-action", ["'self'"]),
        ('<iframe src="https://bücher.example/"></iframe>', "frame-src", ["https://xn--bcher-kva.example"]),
    ],
)
def test_what_the_authors_html_asks_for_is_allowed_and_only_that(
    html: str, name: str, sources: list[str]
) -> None:
    assert set(directives(html)[name]) == set(sources)
    assert directives(html)["default-src"] == ["'none'"]


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{"a": 1}</script>',
        '<a href="https://example.org/">x</a>',
        '<iframe src="https://a;script-src *;/"></iframe>',
        '<iframe src="https://a%20b/"></iframe>',
        '<iframe src="https://[::1]/"></iframe>',
        '<iframe src="https://[x/"></iframe>',
        '<iframe src="ftp://a.example/"></iframe>',
        "<script>never closed",
    ],
)
def test_what_asks_for_nothing_or_cant_be_named_adds_nothing(html: str) -> None:
    assert page_policy([html]) == STRICT


def test_one_page_asks_and_no_other_page_gets(render_site: Renderer) -> None:
    post = "---\ntitle: Film\ndate: 2026-01-02\n---\n<iframe src='https://video.example/e' title=Film></iframe>\n"
    outputs = render_site({**FILES, "content/posts/film.md": post}).outputs
    asking = {
        path
        for path, html in outputs.items()
        if path.endswith(".html") and "video.example" in policy_of(html)
    }
    assert asking == {"posts/film/index.html"}


def test_a_claim_of_the_profile_asks_wherever_it_is_shown(render_site: Renderer) -> None:
    profile = "basics:\n  name: Kim\n  summary: 'Hello <span style=\"color:red\">there</span>'\n"
    outputs = render_site({"knowbrand.yaml": "title: T\n", "profile.yaml": profile}).outputs
    assert digest("color:red") in policy_of(outputs["index.html"])


def test_a_tables_alignment_needs_no_style(render_site: Renderer) -> None:
    post = "---\ntitle: T\ndate: 2026-01-02\n---\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n1. x\n\n```python\nx = 1\n```\n"
    html = render_site({**FILES, "content/posts/table.md": post}).outputs["posts/table/index.html"]
    assert "<table" in html
    assert " style=" not in html
    assert policy_of(html) == STRICT


def test_the_background_of_a_table_and_a_set_of_pictures_are_let_in() -> None:
    for html in (
        "<table background=https://a.example/x></table>",
        "<p style='background:image-set(\"https://a.example/x\" 1x)'>a</p>",
    ):
        assert "img-src 'self' data: https://a.example" in page_policy([html])
