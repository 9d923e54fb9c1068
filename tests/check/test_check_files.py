"""Files that nothing shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.build import compose
from knowbrand.request import Request

POST = "---\ntitle: T\ndate: 2026-01-01\nimage: IMAGE\n---\n![Shown](seen.txt) [x](with%20space.txt)\n"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("content/posts/notes.docx", True),
        ("content/posts/seen.txt", False),
        ("content/posts/with space.txt", False),
        ("content/posts/cover.svg", False),
        ("content/posts/own/data.csv", False),
        ("content/posts/own/sub/data.csv", False),
        ("content/posts/own/more.md", True),
        ("content/elsewhere.md", True),
        ("content/pages/beside.pdf", True),
        ("assets/any.docx", False),
    ],
)
def test_a_file_that_nothing_names_is_told(tmp_path: Path, path: str, told: bool) -> None:
    files = {
        "knowbrand.yaml": "title: T\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\n",
        "profile.yaml": "basics: {name: Kim}\n",
        "content/posts/a.md": POST.replace("IMAGE", "cover.svg"),
        "content/posts/own/index.md": "---\ntitle: T\ndate: 2026-01-01\n---\n",
        "content/pages/p.md": "---\ntitle: P\n---\n",
        "content/posts/seen.txt": "x",
        "content/posts/with space.txt": "x",
        "content/posts/cover.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        path: "x",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = [problem for problem in compose(Request(tmp_path)).problems if problem.code == "KB213"]
    assert [problem.place and problem.place.path for problem in found] == ([path] if told else [])
