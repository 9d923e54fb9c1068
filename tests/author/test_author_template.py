"""The templates are what `new` and `deploy init` write, and nothing in them is written twice."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from knowbrand.author.hosting import REQUIREMENTS, WORKFLOW, compose_workflow
from knowbrand.author.repository import DEFAULT_BRANCH
from knowbrand.author.template import OWN, TEMPLATES, compose_template
from knowbrand.sources import read_settings

REPOSITORY = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", TEMPLATES)
def test_the_template_is_up_to_date(language: str) -> None:
    there = load("make_template").read_template(REPOSITORY / TEMPLATES[language])
    made = compose_template(language)
    differing = sorted(path for path in there.keys() | made.keys() if there.get(path) != made.get(path))
    assert not differing, f"run: python docs/make_template.py, to write these anew: {differing}"


@pytest.mark.parametrize("language", TEMPLATES)
def test_its_readme_names_what_there_is(language: str) -> None:
    text = (REPOSITORY / TEMPLATES[language] / OWN).read_text("utf-8")
    for said in ("Settings", "Pages", "GitHub Actions"):
        assert said in text
    for path in compose_template(language):
        if path.endswith((".yaml", ".md")):
            assert f"`{path}`" in text, "who only reads this has to find each file that is to be filled in"


@pytest.mark.parametrize("language", TEMPLATES)
def test_no_two_copies_share_an_id(language: str) -> None:
    settings = compose_template(language)["knowbrand.yaml"].decode()
    assert "\nid:" not in settings
    assert "\n# id:" in settings


def test_there_is_one_for_every_language_that_a_site_can_begin_in() -> None:
    starters = REPOSITORY / "knowbrand" / "author" / "starter"
    assert TEMPLATES.keys() == {path.name for path in starters.iterdir()} - {"every"}


def test_the_dutch_one_is_dutch_from_its_first_run() -> None:
    files = compose_template("nl")
    assert "languages: [nl]" in files["knowbrand.yaml"].decode()
    assert 'timezone: "Europe/Amsterdam"' in files["knowbrand.yaml"].decode()
    assert "GitHub Pages staat nog niet aan" in files[WORKFLOW].decode()
    assert "⟨Je naam⟩" in files["profile.yaml"].decode()


def test_the_example_is_published_by_the_same_workflow() -> None:
    example = REPOSITORY / "example-site"
    made = compose_workflow(read_settings(example), DEFAULT_BRANCH, "example-site")
    there = (REPOSITORY / WORKFLOW).read_text("utf-8")
    assert there == made, "run: knowbrand deploy init github-pages example-site --requirement . --force"
    assert (example / REQUIREMENTS).read_text("utf-8") == ".\n"
