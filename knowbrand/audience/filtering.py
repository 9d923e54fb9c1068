"""An entry without what an audience may not see."""

from __future__ import annotations

import functools
from typing import Any, TypeVar

import msgspec

from knowbrand.audience.circles import Audiences, Circle
from knowbrand.model.entry import INTERNAL_FIELDS, Entry
from knowbrand.model.profile import VisibleEntry
from knowbrand.problems import Place

E = TypeVar("E", bound=Entry)


class _Withheld:
    """Stands for a value that the audience may not see."""


_WITHHELD = _Withheld()


class Filter:
    """Keeps what the audience with the number ``viewer`` may see."""

    def __init__(self, audiences: Audiences, viewer: int) -> None:
        self.audiences = audiences
        self.viewer = viewer

    def entry(self, entry: E, around: Circle) -> E | None:
        """``entry`` with only its visible fields, and no trace of visibility; None where it may not be seen, where
        a field that it needs may not, or where nothing is left. ``places`` follow what is left."""
        circle = self.audiences.enter(entry, around)
        if circle.number > self.viewer and not self._opens_field(entry, circle):
            return None
        changes: dict[str, Any] = {}
        places = dict(entry.places)
        empty = True
        for field in _fields(type(entry)):
            value = getattr(entry, field.name)
            if isinstance(value, bool):  # a flag says how to show the rest; it holds nothing of its own
                continue
            inside = self.audiences.field(entry, field.encode_name, circle)
            kept = self._value(value, inside, field.name, places)
            if isinstance(kept, _Withheld):
                if field.required or (field.name == "withdrawn" and value is not None):
                    return None  # who may not see that it was taken back would see it stand there
                kept = _default(field)
                _forget(places, field.name)
            empty = empty and (kept is None or kept == ())
            changes[field.name] = kept
        extra = {}
        for key, value in entry.extra.items():
            kept = self._plain(value, self.audiences.field(entry, key, circle))
            if isinstance(kept, _Withheld):
                _forget(places, f"extra.{key}")
            else:
                extra[key] = kept
        if empty and not extra:
            return None
        if isinstance(entry, VisibleEntry):
            changes["visibility"] = None
            _forget(places, "visibility")
        return msgspec.structs.replace(entry, **changes, places=places, extra=extra)

    def _opens_field(self, entry: Entry, circle: Circle) -> bool:
        visibility = entry.visibility if isinstance(entry, VisibleEntry) else None
        return isinstance(visibility, dict) and any(
            self.audiences.narrow(name, circle).number <= self.viewer for name in visibility.values()
        )

    def _value(self, value: Any, circle: Circle, name: str, places: dict[str, Place]) -> Any:
        if isinstance(value, Entry):
            return self.entry(value, circle) or _WITHHELD
        if isinstance(value, tuple) and value and isinstance(value[0], Entry):
            return self._entries(value, circle, name, places)
        return value if circle.number <= self.viewer else _WITHHELD

    def _entries(
        self, entries: tuple[Entry, ...], circle: Circle, name: str, places: dict[str, Place]
    ) -> tuple[Entry, ...] | _Withheld:
        kept: list[Entry] = []
        for number, entry in enumerate(entries):
            place = places.pop(f"{name}.{number}", None)
            seen = self.entry(entry, circle)
            if seen is None:
                continue
            if place:
                places[f"{name}.{len(kept)}"] = place
            kept.append(seen)
        return tuple(kept) if kept else _WITHHELD

    def _plain(self, value: Any, circle: Circle) -> Any:
        """Plain data of a key that we don't know; a ``visibility`` in it holds all the same."""
        if isinstance(value, list):
            items = [self._plain(item, circle) for item in value]
            return [item for item in items if not isinstance(item, _Withheld)]
        if not isinstance(value, dict):
            return value if circle.number <= self.viewer else _WITHHELD
        rule = value.get("visibility")
        rules = rule if isinstance(rule, dict) else {}
        if isinstance(rule, str):
            circle = self.audiences.narrow(rule, circle)
        if circle.number > self.viewer:
            return _WITHHELD
        kept: dict[str, Any] = {}
        for key, item in value.items():
            if key == "visibility" and isinstance(rule, (str, dict)):
                continue
            name = rules.get(key)
            seen = self._plain(item, self.audiences.narrow(str(name), circle) if name else circle)
            if not isinstance(seen, _Withheld):
                kept[key] = seen
        return kept


@functools.cache
def _fields(kind: type[Entry]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return tuple(
        field
        for field in msgspec.structs.fields(kind)
        if field.name not in INTERNAL_FIELDS and field.name != "visibility"
    )


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def _forget(places: dict[str, Place], name: str) -> None:
    for key in [key for key in places if key == name or key.startswith(f"{name}.")]:
        del places[key]
