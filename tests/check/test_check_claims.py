"""Claims without evidence that an audience sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowbrand.build import compose
from knowbrand.request import Request

PROFILE = """\
basics: {name: Kim}
projects: [{id: p, name: P, visibility: organisation}]
expertise:
  - id: c
    name: C
    claims:
      - id: one
        text: I do this
        LINE
"""


@pytest.mark.parametrize(
    ("line", "audience", "told"),
    [
        ("", "public", True),
        ("evidence: [projects/p]", "public", True),
        ("evidence: [projects/p]", "organisation", False),
        ("evidence: [{url: 'https://e.example/'}]", "public", False),
        ("learning: true", "public", False),
        ("on_request: true", "public", False),
    ],
)
def test_a_claim_that_is_left_out_is_reported(tmp_path: Path, line: str, audience: str, told: bool) -> None:
    (tmp_path / "knowbrand.yaml").write_text("title: T\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\n")
    (tmp_path / "profile.yaml").write_text(PROFILE.replace("LINE", line))
    composition = compose(Request(tmp_path, audience=audience))
    found = [problem for problem in composition.problems if problem.code == "KB128"]
    assert [problem.place and problem.place.line for problem in found] == ([8] if told else [])
    shown = any(b"I do this" in output.content for output in composition.outputs)
    assert shown is not told
    assert json.dumps([problem.message for problem in found]).count(audience) == len(found)
