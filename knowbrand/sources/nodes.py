"""YAML (and JSON) into nodes that keep their place; scalars stay the text that was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

import yaml

from knowbrand.problems import KnowbrandError, Place, Problem, error
from knowbrand.sources.text import STRAY, shorten
from knowbrand.sources.yamlfaults import explain

DEEPEST = 60
"""How deep a source file may nest."""
MOST_NODES = 200_000
"""How many values it may hold, its aliases written out."""


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


def put(mapping: Mapping, key: Scalar, value: Node, family: int, problems: list[Problem]) -> None:
    """Add a field to ``mapping``; a key that it has already is added to ``problems`` instead."""
    if key.text in mapping.entries:
        first = mapping.keys[key.text]
        message = f"'{shorten(key.text)}' stands twice; it is on line {first.line} already"
        holds = isinstance(value, (Mapping, Sequence)) and isinstance(
            mapping.entries[key.text], (Mapping, Sequence)
        )
        hint = f"put both under one '{shorten(key.text)}:'" if holds else "keep one of them"
        problems.append(error(f"KB{family}06", message, key.place, hint))
        return
    mapping.entries[key.text] = value
    mapping.keys[key.text] = key.place


def parse_yaml(
    text: str, path: str, family: int, problems: list[Problem], *, first_line: int = 1, json: bool = False
) -> Node | None:
    """The root node of ``text``, which is YAML or, where ``json`` says so, JSON; None where it is empty.

    Duplicate keys are added to ``problems``. Raises KnowbrandError for what is neither, for nesting over 60 levels, and
    for aliases that refer to themselves or expand to more than 200,000 nodes.
    """
    if json:
        from knowbrand.sources.jsontext import parse_json  # an import that most sites don't need

        return parse_json(text, path, family, problems, first_line)
    text = text.translate(_LINE_ENDS)
    try:
        return _Composer(path, family, problems, first_line).compose(text)
    except yaml.YAMLError as fault:
        raise KnowbrandError(explain(fault, text, path, family, first_line)) from None


_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " ", 0xFEFF: " "}
"""Line ends of YAML 1.1 that 1.2 (5.4) took back: no editor counts them. A byte order mark within the text means
nothing either."""

_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)


class _Open(NamedTuple):
    """A collection that isn't closed yet."""

    container: Sequence | Mapping
    anchor: str | None
    children: list[Node]


