"""Problems as people and machines read them."""

from __future__ import annotations

import pytest

from knowbrand.problems import Place, Problem, error, nearest, warning
from knowbrand.problems.report import count, to_annotation, to_json, to_sarif
from knowbrand.problems.text import format_problem

FAULT = error(
    "KB101", "unknown field 'headlin'", Place("profile.yaml", 2, 1, 2, 8), "did you mean 'headline'?"
)


def test_a_problem_shows_place_line_caret_and_hint() -> None:
    assert format_problem(FAULT, "headlin: Engineer").splitlines() == [
        "error[KB101] profile.yaml:2:1  unknown field 'headlin'",
        "  2 | headlin: Engineer",
        "    | ^^^^^^^",
        "hint: did you mean 'headline'?",
    ]


@pytest.mark.parametrize(
    ("line", "place", "marks"),
    [
        ("a: b", Place("f", 1, 4, 1, 5), "   ^"),
        ("a: b", Place("f", 1, 4), "   ^"),
        ("a: b", Place("f", 1, 5, 1, 5), "    ^"),
        ("a: b", Place("f", 1, 1, 3, 2), "^^^^"),
        ("日本: b", Place("f", 1, 1, 1, 3), "^^^^"),
        ("e\u0301a: b", Place("f", 1, 3, 1, 4), " ^"),
        ("\tb", Place("f", 1, 2, 1, 3), " ^"),
    ],
)
def test_the_caret_stands_below_what_is_meant(line: str, place: Place, marks: str) -> None:
    shown = format_problem(error("KB101", "m", place), line).splitlines()
    assert shown[2] == f"    | {marks}"


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 5000 + "HERE" + "y" * 5000
    _, shown, marks = format_problem(error("KB101", "m", Place("f", 1, 5001, 1, 5005)), line).splitlines()
    assert len(shown) < 120
    assert shown[marks.index("^") :].startswith("HERE")
    assert marks.count("^") == 4


def test_nothing_of_a_file_commands_the_terminal() -> None:
    evil = error("KB101", "title \x1b]0;owned\x07", Place("a\x1b[2J.md", 1, 1), "not \x9b2J\rthis")
    text = format_problem(evil, "\x1b[2J\x08rest")
    assert not [character for character in text if not character.isprintable() and character != "\n"]
    assert "rest" in text


def test_colour_is_only_added() -> None:
    coloured = format_problem(FAULT, "headlin: Engineer", color=True)
    assert "\x1b[1;31merror[KB101]\x1b[0m" in coloured


def test_a_problem_without_a_place() -> None:
    assert format_problem(warning("KB124", "no site is built"), None) == "warning[KB124] no site is built"


def test_json_and_counts() -> None:
    assert to_json(FAULT) == {
        "code": "KB101",
        "severity": "error",
        "message": "unknown field 'headlin'",
        "path": "profile.yaml",
        "line": 2,
        "column": 1,
        "end_line": 2,
        "end_column": 8,
        "hint": "did you mean 'headline'?",
    }
    assert count([FAULT, warning("KB124", "x"), FAULT]) == {"error": 2, "warning": 1, "info": 0}


def test_annotations_escape_what_github_reads() -> None:
    problem = error("KB101", "50% of\nlines", Place("a,b:c.md", 3, 2))
    assert to_annotation(problem) == (
        "::error file=a%2Cb%3Ac.md,line=3,col=2,endLine=3,title=KB101::50%25 of%0Alines"
    )


def test_sarif_names_a_file_by_its_address() -> None:
    (run,) = to_sarif([error("KB201", "x", Place("content/50% [a]?.md", 1))], "1.0")["runs"]
    (location,) = run["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "content/50%25%20%5Ba%5D%3F.md"


def test_sarif_names_each_rule_once() -> None:
    (run,) = to_sarif([FAULT, warning("KB124", "x"), FAULT], "1.0")["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["KB101", "KB124"]
    assert [(result["ruleIndex"], result["level"]) for result in run["results"]] == [
        (0, "error"),
        (1, "warning"),
        (0, "error"),
    ]
    assert "locations" not in run["results"][1]


def test_problems_sort_by_place() -> None:
    problems = [
        error("KB101", "b", Place("b", 1)),
        error("KB101", "a2", Place("a", 10)),
        error("KB101", "a1", Place("a", 9)),
    ]
    assert [problem.message for problem in sorted(problems, key=Problem.sort_key)] == ["a1", "a2", "b"]


@pytest.mark.parametrize(
    ("name", "known", "guess"),
    [
        ("titel", ["title", "date"], "title"),
        ("TITLE", ["title"], "title"),
        ("zzz", ["title"], None),
        ("x", [], None),
    ],
)
def test_the_nearest_name(name: str, known: list[str], guess: str | None) -> None:
    assert nearest(name, known) == guess
