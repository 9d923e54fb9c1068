"""The one way from here to a built site; a faster one can take its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from knowbrand.build import Composition, compose
from knowbrand.memo import Memo
from knowbrand.model.output import Output
from knowbrand.publish.standing import OutputShelf
from knowbrand.request import Request
from knowbrand.site.making import Wanted


@dataclass(frozen=True, slots=True)
class Change:
    """Why the site is composed again: ``paths`` are the files that were saved, relative to the site (none the first
    time), ``viewed`` the output paths of the pages that somebody looks at; they are made first, and ``show`` gets them
    before the others are there."""

    paths: frozenset[str] = frozenset()
    viewed: frozenset[str] = frozenset()
    show: Callable[[tuple[Output, ...]], None] = field(default=lambda _: None, compare=False)


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
        shelf = OutputShelf(self._outputs)
        wanted = Wanted(change.viewed, change.show)
        composition = compose(request, memo=self._memo, shelve=lambda _: shelf, wanted=wanted)
        if not composition.failed:  # until the fault is mended, what was good stays in mind
            self._outputs = composition.outputs
            self._memo.save()
        return composition


def compose_anew(request: Request, change: Change) -> Composition:
    """The site from its files, with nothing remembered."""
    del change
    return compose(request)
