"""Nodes into the model's types: every fault at its place, all of them at once."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal, TypeVar

from knowbrand.model.entry import Entry
from knowbrand.model.kinds import LanguageCode
from knowbrand.model.text import Localized
from knowbrand.problems import Place, Problem, error, info, nearest, warning
from knowbrand.sources.fields import Field, fields_of
from knowbrand.sources.nodes import Mapping, Node, Scalar, Sequence, is_empty, to_plain
from knowbrand.sources.text import shorten
from knowbrand.sources.values import VALUES, Refused

E = TypeVar("E", bound=Entry)


class _Absent:
    """Stands for a value that can't be used; its problem is reported already, unless nothing was written."""


_UNREADABLE = _Absent()
_EMPTY = _Absent()

_MOST_PROBLEMS = 500
_TYPOGRAPHIC = re.compile("[“„”]([^“„”]+)[“”]|[‘‚]([^‘‚]+)[’‘]")


class Reader:
    """Reads nodes of one file. ``family`` is the hundred of the problem codes; problems are added to ``problems``."""

    def __init__(self, family: int, problems: list[Problem]) -> None:
        self.family = family
        self.problems = problems
        self.said: set[Problem] = set()

    def read(self, node: Node, kind: type[E]) -> E | None:
        """The entry that ``node`` says, or None where a field it needs is missing or can't be read."""
        value = self._entry(node, kind, "this file")
        return None if isinstance(value, _Absent) else typing.cast(E, value)

    def _add(self, problem: Problem) -> None:
        """An alias reads a value once more, so a problem may come twice; and a file may have more than anyone reads."""
        if problem in self.said or len(self.said) > _MOST_PROBLEMS:
            return
        self.said.add(problem)
        if len(self.said) > _MOST_PROBLEMS:
            hint = f"these are the first {_MOST_PROBLEMS}; mend them first"
            problem = error(f"KB{self.family}10", "the file has more problems", problem.place, hint)
        self.problems.append(problem)

    def _refuse(self, number: str, message: str, place: Place, hint: str | None = None) -> _Absent:
        self._add(error(f"KB{self.family}{number}", message, place, hint))
        return _UNREADABLE

    def _note_empty(self, what: str, place: Place) -> None:
        self._add(info(f"KB{self.family}09", what, place, "fill it in, or delete it"))

    def _entry(self, node: Node, kind: type[Entry], owner: str) -> Entry | _Absent:
        """``owner`` is how a message calls the entry."""
        if isinstance(node, Scalar) and kind.shorthand:
            node = Mapping({kind.shorthand: node}, {kind.shorthand: node.place}, node.place)
        if not isinstance(node, Mapping):
            return self._refuse("04", _wants_fields(owner, kind), node.place, _shape_hint(node))
        fields = fields_of(kind)
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
                continue
            value = _EMPTY if is_empty(child) else self._value(child, field, kind, places, extra)
            if isinstance(value, _Absent):
                complete = complete and not field.required
                self._note_absent(value, field, node.keys[key])
            else:
                places[field.name] = child.place
                values[field.name] = value
        for field in fields.values():
            if field.required and field.key not in node.entries:
                complete = False
                self._refuse(
                    "03", f"{owner} needs '{field.key}'", _first_line(node.place), f"add {_example(field)}"
                )
        return kind(**values, places=places, extra=extra) if complete else _UNREADABLE

    def _note_absent(self, value: _Absent, field: Field, place: Place) -> None:
        if value is _EMPTY and field.required:
            self._refuse("03", f"'{field.key}' is empty, and is needed", place, f"write {_example(field)}")
        elif value is _EMPTY and field.default != ():  # a list with nothing in it says what it means
            self._note_empty(f"'{field.key}' is empty", place)

    def _unknown(self, key: str, child: Node, place: Place, kind: type[Entry], extra: dict[str, Any]) -> None:
        if kind.unknown_keys == "own" and key.startswith("x-"):
            extra[key] = to_plain(child)
            return
        guess = nearest(key, fields_of(kind)) if len(self.said) <= _MOST_PROBLEMS else None
        hint = f"did you mean '{guess}'?" if guess else None
        if kind.unknown_keys == "warn" or (kind.unknown_keys == "guess" and not guess):
            extra[key] = to_plain(child)
            message = f"unknown field '{shorten(key)}'; it travels on to resume.json and isn't shown"
            self._add(warning(f"KB{self.family}02", message, place, hint))
            return
        if not hint and kind.unknown_keys == "own":
            hint = f"for a key of your own, begin it with x-: x-{shorten(key)}"
        hint = hint or f"known here: {', '.join(fields_of(kind))}"
        self._refuse("01", f"unknown field '{shorten(key)}'", place, hint)

    def _value(
        self, node: Node, field: Field, owner: type[Entry], places: dict[str, Place], extra: dict[str, Any]
    ) -> Any:
        """The value of a field. Where the entry is JSON Resume's, which has few rules for texts, one that can't be
        understood is a warning and travels on."""
        try:
            value = self._kind(node, field.kind, field.key, field.name, places)
        except _MisunderstoodError as fault:
            if owner.unknown_keys != "warn" or field.required:
                return self._refuse("05", fault.message, fault.place, fault.hint)
            extra[field.key] = to_plain(node)
            places[f"extra.{field.key}"] = node.place
            message = f"{fault.message}; it travels on to resume.json and isn't shown"
            self._add(warning(f"KB{self.family}05", message, fault.place, fault.hint))
            return _UNREADABLE
        return self._check_bounds(value, field, node)

    def _check_bounds(self, value: Any, field: Field, node: Node) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            if field.least is not None and value < field.least:
                message = f"'{field.key}' is {value}; the least is {field.least}"
                return self._refuse("05", message, node.place, None)
            if field.most is not None and value > field.most:
                return self._refuse(
                    "05", f"'{field.key}' is {value}; the most is {field.most}", node.place, None
                )
        written = len(node.items) if isinstance(node, Sequence) else 1
        if isinstance(value, tuple) and len(value) < field.fewest:
            if written >= field.fewest:  # the others have a problem of their own
                return _UNREADABLE
            hint = f"write at least {field.fewest}, or delete '{field.key}'"
            return self._refuse("05", f"'{field.key}' holds too few", node.place, hint)
        return value

    def _kind(self, node: Node, kind: Any, key: str, name: str, places: dict[str, Place]) -> Any:
        if isinstance(kind, type) and issubclass(kind, Entry):
            return self._entry(node, kind, f"'{key}'")
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
            return self._mapping(node, typing.get_args(kind), key, name, places)
        if origin in (typing.Union, types.UnionType):  # a text, or a mapping of texts
            wanted = dict if isinstance(node, Mapping) else str
            for option in typing.get_args(kind):
                if option is wanted or typing.get_origin(option) is wanted:
                    return self._kind(node, option, key, name, places)
        return to_plain(node)

    def _scalar(self, node: Node, kind: Any, key: str) -> Any:
        if not isinstance(node, Scalar):
            return self._refuse("04", f"'{key}' should be one value", node.place, _shape_hint(node))
        text = node.text.strip()
        if not text:
            return _EMPTY
        if kind is str:
            self._note_quotes(node, text, key)
        try:
            return VALUES[kind](text)
        except Refused as refusal:
            raise _MisunderstoodError(f"'{key}': {refusal.message}", node.place, refusal.hint) from None

    def _note_quotes(self, node: Scalar, text: str, key: str) -> None:
        """Typographic quotes around a whole value are no quotes to YAML. Where somebody's words are cited they may
        belong there, and in a text of several lines nobody meant them as YAML's."""
        place = node.place
        if self.family != 1 or key.partition(" ")[0] == "reference" or place.line != place.end_line:
            return
        quoted = _TYPOGRAPHIC.fullmatch(text) if node.plain else None
        if quoted:
            hint = f'write "{shorten(quoted[1] or quoted[2])}" or no quotes; or put "…" around it all'
            self._add(info("KB149", "these quotes become part of the text", place, hint))

    def _choice(self, node: Node, choices: tuple[str, ...], key: str) -> Any:
        if not isinstance(node, Scalar):
            hint = f"one of: {', '.join(choices)}"
            return self._refuse("04", f"'{key}' should be one value", node.place, hint)
        text = node.text.strip()
        if text in choices or not text:
            return text or _EMPTY
        guess = nearest(text, choices)
        hint = f"did you mean '{guess}'? Known are: " if guess else "known are: "
        raise _MisunderstoodError(
            f"'{key}' can't be '{shorten(text)}'", node.place, hint + ", ".join(choices)
        ) from None

    def _list(self, node: Node, kind: Any, key: str, name: str, places: dict[str, Place]) -> Any:
        if isinstance(node, Mapping) and kind is not Localized:
            return self._refuse("04", f"'{key}' should be a list", node.place, "begin each item with '- '")
        if isinstance(node, Scalar) and not node.text.strip():
            return _EMPTY
        if isinstance(node, Scalar) and node.plain and kind is str and "," in node.text:
            message = f"'{key}' is one text with a comma in it"
            hint = f"for several, write {key}: [one, two]; for one, put it in quotes"
            self._add(warning(f"KB{self.family}05", message, node.place, hint))
        values: list[Any] = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            try:
                value = _EMPTY if is_empty(item) else self._item(item, kind, key, name, places)
            except _MisunderstoodError as fault:
                value = self._refuse("05", fault.message, fault.place, fault.hint)
            if value is _EMPTY:
                self._note_empty(f"an empty item in '{key}'", item.place)
            if not isinstance(value, _Absent):
                places[f"{name}.{len(values)}"] = item.place
                values.append(value)
        return tuple(values)

    def _item(self, node: Node, kind: Any, key: str, name: str, places: dict[str, Place]) -> Any:
        if isinstance(kind, type) and issubclass(kind, Entry):
            return self._entry(node, kind, f"an item of '{key}'")
        return self._kind(node, kind, key, name, places)

    def _mapping(
        self, node: Node, kinds: tuple[Any, Any], key: str, name: str, places: dict[str, Place]
    ) -> Any:
        if not isinstance(node, Mapping):
            message = f"'{key}' should hold fields, such as 'name: …'"
            return self._refuse("04", message, node.place, _shape_hint(node))
        values = {}
        of_keys, kind = kinds
        for inner, child in node.entries.items():
            try:
                VALUES[of_keys](inner)
            except Refused as refusal:
                self._refuse("05", f"'{key}': {refusal.message}", node.keys[inner], refusal.hint)
                continue
            value = to_plain(child) if kind is Any else self._kind(child, kind, inner, inner, places)
            if value is _EMPTY:
                self._note_empty(f"'{inner}' is empty", child.place)
            if not isinstance(value, _Absent):
                places[f"{name}.{inner}"] = child.place
                places |= {f"{name}.{inner}.{part}": place for part, place in _parts(child)}
                values[inner] = value
        return values

    def _localized(self, node: Node, key: str) -> Localized | _Absent:
        if isinstance(node, Scalar):
            text = self._scalar(node, str, key)
            return text if isinstance(text, _Absent) else Localized(((None, text),))
        if isinstance(node, Sequence):
            message = f"'{key}' should be a text, not a list"
            return self._refuse("04", message, node.place, "write it as one text")
        variants: dict[str | None, str] = {}
        empty: list[str] = []
        for code, child in node.entries.items():
            try:
                language = VALUES[LanguageCode](code)
            except Refused:
                hint = f"a text in several languages is written {key}: {{en: …, nl: …}}"
                return self._refuse("01", f"'{shorten(code)}' is not a language code", node.keys[code], hint)
            text = _EMPTY if is_empty(child) else self._scalar(child, str, f"{key} ({code})")
            if language in variants:
                self._refuse("06", f"'{code}' stands twice", node.keys[code], "keep one of them")
            elif text is _EMPTY:
                empty.append(code)
            elif isinstance(text, _Absent):
                return text
            else:
                variants[language] = text
        for code in empty if variants else ():
            self._note_empty(f"'{key}' is empty in '{code}'", node.keys[code])
        return Localized(tuple(variants.items())) if variants else _EMPTY


