"""Nodes into the model's types: every fault at its place, all of them at once."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Mapping as MappingABC
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import msgspec

from knowbrand.model.entry import INTERNAL_FIELDS, Entry
from knowbrand.model.kinds import LanguageCode
from knowbrand.model.text import Localized
from knowbrand.problems import Place, Problem, error, info, nearest, warning
from knowbrand.sources.nodes import Mapping, Node, Scalar, Sequence, is_empty, to_plain
from knowbrand.sources.values import VALUES, Refused

E = TypeVar("E", bound=Entry)


class _Field(NamedTuple):
    name: str
    key: str
    kind: Any
    required: bool
    least: int | None
    most: int | None


class _Unreadable:
    """Stands for a value that has its problem reported already."""


_UNREADABLE = _Unreadable()


class Reader:
    """Reads nodes of one file. ``family`` is the hundred of the problem codes; problems are added to ``problems``."""

    def __init__(self, family: int, problems: list[Problem]) -> None:
        self.family = family
        self.problems = problems

    def read(self, node: Node, kind: type[E]) -> E | None:
        """The entry that ``node`` says, or None where a field it needs is missing or can't be read."""
        value = self._entry(node, kind, "")
        return None if isinstance(value, _Unreadable) else typing.cast(E, value)

    def _say(self, number: str, message: str, place: Place, hint: str | None) -> _Unreadable:
        self.problems.append(error(f"KB{self.family}{number}", message, place, hint))
        return _UNREADABLE

    def _entry(self, node: Node, kind: type[Entry], name: str) -> Entry | _Unreadable:
        fields = fields_of(kind)
        if isinstance(node, Scalar) and kind.shorthand:
            text_node, key_place = node, node.place
            node = Mapping({kind.shorthand: text_node}, {kind.shorthand: key_place}, node.place)
        if not isinstance(node, Mapping):
            example = next(iter(fields))
            what = f"'{name}'" if name else "this"
            return self._say(
                "04", f"{what} should hold fields, such as '{example}: …'", node.place, _shape_hint(node)
            )
        values: dict[str, Any] = {}
        places = {"": node.place}
        extra: dict[str, Any] = {}
        complete = True
        for key, child in node.entries.items():
            field = fields.get(key)
            if field is None:
                self._unknown(key, child, node.keys[key], kind, extra)
                if key in extra:
                    places[f"extra.{key}"] = child.place
            elif is_empty(child):
                self._empty(field, node.keys[key])
            else:
                places[field.name] = child.place
                value = self._value(child, field, places)
                if isinstance(value, _Unreadable):
                    complete = complete and not field.required
                else:
                    values[field.name] = value
        for field in fields.values():
            if field.required and field.key not in node.entries:
                complete = False
                owner = f"'{name}' needs" if name else "this needs"
                self._say("03", f"{owner} a '{field.key}'", _first_line(node.place), f"add {field.key}: …")
        if not complete:
            return _UNREADABLE
        return kind(**values, places=places, extra=extra)

    def _unknown(self, key: str, child: Node, place: Place, kind: type[Entry], extra: dict[str, Any]) -> None:
        guess = nearest(key, fields_of(kind))
        if kind.unknown_keys == "own" and key.startswith("x-"):
            extra[key] = to_plain(child)
            return
        hint = f"did you mean '{guess}'?" if guess else None
        if kind.unknown_keys == "warn" or (kind.unknown_keys == "guess" and not guess):
            extra[key] = to_plain(child)
            message = f"unknown field '{_short(key)}'; it travels on to resume.json and isn't shown"
            self.problems.append(warning(f"KB{self.family}02", message, place, hint))
            return
        if not hint and kind.unknown_keys == "own":
            hint = f"for a key of your own, begin it with x-: x-{_short(key)}"
        hint = hint or f"known here: {', '.join(fields_of(kind))}"
        self._say("01", f"unknown field '{_short(key)}'", place, hint)

    def _empty(self, field: _Field, place: Place) -> None:
        if field.required:
            self._say("03", f"'{field.key}' is empty", place, f"write {field.key}: …")
            return
        message = f"'{field.key}' is empty"
        self.problems.append(info(f"KB{self.family}09", message, place, "fill it in, or delete the line"))

    def _value(self, node: Node, field: _Field, places: dict[str, Place]) -> Any:
        value = self._kind(node, field.kind, field.key, field.name, places)
        if isinstance(value, int) and not isinstance(value, bool):
            if field.least is not None and value < field.least:
                return self._say(
                    "05", f"'{field.key}' is {value}; the least is {field.least}", node.place, None
                )
            if field.most is not None and value > field.most:
                return self._say(
                    "05", f"'{field.key}' is {value}; the most is {field.most}", node.place, None
                )
        return value

    def _kind(self, node: Node, kind: Any, key: str, name: str, places: dict[str, Place]) -> Any:
        if isinstance(kind, type) and issubclass(kind, Entry):
            return self._entry(node, kind, key)
        if kind is Localized:
            return self._localized(node, key)
        if kind in VALUES:
            return self._scalar(node, kind, key)
        origin = typing.get_origin(kind)
        if origin is Literal:
            return self._choice(node, typing.get_args(kind), key)
        if origin is tuple:
            return self._list(node, typing.get_args(kind)[0], key, name, places)
        if origin is dict:
            return self._mapping(node, typing.get_args(kind)[1], key, name, places)
        if origin in (typing.Union, types.UnionType):  # a text, or a mapping of texts
            wanted = dict if isinstance(node, Mapping) else str
            for option in typing.get_args(kind):
                if option is wanted or typing.get_origin(option) is wanted:
                    return self._kind(node, option, key, name, places)
        return to_plain(node)

    def _scalar(self, node: Node, kind: Any, key: str) -> Any:
        if not isinstance(node, Scalar):
            return self._say("04", f"'{key}' should be one value", node.place, _shape_hint(node))
        text = node.text.strip()
        if not text:
            message = f"'{key}' is empty"
            self.problems.append(
                info(f"KB{self.family}09", message, node.place, "fill it in, or delete the line")
            )
            return _UNREADABLE
        try:
            return VALUES[kind](text)
        except Refused as refusal:
            return self._say("05", f"'{key}': {refusal.message}", node.place, refusal.hint)

    def _choice(self, node: Node, choices: tuple[str, ...], key: str) -> Any:
        if not isinstance(node, Scalar):
            return self._say(
                "04", f"'{key}' should be one value", node.place, f"one of: {', '.join(choices)}"
            )
        if node.text in choices:
            return node.text
        guess = nearest(node.text, choices)
        hint = f"did you mean '{guess}'? Known are: " if guess else "known are: "
        return self._say(
            "05", f"'{key}' can't be '{_short(node.text)}'", node.place, hint + ", ".join(choices)
        )

    def _list(self, node: Node, kind: Any, key: str, name: str, places: dict[str, Place]) -> Any:
        if isinstance(node, Mapping) and kind is not Localized:
            return self._say("04", f"'{key}' should be a list", node.place, "begin each item with '- '")
        items = node.items if isinstance(node, Sequence) else [node]
        if isinstance(node, Sequence) and not items:
            message = f"'{key}' is empty"
            self.problems.append(
                info(f"KB{self.family}09", message, node.place, "fill it in, or delete the line")
            )
        values = []
        for item in items:
            if is_empty(item):
                message = f"an empty item in '{key}'"
                self.problems.append(
                    info(f"KB{self.family}09", message, item.place, "fill it in, or delete it")
                )
                continue
            value = self._kind(item, kind, key, name, places)
            if not isinstance(value, _Unreadable):
                places[f"{name}.{len(values)}"] = item.place
                values.append(value)
        return tuple(values)

    def _mapping(self, node: Node, kind: Any, key: str, name: str, places: dict[str, Place]) -> Any:
        if not isinstance(node, Mapping):
            return self._say(
                "04", f"'{key}' should hold fields, such as 'name: …'", node.place, _shape_hint(node)
            )
        values = {}
        for inner, child in node.entries.items():
            value = to_plain(child) if kind is Any else self._kind(child, kind, inner, inner, places)
            if not isinstance(value, _Unreadable):
                places[f"{name}.{inner}"] = child.place
                values[inner] = value
        return values

    def _localized(self, node: Node, key: str) -> Localized | _Unreadable:
        if isinstance(node, Scalar):
            text = self._scalar(node, str, key)
            return text if isinstance(text, _Unreadable) else Localized(((None, text),))
        if isinstance(node, Sequence):
            return self._say(
                "04", f"'{key}' should be a text, not a list", node.place, "write it as one text"
            )
        variants = []
        for code, child in node.entries.items():
            try:
                language = VALUES[LanguageCode](code)
            except Refused:
                hint = f"a text in several languages is written {key}: {{en: …, nl: …}}"
                self._say("01", f"'{_short(code)}' is not a language code", node.keys[code], hint)
                continue
            if is_empty(child):
                message = f"'{key}' is empty in '{code}'"
                self.problems.append(
                    info(f"KB{self.family}09", message, node.keys[code], "fill it in, or delete it")
                )
                continue
            text = self._scalar(child, str, key)
            if not isinstance(text, _Unreadable):
                variants.append((str(language), str(text)))
        return Localized(tuple(variants)) if variants else _UNREADABLE


