"""The schema for editors, held together by itself (an outside judge compares it with the reader)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from knowbrand.sources.schema import Kind, schema

KINDS: tuple[Kind, ...] = ("profile", "site", "post")


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_leads_somewhere_and_every_definition_is_used(kind: Kind) -> None:
    whole = schema(kind)
    references = {node["$ref"] for node in walk(whole) if isinstance(node.get("$ref"), str)}
    assert references == {f"#/$defs/{name}" for name in whole["$defs"]}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_described_and_none_is_internal(kind: Kind) -> None:
    whole = schema(kind)
    for entry in (whole, *whole["$defs"].values()):
        for key, field in entry.get("properties", {}).items():
            assert len(field["description"]) > 3, key
            assert key not in {"places", "extra"}


@pytest.mark.parametrize("kind", KINDS)
def test_patterns_are_patterns_in_every_dialect(kind: Kind) -> None:
    for node in walk(schema(kind)):
        if isinstance(node.get("pattern"), str):
            assert re.compile(node["pattern"])
            assert "(?i" not in node["pattern"]
            assert r"\w" not in node["pattern"]  # means other letters in JavaScript


def test_keys_are_those_of_the_file() -> None:
    whole = schema("profile")
    assert "startDate" in whole["$defs"]["Work"]["properties"]
    assert "for" in whole["$defs"]["Collaboration"]["properties"]
    assert whole["required"] == ["basics"]
    assert whole["additionalProperties"] is True
    assert whole["$defs"]["Claim"]["additionalProperties"] is False
    assert schema("site")["additionalProperties"] is False
    assert schema("post")["patternProperties"] == {"^x-": True}


def test_an_editor_offers_the_options_of_the_theme_that_was_chosen() -> None:
    judge = Draft202012Validator(schema("site"))
    whole = schema("site")["$defs"]["ThemeChoice"]["allOf"]
    offered = {
        one["if"]["properties"]["name"]["const"]: one["then"]["properties"]["options"]["properties"]
        for one in whole
    }
    assert {"folio", "atlas", "carte", "plain"} == set(offered)
    assert "notes" in offered["folio"]
    assert "notes" not in offered["atlas"]
    assert offered["atlas"]["accent"]["default"].keys() == {"light", "dark"}
    for choice in ("folio", {"options": {"font": "own", "x": 1}}, {"name": "own", "options": {"font": [1]}}):
        assert judge.is_valid({"title": "A site", "theme": choice})


def test_the_same_model_gives_the_same_schema() -> None:
    assert json.dumps(schema("profile")) == json.dumps(schema("profile"))
    assert schema("profile")["$schema"] == "https://json-schema.org/draft/2020-12/schema"
