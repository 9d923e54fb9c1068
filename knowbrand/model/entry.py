"""What every entry of a source file has: where it stands, and what its author wrote that we don't know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import msgspec

from knowbrand.problems import Place

UnknownKeys = Literal["error", "warn", "guess", "own"]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping in a source file.

    ``places`` holds the span of the mapping (key ``""``), of each value (key ``field``), of each item of a list
    (``field.0``), of each value of a mapping (``field.key``), of what is right within that (``field.key.0``), and of what
    is in ``extra`` (``extra.key``). ``extra`` holds
    keys that aren't fields, as plain data.
    """

    unknown_keys: ClassVar[UnknownKeys] = "error"
    """What to do with a key that isn't a field: ``error``; ``warn`` and keep it in ``extra``; ``guess``, which is an error
    where a field has nearly that name and ``warn`` else; or ``own``, which keeps it where it begins with ``x-`` and is
    an error else."""
    shorthand: ClassVar[str | None] = None
    """The field that a lone text in the place of the mapping stands for."""

    places: dict[str, Place] = {}
    extra: dict[str, Any] = {}

    def where(self, *fields: str) -> Place | None:
        """Where the first of ``fields`` that was written stands, else the entry itself."""
        for field in fields:
            if field in self.places:
                return self.places[field]
        return self.places.get("")


def list_children(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """The entries that are fields of ``entry``, and those in its lists, in the order of the model, each with its key as
    the file writes it."""
    for name, key in zip(entry.__struct_fields__, entry.__struct_encode_fields__, strict=True):
        value = getattr(entry, name)
        if not value:  # as are most, in thousands of posts
            continue
        for child in value if isinstance(value, tuple) else (value,):
            if isinstance(child, Entry):
                yield key, child


def says(description: str, *examples: object, fewest: int | None = None) -> msgspec.Meta:
    """What a field holds, in the words of the reference and of editors; ``fewest`` is how many items a list needs."""
    return msgspec.Meta(description=description, examples=list(examples) or None, min_length=fewest)


INTERNAL_FIELDS = frozenset({"places", "extra"})