class _Composer:
    """Builds nodes from the parser's events without recursion, so that depth can't exhaust the stack."""

    def __init__(self, path: str, family: int, problems: list[Problem], first_line: int) -> None:
        self.path = path
        self.family = family
        self.problems = problems
        self.first_line = first_line
        self.anchors: dict[str, Node | None] = {}
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.total = 0

    def compose(self, text: str) -> Node | None:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        events = loader(text)
        try:
            self._take(iter(events.get_event, None))
        finally:
            events.dispose()
        return self.root

    def _take(self, events: Iterable[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):  # most are
                self._add(self._scalar(event), event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._add(self._end(event), event)
            elif isinstance(event, yaml.AliasEvent):
                self._add(self._resolve(event), event)
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise self._stop(
                    "07", "a second document begins here", event, "one file holds one; delete the '---'"
                )

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        self._check_tag(event)
        if len(self.open) >= DEEPEST:
            raise self._stop("10", f"nested more than {DEEPEST} levels deep", event, "flatten it")
        start = self._place(event)
        place = Place(self.path, start.line, start.column)
        container: Mapping | Sequence = (
            Mapping({}, {}, place) if isinstance(event, yaml.MappingStartEvent) else Sequence([], place)
        )
        if event.anchor:
            self.anchors[event.anchor] = None
        self.open.append(_Open(container, event.anchor, []))

    def _end(self, event: yaml.Event) -> Node:
        container, anchor, children = self.open.pop()
        end = self._place(event)
        if (end.line, end.column) != (end.end_line, end.end_column):
            # a flow collection ends at its bracket; of a block, the parser only knows where the next thing begins
            start = container.place
            container.place = Place(self.path, start.line, start.column, end.end_line, end.end_column)
        container.size = 1 + sum(child.size for child in children)
        if isinstance(container, Sequence):
            container.items = children
        else:
            self._fill(container, children)
        if anchor:
            self.anchors[anchor] = container
        return container

    def _add(self, node: Node, event: yaml.Event) -> None:
        self.total += node.size if isinstance(event, yaml.AliasEvent) else 1
        if self.total > MOST_NODES:
            message = "more values than a file may hold, its aliases written out"
            raise self._stop("10", message, event, f"the most is {MOST_NODES:,}")
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        self._check_tag(event)
        is_plain = not event.style and event.tag is None
        place = self._place(event)
        scalar = Scalar(mend(event.value, place, self.family, self.problems), is_plain, place)
        if event.anchor:
            self.anchors[event.anchor] = scalar
        return scalar

    def _resolve(self, event: yaml.AliasEvent) -> Node:
        name = event.anchor or ""
        if name not in self.anchors:
            hint = f'define it first, or put the value in quotes: "*{shorten(name)}"'
            raise self._stop("07", f"nothing is named &{shorten(name)} above this alias", event, hint)
        node = self.anchors[name]
        if node is None:
            message = f"the alias *{shorten(name)} stands in what it refers to"
            raise self._stop("10", message, event, "write the value out")
        return node

    def _fill(self, mapping: Mapping, children: list[Node]) -> None:
        merged: list[Mapping] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                message = "a key has to be a plain word"
                self.problems.append(error(f"KB{self.family}04", message, key.place, "write key: value"))
            elif key.plain and key.text == "<<":
                merged += self._sources(value)
            else:
                put(mapping, key, value, self.family, self.problems)
        for source in merged:
            for name, value in source.entries.items():
                if name not in mapping.entries:
                    mapping.entries[name] = value
                    mapping.keys[name] = source.keys[name]

    def _sources(self, value: Node) -> list[Mapping]:
        """What a merge key ``<<`` takes its fields from."""
        sources = value.items if isinstance(value, Sequence) else [value]
        for source in sources:
            if not isinstance(source, Mapping):
                message = "'<<' takes over fields, and here are none"
                hint = "name an anchor that holds fields: <<: *name"
                self.problems.append(error(f"KB{self.family}04", message, source.place, hint))
        return [source for source in sources if isinstance(source, Mapping)]

    def _check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag and tag != "!" and tag not in _TAGS:
            shown = shorten(tag.replace("tag:yaml.org,2002:", "!!"))
            hint = "delete it; or, if it is text, put the value in quotes"
            raise self._stop("07", f"the tag {shown} isn't understood", event, hint)

    def _place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        assert start is not None  # noqa: S101 - only events made by hand have no marks
        assert end is not None  # noqa: S101
        return Place(
            self.path,
            start.line + self.first_line,
            start.column + 1,
            end.line + self.first_line,
            end.column + 1,
        )

    def _stop(self, number: str, message: str, event: yaml.Event, hint: str) -> KnowbrandError:
        return KnowbrandError(error(f"KB{self.family}{number}", message, self._place(event), hint))


def mend(text: str, place: Place, family: int, problems: list[Problem]) -> str:
    """``text``, which may come from escapes, as HTML and XML can hold it: surrogates are joined to the character they
    mean, and a control character is added to ``problems``."""
    if text.isprintable():
        return text
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    stray = STRAY.search(text)
    if stray:
        message = f"an escape for the control character U+{ord(stray.group()):04X}"
        problems.append(error(f"KB{family}08", message, place, "delete it"))
    return STRAY.sub("", text)


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
    """The number that ``text`` is, and ``text`` where it isn't one or would lose a digit as one: ``0123``, ``+31``."""
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits[:1].isdigit() or (digits[0] == "0" and digits[1:2].isdigit()):
        return text
    if digits.isdigit():
        return int(text) if len(digits) < 19 else text
    if not set(digits) <= set("0123456789.eE+-"):
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return number if isfinite(number) else text
