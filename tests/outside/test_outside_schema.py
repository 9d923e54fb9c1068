"""The schemas by another's validator: they hold as schemas, and say what the reader says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowbrand.model import Profile, Settings
from knowbrand.model.entry import Entry
from knowbrand.model.writing import PostMeta
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.sources.nodes import parse_yaml
from knowbrand.sources.reader import Reader
from knowbrand.sources.schema import Kind, schema

pytestmark = pytest.mark.outside
jsonschema = pytest.importorskip("jsonschema")

REPOSITORY = Path(__file__).parent.parent.parent
CASES = REPOSITORY / "tests" / "cases" / "sources"
MODELS: dict[Kind, type[Entry]] = {"profile": Profile, "site": Settings, "post": PostMeta}
FILES: tuple[tuple[str, Kind], ...] = (
    ("profile", "profile"),
    ("json", "profile"),
    ("settings", "site"),
    ("posts", "post"),
)


class Loader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: a date is a text, and so is ``yes``."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if not tag.endswith((":timestamp", ":bool", ":int", ":float"))
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def accepts(kind: Kind, text: str) -> bool:
    """Whether the schema takes ``text``."""
    data = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
    return bool(jsonschema.Draft202012Validator(schema(kind)).is_valid(data))


def reads(kind: Kind, text: str) -> bool:
    """Whether the reader takes ``text`` with no problem that a schema can know of."""
    problems: list[Problem] = []
    node = parse_yaml(text, "x", 1, problems)
    if node is None:
        return False
    Reader(1, problems).read(node, MODELS[kind])
    return not any(
        problem.severity == "error" or (problem.code == "KB105" and "comma" not in problem.message)
        for problem in problems
    )


@pytest.mark.parametrize("kind", MODELS)
def test_it_is_a_schema(kind: Kind) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


def test_the_example_site_is_valid() -> None:
    example = REPOSITORY / "example-site"
    assert accepts("profile", (example / "profile.yaml").read_text(encoding="utf-8"))
    assert accepts("site", (example / "knowbrand.yaml").read_text(encoding="utf-8"))
    for post in (example / "content/posts").rglob("*.md"):
        assert accepts("post", post.read_text(encoding="utf-8").split("---\n")[1]), post


BEYOND = (
    "a key twice",
    "a key twice in one line",
    "a field with others below it, twice",
    "an escape for a control character",
    "unknown sections travel on, but a misspelt one of ours is an error",
    "years that no calendar has",
)
"""Cases that no schema can judge."""


def cases() -> list[Any]:
    """The cases of the reader that both can read as YAML."""
    found = []
    for name, kind in FILES:
        for case in yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8")):
            text = case["input"]
            if kind == "post" and text.count("---\n") > 1:
                text = text.split("---\n")[1]
            if case["title"] not in BEYOND and is_yaml(text):
                found.append(pytest.param(kind, text, id=f"{name}: {case['title']}"))
    return found


def is_yaml(text: str) -> bool:
    try:
        parse_yaml(text, "x", 1, [])
        return yaml.load(text, Loader=Loader) is not None  # noqa: S506 - a safe loader
    except (KnowbrandError, yaml.YAMLError):
        return False


@pytest.mark.parametrize(("kind", "text"), cases())
def test_it_says_what_the_reader_says(kind: Kind, text: str) -> None:
    assert accepts(kind, text) == reads(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "profile",
            "basics: {name: N}\nexpertise: [{id: a, name: A, from: 2014}, {id: b, name: B, from: 2014-05-31}]",
        ),
        ("profile", "basics: {name: N}\nexpertise: [{id: a, name: A, from: 14}]"),
        ("profile", "basics: {name: N}\nexpertise: [{id: a, name: A, from: May}]"),
        ("profile", "basics: {name: N, visibility: {email: public}}"),
        ("profile", "basics: {name: N, visibility: [public]}"),
        ("profile", "basics: {name: {en: N, pt-BR: M}}"),
        ("profile", "basics: {name: {english: N}}"),
        ("profile", "basics: {name: N}\ncontact: {line: L}"),
        ("profile", "basics: {name: N}\nwork: {name: W}"),
        ("profile", "basics: {name: N}\nwork: [{name: W, mine: [1, {a: b}]}]"),
        ("site", "title: T\ntheme: plain"),
        ("site", "title: T\ntheme: {name: plain, options: {x: [1]}}"),
        ("site", "title: T\nposts: {per_page: 0}"),
        ("site", "title: T\naudiences: [public, {name: private}]"),
        ("site", "title: T\naudiences: [Public, private]"),
        ("site", "title: T\nbase_url: example.org"),
        ("site", "title: T\nlanguages: nl"),
        ("post", "title: 2024\ndate: 2024-01-01"),
        ("post", "title: T\ndate: 2024-01"),
        ("post", "title: T\nsupports: [a/b, {claim: c/d, voucher: client}]"),
        ("post", "title: T\nsupports: [{claim: c/d, voucher: boss}]"),
        ("post", "title: T\nx-any: {a: [1]}"),
        ("post", "title: T\ndraft: yes"),
        ("post", "title: T\ndraft: perhaps"),
        ("post", "title: T\ntags: one"),
        ("post", "title: T\nseries: measuring"),
        ("post", "tags: [a]"),
    ],
)
def test_it_agrees_with_the_reader_elsewhere(kind: Kind, text: str) -> None:
    assert accepts(kind, text) == reads(kind, text)
