"""``template/`` is what `new` and `deploy init` write, and nothing in it is written twice."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from knowbrand.author.hosting import REQUIREMENTS, WORKFLOW, compose_workflow
from knowbrand.author.repository import DEFAULT_BRANCH
from knowbrand.author.template import OWN, compose_template
from knowbrand.sources import read_settings

REPOSITORY = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_template_is_up_to_date() -> None:
    there, made = load("make_template").read_template(), compose_template()
    differing = sorted(path for path in there.keys() | made.keys() if there.get(path) != made.get(path))
    assert not differing, f"run: python docs/make_template.py, to write these anew: {differing}"


def test_it_has_its_own_readmes_in_both_languages() -> None:
    for name in OWN:
        text = (REPOSITORY / "template" / name).read_text("utf-8")
        for said in ("Settings", "Pages", "GitHub Actions", "profile.yaml"):
            assert said in text


def test_no_two_copies_share_an_id() -> None:
    settings = compose_template()["knowbrand.yaml"].decode()
    assert "\nid:" not in settings
    assert "\n# id:" in settings


def test_the_example_is_published_by_the_same_workflow() -> None:
    example = REPOSITORY / "example-site"
    made = compose_workflow(read_settings(example), DEFAULT_BRANCH, "example-site")
    there = (REPOSITORY / WORKFLOW).read_text("utf-8")
    assert there == made, "run: knowbrand deploy init github-pages example-site --requirement . --force"
    assert (example / REQUIREMENTS).read_text("utf-8") == ".\n"
