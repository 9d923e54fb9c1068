"""The nearest known name to one that isn't known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that ``name`` was probably meant to be, or None when nothing is close."""
    from difflib import get_close_matches  # costs an import that a clean build never needs

    candidates = sorted(set(known))
    folded = {candidate.casefold(): candidate for candidate in candidates}
    if name.casefold() in folded:
        return folded[name.casefold()]
    matches = get_close_matches(name.casefold()[:200], list(folded), n=1, cutoff=0.6)
    return folded[matches[0]] if matches else None
