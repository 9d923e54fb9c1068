"""The check for filler with its memory: what was read before, and by the same rules, isn't read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from knowbrand.check.substance.checking import Substance, check_substance
from knowbrand.memo import Memo
from knowbrand.model import Model
from knowbrand.problems import Problem
from knowbrand.site.graph import Site
from knowbrand.sources import read_file
from knowbrand.sources.packs import read_packs
from knowbrand.sources.text import decode
from knowbrand.workers import spread

T = TypeVar("T")
R = TypeVar("R")


def proofread(
    root: Path,
    model: Model,
    public: Site,
    memo: Memo,
    *,
    everything: bool,
    imported: bool = False,
    files: Collection[str] | None = None,
    jobs: int = 1,
) -> Substance:
    """What in the prose of the site in ``root`` says nothing: in the profile and all summaries, or in ``everything``, and
    of ``files`` alone where they are given. See :func:`check_substance`; faults of the rules are among its problems."""
    share = partial(spread, jobs=jobs) if everything else map  # a summary is read faster than it is shared

    def remember(
        step: Callable[[T], R],
        items: Sequence[T],
        kind: type[R],
        depends: Callable[[T], Iterable[object]],
        /,
    ) -> list[R]:
        return memo.each(step, items, kind, depends, share)

    problems: list[Problem] = []
    settings = model.settings
    extensions = {name: settings.where(f"extensions.{at}") for at, name in enumerate(settings.extensions)}
    rules = read_packs(root, settings.languages, problems, extensions, remember)
    found = check_substance(
        model,
        public,
        rules,
        lambda path: decode(read_file(root, path), path, "KB608"),
        everything=everything,
        imported=imported,
        files=files,
        remember=remember,
    )
    return replace(found, problems=(*problems, *found.problems))
