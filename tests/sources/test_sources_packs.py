"""Packs of rules are read with their places, and refused where they can't work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowbrand.problems import Problem
from knowbrand.sources.packs import find_danger, read_packs

HEAD = "pack: ours\nlang: en\n"
RULE = """  - id: {id}
    kind: {kind}
    category: other
    {what}
    message: No.
    tests: {{flag: [I am synergistic.], pass: [The tide is out.]}}
"""


def rule(what: str = "terms: [synergistic]", identity: str = "OUR-001", kind: str = "phrase") -> str:
    return RULE.format(id=identity, kind=kind, what=what)


def read(tmp_path: Path, text: str) -> tuple[dict[str, str], list[Problem]]:
    """The messages of the rules by id, and the problems."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "ours.yaml").write_text(text, "utf-8")
    problems: list[Problem] = []
    rules = read_packs(tmp_path, ["en"], problems)["en"]
    return {found.id: found.message for found in rules}, problems


def test_a_site_adds_disables_and_overrides(tmp_path: Path) -> None:
    text = (
        HEAD
        + "disable: [EN-BUZZ-001]\nrules:\n"
        + rule()
        + rule("override: true\n    terms: [guru]", "EN-BUZZ-002")
    )
    rules, problems = read(tmp_path, text)
    assert not problems
    assert "EN-BUZZ-001" not in rules
    assert rules["OUR-001"] == rules["EN-BUZZ-002"] == "No."
    assert "EN-HYPE-001" in rules


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (HEAD + "rulez: []\n", "KB601", 3),
        (HEAD + "rules:\n" + rule("cues: [x]"), "KB601", 7),
        (HEAD + "rules:\n" + rule() + rule(), "KB611", 10),
        (HEAD + "rules:\n" + rule(identity="EN-BUZZ-001"), "KB611", 4),
        (HEAD + "rules:\n" + rule("override: true\n    terms: [x]", "EN-BUZ-001"), "KB612", 4),
        (HEAD + "disable: [EN-BUZ-001]\n", "KB612", 3),
        (HEAD + "rules:\n" + rule("patterns: ['(a+)+']", kind="pattern"), "KB613", 7),
        (HEAD + "rules:\n" + rule("patterns: ['(a']", kind="pattern"), "KB613", 7),
        (HEAD + "rules:\n" + rule("sureness: 9\n    terms: [x]"), "KB605", 7),
        (HEAD + "rules:\n" + rule("terms: []"), "KB603", 4),
        (HEAD + "rules:\n" + rule(identity="our words"), "KB605", 4),
        (HEAD + "rules:\n" + rule().replace(", pass: [The tide is out.]", ""), "KB603", 9),
        (HEAD + "rules: [\n", "KB607", 4),
    ],
)
def test_a_faulty_pack_is_refused_at_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    _, problems = read(tmp_path, text)
    assert (code, line, "checks/ours.yaml") in [
        (problem.code, problem.place.line, problem.place.path) for problem in problems if problem.place
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b", "(a|aa)+b", "(a?){30}a{30}b", "(a+){8}b", r"(a)\1", "x" * 2001,
        "a*a*a*b", "(?=a*a*a*b)x", ".*.*.*x", r"\w*\d*\w*x", "a{1,1000}a{1,1000}a{1,1000}b",
        "(?x) (a +) + b", "(?#c)(a+)(?#c)+b", "(?i-s:(a+))+b", "(?i)(?:ka|\u212aab?)*c",
        "(.*?,){8}x", "(?: ?a*){8}b", "(?:a|aa)" * 30 + "b", "(?:,a|,a){8}" * 5 + "b", "(?:){1000000}a",
        "(" * 900 + ")" * 900,
    ],
)  # fmt: skip
def test_patterns_that_can_blow_up_are_dangerous(pattern: str) -> None:
    assert find_danger(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "a+b*", "(ab)?c+", r"(?:\w+ ){0,4}end", "[(+]+(b)", r"(?=.*x)a", "(a|b)c", "(?:a*b)*c", "(?>a+)*b",
        r"(?:quite |very |a bit )*(?:good|excellent)", r"\bwaiting list\b[^.]{0,20}\blong", r"^[\w-]+: (?:expert|fluent)",
    ],
)  # fmt: skip
def test_plain_patterns_are_fine(pattern: str) -> None:
    assert find_danger(pattern) is None


def test_the_packs_that_come_with_knowbrand_are_whole() -> None:
    problems: list[Problem] = []
    rules = read_packs(None, ["en", "nl"], problems)
    assert not problems
    for lang in ("en", "nl"):
        assert {found.category for found in rules[lang]} >= {
            "buzzword", "empty-adjective", "self-praise", "superlative", "vanity-metric", "humblebrag",
            "name-dropping", "third-person-myth", "hype", "self-rating",
        }  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_our_own_packs_need_no_look_for_danger_in_every_build(lang: str) -> None:
    problems: list[Problem] = []
    rules = read_packs(None, [lang], problems)[lang]
    assert rules
    assert not problems
    for pattern in (text for found in rules for text in (*found.patterns, *found.terms)):
        assert find_danger(pattern) is None
        assert re.compile(pattern)