@functools.cache
def fields_of(kind: type[Entry]) -> MappingABC[str, _Field]:
    """The fields that a file may write for ``kind``, by key."""
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {}
    for field in msgspec.structs.fields(kind):
        if field.name in INTERNAL_FIELDS:
            continue
        least = most = None
        inner = hints[field.name]
        if typing.get_origin(inner) is Annotated:
            for note in typing.get_args(inner)[1:]:
                least, most = note.ge, note.le
            inner = typing.get_args(inner)[0]
        fields[field.encode_name] = _Field(
            field.name, field.encode_name, _without_none(inner), field.required, least, most
        )
    return fields


def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return kind
    options = tuple(option for option in typing.get_args(kind) if option is not type(None))
    if len(options) == 1:
        inner = options[0]
        return typing.get_args(inner)[0] if typing.get_origin(inner) is Annotated else inner
    return typing.Union[options]  # noqa: UP007 - made at run time


def _first_line(place: Place) -> Place:
    return Place(place.path, place.line, place.column)


def _shape_hint(node: Node) -> str:
    if isinstance(node, Sequence):
        return "here stands a list; remove the '- '"
    if isinstance(node, Mapping):
        return "here stand fields of their own; write one text, in quotes if it holds a ':'"
    return "here stands a text; write the fields below it, indented by two spaces"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"
