"""What can't be true in a profile, settings and front matter; and placeholders."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowbrand.check.placeholders import check_placeholders
from knowbrand.check.posts import check_posts
from knowbrand.check.profile import check_profile
from knowbrand.problems import Place, Problem
from knowbrand.sources.folder import read_site

TODAY = dt.date(2026, 6, 15)


def find(
    root: Path, profile: str = "", *, settings: str = "", post: str = "", today: dt.date = TODAY
) -> list[Problem]:
    """The problems of a site with this ``profile`` below its basics, and of this post."""
    files = {
        "knowbrand.yaml": settings or "title: T\nlanguages: [en, nl]\n",
        "profile.yaml": f"basics: {{name: Noor}}\n{profile}\n",
        "content/posts/p.md": post or "---\ntitle: T\ndate: 2026-01-01\n---\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    model, problems = read_site(root)
    assert not [problem for problem in problems if problem.severity == "error"]
    assert model
    found = [*check_profile(model, today), *check_posts(model, today), *check_placeholders(model)]
    return sorted(found, key=Problem.sort_key)


def show(problems: list[Problem]) -> list[tuple[str, str, int | None, int | None]]:
    places = [(problem, problem.place or Place("")) for problem in problems]
    return [(problem.code, problem.severity, place.line, place.column) for problem, place in places]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("projects: [{id: a, name: A}]\ntalks: [{id: a, title: A}]", []),
        ("projects: [{id: a, name: A}, {id: b, name: A}, {id: a, name: A}]", [("KB111", "error", 2, 53)]),
        ("projects: [{name: A}, {name: A}]", []),
        (
            "expertise:\n- {id: a, name: A, claims: [{id: c, text: T}]}\n"
            "- {id: b, name: B, claims: [{id: c, text: T}, {id: c, text: U}]}",
            [("KB111", "error", 4, 52)],
        ),
        ("work: [{name: W, startDate: 2021-03, endDate: 2021}]", []),
        ("work: [{name: W, startDate: 2021-03, endDate: 2021-02}]", [("KB120", "warning", 2, 47)]),
        ("expertise: [{id: a, name: A, from: 2014, until: 2013}]", [("KB120", "error", 2, 49)]),
        (
            "expertise: [{id: a, name: A, periods: [{from: 2003, until: 2001}, {from: 2010}]}]",
            [("KB120", "error", 2, 60)],
        ),
        ("expertise: [{id: a, name: A, from: 2027}]", [("KB121", "error", 2, 36)]),
        ("expertise: [{id: a, name: A, from: 2026}]", []),
        ("expertise: [{id: a, name: A, from: 2026-06-15}]", []),
        ("expertise: [{id: a, name: A, from: 2026-06-16}]", [("KB121", "error", 2, 36)]),
        ("education: [{institution: I, startDate: 2024, endDate: 2028}]", [("KB121", "warning", 2, 56)]),
        ("talks: [{title: T, deliveries: [{date: 2030}]}]", []),
        ("collaboration: {for: F, available_from: 2030}", []),
        (
            "expertise: [{id: a, name: A, claims: [{id: c, text: T, review_by: 2030, changes: [{date: 2030, reason: R}]}]}]",
            [("KB121", "error", 2, 90)],
        ),
        ("expertise: [{id: a, name: A, from: 2003, periods: [{from: 2010}]}]", [("KB127", "error", 2, 36)]),
        ("expertise: [{id: a, name: A, until: 2014}]", [("KB127", "error", 2, 37)]),
        (
            "talks: [{title: {en: T, de: T}}, {title: {nl: T, de: T}}, {title: {fr: T}}]",
            [("KB119", "warning", 2, 17), ("KB119", "warning", 2, 67)],
        ),
        ("work: [{name: W, highlights: [{de: H}]}]", [("KB119", "warning", 2, 31)]),
    ],
)
def test_what_cannot_be_true_in_a_profile(
    tmp_path: Path, profile: str, expected: list[tuple[str, str, int, int]]
) -> None:
    assert show(find(tmp_path, profile)) == expected


def test_a_language_that_is_missing_is_told_once_and_counted(tmp_path: Path) -> None:
    (problem,) = find(
        tmp_path, "talks: [{title: {de: T}}, {title: {de: T}}]", settings="title: T\nlanguages: [en]\n"
    )
    assert "2 texts in 'de'" in problem.message
    (problem,) = find(tmp_path, "talks: [{title: {eng: T}}]")
    assert problem.hint == "did you mean 'en'?"


def test_names_that_stand_twice_in_the_settings(tmp_path: Path) -> None:
    settings = "title: T\nlanguages: [en, nl, EN]\naudiences: [public, a, public, private]\n"
    assert show(find(tmp_path, settings=settings)) == [("KB125", "error", 2, 21), ("KB125", "error", 3, 24)]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("date: 2026-01-01\nupdated: 2026-06-15", []),
        ("date: 2026-01-01\nupdated: 2026-06-16", [("KB235", "error", 4, 10)]),
        ("date: 2027-01-01\nupdated: 2027-01-01", []),
        ("date: 2026-01-02\nupdated: 2026-01-01", [("KB236", "warning", 4, 10)]),
        ("date: 2027-01-01\nchanges: [{date: 2027-02, reason: R}]", [("KB235", "error", 4, 18)]),
        ("date: 2026-01-01\nchanges: [{date: 2026, reason: R}]", []),
    ],
)
def test_changes_of_a_post(tmp_path: Path, front: str, expected: list[tuple[str, str, int, int]]) -> None:
    assert show(find(tmp_path, post=f"---\ntitle: T\n{front}\n---\n")) == expected


def test_a_post_is_updated_on_its_day_in_the_sites_zone(tmp_path: Path) -> None:
    settings = "title: T\ntimezone: Asia/Tokyo\n"
    post = "---\ntitle: T\ndate: 2026-01-01\nupdated: 2026-06-15T20:00Z\n---\n"
    assert [problem.code for problem in find(tmp_path, settings=settings, post=post)] == ["KB235"]
    assert find(tmp_path, settings=settings, post=post, today=dt.date(2026, 6, 16)) == []


POST = """\
---
title: ⟨A title⟩
date: 2026-01-01
tags: [one, ⟨a subject⟩]
x-own: {deep: [⟨mine⟩]}
---
Text ⟨your text⟩ and ⟨more of it⟩.

