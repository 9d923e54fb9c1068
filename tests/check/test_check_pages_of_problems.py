"""The examples in ``docs/problems/`` of settings, profile and content: the bad one gives its code, the good one doesn't."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from knowbrand.audience import check_visibility, select
from knowbrand.check import check_model
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.problems.codes import CODES
from knowbrand.sources.folder import read_site

PAGES = Path(__file__).parent.parent.parent / "docs" / "problems"
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
FILE = re.compile(r"^# ([\w./]+\.(?:yaml|md))$", re.MULTILINE)
PROFILE = "basics:\n  name: Noor Example\n"
REST = {
    "knowbrand.yaml": "title: Noor Example\nlanguages: [en, nl]\n",
    "profile.yaml": PROFILE,
}


def examples() -> list[tuple[str, str, str]]:
    """Code, bad and good, of each page whose examples are whole files."""
    found = []
    for code in CODES:
        if "KB101" <= code < "KB220" or code in ("KB235", "KB236"):
            fenced = FENCED.findall((PAGES / f"{code}.md").read_text(encoding="utf-8"))
            if len(fenced) == 2 and {language for language, _ in fenced} <= {"yaml", "markdown"}:
                found.append((code, fenced[0][1], fenced[1][1]))
    return found


def lay_out(root: Path, example: str) -> None:
    files = dict(REST)
    names = FILE.split(example)
    if len(names) > 1:
        files.update(zip(names[1::2], names[2::2], strict=True))
    else:
        front = (
            ""
            if example.startswith("---") or "\n\nIt began" in example
            else "---\ntitle: T\ndate: 2026-01-01\n---\n"
        )
        files["content/posts/example.md"] = front + example
    if "basics:" not in files["profile.yaml"]:
        files["profile.yaml"] = PROFILE + files["profile.yaml"]
    if "title:" not in files["knowbrand.yaml"]:
        files["knowbrand.yaml"] = "title: Noor Example\n" + files["knowbrand.yaml"]
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def find(root: Path, example: str) -> set[str]:
    lay_out(root, example)
    model, problems = read_site(root)
    today = dt.date(2026, 6, 15)
    if model:
        problems += [*check_model(model, today), *check_visibility(model)]
        try:
            select(model, "public", today=today)
        except KnowbrandError as fault:
            problems += fault.problems
    return {problem.code for problem in problems if is_told(problem)}


def is_told(problem: Problem) -> bool:
    return problem.severity != "info" or problem.code in {"KB109", "KB149", "KB209"}


@pytest.mark.parametrize(("code", "bad", "good"), examples())
def test_bad_gives_the_code_and_good_does_not(tmp_path: Path, code: str, bad: str, good: str) -> None:
    assert code in find(tmp_path / "bad", bad)
    assert code not in find(tmp_path / "good", good)


def test_most_pages_can_be_tried() -> None:
    assert len(examples()) > 30
