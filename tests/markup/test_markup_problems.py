"""What is wrong in a text is reported at its line and column."""

from __future__ import annotations

import pytest

from knowbrand.markup import render
from knowbrand.problems import Problem
from knowbrand.problems.codes import CODES

REPORTED: list[tuple[str, str, str, int, int, int | None]] = [
    ("a\nb\x00c", "KB220", "error", 2, 2, 3),
    ("a \x02", "KB220", "error", 1, 3, 4),
    ("ok\n\n" + ">" * 40 + " x", "KB222", "error", 3, 34, None),
    ("*a **b " * 200 + "c** d*" * 200, "KB222", "error", 1, 1, None),
    ("|".join("a" * 101) + "\n" + "|".join("-" * 101), "KB223", "error", 1, 1, None),
    ("a\n\nb ![](c.jpg) d", "KB224", "warning", 3, 3, 13),
    ("> - a\n>   ![](c.jpg)", "KB224", "warning", 2, 5, 15),
    ('a <img src="b.jpg">', "KB224", "warning", 1, 3, 20),
    ("a [](b.md)", "KB225", "warning", 1, 3, 11),
    ("## a\n\n#### b", "KB226", "warning", 3, 1, None),
    ("### a", "KB226", "warning", 1, 1, None),
    ("# a\n\n### b", "KB226", "warning", 3, 1, None),
    ("## a {#x}\n\n## b {#x}", "KB227", "warning", 3, 1, None),
    ('## a\n\n<p id="a">b</p>', "KB227", "warning", 3, 1, 11),
    ("a\n\n```pyton\nx\n```", "KB228", "info", 3, 4, 9),
    ("a ![b](https://example.org/c.jpg)", "KB229", "warning", 1, 3, 34),
    ("a\n\n<iframe src='//example.org/x'></iframe>", "KB229", "warning", 3, 1, 31),
    ('<p style="background: url(https://example.org/x)">a</p>', "KB229", "warning", 1, 1, 51),
    ("<style>@import 'https://example.org/x'</style>", "KB229", "warning", 1, 7, None),
    ('<script src="https://example.org/x"></script>', "KB229", "warning", 1, 1, 37),
    ("a <style>@import url(//example.org/x)</style>", "KB229", "warning", 1, 9, None),
    ("a <style>p { background: url('https://example.org/x') }</style>", "KB229", "warning", 1, 9, None),
    ("<p style=\"background: image-set('https://example.org/x' 1x)\">a</p>", "KB229", "warning", 1, 1, 62),
    ('<svg><rect fill="url(https://example.org/x#b)"/></svg>', "KB229", "warning", 1, 6, 49),
    ('<svg><image href="https://example.org/x"/></svg>', "KB229", "warning", 1, 6, 43),
    ('<svg><use xlink:href="//example.org/x#b"/></svg>', "KB229", "warning", 1, 6, 43),
    ('<table background="https://example.org/x"></table>', "KB229", "warning", 1, 1, 43),
    ('<a href="b.md" ping="b https://example.org/x">a</a>', "KB229", "warning", 1, 1, 47),
    ('<base href="https://example.org/">', "KB229", "warning", 1, 1, 35),
    ('<meta http-equiv="Refresh" content="0; url=//example.org/">', "KB229", "warning", 1, 1, 60),
    ('<form action="https://example.org/"></form>', "KB229", "warning", 1, 1, 37),
    ('<button formaction="https://example.org/">a</button>', "KB229", "warning", 1, 1, 43),
    ('<link rel="stylesheet" href="https://example.org/x">', "KB229", "warning", 1, 1, 53),
    ('<object data="https://example.org/x"></object>', "KB229", "warning", 1, 1, 38),
    ('<embed src="https://example.org/x">', "KB229", "warning", 1, 1, 36),
    ('<video poster="https://example.org/x"></video>', "KB229", "warning", 1, 1, 39),
    ('<audio src="https://example.org/x"></audio>', "KB229", "warning", 1, 1, 36),
    ('<video><track src="https://example.org/x"></video>', "KB229", "warning", 1, 8, 43),
    ('<picture><source srcset="b.png 1x, //example.org/x 2x"></picture>', "KB229", "warning", 1, 10, 56),
    ('<input type="image" src="https://example.org/x">', "KB229", "warning", 1, 1, 49),
    ('<iframe srcdoc="<img src=https://example.org/x>"></iframe>', "KB229", "warning", 1, 1, 50),
    (
        "<iframe srcdoc=\"<iframe srcdoc='<img src=&amp;quot;//example.org/x&amp;quot;>'></iframe>\"></iframe>",
        "KB229",
        "warning",
        1,
        1,
        91,
    ),
    ("<iframe srcdoc='<style>@import \"//example.org/x\"</style>'></iframe>", "KB229", "warning", 1, 1, 59),
    ("a\n<script>x()</script>", "KB230", "warning", 2, 1, 9),
    ('a <b onclick="x()">c</b>', "KB230", "warning", 1, 3, 20),
    ("[a](b.md){onclick=x}", "KB230", "warning", 1, 1, 10),
    ("a [b](javascript:x)", "KB231", "error", 1, 3, 20),
    ("a [b](data:text/html,x)", "KB231", "error", 1, 3, 24),
    ("a <a href='java&#10;script:x'>b</a>", "KB231", "error", 1, 3, 31),
    ("a[^b]", "KB232", "warning", 1, 2, 6),
    ("a\n\n[^b]: c", "KB233", "warning", 3, 1, 5),
    ("a[^b]\n\n[^b]: c\n[^b]: d", "KB233", "warning", 4, 1, 5),
    ("a\n\n<div>\n\nb", "KB234", "warning", 3, 1, 6),
    ("a\n\n</div>", "KB234", "warning", 3, 1, 7),
    ("<b><i>a</b>", "KB234", "warning", 1, 4, 7),
    ('<div class="a\n\nb', "KB234", "warning", 1, 1, None),
]


