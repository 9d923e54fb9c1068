"""The law of audiences on whole sites: what an audience doesn't see changes no byte of what is built for it.

A build of the visible things alone is held against builds that have others beside them, each time in other words. Files
are compared whole, so that no name, count, state, date, tag, colour or digest can tell.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from knowbrand.build import compose
from knowbrand.model.dates import parse_moment
from knowbrand.request import Request

NOW = parse_moment("2026-11-23")
SETTINGS = """\
title: A site
id: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10
base_url: https://me.example/
languages: [en, nl]
theme: THEME
"""
PROFILE = """\
basics:
  name: Kim
  email: kim@me.example
  visibility: {email: public}
expertise:
  - id: wards
    name: {en: Wards, nl: Zalen}
    from: 2019
    claims:
      - id: triage
        text: {en: I teach triage, nl: Ik geef les in triage}
        evidence:
          - {url: "https://e.example/report.pdf", title: Report, date: 2025-02, voucher: reviewed}
          - posts/seen
EVIDENCE
CHAPTERS
projects:
  - {id: night, name: Night, startDate: 2020}
PROJECTS
people:
  - {name: Sam, url: "https://sam.example"}
PEOPLE
WORK
"""
POST = "---\ntitle: {title}\ndate: {date}\n{more}---\n{body}\n"
Files = dict[str, str | bytes]
Hidden = Callable[[str, str, int], Files]
"""What to add, by its path: from a word that nobody may see, whom it is for, and a number of its own. A path in capitals
is a place in the profile."""


def picture(word: str) -> bytes:
    """A picture unlike that of any other word."""
    file = io.BytesIO()
    Image.new("RGB", (len(word), 5), (len(word), ord(word[-1]), 9)).save(file, "PNG")
    return file.getvalue()


def hidden_post(word: str, to: str, number: int) -> Files:
    more = (
        f"visibility: {to}\ntags: [{word}, triage]\nexpertise: [wards]\nseries: {word}\nwith: [{word}, Sam]\n"
        f"supports: [{{claim: wards/triage, kind: {word}, voucher: client, by: {word}}}]\naliases: [/{word}/]\n"
        f"changes: [{{date: 2026-02, reason: {word}}}]\nsummary: {word}\n"
    )
    body = f"## {word}\n\n[seen](../seen.en.md) `{word}`\n\n![{word}](p.png)\n"
    folder = f"content/posts/{word}"
    return {
        f"{folder}/index.en.md": POST.format(
            title=word, date=f"2026-0{number % 9 + 1}-01", more=more, body=body
        ),
        f"{folder}/p.png": picture(word),
    }


def hidden_draft(word: str, to: str, number: int) -> Files:
    more = f"draft: true\nimage: /{word}.png\n" if number % 2 else f"tags: [{word}]\n"
    date = "2026-01-01" if number % 2 else "2030-01-01"
    return {f"content/posts/{word}.nl.md": POST.format(title=word, date=date, more=more, body=word)}


def hidden_page(word: str, to: str, number: int) -> Files:
    more = f"menu: {number}\nvisibility: {to}\n"
    return {f"content/pages/{word}.en.md": f"---\ntitle: {word}\n{more}---\n```python\n{word} = 1\n```\n"}


def hidden_translation(word: str, to: str, number: int) -> Files:
    more = f"visibility: {to}\n"
    return {"content/posts/seen.nl.md": POST.format(title=word, date="2026-01-02", more=more, body=word)}


def hidden_block(word: str, to: str, number: int) -> Files:
    block = f"\n::: visibility {to}\n## {word}\n\n{word}[^1] | a | b |\n\n[^1]: {word}\n:::\n"
    return {"BLOCK": block}


def hidden_chapter(word: str, to: str, number: int) -> Files:
    lines = (
        f"  - id: {word}\n    name: {word}\n    from: 20{10 + number}\n    visibility: {to}\n"
        f"    carries_over: [{{from: wards, what: {word}}}]\n"
        f"    claims: [{{id: {word}, text: I {word}, evidence: [posts/seen]}}]\n"
    )
    return {"CHAPTERS": lines}


def hidden_evidence(word: str, to: str, number: int) -> Files:
    line = (
        f"url: 'https://{word}.example/', title: {word}, date: 20{10 + number}, voucher: client, by: {word}"
    )
    return {"EVIDENCE": f"          - {{{line}, visibility: {to}}}\n"}


def hidden_project(word: str, to: str, number: int) -> Files:
    line = (
        f"id: {word}, name: {word}, startDate: 2021, with: [Sam, {word}], my_part: {word}, visibility: {to}"
    )
    return {"PROJECTS": f"  - {{{line}}}\n"}


def hidden_person(word: str, to: str, number: int) -> Files:
    return {"PEOPLE": f"  - {{name: {word}, url: 'https://{word}.example', visibility: {to}}}\n"}


def hidden_work(word: str, to: str, number: int) -> Files:
    return {
        "WORK": f"  - {{name: {word}, position: {word}, startDate: 2012, visibility: {to}, mine: {word}}}\n"
    }


def hidden_folder(word: str, to: str, number: int) -> Files:
    return {
        f"assets/{word}/visibility.yaml": f"visibility: {to}\n",
        f"assets/{word}/{word}.txt": word,
        f"assets/{word}/{word}.png": picture(word),
    }


KINDS: tuple[Hidden, ...] = (
    hidden_post,
    hidden_draft,
    hidden_page,
    hidden_translation,
    hidden_block,
    hidden_chapter,
    hidden_evidence,
    hidden_project,
    hidden_person,
    hidden_work,
    hidden_folder,
)


def lay(root: Path, theme: str, hidden: Files) -> None:
    """The site in ``root``: what all see, with ``hidden`` beside it."""
    profile = PROFILE
    for place in ("EVIDENCE", "CHAPTERS", "PROJECTS", "PEOPLE", "WORK"):
        lines = str(hidden.get(place, ""))
        profile = profile.replace(f"{place}\n", f"work:\n{lines}" if place == "WORK" and lines else lines)
    more = "tags: [triage, night]\nexpertise: [wards]\nwith: [Sam]\nmy_part: the half\n"
    block = str(hidden.get("BLOCK", ""))
    body = f"## Why\n\nText.\n{block}\n## How\n\n[Night](/projects/night/)\n"
    files: Files = {
        "knowbrand.yaml": SETTINGS.replace("THEME", theme),
        "profile.yaml": profile,
        "content/posts/seen.en.md": POST.format(title="Seen", date="2026-01-02", more=more, body=body),
        "content/posts/other.nl.md": POST.format(
            title="Ook", date="2026-03-02", more="tags: [night]\n", body=""
        ),
        "content/pages/about.en.md": "---\ntitle: About\nmenu: 3\n---\nText.\n",
        "assets/cv.pdf": "a CV",
        **{path: content for path, content in hidden.items() if "/" in path},
    }
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def build(theme: str, hidden: Files, audience: str) -> dict[str, bytes]:
    """The files that are built for ``audience``, by path."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), theme, hidden)
        composition = compose(Request(Path(folder), audience=audience, now=NOW))
        errors = [problem for problem in composition.problems if problem.severity == "error"]
        assert not errors, errors
        return {output.path: output.content for output in composition.outputs}


