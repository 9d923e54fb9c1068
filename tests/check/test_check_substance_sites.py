"""The check for filler on whole sites: where findings stand, what silences them, and what a build makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.build import compose
from knowbrand.problems import Problem
from knowbrand.request import Prose, Request

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = "title: T\nid: 7f1f3f6e-8d2d-4e86-9a53-1f5a3c8e9b10\nbase_url: https://a.example/\n"
PROFILE = """\
basics:
  name: Ann Oakes
  label: Carpenter of sash windows in Hebden Bridge
  summary: >-
    I mend the sashes of 40 mills.
    I am a results-driven team player and think outside the box.
expertise:
  - id: sashes
    name: Sashes
    from: 2010
    claims:
      - {id: fit, text: I make everything better for everyone, learning: true}
"""


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in {"knowbrand.yaml": SETTINGS, "profile.yaml": PROFILE, **files}.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return root


def findings(root: Path, prose: Prose = "texts") -> list[Problem]:
    return [
        problem for problem in compose(Request(root, prose=prose)).problems if problem.code.startswith("KB6")
    ]


def places(problems: list[Problem]) -> list[tuple[str | None, str, int | None, int | None]]:
    return [
        (problem.rule, problem.place.path, problem.place.line, problem.place.column)
        for problem in problems
        if problem.place
    ]


def post(body: str, front: str = "") -> dict[str, str]:
    return {"content/posts/a.md": f"---\ntitle: A\ndate: 2024-01-01\n{front}---\n{body}"}


def test_a_finding_in_a_folded_field_stands_at_its_line_and_column(tmp_path: Path) -> None:
    found = places(findings(write(tmp_path, {})))
    assert ("EN-BUZZ-001", "profile.yaml", 6, 12) in found or ("EN-BUZZ-001", "profile.yaml", 6, 48) in found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_a_mark_shift_nothing(tmp_path: Path, end: str) -> None:
    body = "Plain words here.\n\n😀 é\u0301 and *this*\tof mine went viral.\n"
    text = "\ufeff" + post(body)["content/posts/a.md"].replace("\n", end)
    found = places(findings(write(tmp_path, {"content/posts/a.md": text})))
    line = "😀 é\u0301 and *this*\tof mine went viral."
    assert ("EN-VAN-001", "content/posts/a.md", 7, line.index("went viral") + 1) in found


def test_a_build_reads_summaries_alone(tmp_path: Path) -> None:
    root = write(tmp_path, post("My talk went viral.\n", "summary: My talk went viral.\n"))
    assert len([one for one in findings(root) if one.rule == "EN-VAN-001"]) == 2
    assert len([one for one in findings(root, "summaries") if one.rule == "EN-VAN-001"]) == 1


def test_imported_posts_are_read_when_asked(tmp_path: Path) -> None:
    root = write(tmp_path, post("My talk went viral.\n", "x-imported: true\n"))
    assert "EN-VAN-001" not in [one.rule for one in findings(root)]
    assert "EN-VAN-001" in [one.rule for one in findings(root, "imported")]


def test_a_reason_silences_and_one_for_nothing_is_told(tmp_path: Path) -> None:
    body = "<!-- knowbrand: ok EN-VAN-001 it did -->\nMy talk went viral.\n"
    front = "check_ok: [{rule: EN-HYPE-001, reason: no reason}, {rule: EN-HIPE-001, reason: misspelt}]\n"
    root = write(tmp_path, post(body, front))
    problems = [one for one in findings(root) if one.place and one.place.path.startswith("content")]
    assert [(one.code, one.severity) for one in problems] == [("KB617", "info"), ("KB612", "error")]


def test_what_the_settings_allow_and_choose(tmp_path: Path) -> None:
    files = post("My talk went viral.\n")
    allowed = write(tmp_path / "a", {**files, "knowbrand.yaml": SETTINGS + "checks: {allow: [Went viral]}\n"})
    assert "EN-VAN-001" not in [one.rule for one in findings(allowed)]
    only = write(tmp_path / "b", {**files, "knowbrand.yaml": SETTINGS + "checks: {only: [EN-VAN-001]}\n"})
    assert {one.rule for one in findings(only)} == {"EN-VAN-001"}
    wrong = write(tmp_path / "c", {**files, "knowbrand.yaml": SETTINGS + "checks: {only: [EN-VAN-01]}\n"})
    assert ("KB612", "error") in [(one.code, one.severity) for one in findings(wrong)]


def test_evidence_of_a_claim_clears_it(tmp_path: Path) -> None:
    files = post("How the sashes were mended.\n", "supports: [sashes/fit]\n")
    claim = (None, "profile.yaml", 12)
    bare = places(findings(write(tmp_path / "a", {})))
    assert 12 in [line for _, _, line, _ in bare]
    backed = places(findings(write(tmp_path / "b", files)))
    assert 12 not in [line for _, _, line, _ in backed], claim


def test_a_line_that_fits_a_colleague_is_asked_about(tmp_path: Path) -> None:
    profile = PROFILE.replace("Carpenter of sash windows in Hebden Bridge", "Manager")
    found = findings(write(tmp_path, {"profile.yaml": profile}))
    assert [one.code for one in found if one.place and one.place.line == 3] == ["KB631"]
    assert not [one for one in findings(write(tmp_path / "b", {})) if one.place and one.place.line == 3]


def test_shared_work_and_levels_are_questioned(tmp_path: Path) -> None:
    more = (
        "projects:\n  - {id: mill, name: Mill, with: [Jo Marsh], description: I built the frames.}\n"
        "skills:\n  - {name: Oak, level: Master}\n"
    )
    rules = [one.rule for one in findings(write(tmp_path, {"profile.yaml": PROFILE + more}))]
    assert "ALL-SOLO-001" in rules
    assert "ALL-RATE-001" in rules
    ours = more.replace("I built", "We built")
    assert "ALL-SOLO-001" not in [
        one.rule for one in findings(write(tmp_path, {"profile.yaml": PROFILE + ours}))
    ]


def test_a_rule_that_fails_its_own_example_is_told(tmp_path: Path) -> None:
    pack = (
        "pack: ours\nlang: en\nrules:\n  - id: OUR-001\n    kind: phrase\n    category: other\n    terms: [sash]\n"
        "    message: No.\n    tests: {flag: [I love a window.], pass: [The tide is out.]}\n"
    )
    found = findings(write(tmp_path, {"checks/ours.yaml": pack}))
    assert [one.place.line for one in found if one.code == "KB614" and one.place] == [9]


def test_nothing_of_it_stops_a_build_but_an_error(tmp_path: Path) -> None:
    composition = compose(Request(write(tmp_path, {}), prose="summaries"))
    assert composition.outputs
    assert not composition.failed


def test_the_example_site_passes_its_own_check_at_firm() -> None:
    composition = compose(Request(REPOSITORY / "example-site", drafts=True, future=True, prose="texts"))
    assert composition.site
    assert composition.site.model.settings.checks.level == "firm"
    assert [problem.message for problem in composition.problems if problem.code.startswith("KB6")] == []
    assert composition.substance
    assert composition.substance.strongest
