"""Packs of rules that an installed package brings: as the documentation says they are made."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from knowbrand.build import compose
from knowbrand.problems import Problem
from knowbrand.request import Request

DOCS = Path(__file__).resolve().parents[2] / "docs" / "substance.md"
SETTINGS = "title: T\nid: 7f1f3f6e-8d2d-4e86-9a53-1f5a3c8e9b10\nbase_url: https://a.example/\n"
POST = "---\ntitle: A\ndate: 2024-01-01\n---\nI utilised my drawknife.\n"


def read_example() -> tuple[str, str, str]:
    """What the documentation shows: the project, the pack and the line in the settings."""
    section = DOCS.read_text("utf-8").partition("## Packs for others\n")[2]
    project, pack, settings = re.findall(r"```\w+\n(.*?)```", section, re.DOTALL)
    return project, pack, settings


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, pack: str | None = None) -> None:
    """The package of the documentation's example, as an installer leaves it."""
    project, shown, _ = read_example()
    described = tomllib.loads(project)["project"]
    (folder / "plain_words").mkdir(parents=True)
    (folder / "plain_words/__init__.py").write_text("raise RuntimeError('never run')\n", "utf-8")
    (folder / "plain_words/english.yaml").write_text(shown if pack is None else pack, "utf-8")
    about = folder / "knowbrand_plain_words-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {described['name']}\nVersion: {described['version']}\n", "utf-8"
    )
    lines = [f"{name} = {target}" for name, target in described["entry-points"]["knowbrand.checks"].items()]
    (about / "entry_points.txt").write_text("\n".join(["[knowbrand.checks]", *lines, ""]), "utf-8")
    monkeypatch.syspath_prepend(str(folder))


def check(root: Path, settings: str = "", **files: str) -> list[Problem]:
    texts = {
        "knowbrand.yaml": SETTINGS + (settings or read_example()[2]),
        "profile.yaml": "basics: {name: Ann}\n",
        "content/posts/a.md": POST,
        **{name.replace("__", "/") + ".yaml": text for name, text in files.items()},
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return [one for one in compose(Request(root, prose="texts")).problems if one.code.startswith("KB6")]


def test_an_installed_pack_finds_what_it_looks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "packages", monkeypatch)
    [found] = check(tmp_path / "site")
    assert (found.rule, found.code, found.message) == (
        "PLAIN-WORD-001",
        "KB620",
        "“utilised” is a long word for “use”.",
    )
    assert found.hint
    assert "What did you use it for?" in found.hint
    assert check(tmp_path / "site", "extensions: []\n") == []


def test_the_site_has_the_last_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "packages", monkeypatch)
    assert check(tmp_path / "site", checks__ours="pack: ours\nlang: en\ndisable: [PLAIN-WORD-001]\n") == []


def test_the_example_keeps_its_own_promises(tmp_path: Path) -> None:
    found = check(tmp_path / "site", "extensions: []\n", checks__plain=read_example()[1])
    assert [one.rule for one in found] == ["PLAIN-WORD-001"]


def test_what_is_not_installed_is_told_at_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "packages", monkeypatch)
    [found] = check(tmp_path / "site", "extensions: [plain-wrods]\n")
    assert (found.code, found.severity, found.hint) == ("KB645", "warning", "did you mean 'plain-words'?")
    assert found.place
    assert (found.place.path, found.place.line, found.place.column) == ("knowbrand.yaml", 4, 14)


def test_a_package_that_is_not_there_any_more_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "packages", monkeypatch)
    points = tmp_path / "packages/knowbrand_plain_words-1.0.dist-info/entry_points.txt"
    points.write_text("[knowbrand.checks]\nplain-words = gone_words.inner\n", "utf-8")
    [found] = check(tmp_path / "site")
    assert (found.code, found.severity) == ("KB646", "error")


def test_a_fault_in_an_installed_pack_is_told_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "packages", monkeypatch, "pack: plain-words\nlang: en\nrulez: []\n")
    [found] = check(tmp_path / "site")
    assert found.place
    assert (found.place.path, found.place.line, found.severity) == ("plain-words:english.yaml", 3, "error")
