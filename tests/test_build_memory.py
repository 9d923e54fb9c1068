"""The law of the memory: what is built with it is, byte for byte, what is built without."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from knowbrand.build import Composition, Request, compose
from knowbrand.memo import Memo
from knowbrand.model.dates import parse_moment

NOW = parse_moment("2026-06-01")
PROFILE = """\
basics: {name: Kim Example, label: Tester}
expertise:
  - {id: floors, name: Floors, from: 2014, claims: [{id: sound, text: I measure floors, evidence: [posts/post-1]}]}
"""
SETTINGS = """\
title: Kim
id: 9c0e8f0e-6c5b-4c3f-9f7e-0c8c1f4f0a11
base_url: https://kim.example/
languages: [en, nl]
"""


def write_post(path: Path, words: random.Random) -> None:
    """A post with some of everything that a text may hold."""
    text = " ".join(
        words.choices(["“floor”", "it's", "*loud*", "`code`", "[away](https://a.example/)", "50 Hz"], k=20)
    )
    heading = words.choice(["## One", "## Two\n\n### Three", ""])
    path.write_text(
        f"---\ntitle: {path.stem}\ndate: 2025-0{words.randint(1, 9)}-01\ntags: [t{words.randint(1, 3)}]\n---\n"
        f"{heading}\n\n{text}\n\n```python\nx = {words.randint(1, 99)}\n```\n",
        "utf-8",
    )


def edit_text(site: Path, words: random.Random) -> None:
    write_post(words.choice(sorted(site.glob("content/posts/*.md"))), words)


def keep_size_and_time(site: Path, words: random.Random) -> None:
    """Another text of the same length at the same time, as a restored backup may have it."""

    path = words.choice(sorted(site.glob("content/posts/*.md")))
    status = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("floor", "roofs" if "floor" in text else "floor"), "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def add(site: Path, words: random.Random) -> None:
    write_post(site / f"content/posts/new-{words.randint(1, 999)}{words.choice(['', '.nl'])}.md", words)


def rename(site: Path, words: random.Random) -> None:
    path = words.choice(sorted(site.glob("content/posts/*.md")))
    path.rename(path.with_name(f"renamed-{words.randint(1, 999)}.md"))


def delete(site: Path, words: random.Random) -> None:
    posts = sorted(site.glob("content/posts/*.md"))
    if len(posts) > 3:
        words.choice(posts).unlink()


def change_settings(site: Path, words: random.Random) -> None:
    languages = words.choice(["[en, nl]", "[nl, en]"])
    theme = words.choice(["folio", "plain"])
    lines = [line for line in SETTINGS.splitlines() if not line.startswith("languages")]
    (site / "knowbrand.yaml").write_text(
        "\n".join([*lines, f"languages: {languages}", f"theme: {theme}", ""]), "utf-8"
    )


def change_language(site: Path, words: random.Random) -> None:
    folder = site / "overrides/languages"
    folder.mkdir(parents=True, exist_ok=True)
    word = words.choice(["Notes", "Voetnoten", "Remarks"])
    (folder / "en.yaml").write_text(f"words: {{markup_footnotes: {word}}}\n", "utf-8")


def touch(site: Path, words: random.Random) -> None:
    words.choice(sorted(site.glob("content/posts/*.md"))).touch()


EDITS: tuple[Callable[[Path, random.Random], None], ...] = (
    edit_text,
    keep_size_and_time,
    add,
    rename,
    delete,
    change_settings,
    change_language,
    touch,
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site in two languages."""
    folder = tmp_path / "site"
    (folder / "content/posts").mkdir(parents=True)
    (folder / "profile.yaml").write_text(PROFILE, "utf-8")
    (folder / "knowbrand.yaml").write_text(SETTINGS, "utf-8")
    words = random.Random(0)  # noqa: S311
    for number in range(5):
        write_post(folder / f"content/posts/post-{number}.md", words)
    return folder


def build(site: Path, folder: Path) -> Composition:
    memo = Memo(folder)
    try:
        found = compose(Request(site, now=NOW), memo=memo)
        memo.save()
    finally:
        memo.close()
    return found


def walk(site: Path, steps: int, seed: int) -> None:
    words = random.Random(seed)  # noqa: S311
    folder = site.parent / "cache"
    folder.mkdir(exist_ok=True)
    for number in range(steps):
        edit = words.choice(EDITS)
        edit(site, words)
        warm, cold = build(site, folder), compose(Request(site, now=NOW))
        assert warm.problems == cold.problems, (number, edit.__name__)
        assert warm.outputs == cold.outputs, (number, edit.__name__)


def test_warm_is_cold(site: Path) -> None:
    walk(site, 12, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_warm_is_cold_for_long(site: Path, seed: int) -> None:
    walk(site, 250, seed)


def test_a_text_is_rendered_once(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    first = build(site, folder)
    assert not first.failed, first.problems
    monkeypatch.setattr("knowbrand.build.render_document", None)
    assert build(site, folder).outputs == first.outputs
