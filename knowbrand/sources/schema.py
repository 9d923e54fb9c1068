"""JSON Schema (2020-12) of the files that people write, made from the model, for editors to check and complete with.

It says what the reader says, as far as a schema can: a value is never refused here that the reader takes without a
word, but for numbers and flags in quotes.
"""

from __future__ import annotations

import types
import typing
from typing import Any, Literal

from knowbrand.model.dates import Moment, PartialDate
from knowbrand.model.entry import Entry
from knowbrand.model.kinds import (
    AudienceName,
    BaseUrl,
    CountryCode,
    Email,
    Id,
    LanguageCode,
    Link,
    RootPath,
    Slug,
    TimeZone,
    Url,
    Uuid,
    Way,
)
from knowbrand.model.profile import Profile
from knowbrand.model.settings import Settings, ThemeChoice
from knowbrand.model.text import Localized
from knowbrand.model.writing import PostMeta
from knowbrand.sources.fields import Field, fields_of
from knowbrand.sources.theme_options import offer_options

Schema = dict[str, Any]
Kind = Literal["profile", "site", "post"]

_KINDS: dict[Kind, tuple[type[Entry], str]] = {
    "profile": (Profile, "The profile of a knowbrand site: profile.yaml"),
    "site": (Settings, "The settings of a knowbrand site: knowbrand.yaml"),
    "post": (PostMeta, "The front matter of a post of a knowbrand site"),
}

_SCALAR = ["string", "number", "boolean", "null"]
_DAY = r"\d{4}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12]\d|3[01]))?)?"
_TIME = r"([Tt ]+\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
_NO_SPACE = r"[^\s<>\"\\^`{|}]+"
_WEB = rf"https?://{_NO_SPACE}"
_OTHER = rf"(mailto|tel|sms|xmpp|matrix|doi|urn|geo):{_NO_SPACE}"
_LANGUAGE = r"[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-([a-zA-Z]{2}|\d{3}))?(-[a-zA-Z0-9]{5,8})*"
_NAME = r"[^\s/\\?#%:@&<>\"'!*()\[\]{}|,;=+$~^`]{1,100}"

_PATTERNS: dict[Any, tuple[str, str]] = {
    Url: ("url", rf"{_WEB}|{_OTHER}"),
    BaseUrl: ("base_url", r"https?://[^\s<>\"\\^`{|}?#@]+"),
    Link: ("link", rf"{_WEB}|{_OTHER}|(?!//)[^:\\]+"),
    Uuid: ("uuid", r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    Email: ("email", r"[^\s<>()\",;:\\]+@[^\s<>()\",;:\\@]+\.[^\s<>()\",;:\\@]*"),
    Way: ("way", rf"{_WEB}|{_OTHER}|[^:]+"),
    LanguageCode: ("language_code", _LANGUAGE),
    TimeZone: ("time_zone", r"[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*"),
    AudienceName: ("audience_name", r"[a-z][a-z0-9-]{0,30}"),
    Id: ("id", _NAME),
    Slug: ("slug", _NAME),
    CountryCode: ("country_code", r"[A-Za-z]{2}"),
}


def schema(kind: Kind) -> Schema:
    """The schema of ``profile.yaml``, ``knowbrand.yaml`` or a post's front matter, as plain data."""
    entry, title = _KINDS[kind]
    definitions: Schema = {}
    top = _object(entry, definitions)
    if kind == "site":
        definitions[ThemeChoice.__name__]["allOf"] = offer_options()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(entry: type[Entry], definitions: Schema) -> Schema:
    fields = fields_of(entry)
    made: Schema = {"description": describe(entry), "type": "object"}
    made["properties"] = {key: _property(field, definitions) for key, field in fields.items()}
    required = [key for key, field in fields.items() if field.required]
    if required:
        made["required"] = required
    if entry.unknown_keys == "own":
        made["patternProperties"] = {"^x-": True}
    made["additionalProperties"] = entry.unknown_keys in {"warn", "guess"}
    return made


def describe(entry: type[Entry]) -> str:
    """What ``entry`` is, for people who don't read Python."""
    return " ".join((entry.__doc__ or "").replace("``", "`").split())


def describe_field(field: Field) -> str:
    """What ``field`` holds: as the model describes it, else what the entries in it are."""
    if field.description:
        return field.description
    kinds = (field.kind, *typing.get_args(field.kind))
    return next((describe(kind) for kind in kinds if isinstance(kind, type) and issubclass(kind, Entry)), "")


def _property(field: Field, definitions: Schema) -> Schema:
    made = _value(field.kind, definitions)
    for keyword, bound in (("minimum", field.least), ("maximum", field.most), ("minItems", field.fewest)):
        if bound:
            made = {**made, keyword: bound}
    if field.required:
        made = {**made, "not": {"enum": [None, ""]}}
    made = {**made, "description": describe_field(field)}
    if field.examples:
        made = {**made, "examples": list(field.examples)}
    if isinstance(field.default, (bool, int, str)) and field.default is not False:
        made = {**made, "default": field.default}
    return made


def _value(kind: Any, definitions: Schema) -> Schema:
    if isinstance(kind, type) and issubclass(kind, Entry):
        return _entry(kind, definitions)
    if kind is Localized:
        return _define("localized_text", _localized(definitions), definitions)
    if kind in _PATTERNS:
        name, pattern = _PATTERNS[kind]
        return _define(name, {"type": ["string", "null"], "pattern": rf"^\s*({pattern})?\s*$"}, definitions)
    origin = typing.get_origin(kind)
    if origin is Literal:
        return {"enum": [*typing.get_args(kind), None]}
    if origin is tuple:
        return _list(typing.get_args(kind)[0], definitions)
    if origin is dict:
        key, inner = typing.get_args(kind)
        names = {"propertyNames": {"pattern": "^/"}} if key is RootPath else {}
        return {
            "type": ["object", "null"],
            **names,
            "additionalProperties": True if inner is Any else _value(inner, definitions),
        }
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_value(option, definitions) for option in typing.get_args(kind)]}
    return _define(*_SCALARS[kind], definitions)


