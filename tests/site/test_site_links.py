"""Links from wherever they are written to wherever they lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from knowbrand.audience import select
from knowbrand.model import Model
from knowbrand.site.addresses import Spot
from knowbrand.site.bodies import Bodies, resolve_bodies
from knowbrand.site.documents import render_document
from knowbrand.site.graph import Site, arrange
from knowbrand.site.page import list_writings

ModelMaker = Callable[[Mapping[str, str]], Model]
HEAD = "---\ntitle: T\ndate: 2026-01-01\n"
FILES = {
    "content/posts/a.md": HEAD + "---\n{link}\n",
    "content/posts/b.md": HEAD + "aliases: [/old/b/]\n---\n## Part one\n",
    "content/posts/b.nl.md": HEAD + "---\n## Deel\n",
    "content/posts/deep/2024-01-01-c/index.md": HEAD + "---\n",
    "content/posts/deep/2024-01-01-c/pic.jpg": "x",
    "content/posts/later.md": "---\ntitle: T\ndate: 2027-01-01\n---\n",
    "content/posts/draft.md": HEAD + "draft: true\n---\n",
    "content/posts/inside.md": HEAD + "visibility: organisation\n---\n",
    "content/posts/beside.jpg": "x",
    "content/pages/about.md": "---\ntitle: About\n---\n",
    "assets/files/report.pdf": "x",
    "assets/inside/secret.pdf": "x",
    "assets/inside/visibility.yaml": "visibility: organisation\n",
}


def resolve(make_model: ModelMaker, link: str) -> tuple[Site, Bodies]:
    model = make_model({path: text.replace("{link}", link) for path, text in FILES.items()})
    today = dt.date(2026, 11, 23)
    selection = select(model, "public", today=today)
    site = arrange(selection.model, audience="public", base_url=None, today=today)
    documents = {
        writing.path: render_document(writing, model.languages[writing.lang])
        for writing in list_writings(selection.model)
    }
    return site, resolve_bodies(site, documents, selection.withheld)


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("b.md", "../b/"),
        ("./b.md#part-one", "../b/#part-one"),
        ("../posts/b.md?x=1#part-one", "../b/?x=1#part-one"),
        ("b.nl.md#deel", "../../nl/posts/b/#deel"),
        ("deep/2024-01-01-c/index.md", "../c/"),
        ("deep/2024-01-01-c/", "../c/"),
        ("deep/2024-01-01-c/pic.jpg", "../c/pic.jpg"),
        ("../pages/about.md", "../../about/"),
        ("../../assets/files/report.pdf", "../../files/report.pdf"),
        ("/assets/files/report.pdf", "../../files/report.pdf"),
        ("/files/report.pdf", "../../files/report.pdf"),
        ("assets/files/report.pdf", "../../files/report.pdf"),
        ("/posts/b/", "../b/"),
        ("/posts/b#part-one", "../b/#part-one"),
        ("/old/b/", "../b/"),
        ("/feed.xml", "../../feed.xml"),
        ("/nl/", "../../nl/"),
        ("../b/", "../b/"),
        ("/", "../../"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("mailto:kim@example.org", "mailto:kim@example.org"),
    ],
)
def test_a_link_leads_where_its_author_meant(make_model: ModelMaker, target: str, href: str) -> None:
    _, (bodies, _, problems) = resolve(make_model, f"[link]({target})")
    assert problems == []
    html = bodies["content/posts/a.md"].place(Spot("/posts/a/").link, {})
    assert f'<a href="{href}">link</a>' in html


@pytest.mark.parametrize(
    ("target", "code", "message", "hint"),
    [
        ("bb.md", "KB301", "'bb.md' leads nowhere", "did you mean 'b.md'?"),
        (
            "b.md#part-two",
            "KB302",
            "there is no '#part-two' in content/posts/b.md",
            "did you mean '#part-one'?",
        ),
        ("#nowhere", "KB302", "there is no '#nowhere' in content/posts/a.md", ""),
        ("/posts/bb/", "KB301", "'/posts/bb/' leads nowhere", "did you mean '/posts/b/'?"),
        ("../../../etc/passwd", "KB301", "leads out of the site", ""),
        ("later.md", "KB306", "it is published later", ""),
        ("draft.md", "KB306", "it is a draft", ""),
        ("inside.md", "KB306", "it is not for this audience", ""),
        ("../../assets/inside/secret.pdf", "KB306", "it is not for this audience", ""),
        ("/inside/secret.pdf", "KB306", "it is not for this audience", ""),
        ("b\\\\c.md", "KB301", "backslash", ""),
    ],
)
def test_a_broken_link_is_told_at_its_place(
    make_model: ModelMaker, target: str, code: str, message: str, hint: str
) -> None:
    _, (bodies, _, problems) = resolve(make_model, f"Some text.\n\nAnd [link]({target}).")
    assert [problem.code for problem in problems] == [code]
    assert message in problems[0].message
    assert hint in (problems[0].hint or "")
    place = problems[0].place
    assert place is not None
    assert (place.path, place.line, place.column) == ("content/posts/a.md", 7, 5)
    assert "content/posts/a.md" not in bodies


def test_a_picture_beside_a_post_is_published_under_it(make_model: ModelMaker) -> None:
    _, (bodies, files, problems) = resolve(make_model, "![What it shows](beside.jpg)")
    assert problems == []
    assert [(file.url, file.source) for file in files] == [
        ("/posts/a/beside.jpg", "content/posts/beside.jpg")
    ]
    assert 'src="beside.jpg"' in bodies["content/posts/a.md"].place(Spot("/posts/a/").link, {})


def test_links_in_raw_html_resolve_too(make_model: ModelMaker) -> None:
    _, (bodies, _, problems) = resolve(
        make_model, '<p><a href="b.md">x</a> <img src="beside.jpg" alt=""></p>'
    )
    assert problems == []
    html = bodies["content/posts/a.md"].place(Spot("/posts/a/").link, {})
    assert 'href="../b/"' in html
    assert 'src="beside.jpg"' in html


@pytest.mark.parametrize(
    ("image", "url", "message"),
    [
        ("beside.jpg", "/posts/p/beside.jpg", ""),
        ("assets/files/report.pdf", None, ""),
        ("https://example.org/x.jpg", None, ""),
        ("besides.jpg", None, "'besides.jpg' leads nowhere"),
    ],
)
def test_the_picture_that_front_matter_names(
    make_model: ModelMaker, monkeypatch: pytest.MonkeyPatch, image: str, url: str | None, message: str
) -> None:
    monkeypatch.setitem(FILES, "content/posts/p.md", HEAD + f"image: {image}\n---\n")
    _, (_, files, problems) = resolve(make_model, "text")
    assert [file.url for file in files] == ([url] if url else [])
    assert [problem.message for problem in problems] == ([message] if message else [])
    assert not problems or (problems[0].place and problems[0].place.line) == 4


@pytest.mark.parametrize(
    ("picture", "hint"),
    [
        (
            "me.jpg",
            "me.jpg stands in the site's own folder: move it to assets/, and write assets/me.jpg",
        ),
        ("assets/2026/me.jpg", "did you mean 'assets/2026/me.jpg'?"),
        ("content/me.jpg", "check the name; links to files are relative to this file"),
    ],
)
def test_a_picture_that_stands_elsewhere_is_said_where(
    make_model: ModelMaker, make_site: Callable[[Mapping[str, str]], Site], picture: str, hint: str
) -> None:
    site = make_site({picture: "x", "content/posts/z.md": f"{HEAD}image: me.jpg\n---\n"})
    documents = {"content/posts/z.md": render_document(site.model.posts[0], site.model.languages["en"])}
    (problem,) = resolve_bodies(site, documents, {}).problems
    assert problem.message == "'me.jpg' leads nowhere"
    assert problem.hint == hint
