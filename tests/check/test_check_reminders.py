"""What the author is reminded of: names that lead nowhere, texts to look at again, long chapters that read as new."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowbrand.build import compose
from knowbrand.model.dates import Moment
from knowbrand.problems import Place, Problem
from knowbrand.request import Request

TODAY = dt.date(2026, 11, 23)


def find(root: Path, profile: str, post: str = "") -> tuple[list[Problem], str]:
    """The problems of a site with this profile below its basics, and all that its pages and feeds say."""
    files = {
        "knowbrand.yaml": "title: T\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\nbase_url: https://k.example/\n",
        "profile.yaml": f"basics: {{name: Kim}}\n{profile}\n",
    }
    if post:
        files["content/posts/p.md"] = f"---\ntitle: P\ndate: 2026-01-01\n{post}\n---\nText.\n"
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    composition = compose(Request(root, now=Moment(TODAY)))
    said = "".join(output.content.decode("utf-8", "replace") for output in composition.outputs)
    return list(composition.problems), said


def show(problems: list[Problem], code: str) -> list[tuple[str, str, int | None, str]]:
    found = [(problem, problem.place or Place("")) for problem in problems if problem.code == code]
    return [(problem.severity, place.path, place.line, problem.hint or "") for problem, place in found]


def test_a_name_that_is_not_among_the_people_is_told_once(tmp_path: Path) -> None:
    profile = (
        "projects:\n- {id: a, name: A, with: [Sam Other]}\n- {id: b, name: B, with: [Sam Othr, Jo Else]}\n"
        "talks:\n- {title: T, with: [Sam Othr]}\npeople: [{name: Sam Other}]"
    )
    problems, said = find(tmp_path, profile, "with: [Jo Else, Sam Other]")
    assert show(problems, "KB133") == [
        ("info", "profile.yaml", 4, "did you mean 'Sam Other'?"),
        ("info", "profile.yaml", 4, "add {name: Jo Else, url: …} to people"),
    ]
    assert "Sam Othr" in said


def test_a_profile_without_people_needs_none(tmp_path: Path) -> None:
    problems, _ = find(tmp_path, "projects: [{id: a, name: A, with: [Sam Other]}]")
    assert show(problems, "KB133") == []


@pytest.mark.parametrize(
    ("date", "due"),
    [("2026-11-22", 1), ("2026-11-23", 1), ("2026-11-24", 0), ("2026-11", 1), ("2026-12", 0), ("2026", 1)],
)
def test_a_review_is_due_from_the_first_day_that_it_can_mean(tmp_path: Path, date: str, due: int) -> None:
    profile = (
        "expertise:\n- id: c\n  name: C\n  claims:\n  - id: one\n    text: T\n    learning: true\n    review_by: "
        + date
    )
    problems, said = find(tmp_path, profile, f"review_by: {date}")
    assert [(severity, path, line) for severity, path, line, _ in show(problems, "KB134")] == [
        ("info", "content/posts/p.md", 4),
        ("info", "profile.yaml", 9),
    ][: 2 * due]
    if date.count("-") == 2:
        assert date not in said
    assert "review" not in said


@pytest.mark.parametrize(
    ("chapter", "told"),
    [
        ("from: 2004", True),
        ("from: 2004, summary: ⟨what it is about⟩", False),
        ("from: 2023-11-23", True),
        ("from: 2023-11-24", False),
        ("periods: [{from: 2010, until: 2011}, {from: 2025-06}]", True),
        ("periods: [{from: 2010, until: 2010}, {from: 2025-06}]", False),
        ("periods: [{from: 2024-06}, {from: 2025-01}]", False),
        (
            "periods: [{from: 2016, until: 2018-06}, {from: 2015, until: 2017}, {from: 2016, until: 2016}]",
            False,
        ),
        ("{from: 2004, hide_state: true}", False),
        ("from: 2004, claims: [{id: a, text: T, on_request: true}]", False),
        ("from: 2004, until: 2020", False),
        ("from: 2004, claims: [{id: a, text: T, learning: true}]", False),
        ("from: 2004, claims: [{id: a, text: T, learning: true}, {id: b, text: T}]", False),
    ],
)
def test_a_chapter_of_years_that_reads_as_a_beginning(tmp_path: Path, chapter: str, told: bool) -> None:
    problems, _ = find(tmp_path, f"expertise:\n- {{id: c, name: C, {chapter.strip('{}')}}}")
    found = show(problems, "KB135")
    assert [(severity, path, line) for severity, path, line, _ in found] == (
        [("info", "profile.yaml", 3)] if told else []
    )


def test_a_chapter_id_that_stands_twice_is_told_once(tmp_path: Path) -> None:
    problems, _ = find(tmp_path, "expertise:\n- {id: c, name: C}\n- {id: c, name: D}")
    assert [(problem.code, problem.place and problem.place.line) for problem in problems] == [("KB111", 4)]


@pytest.mark.parametrize(
    ("profile", "code", "line", "words"),
    [
        (
            "- {id: c, name: C, claims: [{id: o, text: T, evidence: [posts/nowhere]}]}",
            "KB112",
            3,
            "no post or entry",
        ),
        ("- {id: c, name: C, from: 2020, until: 2019}", "KB120", 3, "ends (2019) before it begins (2020)"),
        (
            "- {id: c, name: C, from: 2020, handed_on: {date: 2019}}",
            "KB120",
            3,
            "handed on (2019) before it began (2020)",
        ),
        (
            "- {id: c, name: C, carries_over: [{from: d, what: x}]}\n- {id: d, name: D, carries_over: [{from: c, what: x}]}",
            "KB112",
            3,
            "circle",
        ),
        (
            "- {id: c, name: C, carries_over: [{from: dd, what: x}]}\n- {id: d, name: D}",
            "KB112",
            3,
            "no chapter 'dd'",
        ),
        (
            "- {id: c, name: C, claims: [{id: o, text: T, evidence: [{url: 'https://e.example/'}]}]}",
            "KB130",
            3,
            "no date",
        ),
    ],
)
def test_what_cannot_be_is_named_at_its_place(
    tmp_path: Path, profile: str, code: str, line: int, words: str
) -> None:
    problems, _ = find(tmp_path, f"expertise:\n{profile}")
    found = [problem for problem in problems if problem.code == code]
    assert found
    assert words in found[0].message
    assert found[0].place
    assert (found[0].place.path, found[0].place.line) == ("profile.yaml", line)
    assert found[0].place.column
