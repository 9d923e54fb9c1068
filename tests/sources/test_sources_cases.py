"""Each case in ``tests/cases/sources/``: a file as written, and every problem that its author is told.

``KNOWBRAND_REWRITE=1 pytest tests/sources`` writes what is told now into the cases, for a person to review.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowbrand.problems import Problem
from knowbrand.sources.folder import read_site

CASES = Path(__file__).parent.parent / "cases" / "sources"
FILES = {
    "profile": "profile.yaml",
    "json": "profile.json",
    "settings": "knowbrand.yaml",
    "posts": "content/posts/case.md",
}
REST = {"knowbrand.yaml": "title: T\nlanguages: [en, nl]\n", "profile.yaml": "basics: {name: Noor}\n"}


def load() -> list[Any]:
    found = []
    for name in FILES:
        cases = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
        found += [pytest.param(name, case, id=f"{name}: {case['title']}") for case in cases]
    return found


def show(problem: Problem) -> str:
    place = problem.place
    start = f"{place.line}:{place.column}" if place else "-"
    hint = f" | {problem.hint}" if problem.hint else ""
    return f"{start} {problem.code} {problem.severity} {problem.message}{hint}"


def tell(root: Path, path: str, text: str) -> list[str]:
    rest = {name: content for name, content in REST.items() if not path.startswith(name.split(".")[0])}
    for name, content in {**rest, path: text}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content.encode())
    problems = read_site(root).problems
    return [show(problem) for problem in sorted(problems, key=Problem.sort_key)]


@pytest.mark.parametrize(("name", "case"), load())
def test_case(tmp_path: Path, name: str, case: dict[str, Any]) -> None:
    told = tell(tmp_path, FILES[name], case["input"])
    if os.environ.get("KNOWBRAND_REWRITE"):
        rewrite(name, case["title"], told)
    else:
        assert told == case["problems"]


def rewrite(name: str, title: str, told: list[str]) -> None:
    """Puts ``told`` in place of the problems of the case ``title``."""
    path = CASES / f"{name}.yaml"
    before, start, after = path.read_text(encoding="utf-8").partition(f"- title: {title}\n")
    body, mark, _ = after.partition("\n  problems:")
    following = after.partition("\n- title: ")
    lines = "".join(
        f"\n    - {yaml.safe_dump(line, width=10_000, allow_unicode=True).splitlines()[0]}" for line in told
    )
    rest = f"\n\n- title: {following[2]}" if following[1] else "\n"
    path.write_text(f"{before}{start}{body}{mark}{lines or ' []'}{rest}", encoding="utf-8")