class _MisunderstoodError(Exception):
    """A text of the right shape, but not of the kind that the field asks for."""

    def __init__(self, message: str, place: Place, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint


def _first_line(place: Place) -> Place:
    return Place(place.path, place.line, place.column)


def _wants_fields(owner: str, kind: type[Entry]) -> str:
    fields = fields_of(kind).values()
    example = next((field.key for field in fields if field.required), next(iter(fields)).key)
    return f"{owner} should hold fields, such as '{example}: …'"


def _example(field: Field) -> str:
    if isinstance(field.kind, type) and issubclass(field.kind, Entry):
        needed = next((inner.key for inner in fields_of(field.kind).values() if inner.required), None)
        return f"{field.key}: {{{needed}: …}}" if needed else f"{field.key}: …"
    return f"{field.key}: …"


def _parts(node: Node) -> Iterator[tuple[str, Place]]:
    """The places of what is right within a list or a mapping, by number or key."""
    if isinstance(node, Sequence):
        yield from ((str(number), item.place) for number, item in enumerate(node.items))
    elif isinstance(node, Mapping):
        yield from ((key, child.place) for key, child in node.entries.items())


def _shape_hint(node: Node) -> str:
    if isinstance(node, Sequence):
        return "here stands a list; remove the '- '"
    if isinstance(node, Mapping):
        return "here stand fields of their own; write one text, in quotes if it holds a ':'"
    return "here stands a text; write the fields below it, indented by two spaces"
