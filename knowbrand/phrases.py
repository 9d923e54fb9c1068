"""Dates, languages and countries in the words of a language, remembered from build to build.

The library that knows them takes longer to load than all else that an edited page needs.
"""

from __future__ import annotations

from collections.abc import Callable

from knowbrand.memo import Memo, digest_key

MOST = 50_000
"""Phrases that are kept: the days of a few thousand posts in several languages. With more, all begins anew."""


class PhraseMemory:
    """What was said before. What ``memo`` remembers of it counts for one version of everything that is installed."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._key = digest_key("phrases", ())
        self._known = memo.load(self._key, dict[str, str]) or {}
        self._kept = len(self._known)

    def phrase(self, write: Callable[..., str], *about: object) -> str:
        """``write(*about)``, which depends on nothing else; each of ``about`` is told by its text."""
        name = "\0".join((write.__qualname__, *map(str, about)))
        if name not in self._known:
            self._known[name] = write(*about)
        return self._known[name]

    def keep(self) -> None:
        """Remember what was said, where some of it is new."""
        if len(self._known) > self._kept:
            self._memo.store(self._key, self._known if len(self._known) <= MOST else {})