def found(text: str, code: str) -> Problem:
    problems = [problem for problem in render(text, path="posts/a.md").problems if problem.code == code]
    assert problems, f"{code} isn't reported"
    return problems[0]


@pytest.mark.parametrize(("text", "code", "severity", "line", "column", "end_column"), REPORTED)
def test_problem_is_reported_at_its_place(
    text: str, code: str, severity: str, line: int, column: int, end_column: int | None
) -> None:
    problem = found(text, code)
    place = problem.place
    assert place is not None
    assert (problem.severity, place.path, place.line, place.column, place.end_column) == (
        severity,
        "posts/a.md",
        line,
        column,
        end_column,
    )
    assert problem.hint
    assert code in CODES


def test_lines_count_from_the_file_not_from_the_body() -> None:
    problem = render("a\n\n[](b.md)", path="a.md", first_line=8).problems[0]
    assert problem.place is not None
    assert problem.place.line == 10


@pytest.mark.parametrize(
    "text",
    [
        "## a\n\n### b\n\n## c",
        '![](a.jpg){alt=""}',
        "![](a.jpg){role=presentation}",
        '<img src="a.jpg" alt="">',
        "[![a](b.jpg)](c.md)",
        "![a](data:image/png;base64,AAAA)",
        "[a](https://example.org) <https://example.org> https://example.org [b](mailto:a@example.org)",
        "```python\nx\n```\n\n```\ny\n```\n\n```text\nz\n```",
        "<p>a\n<br>b <ul><li>c</ul>\n\n<details>\n\nd\n\n</details>",
        "`<script>` `![](x)` `[](y)`",
        "    <script>\n    ![](x)\n",
    ],
)
def test_nothing_is_reported_where_nothing_is_wrong(text: str) -> None:
    assert render(text, path="a.md").problems == ()


def test_text_that_is_too_large_is_refused() -> None:
    document = render("x " * 600_000, path="a.md")
    assert document.html == ""
    assert [problem.code for problem in document.problems] == ["KB221"]


def test_too_many_abbreviations_are_refused() -> None:
    assert found("".join(f"*[A{number}]: x\n" for number in range(201)), "KB223").severity == "error"


def test_target_that_runs_code_is_left_out() -> None:
    document = render("[a](JavaScript:x) <a href=' vbscript:x'>b</a>", path="a.md")
    assert "script" not in document.html.lower()
    assert document.references == ()


def test_nearest_language_is_named() -> None:
    assert found("```pyton\n```", "KB228").hint == "did you mean 'python'?"


def test_missing_end_tags_are_added() -> None:
    assert render("<div>\n\na", path="a.md").html == "<div>\n<p>a</p>\n</div>"
