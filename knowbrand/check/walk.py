"""Every entry of a model, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowbrand.model.entry import INTERNAL_FIELDS, Entry, list_children


def walk_entries(entry: Entry) -> Iterator[Entry]:
    """``entry`` and all entries in it, in the order of the model."""
    yield entry
    for _, child in list_children(entry):
        yield from walk_entries(child)


def walk_fields(entry: Entry) -> Iterator[tuple[str, Any]]:
    """The name and value of each field of ``entry``."""
    for name in entry.__struct_fields__:
        if name not in INTERNAL_FIELDS:
            yield name, getattr(entry, name)
