"""Every problem code is used, titled and explained; none is used without."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowbrand.problems.codes import CODES

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = REPOSITORY / "docs" / "problems"
SOURCES = [
    path
    for path in sorted((REPOSITORY / "knowbrand").rglob("*.py"))
    if path.parts[-2:] != ("problems", "codes.py")
]
CODE = re.compile(r"KB[0-9]{3}")


def codes_in(module: Path) -> Iterator[tuple[int, str]]:
    """Line and pattern of each code in a file's texts; ``f"KB{family}05"`` gives ``KB[0-9]*05``."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if CODE.fullmatch(node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[0-9]*"
                for part in node.values
            ]
            pattern = "".join(parts)
            if re.fullmatch(r"KB(\[0-9\]\*|[0-9])+", pattern):
                yield node.lineno, pattern


def test_every_code_in_the_sources_is_in_the_table() -> None:
    unknown = [
        f"{module.relative_to(REPOSITORY)}:{line}: {pattern}"
        for module in SOURCES
        for line, pattern in codes_in(module)
        if not any(re.fullmatch(pattern, code) for code in CODES)
    ]
    assert not unknown, "not in knowbrand/problems/codes.py:\n" + "\n".join(unknown)


def test_every_code_in_the_table_is_used() -> None:
    patterns = {pattern for module in SOURCES for _, pattern in codes_in(module)}
    unused = [code for code in CODES if not any(re.fullmatch(pattern, code) for pattern in patterns)]
    assert not unused, f"in knowbrand/problems/codes.py, but never used: {unused}"


def test_the_table_is_in_order() -> None:
    assert list(CODES) == sorted(CODES)
    assert all(CODE.fullmatch(code) for code in CODES)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    pages = {path.stem for path in PAGES.glob("KB*.md")}
    assert not CODES.keys() - pages, f"without a page in docs/problems/: {sorted(CODES.keys() - pages)}"
    assert not pages - CODES.keys(), f"a page for no code: {sorted(pages - CODES.keys())}"


@pytest.mark.parametrize("code", CODES)
def test_the_page_shows_bad_good_and_why(code: str) -> None:
    path = PAGES / f"{code}.md"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else [""]
    assert lines[0] == f"# {code}: {CODES[code]}"
    assert [line for line in lines if line.startswith("## ")] == ["## Bad", "## Good", "## Why"]
    parts = "\n".join(lines).split("\n## ")
    assert all(len(part.partition("\n")[2].strip()) > 20 for part in parts[1:]), "a part is empty"
