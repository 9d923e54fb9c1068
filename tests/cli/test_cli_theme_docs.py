"""The theme author's pages of the documentation, tried word for word."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from knowbrand.sources import read_settings
from knowbrand.themes import load_theme
from knowbrand.workshop import judge_theme
from tests.cli.conftest import Command

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/your-own-theme.md").read_text("utf-8")
THEMES = (ROOT / "docs/themes.md").read_text("utf-8")
FENCE = re.compile(r"(?P<before>(?:(?!```).*\n)*?)```(?P<kind>\w*)\n(?P<text>(?:(?!```).*\n)*)```\n?")
PATH = re.compile(r"`([\w./-]+\.(?:yaml|css|html|svg))`")


class Step(NamedTuple):
    """What a page asks its reader to do: run, write, add or replace."""

    what: str
    path: str
    text: str
    new: str = ""


def read_steps(page: str) -> list[Step]:
    """The steps of a page, from its fences and the words before them."""
    steps: list[Step] = []
    for fence in FENCE.finditer(page):
        words = " ".join(fence["before"].strip().split("\n\n")[-1].split())
        paths = PATH.findall(words)
        if fence["kind"] == "sh":
            steps.append(Step("run", "", fence["text"]))
        elif words.endswith("with") and steps:
            steps[-1] = steps[-1]._replace(new=fence["text"])
        elif (
            words.lower().rpartition(". ")[2].rpartition(": ")[2].startswith(("write", "add to"))
            or "replace" in words
        ):
            what = "replace" if words.endswith("replace") else "add" if "dd to" in words else "write"
            steps.append(Step(what, paths[-1], fence["text"]))
    return steps


def follow(knowbrand: Command, steps: list[Step], monkeypatch: pytest.MonkeyPatch) -> None:
    for step in steps:
        if step.what == "run":
            for line in step.text.splitlines():
                name, *words = shlex.split(line)
                if name == "cd":
                    monkeypatch.chdir(words[0])
                else:
                    assert name == "knowbrand"
                    result = knowbrand(*words)
                    assert result.status == 0, result.err
            continue
        file = Path(step.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        old = file.read_text("utf-8") if step.what != "write" else ""
        if step.what == "replace":
            assert old.count(step.text) == 1, f"{step.path} doesn't say {step.text!r} once"
            file.write_text(old.replace(step.text, step.new), "utf-8")
        else:
            file.write_text(old + step.text, "utf-8")


def test_the_guide_makes_a_theme_that_passes(
    knowbrand: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    steps = read_steps(GUIDE)
    assert [step.what for step in steps].count("replace") == 5
    assert len(steps) == 13
    choice = next(number for number, step in enumerate(steps) if "invitation: false" in step.new)
    follow(knowbrand, steps[:choice], monkeypatch)
    assert "invitation" in next(Path("_site/posts").glob("*/index.html")).read_text("utf-8")
    follow(knowbrand, steps[choice:], monkeypatch)
    assert knowbrand("build").status == 0
    assert "Come in, the kettle is on." in Path("_site/index.html").read_text("utf-8")
    post = next(Path("_site/posts").glob("*/index.html")).read_text("utf-8")
    assert "invitation" not in post
    result = knowbrand("theme", "check", "--strict")
    assert result.status == 0, result.err


def test_a_site_in_another_language(knowbrand: Command, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What docs/first-site.md says of a language that doesn't come along."""
    page = (ROOT / "docs/first-site.md").read_text("utf-8")
    monkeypatch.chdir(site)
    steps = read_steps(page.partition("\n## Another language\n")[2].partition("\n## ")[0])
    assert [step.what for step in steps] == ["replace", "write"]
    follow(knowbrand, steps, monkeypatch)
    result = knowbrand("build")
    assert result.status == 0, result.err
    assert "KB118" in result.err
    home = Path("_site/index.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl"' in home
    assert "انتقل إلى المحتوى" in home


RECIPES = [
    (part.partition("\n")[0], read_steps(part.partition("\n")[2]))
    for part in THEMES.partition("## Ten common changes")[2].split("\n### ")[1:]
]


def test_there_are_ten_recipes() -> None:
    assert len(RECIPES) == 10
    assert all(steps for _, steps in RECIPES)


@pytest.mark.parametrize(("title", "steps"), RECIPES, ids=[title for title, _ in RECIPES])
def test_a_recipe_builds_and_passes(
    knowbrand: Command, site: Path, monkeypatch: pytest.MonkeyPatch, title: str, steps: list[Step]
) -> None:
    monkeypatch.chdir(site)
    assert knowbrand("build").status == 0
    before = {file: file.read_bytes() for file in Path("_site").rglob("*") if file.is_file()}
    follow(knowbrand, steps, monkeypatch)
    assert knowbrand("build").status == 0
    after = {file: file.read_bytes() for file in Path("_site").rglob("*") if file.is_file()}
    assert after != before, f"'{title}' changes nothing"
    theme, problems = load_theme(Path(), read_settings(Path()))
    assert theme is not None
    assert [*problems, *judge_theme(theme, ("arabic",)).problems] == []


def test_the_reference_of_themes_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_themes", ROOT / "docs/make_themes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (ROOT / "docs/theme-reference.md").read_text("utf-8")
    assert module.write_reference() == written, "run: python docs/make_themes.py"
    assert module.list_options() == module.SCHEMA.read_text("utf-8"), "run: python docs/make_themes.py"
