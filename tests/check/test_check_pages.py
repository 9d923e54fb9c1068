"""Finished pages, read as a browser does."""

from __future__ import annotations

import pytest

from knowbrand.check.pages import check_outputs
from knowbrand.model.output import Output

GOOD = '<!doctype html><title>T</title><h1 id="top">T</h1><h2 id="a">A</h2><img src="p.jpg" alt="">'


def check(html: str) -> list[str]:
    outputs = [
        Output("index.html", html.encode()),
        Output("b/index.html", b'<h1>B</h1><p id="deel een"></p>'),
        Output("p.jpg", b""),
        Output("404.html", b'<h1>N</h1><a href="/b/">x</a>'),
    ]
    return [f"{problem.code} {problem.message}" for problem in check_outputs(outputs)]


@pytest.mark.parametrize(
    "more",
    [
        "",
        '<a href="b/">x</a>',
        '<a href="b/#deel%20een">x</a>',
        '<a href="./">x</a>',
        '<a href="#a">x</a>',
        '<a href="b/index.html?q=1">x</a>',
        '<a href="https://example.org/x">x</a>',
        '<a href="mailto:kim@example.org">x</a>',
        '<link rel="canonical" href="https://example.org/gone/">',
    ],
)
def test_a_sound_page_has_no_problem(more: str) -> None:
    assert check(GOOD + more) == []


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('<a href="c/">x</a>', "KB313 the link 'c/' leads nowhere"),
        ('<a href="b/#no">x</a>', "KB313 the link 'b/#no' leads to an anchor that isn't there"),
        ('<a href="../b/">x</a>', "KB335 the link '../b/' leads out of the site's own path"),
        ('<link rel="stylesheet" href="no.css">', "KB313 the link 'no.css' leads nowhere"),
        ('<p id="a">', "KB310 the id 'a' stands twice on the page"),
        ("<h4>x</h4>", "KB311 a heading of level 4 follows one of level 2"),
        ("<h1>x</h1>", "KB311 the page has 2 headings of the first level"),
        ('<img src="p.jpg">', "KB312 the picture 'p.jpg' has no alternative text"),
    ],
)
def test_each_fault_is_found(more: str, problem: str) -> None:
    assert check(GOOD + more) == [problem]
