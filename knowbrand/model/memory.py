"""How a room lets the results of its pure steps be remembered, without knowing by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Remember(Protocol):
    """Takes a step for each of several items, or remembers what it gave."""

    def __call__(
        self,
        step: Callable[[T], R],
        items: Sequence[T],
        kind: type[R],
        depends: Callable[[T], Iterable[object]],
        /,
    ) -> list[R]:
        """The results of ``step`` for ``items``. A result is of ``kind``, a type that msgspec writes and reads;
        ``depends`` gives, for an item, everything that its result depends on."""
        ...


def make_anew(
    step: Callable[[T], R], items: Sequence[T], kind: type[R], depends: Callable[[T], Iterable[object]], /
) -> list[R]:
    """Remembers nothing; see :class:`Remember`."""
    del kind, depends
    return [step(item) for item in items]
