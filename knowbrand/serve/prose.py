"""What in the author's prose reads like filler, for the page that somebody looks at."""

from __future__ import annotations

import threading
from pathlib import Path

from knowbrand.build import Composition
from knowbrand.memo import Memo
from knowbrand.problems import KnowbrandError, Problem


class ProseReader:
    """Reads the files of the site in the folder ``root`` that a page is made of, when somebody looks at it; what didn't
    change is known. Any number of threads may ask."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._memo = Memo(None)
        self._lock = threading.Lock()
        self._composition: Composition | None = None

    def read(self, composition: Composition, files: frozenset[str]) -> tuple[Problem, ...]:
        """What the rules have to say of ``files`` of the site, and what is wrong with the site's own rules."""
        if composition.model is None or composition.public is None:
            return ()
        from knowbrand.proofreading import proofread  # not before somebody looks: it knows many words

        with self._lock:
            if composition is not self._composition:
                self._memo.save()  # and forget what nobody asked for since the last change
                self._composition = composition
            try:
                found = proofread(
                    self._root,
                    composition.model,
                    composition.public,
                    self._memo,
                    everything=True,
                    files=files,
                )
            except (
                KnowbrandError,
                OSError,
            ):  # a file that changes or goes at this moment: the next build tells
                return ()
        return tuple(sorted(set(found.problems), key=Problem.sort_key))