_SCALARS: dict[Any, tuple[str, Schema]] = {
    str: ("text", {"type": _SCALAR}),
    int: ("whole_number", {"type": ["integer", "null"]}),
    bool: ("flag", {"enum": [True, False, None, "yes", "no", "on", "off"]}),
    PartialDate: (
        "date",
        {
            "description": "A year, a month or a day: 2024, 2024-05, 2024-05-31.",
            "type": ["string", "integer", "null"],
            "pattern": rf"^\s*({_DAY}{_TIME})?\s*$",
            "minimum": 1000,
            "maximum": 9999,
        },
    ),
    Moment: (
        "moment",
        {
            "description": "A day, perhaps with a time: 2024-05-31, 2024-05-31 10:30.",
            "type": ["string", "null"],
            "pattern": rf"^\s*(\d{{4}}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01]){_TIME})?\s*$",
        },
    ),
}


def _entry(kind: type[Entry], definitions: Schema) -> Schema:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # its own fields may refer to it
        definitions[name] = _object(kind, definitions)
    whole: Schema = {"$ref": f"#/$defs/{name}"}
    if kind.shorthand:
        return {"anyOf": [_value(fields_of(kind)[kind.shorthand].kind, definitions), whole]}
    return {"anyOf": [whole, {"type": "null"}]}


def _list(item: Any, definitions: Schema) -> Schema:
    inner = _value(item, definitions)
    many = {"type": ["array", "null"], "items": inner}
    if isinstance(item, type) and issubclass(item, Entry):
        if not item.shorthand:
            return many
        inner = _value(fields_of(item)[item.shorthand].kind, definitions)
    return {"anyOf": [many, inner]}


def _localized(definitions: Schema) -> Schema:
    text = _value(str, definitions)
    by_language = {
        "type": "object",
        "propertyNames": {"pattern": f"^{_LANGUAGE}$"},
        "additionalProperties": text,
        "minProperties": 1,
    }
    return {"description": "One text, or one a language: {en: …, nl: …}.", "anyOf": [text, by_language]}


def _define(name: str, definition: Schema, definitions: Schema) -> Schema:
    definitions.setdefault(name, definition)
    return {"$ref": f"#/$defs/{name}"}
