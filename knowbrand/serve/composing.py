"""The one way from here to a built site; a faster one can take its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowbrand.build import Composition, compose
from knowbrand.memo import Memo
from knowbrand.model.output import Output
from knowbrand.publish.standing import OutputShelf
from knowbrand.request import Request


@dataclass(frozen=True, slots=True)
class Change:
    """Why the site is composed again: ``paths`` are the files that were saved, relative to the site (none the first
    time), ``viewed`` the addresses of the pages that somebody looks at, which are wanted first."""

    paths: frozenset[str] = frozenset()
    viewed: frozenset[str] = frozenset()


Composer = Callable[[Request, Change], Composition]
"""Makes the whole site as it is now. It may remember what it made before, but the result must be the same as
without."""


class Recomposer:
    """Composes one site again and again; what a change doesn't concern is taken from the time before."""

    def __init__(self) -> None:
        self._memo = Memo(None)
        self._outputs: tuple[Output, ...] = ()

    def __call__(self, request: Request, change: Change) -> Composition:
        """See :data:`Composer`."""
        del change
        shelf = OutputShelf(self._outputs)
        composition = compose(request, memo=self._memo, shelve=lambda _: shelf)
        if not composition.failed:  # until the fault is mended, what was good stays in mind
            self._outputs = composition.outputs
            self._memo.save()
        return composition


def compose_anew(request: Request, change: Change) -> Composition:
    """The site from its files, with nothing remembered."""
    del change
    return compose(request)
