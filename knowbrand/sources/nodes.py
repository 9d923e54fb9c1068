"""YAML (and JSON) into nodes that keep their place; scalars stay the text that was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from knowbrand.problems import KnowbrandError, Place, Problem, error

_DEEPEST = 60
_MOST_NODES = 500_000


@dataclass(slots=True)
class Scalar:
    """A text as written; ``plain`` where it had no quotes."""

    text: str
    plain: bool
    place: Place
    size: int = 1


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    place: Place
    size: int = 1


@dataclass(slots=True)
class Mapping:
    """Keys and values; ``keys`` says where each key stands."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place
    size: int = 1


Node = Scalar | Sequence | Mapping

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def is_empty(node: Node) -> bool:
    """Whether nothing was written: no value, or YAML's null."""
    return isinstance(node, Scalar) and node.plain and node.text in _NULLS


def parse_yaml(
    text: str, path: str, family: int, problems: list[Problem], *, first_line: int = 1, json: bool = False
) -> Node | None:
    """The root node of ``text``; None where it is empty.

    Duplicate keys are added to ``problems``. Raises KnowbrandError for what isn't YAML, for nesting over 60 levels,
    and for aliases that refer to themselves or expand to more than 500,000 nodes. ``json`` says that tabs stand
    between tokens (RFC 8259, 2), which YAML forbids.
    """
    composer = _Composer(path, family, problems, first_line)
    try:
        return composer.compose(text.replace("\t", " ") if json else text)
    except yaml.MarkedYAMLError as fault:
        raise KnowbrandError(_explain(fault, text, path, family, first_line)) from None
    except yaml.YAMLError as fault:
        message = str(getattr(fault, "reason", fault)).splitlines()[0]
        raise KnowbrandError(
            error(f"KB{family}07", f"this is not YAML: {message}", Place(path, first_line, 1))
        ) from None


_EXPLANATIONS = {
    "mapping values are not allowed": (
        "a ':' stands inside a value that has no quotes",
        'put the value in quotes: title: "Part 1: the start"',
    ),
    "found character that cannot start any token": (
        "a value can't begin with this character",
        "put the value in quotes; indent with spaces, not with tabs",
    ),
    "could not find expected ':'": ("a key without its ':'", "write key: value"),
    "did not find expected key": ("the indentation or a quote is off here", "check the lines above, too"),
    "found unexpected end of stream": (
        "a quote is opened and never closed",
        "close it on the line where it opens",
    ),
    "did not find expected ',' or ']'": (
        "a list in [ ] is never closed, or misses a comma",
        "write [one, two]",
    ),
    "did not find expected ',' or '}'": (
        "a mapping in { } is never closed, or misses a comma",
        "write {en: one, nl: een}",
    ),
    "found undefined alias": (
        "an alias *name without its anchor &name",
        "define the anchor first, or put the text in quotes",
    ),
    "did not find expected alphabetic or numeric character": (
        "a value can't begin with * or & unless it is in quotes",
        'put the value in quotes: "*"',
    ),
    "block sequence entries are not allowed": (
        "a list item '- …' can't stand here",
        "put it on a line of its own",
    ),
}


def _explain(fault: yaml.MarkedYAMLError, text: str, path: str, family: int, first_line: int) -> Problem:
    mark = fault.problem_mark or fault.context_mark
    place = Place(path, mark.line + first_line, mark.column + 1) if mark else Place(path, first_line, 1)
    words = fault.problem or fault.context or "it can't be read"
    lines = text.split("\n")
    if mark and mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]:
        return error(f"KB{family}07", "a tab where YAML wants spaces", place, "indent with spaces")
    for start, (message, hint) in _EXPLANATIONS.items():
        if words.startswith(start):
            return error(f"KB{family}07", message, place, hint)
    return error(
        f"KB{family}07", f"this is not YAML: {words}", place, "an online YAML checker may help to see it"
    )


