"""The fields that a file may write for a kind of entry."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

import msgspec

from knowbrand.model.entry import INTERNAL_FIELDS, Entry


class Field(NamedTuple):
    """A field: its name here and its key in the file, what kind of value it takes, and within which bounds."""

    name: str
    key: str
    kind: Any
    required: bool
    default: Any
    least: float | None = None
    most: float | None = None
    fewest: int = 0
    description: str = ""
    examples: tuple[Any, ...] = ()


@functools.cache
def fields_of(kind: type[Entry]) -> Mapping[str, Field]:
    """The fields that a file may write for ``kind``, by key, in the order of the model; those of every entry
    last."""
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {}
    for field in msgspec.structs.fields(kind):
        if field.name not in INTERNAL_FIELDS:
            fields[field.encode_name] = _describe(field, hints[field.name])
    for name in ("check_ok", "visibility"):
        if name in fields:
            fields[name] = fields.pop(name)
    return fields


def _describe(field: msgspec.structs.FieldInfo, hint: Any) -> Field:
    inner, notes = _open(hint)
    default = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
    described = Field(field.name, field.encode_name, _without_none(inner), field.required, default)
    for note in notes:
        described = described._replace(
            least=note.ge,
            most=note.le,
            fewest=note.min_length or 0,
            description=note.description or "",
            examples=tuple(note.examples or ()),
        )
    return described


def _open(hint: Any) -> tuple[Any, tuple[msgspec.Meta, ...]]:
    if typing.get_origin(hint) is not Annotated:
        return hint, ()
    inner, *notes = typing.get_args(hint)
    return inner, tuple(notes)


def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return kind
    options = tuple(option for option in typing.get_args(kind) if option is not type(None))
    return options[0] if len(options) == 1 else typing.Union[options]  # noqa: UP007 - made at run time
