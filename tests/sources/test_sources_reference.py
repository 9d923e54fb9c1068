"""The reference pages say what the model says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"


def make() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("make_reference", DOCS / "make_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.make_pages()
    return pages


@pytest.mark.parametrize(("name", "text"), make().items())
def test_the_committed_page_is_up_to_date(name: str, text: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == text, f"run: python docs/make_reference.py, to write docs/{name} anew"


def test_every_field_says_what_it_means() -> None:
    for text in make().values():
        for line in text.splitlines():
            if line.startswith("| `"):
                assert len(line.split("|")[3].strip()) > 3, line
