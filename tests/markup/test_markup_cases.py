"""The cases in ``tests/cases/markup/*.md``: a title, Markdown, and the HTML it becomes.

A case is ``===== title``, the Markdown, a line ``-----``, the HTML. ``␣`` stands for a space at a line's end and
``→`` for a tab; a reference is shown as its target in braces, the place for a picture's size as ``{size}``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowbrand.markup import Document, render

FOLDER = Path(__file__).parents[1] / "cases" / "markup"


def read_cases() -> list[tuple[str, str, str]]:
    """Every case as its name, its Markdown and its HTML."""
    cases = []
    for file in sorted(FOLDER.glob("*.md")):
        for case in re.split(r"^===== ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = case.partition("\n")
            # The last such line: an underlined heading may hold one too.
            source, _, html = rest.rpartition("\n-----\n")
            cases.append(
                (f"{file.stem}: {title}", source.replace("␣", " ").replace("→", "\t"), html.strip("\n"))
            )
    return cases


def shown(document: Document) -> str:
    """The HTML with each token as its reference's target in braces."""
    sized = re.sub("\x02s[0-9]+([wh]?[0-9]*)\x03", lambda found: f" {{size{found[1]}}}", document.html)
    return re.sub(
        "\x02r([0-9]+)\x03", lambda found: f"{{{document.references[int(found[1])].target}}}", sized
    )


CASES = read_cases()


@pytest.mark.parametrize(("source", "html"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_markdown_becomes_html(source: str, html: str) -> None:
    assert shown(render(source, path="case.md")) == html


def test_there_are_dozens_of_cases() -> None:
    assert len(CASES) > 100
