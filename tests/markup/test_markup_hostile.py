"""Hostile input ends soon, in a page or in an error at its place. The limit is far above what any takes."""

from __future__ import annotations

import time

import pytest

from knowbrand.markup import render

MANY = 13_000
HANG = 20.0

FINE = {
    **{
        mark: mark * MANY
        for mark in ("[", "*", "_", "`", "<", "![", "(", "]", "~", "&", "#", "|", "\\", '"', "--")
    },
    **{
        f"{piece} again": piece * MANY
        for piece in ("*a **b ", "[a](", '[a](b "', "c <!--", "<a ", '<a x="', "[a][")
    },
    "code of many lengths": " ".join("`" * length for length in range(1, 700)),
    "one long line": "word " * 40_000,
    "one long word": "x" * 200_000,
    "many emphases": "*word* " * 28_000,
    "brackets that close": "[" * MANY + "a" + "]" * MANY + "\n\n[a]: b",
    "many notes": "".join(f"[^{n}]: x\n" for n in range(5000))
    + "\n"
    + " ".join(f"[^{n}]" for n in range(5000)),
    "abbreviations like patterns": "".join(f"*[(a+)+{n}]: x\n" for n in range(190)) + "\n" + "a" * 50_000,
    "many equal headings": "# a\n" * 10_000,
    "many definitions": "[a]: b\n" * 20_000 + "c",
    "many open tags in a line": "<b>" * 200,
    "attribute lists that don't end": "# a" + " {#x .y" * 60_000,
    "attribute lists that don't end in a heading of lines": "a" + " {#x .y" * 60_000 + "\nb\n===",
    "space within an attribute list": "# a {" + " " * 100_000 + "b}c}",
    "lazy lines": "> a\n" + "b\n" * 30_000,
    "code that no lexer likes": "```python\n" + "x = ((((\n" * 8000 + "```",
}
REFUSED = {
    ">": ("KB222", 1, ">" * MANY),
    "- ": ("KB222", 1, "- " * MANY + "x"),
    "nested lists": ("KB222", 33, "\n".join("  " * level + "- x" for level in range(300))),
    "nested quotes": ("KB222", 2, "a\n" + "> " * 300 + "x"),
    "nested emphasis": ("KB222", 1, "*a **b " * 500 + "c** d* " * 500),
    "nested tags": ("KB222", 259, "a\n\n" + "<div>\n" * 5000),
    "wide table": ("KB223", 2, "\n" + "|".join("a" * 5000) + "\n" + "|".join("-" * 5000)),
    "many abbreviations": ("KB223", 201, "".join(f"*[A{n}]: x\n" for n in range(5000))),
    "NUL": ("KB220", 2, "a\nb\x00"),
    "much text": ("KB221", 1, "x" * 2_100_000),
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_hostile_text_becomes_a_page(text: str) -> None:
    start = time.monotonic()
    document = render(text, path="a.md")
    assert time.monotonic() - start < HANG
    assert document.html
    assert not [problem for problem in document.problems if problem.severity == "error"]


@pytest.mark.parametrize(("code", "line", "text"), REFUSED.values(), ids=REFUSED)
def test_hostile_text_is_refused_at_its_line(code: str, line: int, text: str) -> None:
    start = time.monotonic()
    document = render(text, path="a.md")
    assert time.monotonic() - start < HANG
    assert document.html == ""
    errors = [problem for problem in document.problems if problem.severity == "error"]
    assert next((problem.code, problem.place.line) for problem in errors if problem.place) == (code, line)


def test_a_refused_text_leaves_nothing_behind() -> None:
    render(">" * MANY, path="a.md")
    assert render("> a", path="a.md").html == "<blockquote>\n<p>a</p>\n</blockquote>"
