"""Style sheets that leave something open, and custom properties that nothing sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.problems import Place
from knowbrand.themes.closing import check_closing, find_gaps, mend
from knowbrand.themes.properties import check_properties
from knowbrand.themes.stylesheets import read_rules
from tests.themes.themes_maker import load, write_files

MANIFEST = "name: mine\nparent: plain\napi: 1\n"


@pytest.mark.parametrize(
    ("css", "mark", "line", "column"),
    [
        ("a {}\nb { color: red", "{", 2, 3),
        ("@media print {\n a { color: red }\n", "{", 1, 14),
        ("a { width: calc(1px; }", "(", 1, 16),
        ("a {}\n}\nb {}", "}", 2, 1),
        ('a { content: "x }\nb {}', '"', 1, 14),
        ("a { content: 'x\\' }", "'", 1, 14),
        ("a {}\n/* b {}", "/*", 2, 1),
        ("/*/ a {}", "/*", 1, 1),
        ("a[b {}\nc {}", "[", 1, 2),
    ],
)
def test_what_is_left_open_is_told_where_it_begins(css: str, mark: str, line: int, column: int) -> None:
    (problem,) = check_closing(css, Place("style.css"))
    assert (problem.code, problem.severity) == ("KB470", "warning")
    assert problem.place == Place("style.css", line, column, line, column + len(mark))
    assert problem.hint


@pytest.mark.parametrize(
    ("css", "code", "place", "mended"),
    [
        ("a {}\nb,\nc\n", "KB473", Place("style.css", 2, 1, 2, 3), "a {}\nb,\nc\n\n{}"),
        ("a {}\n .b; c /**/", "KB473", Place("style.css", 2, 2, 2, 12), "a {}\n .b; c /**/\n{}"),
        ("@import 'a';\n@media print", "KB473", Place("style.css", 2, 1, 2, 13), None),
        ("@layer a, b", "KB473", Place("style.css", 1, 1, 1, 12), "@layer a, b\n;"),
        ("a { b: c(1)) }", "KB474", Place("style.css", 1, 12, 1, 13), "a { b: c(1)  }"),
        ("a] { b: c }", "KB474", Place("style.css", 1, 2, 1, 3), "a  { b: c }"),
    ],
)
def test_what_would_take_the_next_rule_is_told_and_ended(
    css: str, code: str, place: Place, mended: str | None
) -> None:
    (problem,) = check_closing(css, Place("style.css"))
    assert (problem.code, problem.severity, problem.place) == (code, "warning", place)
    assert mend(css) == (mended or f"{css}\n;")


@pytest.mark.parametrize(
    "css",
    [
        'a[b="}"] { c: "\\"{"; d: url( x}y ) }',
        '/* { ( " */ a {}',
        ".\\{ {}",
        '@media (width > 1px) { a { b: "it\'s" } }',
        "@import 'a'; @layer b;\na {} /* end */\n",
        "<!-- a {} -->",
        "a { [b]: (c; [d]) }",
    ],
)
def test_what_is_closed_is_left_as_it_is(css: str) -> None:
    assert find_gaps(css) == ()
    assert mend(css) == css


@given(st.text(alphabet="a @[]{}()\"'/*\\\n;:", max_size=40))
def test_whatever_a_sheet_holds_the_next_one_keeps_its_rules(css: str) -> None:
    """``read_rules`` knows no escapes, and no brackets around a block."""
    mended = mend(css)
    assert find_gaps(mended) == ()
    assert "\\" in css or "b" in [rule.selector for rule in read_rules(f"{mended}\nb {{ c: d }}")]


@pytest.mark.parametrize(
    "piece", ["{", "(", "/*", '"', "}", ")", "[", ";", "a;", "@a;", " ;/**/", "url(", "\\"]
)
def test_a_hostile_sheet_is_read_in_reasonable_time(piece: str) -> None:
    assert find_gaps(mend(piece * 50_000)) == ()
    assert len(list(check_closing(piece * 50_000, Place("style.css")))) <= 20


def test_a_broken_sheet_is_told_and_swallows_no_other(tmp_path: Path) -> None:
    style = {"theme.yaml": MANIFEST, "style.css": "a { color: red;"}
    write_files(tmp_path / "themes/mine", style)
    write_files(tmp_path / "overrides", {"custom.css": "b { color: blue; }"})
    theme, problems = load(tmp_path)
    assert theme is not None
    assert [(problem.code, problem.place) for problem in problems] == [
        ("KB470", Place("themes/mine/style.css", 1, 3, 1, 4))
    ]
    assert {"a", "b"} <= {rule.selector for rule in read_rules(theme.stylesheet())}


def test_a_sheet_of_a_value_that_was_not_chosen_is_told_too(tmp_path: Path) -> None:
    options = "options:\n  wide: {type: boolean, default: false, description: Wide.}\n"
    sheet = {"theme.yaml": MANIFEST + options, "options/wide/true/style.css": "a {"}
    write_files(tmp_path / "themes/mine", sheet)
    assert [problem.code for problem in load(tmp_path).problems] == ["KB470"]


def test_a_property_that_nothing_sets_is_told_with_the_nearest(tmp_path: Path) -> None:
    css = ":root { --accent: red; }\na { color: var(--acent); b: var(--none, red); c: var( --accent ); }"
    write_files(
        tmp_path / "themes/mine",
        {
            "theme.yaml": MANIFEST + "options:\n  tint: {type: colour, default: '#123', description: T.}\n",
            "style.css": css + "p { a: var(--tint) var(--by-script) var(--joined); } /* var(--old) */",
            "assets/a.js": "x.style.setProperty('--by-script', 1)",
        },
    )
    theme, _ = load(tmp_path)
    assert theme is not None
    (problem,) = check_properties(theme.layers, ".x { --joined: 1 }")
    assert problem.place == Place("themes/mine/style.css", 2, 16, 2, 23)
    assert (problem.code, problem.hint) == ("KB471", "did you mean '--accent'?")
