"""Front matter in the forms that people bring (YAML, TOML, JSON, plain lines) into one: nodes with their places."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from dataclasses import replace
from typing import Any, NamedTuple

from knowbrand.problems import KnowbrandError, Place, Problem, warning
from knowbrand.sources.nodes import Mapping, Node, Scalar, Sequence, parse_yaml

_PLAIN_KEY = re.compile(r"([A-Za-z][\w.-]{0,40})[ \t]*:(?:[ \t]+(.*)|)$")
_TOML_KEY = re.compile(r"""[ \t]*(?:\[+[ \t]*)?(?:[\w-]+\.)*["']?([\w.-]+)["']?[ \t]*(?:=|\])""")
_MOST_PLAIN_LINES = 200
_LONGEST_NAME = 60


class Document(NamedTuple):
    """A file at its front matter: the form (``yaml``, ``toml``, ``json``, ``plain`` or, without any, ``""``), the
    fields, the body, and the line of the file where the body begins."""

    form: str
    fields: Mapping
    body: str
    first_line: int


def split_document(text: str, path: str, problems: list[Problem]) -> Document:
    """``text`` at its front matter. What isn't well-formed is read line by line and told in ``problems``."""
    for mark, form in (("---", "yaml"), ("+++", "toml")):
        fenced = _fenced(text, mark) or _unclosed(text, mark, path, problems)
        if fenced is not None:
            source, body, first_line = fenced
            return Document(form, _read_fields(form, source, path, problems), body, first_line)
    if text.startswith("{"):
        document = _json_document(text, path, problems)
        if document:
            return document
    return _plain_document(text, path)


def _fenced(text: str, mark: str) -> tuple[str, str, int] | None:
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines[:20]) if line.strip()), 0)
    if lines[start].rstrip() != mark:
        return None
    closing = {"---", "..."} if mark == "---" else {mark}
    for number in range(start + 1, len(lines)):
        if lines[number].rstrip() in closing:
            source = "\n" * start + "\n".join(["", *lines[start + 1 : number]])
            return source, "\n".join(lines[number + 1 :]), number + 2
    return None


def _unclosed(text: str, mark: str, path: str, problems: list[Problem]) -> tuple[str, str, int] | None:
    """Front matter whose closing line is missing: the lines up to an empty one, where they give a field of a post."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines[:20]) if line.strip()), 0)
    if lines[start].rstrip() != mark:
        return None
    end = start + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    fields = _plain_fields(lines[start + 1 : end], path, "yaml" if mark == "---" else "toml")
    if not _telling(fields):
        return None
    message = f"the front matter is never closed; it is read up to line {end}"
    problems.append(warning("KB242", message, Place(path, start + 1, 1), f"write {mark} on a line below it"))
    return "\n" * start + "\n".join(["", *lines[start + 1 : end]]), "\n".join(lines[end:]), end + 1


def _read_fields(form: str, source: str, path: str, problems: list[Problem]) -> Mapping:
    empty = Mapping({}, {}, Place(path, 1, 1))
    try:
        if form == "toml":
            return _toml_fields(source, path)
        faults: list[Problem] = []
        node = parse_yaml(source, path, 2, faults)
    except KnowbrandError as fault:
        found = fault.problems[0]
    except ValueError as fault:  # tomllib's own, and Python's for a number with too many digits
        line = re.search(r"line (\d+), column (\d+)", str(fault))
        place = Place(path, int(line[1]), int(line[2])) if line else Place(path, 1, 1)
        found = warning("KB242", f"this is not TOML: {str(fault).split(' (at')[0]}", place)
    except RecursionError:
        found = warning("KB242", "nested too deep", Place(path, 1, 1))
    else:
        problems.extend(replace(fault, code="KB242", severity="warning") for fault in faults)
        if isinstance(node, Mapping):
            _join_text(node, problems)
            return node
        if node is not None:
            problems.append(warning("KB242", "the front matter holds no fields", node.place))
        return empty
    hint = "look at what came out; read were the lines that say 'key: value'"
    message = f"{found.message}; the front matter is read line by line"
    problems.append(warning("KB242", message, found.place, hint))
    return _plain_fields(source.split("\n"), path, form)


def _join_text(fields: Mapping, problems: list[Problem]) -> None:
    """Put back what YAML took from a text whose second paragraph isn't indented and has a colon: it is no field."""
    name, before = "", None
    for key, node in list(fields.entries.items()):
        no_field = len(key) > _LONGEST_NAME or "<" in key
        if no_field and isinstance(before, Scalar) and isinstance(node, Scalar):
            before.text = f"{before.text} {key}: {node.text}"
            message = f"this line is no field; it is read as the end of '{name}'"
            hint = f"write '{name}: |' and indent the text below it"
            problems.append(warning("KB242", message, fields.keys[key], hint))
            del fields.entries[key], fields.keys[key]
        else:
            name, before = key, node


