"""What the author is told about visibility that can't be meant."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from knowbrand.audience import check_visibility
from knowbrand.sources.folder import read_site

POST = "---\ntitle: T\ndate: 2026-01-01\n{more}\n---\n{body}"


def find(root: Path, **files: str) -> list[tuple[str, str, int | None, int | None, str]]:
    """The problems of a site of ``files``: code, path, line, column and hint."""
    names = {
        "settings": "knowbrand.yaml",
        "profile": "profile.yaml",
        "post": "content/posts/p.md",
        "outer": "assets/a/visibility.yaml",
        "inner": "assets/a/b/visibility.yaml",
    }
    everything = {"settings": "title: T\n", "profile": "basics: {name: N}\n"} | files
    if "outer" in files:
        (root / "assets/a/b").mkdir(parents=True)
        (root / "assets/a/b/x.txt").write_text("x", encoding="utf-8")
    for key, text in everything.items():
        path = root / names[key]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    model, problems = read_site(root)
    assert model
    assert not [problem for problem in problems if problem.severity == "error"]
    return [
        (
            problem.code,
            problem.place.path,
            problem.place.line,
            problem.place.column,
            problem.hint or "",
        )
        for problem in check_visibility(model)
        if problem.place
    ]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("basics: {name: N, email: a@b.nl, visibility: {email: organisation}}", []),
        ("references:\n  - {name: S, visibility: public}\nbasics: {name: N}", []),
        ("basics: {name: N, location: {city: C, address: A, visibility: {address: public}}}", []),
        ("basics: {name: N, visibility: orgnisation}", [("KB126", 1, 31, "'organisation'")]),
        ("basics: {name: N, visibility: {name: team}}", [("KB126", 1, 38, "public, organisation, private")]),
        (
            "basics: {name: N, visibility: {emial: public}, email: a@b.nl}",
            [("KB101", 1, 39, "did you mean 'email'?")],
        ),
        (
            "basics: {name: N}\nwork:\n  - name: W\n    visibility: {startDte: private}\n    startDate: 2020",
            [("KB101", 4, 28, "'startDate'")],
        ),
        (
            "basics: {name: N}\nexpertise:\n- id: a\n  name: A\n  visibility: private\n  claims:\n"
            "  - {id: c, text: T, visibility: organisation}",
            [("KB113", 7, 34, "'private'")],
        ),
        (
            "basics: {name: N, visibility: {location: organisation}, location: {city: C, visibility: public}}",
            [("KB113", 1, 89, "'organisation'")],
        ),
        (
            "basics: {name: N}\nvisibility: {work: organisation}\nwork: [{name: W, visibility: {name: public}}]",
            [("KB113", 3, 37, "'organisation'")],
        ),
        (
            "basics: {name: N}\nexpertise:\n- id: a\n  name: A\n  claims:\n"
            "  - {id: c, text: T, learning: true, visibility: {learning: private}}",
            [("KB105", 6, 61, "whole entry")],
        ),
        (
            "basics: {name: N}\npatents: [{name: P, visibility: {name: clients}}]",
            [("KB126", 2, 10, "known are")],
        ),
        (
            "basics: {name: N}\npatents: [{name: P, visibility: private, more: {visibility: public}}]",
            [("KB113", 2, 10, "'private'")],
        ),
    ],
)
def test_faults_in_the_profile(
    tmp_path: Path, profile: str, expected: list[tuple[str, int, int, str]]
) -> None:
    found = find(tmp_path, profile=profile)
    assert [(code, line, column) for code, _, line, column, _ in found] == [e[:3] for e in expected]
    assert all(want[3] in have[4] for want, have in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    ("more", "body", "expected"),
    [
        ("visibility: organisation", "::: visibility private\nx\n:::\n", []),
        ("visibility: team", "", [("KB217", 4, 13)]),
        ("visibility: {date: private}", "", [("KB205", 4, 20)]),
        ("visibility: {summery: private}\nsummary: S", "", [("KB201", 4, 23)]),
        ("x-mine: a\nvisibility: {x-mine: private}", "", []),
        ("visibility: organisation", "x\n\n::: visibility public\nx\n:::\n", [("KB219", 8, 1)]),
        (
            "lang: en",
            "::: visibility team\nx\n\n::: visibility private\ny\n:::\n\nz\n:::\n",
            [("KB217", 6, 1)],
        ),
        (
            "supports:\n  - {claim: a/b, visibility: privat}",
            "",
            [("KB217", 5, 30)],
        ),
    ],
)
def test_faults_in_a_post(tmp_path: Path, more: str, body: str, expected: list[tuple[str, int, int]]) -> None:
    found = find(tmp_path, post=POST.format(more=more, body=body))
    assert [(code, line, column) for code, _, line, column, _ in found] == expected


def test_faults_in_asset_folders(tmp_path: Path) -> None:
    found = find(tmp_path, outer="visibility: private\n", inner="visibility: organisation\n")
    assert [problem[:4] for problem in found] == [("KB113", "assets/a/b/visibility.yaml", 1, 13)]


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ("basics: {name: N, email: a@b.nl}\ncontact: {how: email}", True),
        ("basics: {name: N, email: a@b.nl, visibility: {email: organisation}}\ncontact: {how: email}", True),
        ("basics: {name: N, email: a@b.nl, visibility: {email: public}}\ncontact: {how: email}", False),
        (
            "basics: {name: N, email: a@b.nl, visibility: {email: organisation}}\n"
            "contact: {how: email, visibility: organisation}",
            False,
        ),
    ],
)
def test_a_contact_nobody_can_use_is_told(tmp_path: Path, profile: str, told: bool) -> None:
    found = find(tmp_path, profile=profile)
    assert [problem[0] for problem in found] == (["KB114"] if told else [])
    assert all("{email: public}" in problem[4] for problem in found)


def test_other_audiences_than_the_usual(tmp_path: Path) -> None:
    settings = "title: T\naudiences: [world, clients, board, me]\n"
    profile = (
        "basics: {name: N, label: L, visibility: {label: clients}}\nwork: [{name: W, visibility: public}]"
    )
    found = find(tmp_path, settings=settings, profile=profile)
    assert [problem[:4] for problem in found] == [("KB126", "profile.yaml", 2, 30)]
    assert "world, clients, board, me" in found[0][4]
