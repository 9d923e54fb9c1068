"""A file to be published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """A published file: ``path`` below the output folder (forward slashes, no leading slash) and its bytes."""

    path: str
    content: bytes
