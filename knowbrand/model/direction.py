"""Which way a language is written."""

from __future__ import annotations

from functools import cache
from typing import Literal

Direction = Literal["ltr", "rtl"]

_RIGHT_TO_LEFT = frozenset(
    {"Adlm", "Arab", "Armi", "Gara", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
)
"""Scripts of living languages, and of texts still read, whose lines run from right to left (CLDR, scriptMetadata)."""


@cache
def read_direction(code: str) -> Direction | None:
    """The direction of the language ``code`` (BCP 47), from the script that it names or, by CLDR, is mostly written in;
    None for a language that CLDR doesn't know."""
    from babel.core import get_global  # not for every command: it takes its time

    language, *subtags = code.replace("_", "-").split("-")
    language = language.lower()
    scripts = [tag.title() for tag in subtags if len(tag) == 4 and tag.isalpha()]
    likely = get_global("likely_subtags")
    for tag in (*(f"{language}_{tag.upper()}" for tag in subtags), language):
        scripts += likely.get(tag, "").split("_")[1:2]
    if not scripts:
        return None
    return "rtl" if scripts[0] in _RIGHT_TO_LEFT else "ltr"