class _Composer:
    """Builds nodes from the parser's events without recursion, so that depth can't exhaust the stack."""

    def __init__(self, path: str, family: int, problems: list[Problem], first_line: int) -> None:
        self.path = path
        self.family = family
        self.problems = problems
        self.first_line = first_line
        self.anchors: dict[str, Node | None] = {}
        self.total = 0

    def compose(self, text: str) -> Node | None:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        stack: list[tuple[Sequence | Mapping, str | None, list[tuple[Scalar, Node]], list[Node]]] = []
        root: Node | None = None
        for event in yaml.parse(text, Loader=loader):
            node: Node | None = None
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._stop(
                    "07",
                    "a second document begins here",
                    event,
                    "one file holds one document; delete the '---'",
                )
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                if len(stack) >= _DEEPEST:
                    self._stop("10", f"nested more than {_DEEPEST} levels deep", event, "flatten it")
                container = (
                    Mapping({}, {}, self._place(event))
                    if isinstance(event, yaml.MappingStartEvent)
                    else Sequence([], self._place(event))
                )
                if event.anchor:
                    self.anchors[event.anchor] = None
                stack.append((container, event.anchor, [], []))
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                container, anchor, _, children = stack.pop()
                node = self._close(container, children, event)
                if anchor:
                    self.anchors[anchor] = node
            elif isinstance(event, yaml.ScalarEvent):
                node = self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                node = self._resolve(event)
            if node is None:
                continue
            self.total += node.size if isinstance(event, yaml.AliasEvent) else 1
            if self.total > _MOST_NODES:
                self._stop(
                    "10", "aliases expand to more than the file can mean", event, "write the values out"
                )
            if stack:
                stack[-1][3].append(node)
            else:
                root = node
        return root

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if event.tag and not event.tag.startswith("tag:yaml.org,2002:"):
            self._stop(
                "07", f"the tag {event.tag} isn't understood", event, "delete it, or put the value in quotes"
            )
        text = event.value
        if any("\ud800" <= character <= "\udfff" for character in text):  # JSON's \ud83d\ude00
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        scalar = Scalar(text, event.style is None, self._place(event))
        if event.anchor:
            self.anchors[event.anchor] = scalar
        return scalar

    def _resolve(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self.anchors:
            self._stop(
                "07",
                f"the alias *{event.anchor} has no anchor &{event.anchor}",
                event,
                "define the anchor first",
            )
        node = self.anchors[event.anchor]
        if node is None:
            self._stop("10", f"the alias *{event.anchor} refers to itself", event, "write the value out")
        assert node is not None  # noqa: S101 - _stop raises
        return node

    def _close(self, container: Sequence | Mapping, children: list[Node], event: yaml.Event) -> Node:
        place = container.place
        end = event.start_mark if event.start_mark.index < event.end_mark.index else None
        if end:  # a flow collection ends at its bracket; a block's end is where the next thing begins
            place = Place(place.path, place.line, place.column, end.line + self.first_line, end.column + 2)
        container.place = place
        container.size = 1 + sum(child.size for child in children)
        if isinstance(container, Sequence):
            container.items = children
            return container
        merged: list[Mapping] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            self._put(container, key, value, merged)
        for source in merged:
            for name, value in source.entries.items():
                if name not in container.entries:
                    container.entries[name] = value
                    container.keys[name] = source.keys[name]
        return container

    def _put(self, mapping: Mapping, key: Node, value: Node, merged: list[Mapping]) -> None:
        if not isinstance(key, Scalar):
            self.problems.append(
                error(f"KB{self.family}04", "a key has to be a plain word", key.place, "write key: value")
            )
            return
        if key.plain and key.text == "<<":
            sources = value.items if isinstance(value, Sequence) else [value]
            merged.extend(source for source in sources if isinstance(source, Mapping))
            return
        if key.text in mapping.entries:
            first = mapping.keys[key.text]
            self.problems.append(
                error(
                    f"KB{self.family}06",
                    f"'{key.text}' stands twice; it is on line {first.line} already",
                    key.place,
                    "keep one of them",
                )
            )
            return
        mapping.entries[key.text] = value
        mapping.keys[key.text] = key.place

    def _place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        return Place(
            self.path,
            start.line + self.first_line,
            start.column + 1,
            end.line + self.first_line,
            end.column + 1,
        )

    def _stop(self, number: str, message: str, event: yaml.Event, hint: str) -> None:
        raise KnowbrandError(error(f"KB{self.family}{number}", message, self._place(event), hint))


def to_plain(node: Node) -> Any:
    """The node as plain data, scalars read by YAML 1.2's core schema (10.3.2): what travels on unread."""
    if isinstance(node, Sequence):
        return [to_plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: to_plain(value) for key, value in node.entries.items()}
    if not node.plain:
        return node.text
    if node.text in _NULLS:
        return None
    if node.text in {"true", "True", "TRUE"}:
        return True
    if node.text in {"false", "False", "FALSE"}:
        return False
    return _number(node.text)


def _number(text: str) -> int | float | str:
    digits = text.lstrip("+-")
    if digits.isascii() and digits.isdigit() and len(text) - len(digits) <= 1 and len(digits) < 19:
        return int(text)
    if digits[:1].isdigit() and digits.isascii() and set(digits) <= set("0123456789.eE+-"):
        try:
            return float(text)
        except ValueError:
            return text
    return text
