"""Every problem code is used, titled and explained; none is used without."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from knowbrand.problems.codes import CODES

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = REPOSITORY / "docs" / "problems"
SOURCES = [
    path
    for path in sorted((REPOSITORY / "knowbrand").rglob("*.py"))
    if path.parts[-2:] != ("problems", "codes.py")
]
CODE = re.compile(r"KB[0-9]{3}")
FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1$", re.DOTALL | re.MULTILINE)


def codes_in(module: Path) -> Iterator[tuple[int, str]]:
    """Line and pattern of each code in a file's texts. ``f"KB{family}05"`` gives ``KB[0-9]05``, and ``f"KB{family}{number}"``
    one for each text of two digits in the file, as one of these is the number."""
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    numbers = sorted(text for text in texts if re.fullmatch("[0-9]{2}", text))
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            match [part.value if isinstance(part, ast.Constant) else None for part in node.values]:
                case ["KB", None, str(number)]:
                    yield node.lineno, f"KB[0-9]{number}"
                case ["KB", None, None]:
                    yield from ((node.lineno, f"KB[0-9]{number}") for number in numbers)


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


def test_every_page_shows_bad_good_and_why() -> None:
    found = []
    for path in sorted(PAGES.glob("KB*.md")):
        text = path.read_text(encoding="utf-8")
        lines = FENCED.sub("(an example)", text).splitlines()
        if lines[0] != f"# {path.stem}: {CODES.get(path.stem)}":
            found.append(f"{path.name}: the title is {lines[0]!r}, the table's {CODES.get(path.stem)!r}")
        if [line for line in lines if line.startswith("## ")] != ["## Bad", "## Good", "## Why"]:
            found.append(f"{path.name}: its parts aren't Bad, Good and Why")
        parts = "\n".join(lines).split("\n## ")[1:]
        found += [f"{path.name}: a part is empty" for part in parts if not part.partition("\n")[2].strip()]
    assert not found, "\n".join(found)
