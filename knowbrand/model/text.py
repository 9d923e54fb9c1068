"""Localized text: one text, or one text a language."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Phrase(msgspec.Struct, frozen=True):
    """Text as chosen for a reader. ``language`` is None where the file doesn't say it."""

    text: str
    language: str | None = None

    def __bool__(self) -> bool:
        return bool(self.text)


class Localized(msgspec.Struct, frozen=True):
    """Human text in one or more languages, in the file's order; the language None stands for all of them."""

    variants: tuple[tuple[str | None, str], ...]

    def choose(self, language: str, languages: Sequence[str]) -> Phrase:
        """The text for a page in ``language``: that language, then ``languages`` in order, then the file's order."""
        by_language = dict(self.variants)
        for candidate in (None, language, *languages):
            if candidate in by_language:
                return Phrase(by_language[candidate], candidate)
        first_language, first_text = self.variants[0]
        return Phrase(first_text, first_language)

    def texts(self) -> tuple[str, ...]:
        """Every text, in the file's order."""
        return tuple(text for _, text in self.variants)


def localize(text: str) -> Localized:
    """``text`` for every language."""
    return Localized(((None, text),))
