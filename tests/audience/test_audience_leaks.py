"""The law of audiences, on random visibility: the selected model holds exactly the markers that may be seen.

What may be seen is worked out here a second way, from the plain data and the path of each marker.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.audience import select
from knowbrand.model import Model, Profile
from knowbrand.model.settings import Settings
from knowbrand.model.text import localize
from knowbrand.problems import Problem
from knowbrand.sources.nodes import parse_yaml
from knowbrand.sources.reader import Reader

AUDIENCES = ("public", "organisation", "private")
REQUIRED = {
    "basics": {"name"},
    "expertise": {"id", "name"},
    "claims": {"id", "text"},
    "changes": {"date", "reason"},
    "handed_on": set(),
    "periods": {"from"},
    "people": {"name"},
    "talks": {"title"},
    "deliveries": {"date"},
    "contact": {"how"},
}
Path = tuple[str | int, ...]


def make_data() -> dict[str, Any]:
    """A profile with something everywhere; every text holds a marker of its own."""
    numbers = iter(range(1000, 10_000))

    def mark() -> str:
        return f"m{next(numbers)}m"

    def address() -> str:
        return f"https://{mark()}.example/"

    claim = {
        "id": mark(),
        "text": {"en": mark(), "nl": mark()},
        "evidence": [{"url": address(), "title": mark(), "kind": mark(), "by": mark()} for _ in range(3)],
        "changes": [{"date": "2020", "reason": mark()} for _ in range(2)],
    }
    chapter = {
        "id": mark(),
        "name": mark(),
        "summary": mark(),
        "periods": [{"from": "2003", "until": "2014"}, {"from": "2016"}],
        "handed_on": {"to": mark(), "date": "2020"},
        "claims": [claim],
    }
    return {
        "basics": {
            "name": mark(),
            "label": mark(),
            "email": f"{mark()}@example.org",
            "phone": mark(),
            "url": address(),
            "location": {"address": mark(), "postalCode": mark(), "city": mark(), "region": mark(), "odd": mark()},
            "profiles": [{"network": mark(), "username": mark(), "url": address()} for _ in range(2)],
            "odd": {"deep": [mark(), {"deeper": mark()}]},
        },
        "contact": {"how": f"https://{mark()}.example/", "line": mark()},
        "expertise": [chapter],
        "work": [{"name": mark(), "position": mark(), "highlights": [mark(), mark()], "odd": mark()} for _ in range(2)],
        "references": [{"name": mark(), "reference": mark()} for _ in range(3)],
        "talks": [{"id": mark(), "title": mark(), "deliveries": [{"event": mark(), "date": "2020"}] * 1}],
        "people": [{"name": mark(), "url": address()}],
        "patents": [{"name": mark(), "number": mark()} for _ in range(2)],
    }  # fmt: skip


def entries(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every entry, and its path."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from entries(item, (*path, number))
    elif isinstance(value, dict) and path[-1:] != ("text",):
        yield path, value
        for key, item in value.items():
            yield from entries(item, (*path, key))


@st.composite
def profiles(draw: st.DrawFn) -> dict[str, Any]:
    data = make_data()
    for path, entry in list(entries(data)):
        kind = draw(st.sampled_from(["none"] * 4 + ["name", "map", "map"]))
        if kind == "name" and path:
            entry["visibility"] = draw(st.sampled_from(AUDIENCES))
        elif kind == "map":
            keys = draw(st.lists(st.sampled_from(sorted(entry)), min_size=1, max_size=3, unique=True))
            entry["visibility"] = {key: draw(st.sampled_from(AUDIENCES)) for key in keys}
    return data


def number_of(data: dict[str, Any], path: Path) -> int:
    """The widest audience that sees the value at ``path``: all that is written on the way holds."""
    ceiling, private = 0, False
    steps: list[Any] = [data]
    for step in path:
        steps.append(steps[-1][step])
    opened = False
    for depth, entry in enumerate(steps):
        key = path[depth] if depth < len(path) else None
        if not isinstance(entry, dict):
            continue
        rule = entry.get("visibility")
        if isinstance(rule, str):
            ceiling, private = max(ceiling, AUDIENCES.index(rule)), False
            opened = opened or path[:depth] == ("basics", "location")
        if isinstance(rule, dict) and key in rule:
            ceiling, private = max(ceiling, AUDIENCES.index(rule[key])), False
            opened = opened or path[: depth + 1] == ("basics", "location")
        elif (
            path[: depth + 1] in {("basics", "email"), ("basics", "phone"), ("references",)}
            or (path[:depth] == ("basics", "location") and key and key != "city" and not opened)
        ):  # fmt: skip
            private = True
    return 2 if private else ceiling


def is_seen(data: dict[str, Any], path: Path, viewer: int) -> bool:
    """Whether the value at ``path`` is seen, and so all that the entries around it need."""
    if number_of(data, path) > viewer:
        return False
    for depth in range(1, len(path)):
        section = next((step for step in reversed(path[:depth]) if isinstance(step, str)), "")
        around: Any = data
        for step in path[:depth]:
            around = around[step]
        if isinstance(around, dict) and not all(
            number_of(data, (*path[:depth], key)) <= viewer for key in REQUIRED.get(section, ())
        ):
            return False
    return True


def markers(data: Any, path: Path = ()) -> Iterator[tuple[str, Path]]:
    """Every marker and the path of the value that holds it."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key != "visibility":
                yield from markers(value, (*path, key))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from markers(item, (*path, number))
    else:
        yield from ((found, path) for found in re.findall(r"m\d{4}m", data))


@settings(max_examples=60, deadline=None)
@given(profiles(), st.sampled_from([0, 1]))
def test_exactly_what_may_be_seen_is_left(data: dict[str, Any], viewer: int) -> None:
    data["basics"].pop("visibility", None) if number_of(data, ("basics", "name")) > viewer else None
    if number_of(data, ("basics", "name")) > viewer:
        data.pop("visibility", None)
    problems: list[Problem] = []
    node = parse_yaml(json.dumps(data), "profile.json", 1, problems, json=True)
    profile = Reader(1, problems).read(node, Profile) if node else None
    assert profile
    model = Model(settings=Settings(title=localize("T")), profile=profile)
    selected = select(model, AUDIENCES[viewer], today=dt.date(2026, 1, 1)).model
    left = set(re.findall(r"m\d{4}m", msgspec.json.encode(selected).decode()))
    assert left == {marker for marker, path in markers(data) if is_seen(data, path, viewer)}
