"""Tags that have no page of their own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowbrand.build import compose
from knowbrand.model.dates import Moment
from knowbrand.request import Request

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        (("C#", "C++"), ["the tags 'C#' and 'C++' have one page, /tags/c/"]),
        (("C#", "C#", "C++", "C++"), ["the tags 'C#' and 'C++' have one page, /tags/c/"]),
        (("C#", "C"), ["the tags 'C#' and 'C' have one page, /tags/c/"]),
        (
            ("/", "😀"),
            ["the tag '/' has no page: it has no letters", "the tag '😀' has no page: it has no letters"],
        ),
        (("Node.js", "node js", "Node-JS", "NODE_JS"), []),
        (("café", "Cafe", "日本語"), []),
        (("R&D", "R/D", "r-d"), []),
    ],
)
def test_tags_without_a_page_of_their_own(tmp_path: Path, tags: tuple[str, ...], told: list[str]) -> None:
    (tmp_path / "content" / "posts").mkdir(parents=True)
    (tmp_path / "knowbrand.yaml").write_text("title: T\n", "utf-8")
    (tmp_path / "profile.yaml").write_text("basics: {name: Kim}\n", "utf-8")
    for number, tag in enumerate(tags):
        text = f'---\ntitle: T\ndate: 2026-01-01\ntags: ["{tag}"]\n---\nText.\n'
        (tmp_path / "content" / "posts" / f"p{number}.md").write_text(text, "utf-8")
    problems = [
        problem
        for problem in compose(Request(tmp_path, now=Moment(TODAY))).problems
        if problem.code == "KB581"
    ]
    assert [problem.message for problem in problems] == told
    assert {(problem.severity, problem.place and problem.place.line) for problem in problems} <= {
        ("warning", 4)
    }