def _toml_fields(source: str, path: str) -> Mapping:
    places: dict[str, Place] = {}
    for number, line in enumerate(source.split("\n"), 1):
        found = _TOML_KEY.match(line)
        if found:
            places.setdefault(found[1], Place(path, number, found.start(1) + 1, number, found.end(1) + 1))
    return _mapping_of(tomllib.loads(source), Place(path, 1, 1), places)


def _mapping_of(data: dict[str, Any], place: Place, places: dict[str, Place]) -> Mapping:
    keys = {key: places.get(key, place) for key in data}
    entries = {key: _node_of(value, keys[key], places) for key, value in data.items()}
    return Mapping(entries, keys, place, 1 + sum(entry.size for entry in entries.values()))


def _node_of(value: Any, place: Place, places: dict[str, Place]) -> Node:
    if isinstance(value, dict):
        return _mapping_of(value, place, places)
    if isinstance(value, list):
        items = [_node_of(item, place, places) for item in value]
        return Sequence(items, place, 1 + sum(item.size for item in items))
    if isinstance(value, bool):
        return Scalar("true" if value else "false", True, place)
    if isinstance(value, (dt.date, dt.time)):
        return Scalar(value.isoformat(), True, place)
    return Scalar(str(value), not isinstance(value, str), place)


def _json_document(text: str, path: str, problems: list[Problem]) -> Document | None:
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    faults: list[Problem] = []
    try:
        node = parse_yaml(text[:end], path, 2, faults, json=True)
    except KnowbrandError as fault:
        problems.append(replace(fault.problems[0], code="KB242", severity="warning"))
        node = None
    problems.extend(replace(fault, code="KB242", severity="warning") for fault in faults)
    fields = node if isinstance(node, Mapping) else Mapping({}, {}, Place(path, 1, 1))
    rest = text[end:].removeprefix("\n")
    return Document("json", fields, rest, text[: len(text) - len(rest)].count("\n") + 1)


def _plain_document(text: str, path: str) -> Document:
    """Pelican's Markdown: lines ``Key: value`` up to the first empty line; an indented line goes on with the value."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    end = start
    while end < min(len(lines), start + _MOST_PLAIN_LINES):
        goes_on = end > start and lines[end].startswith("    ") and lines[end].strip()
        if not goes_on and not _PLAIN_KEY.match(lines[end]):
            break
        end += 1
    fields = _plain_fields(lines[:end], path, "plain")
    if not _telling(fields) or (end < len(lines) and lines[end].strip()):
        return Document("", Mapping({}, {}, Place(path, 1, 1)), text, 1)
    body_start = end + 1 if end < len(lines) else end
    return Document("plain", fields, "\n".join(lines[body_start:]), body_start + 1)


def _telling(fields: Mapping) -> bool:
    """Whether ``fields`` are those of a post."""
    keys = {"title", "date", "slug", "tags", "category", "author"}
    return not keys.isdisjoint(key.lower() for key in fields.entries)


def _plain_fields(lines: list[str], path: str, form: str) -> Mapping:
    fields = Mapping({}, {}, Place(path, 1, 1))
    current: Scalar | None = None
    for number, line in enumerate(lines, 1):
        found = _PLAIN_KEY.match(line.replace(" = ", ": ", 1) if form == "toml" else line)
        if found:
            value = (found[2] or "").strip()
            quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
            start = found.start(2) + 1 if found[2] else found.end(1) + 2
            if not quoted and form != "plain" and value[:1] in {'"', "'"}:
                value = value[1:]  # never closed
            current = Scalar(
                value[1:-1] if quoted and form != "plain" else value,
                not quoted,
                Place(path, number, start, number, start + len(value)),
            )
            if found[1] not in fields.entries:
                fields.entries[found[1]] = current
                fields.keys[found[1]] = Place(path, number, 1, number, len(found[1]) + 1)
        elif current and line.startswith((" ", "\t", "-")) and line.strip():
            joint = ", " if line.lstrip().startswith("- ") else " "
            current.text = (current.text + joint + line.strip().removeprefix("- ")).strip(", ")
    fields.size = 1 + len(fields.entries)
    return fields