def mix(kinds: list[Hidden], to: str, word: str) -> Files:
    """One of each of ``kinds`` and again, all for ``to``; each with a word of its own that begins with ``word``."""
    hidden: Files = {}
    for number, kind in enumerate(kinds):
        for path, content in kind(f"{word}{'x' * number}q", to, number).items():
            before = hidden.get(path, "")
            if path.isupper() and isinstance(before, str) and isinstance(content, str):
                hidden[path] = before + content
            else:
                hidden[path] = content
    return hidden


@pytest.mark.parametrize(
    ("theme", "audience", "to"),
    [
        ("folio", "public", "organisation"),
        ("atlas", "public", "private"),
        ("carte", "organisation", "private"),
    ],
)
@settings(max_examples=6, deadline=None)
@given(kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=9))
def test_what_is_withheld_changes_no_byte(theme: str, audience: str, to: str, kinds: list[Hidden]) -> None:
    bare = build(theme, {}, audience)
    for word in ("zzsecret", "yyother"):
        assert build(theme, mix(kinds, to, word), audience) == bare


def test_all_kinds_at_once_are_seen_by_their_own_audience_alone() -> None:
    """That the words would be found, were they there: each kind shows its own where it may."""
    hidden = mix(list(KINDS), "organisation", "zzsecret")
    shown = build("folio", hidden, "organisation")
    text = b"".join([path.encode() + content for path, content in shown.items()])
    missing = [
        kind.__name__ for number, kind in enumerate(KINDS) if f"zzsecret{'x' * number}q".encode() not in text
    ]
    assert missing == ["hidden_draft"], "what is a draft or of the future is in no build"
    assert build("folio", hidden, "public") == build("folio", {}, "public")
