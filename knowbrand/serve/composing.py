"""The one way from here to a built site; a faster one can take its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowbrand.build import Composition, Request, compose


@dataclass(frozen=True, slots=True)
class Change:
    """Why the site is composed again: ``paths`` are the files that were saved, relative to the site (none the first
    time), ``viewed`` the addresses of the pages that somebody looks at, which are wanted first."""

    paths: frozenset[str] = frozenset()
    viewed: frozenset[str] = frozenset()


Composer = Callable[[Request, Change], Composition]
"""Makes the whole site as it is now. It may remember what it made before, but the result must be the same as
without."""


def compose_anew(request: Request, change: Change) -> Composition:
    """The site from its files, with nothing remembered."""
    del change
    return compose(request)
