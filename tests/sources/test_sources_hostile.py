"""Input that would hang or crash a careless reader: each gets a message at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.model import Profile
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.sources.folder import read_site
from knowbrand.sources.frontmatter import split_visibility
from knowbrand.sources.nodes import parse_yaml
from knowbrand.sources.reader import Reader
from knowbrand.sources.text import LARGEST_SOURCE, decode, read_text

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def refuse(text: str, *, json: bool = False) -> Problem:
    with pytest.raises(KnowbrandError) as raised:
        parse_yaml(text, "profile.yaml", 1, [], json=json)
    (problem,) = raised.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "json", "code", "line", "column"),
    [
        pytest.param("[" * 13_000, False, "KB110", 1, 61, id="brackets"),
        pytest.param("[" * 13_000, True, "KB110", 1, 61, id="brackets in JSON"),
        pytest.param('{"a":' * 13_000, True, "KB110", 1, 301, id="objects in JSON"),
        pytest.param("".join(f"{' ' * depth}a:\n" for depth in range(200)), False, "KB110", 61, 61, id="indentation"),
        pytest.param("- " * 5_000 + "a", False, "KB110", 1, 121, id="dashes"),
        pytest.param(BOMB, False, "KB110", 6, 12, id="aliases that explode"),
        pytest.param("a: &a {b: {c: *a}}", False, "KB110", 1, 15, id="an alias in itself"),
        pytest.param("[" + "a, " * 200_001 + "]", False, "KB110", 1, 600_002, id="values without end"),
        pytest.param("[" + "1," * 200_001 + "1]", True, "KB110", 1, 400_002, id="values without end in JSON"),
        pytest.param("k" * 3_000_000 + ": 1", False, "KB107", 1, 3_000_001, id="a long key"),
        pytest.param("? " * 100_000, False, "KB110", 1, 121, id="keys of keys"),
        pytest.param("a: " + "&x " * 10_000, False, "KB107", 1, 7, id="anchors"),
        pytest.param("a: " + "!" * 100_000, False, "KB107", 1, 4, id="tags"),
    ],
)  # fmt: skip
def test_text_that_is_refused(text: str, json: bool, code: str, line: int, column: int) -> None:
    problem = refuse(text, json=json)
    place = problem.place
    assert place
    assert (problem.code, place.line, place.column) == (code, line, column)
    assert len(problem.message) < 200


def test_thousands_of_unknown_keys_are_told_up_to_a_point() -> None:
    text = "basics: {name: N}\ntalks:\n- title: T\n" + "".join(
        f"  titel{number}: x\n" for number in range(20_000)
    )
    problems: list[Problem] = []
    node = parse_yaml(text, "profile.yaml", 1, problems)
    assert node
    Reader(1, problems).read(node, Profile)
    assert len(problems) == 501
    assert {problem.code for problem in problems[:-1]} == {"KB101"}
    assert problems[-1].code == "KB110"


def test_a_long_text_is_only_long() -> None:
    problems: list[Problem] = []
    node = parse_yaml("basics:\n  name: N\n  summary: " + "word " * 1_000_000, "profile.yaml", 1, problems)
    assert node
    profile = Reader(1, problems).read(node, Profile)
    assert profile
    assert profile.basics.summary
    assert len(profile.basics.summary.texts()[0]) == 4_999_999
    assert problems == []


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"a: 1\nb: caf\xe9\n", 2, 7, "0xe9"),
        (b"a: 1\r\nb: \x00\r\n", 2, 4, "U+0000"),
        (b"a: \x1b[31m", 1, 4, "U+001B"),
        ("a: 1".encode("utf-16"), 1, 1, "UTF-16"),
        ("title: a text of some length".encode("utf-16-le"), 1, 1, "UTF-16"),
        (b"\xef\xbb\xbfa: \xed\xa0\x80", 1, 5, "0xed"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, line: int, column: int, words: str) -> None:
    with pytest.raises(KnowbrandError) as raised:
        decode(data, "profile.yaml", "KB108")
    (problem,) = raised.value.problems
    assert problem.place
    assert (problem.code, problem.place.line, problem.place.column) == ("KB108", line, column)
    assert words in problem.message


def test_line_ends_and_a_mark_at_the_beginning_are_fine() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n", "x", "KB108") == "a\nb\nc\n"


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    with file.open("wb") as stream:
        stream.truncate(LARGEST_SOURCE + 1)
    with pytest.raises(KnowbrandError) as raised:
        read_text(file, "x.md", 2)
    assert raised.value.problems[0].code == "KB208"
    assert "8 MB" in raised.value.problems[0].message


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (":" * 500_000, 1),
        ("> " * 200_000 + "::", 0),
        ("`" * 500_000 + "::", 0),
        (":::\n" * 100_000, 100),
        ("::: visibility a\n" * 50_000, 100),
        (" " * 500_000 + "::: visibility a", 1),
    ],
    ids=["colons", "quotations", "backticks", "ends", "beginnings", "spaces"],
)
def test_bodies_made_to_take_long(body: str, told: int) -> None:
    problems: list[Problem] = []
    parts = split_visibility(body, "x.md", 1, problems)
    assert len(problems) == told
    assert "".join(part.text for part in parts).count("\n") == body.count("\n")


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    files = {
        "knowbrand.yaml": b"title: T\n",
        "profile.yaml": b"basics: {name: N}\nnope",
        "content/posts/nul.md": b"---\ntitle: T\ndate: 2026-01-01\n---\na\x00b\n",
        "content/posts/latin.md": b"---\ntitle: caf\xe9\n---\n",
        "content/posts/bomb.md": b"---\n" + BOMB.encode() + b"---\n",
        "content/posts/deep.md": b"---\ntitle: " + b"[" * 13_000 + b"\n---\n",
        "content/pages/fine.md": b"---\ntitle: T\n---\n",
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    problems = sorted(read_site(tmp_path).problems, key=Problem.sort_key)
    assert [(problem.code, problem.place and problem.place.path, problem.place and problem.place.line) for problem in problems] == [
        ("KB210", "content/posts/bomb.md", 7),
        ("KB210", "content/posts/deep.md", 2),
        ("KB208", "content/posts/latin.md", 2),
        ("KB208", "content/posts/nul.md", 5),
        ("KB107", "profile.yaml", 2),
    ]  # fmt: skip