`⟨in code⟩` and ⟨x⟩, ⟨ψ|φ⟩, ⟨E = mc⟩.

```
⟨in fenced code⟩
```

After the code: ⟨still here⟩

~~~
⟨never closed⟩
"""


def test_placeholders_are_found_where_they_stand(tmp_path: Path) -> None:
    profile = "work:\n- name: ⟨The place⟩\n  highlights: [⟨first thing⟩, done]\n  mine: [⟨even here⟩]\n"
    found = find(tmp_path, profile, settings="title: ⟨Your Name⟩\n", post=POST)
    assert [
        (problem.place.path[-14:], problem.place.line, problem.place.column)
        for problem in found
        if problem.place and problem.code == "KB115"
    ] == [
        ("ent/posts/p.md", 2, 8),
        ("ent/posts/p.md", 4, 13),
        ("ent/posts/p.md", 5, 8),
        ("ent/posts/p.md", 7, 6),
        ("ent/posts/p.md", 7, 22),
        ("ent/posts/p.md", 15, 17),
        ("knowbrand.yaml", 1, 8),
        ("profile.yaml", 3, 9),
        ("profile.yaml", 4, 16),
        ("profile.yaml", 5, 9),
    ]
    assert {problem.severity for problem in found} == {"warning"}
    assert "⟨your text⟩" in found[3].message


@pytest.mark.parametrize(
    "body", ["⟨aaaa⟩" * 50_000, "`" * 300_000 + "⟨", "⟨" * 300_000, "```\n" * 50_000 + "⟨"]
)
def test_text_made_to_take_long(tmp_path: Path, body: str) -> None:
    found = find(tmp_path, post=f"---\ntitle: T\ndate: 2026-01-01\n---\n{body}")
    assert len(found) == min(100, body.count("⟨aaaa⟩"))
