"""A language as the site speaks it."""

from __future__ import annotations

from typing import Literal

import msgspec

from knowbrand.problems import Place


class Quotes(msgspec.Struct, frozen=True):
    """Quotation marks: around a quotation, and around one within it. French ones carry their no-break space."""

    open: str = "“"
    close: str = "”"
    inner_open: str = "‘"
    inner_close: str = "’"


class OwnWord(msgspec.Struct, frozen=True):
    """A word as the site's own language file says it."""

    text: str
    place: Place


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """One file of ``languages/``: the name of the language in itself, and the site's words in it.

    ``words`` is complete: what the file lacks is taken from English, and is ``borrowed``. ``own`` is what the site's own file says, also of
    words that aren't the interface's: they are the theme's, if it has them.
    """

    code: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    quotes: Quotes
    words: dict[str, str]
    locale: str
    """The locale (CLDR) whose way of writing dates it follows, such as ``en_001``; mostly the code itself."""
    alphabet: str = ""
    """Letters whose order differs from the Latin alphabet's, in order; empty where none does."""
    own: dict[str, OwnWord] = {}
    borrowed: frozenset[str] = frozenset()
    """The words that are English, for want of its own."""
