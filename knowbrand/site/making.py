"""What is made of a site piece by piece (a page, a redirect, a feed), and what of its texts each piece was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

import msgspec

from knowbrand.model.output import Output
from knowbrand.problems import Problem
from knowbrand.site.bodies import Body


class Read(NamedTuple):
    """What a piece was made from: the body of the post or page at ``path``, whole or its excerpt alone."""

    path: str
    whole: bool


class Made(NamedTuple):
    """A piece: its name, its files, what is wrong with it, and the bodies that it was made from. Beyond these it
    depends on the site without its bodies, on the theme and on the request alone. ``view`` is a digest of what its
    template saw; empty where nobody asked for one."""

    name: str
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...] = ()
    reads: frozenset[Read] = frozenset()
    view: bytes = b""


Recall = Callable[[str], Made | None]
"""The piece of a name as it was made before, where making it again would bring the same; else None."""


def recall_nothing(_name: str) -> None:
    """A :data:`Recall` without a memory."""


class Wanted(NamedTuple):
    """Pages that somebody waits for, by the paths of their outputs: they are made first, and where others are still to be
    made, ``show`` gets them at once, with what they need of the theme."""

    paths: frozenset[str]
    show: Callable[[tuple[Output, ...]], None]


class Phrase(Protocol):
    """Says something in the words of a language."""

    def __call__(self, write: Callable[..., str], *about: object) -> str:
        """``write(*about)``, or what it was before; it may depend on nothing else."""
        ...


def write_phrase(write: Callable[..., str], *about: object) -> str:
    """A :class:`Phrase` without a memory."""
    return write(*about)


class PageMemory(Protocol):
    """Remembers pages, and the phrases on them."""

    @property
    def phrase(self) -> Phrase:
        """See :class:`Phrase`."""
        ...

    def recall(self, name: str) -> Made | None:
        """See :data:`Recall`."""
        ...

    def find_drawn(self, name: str, template: str, view: msgspec.Struct) -> tuple[bytes, Output | None]:
        """A digest of ``view`` as ``template`` sees it; and what the piece ``name`` became when it was last made, where
        that was from the same."""
        ...


class NotedBodies(Mapping[str, Body]):
    """Bodies by their writing's path, which note what is read of them."""

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self._bodies = bodies
        self._reads: set[Read] = set()

    def __getitem__(self, path: str) -> Body:
        body = self._bodies[path]
        self._reads.add(Read(path, True))
        return body

    def __contains__(self, path: object) -> bool:
        return path in self._bodies

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies)

    def __len__(self) -> int:
        return len(self._bodies)

    def excerpt(self, path: str) -> str:
        """The beginning of the body at ``path``."""
        self._reads.add(Read(path, False))
        return self._bodies[path].excerpt

    def take_reads(self) -> frozenset[Read]:
        """What was read since this was asked last."""
        taken = frozenset(self._reads)
        self._reads.clear()
        return taken
