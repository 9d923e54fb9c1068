"""Attribute lists of Python-Markdown, looked for in linear time."""

from __future__ import annotations

import re

from markdown.extensions.attr_list import AttrListTreeprocessor

_AT_END = re.compile(rf"(?<! ) +{AttrListTreeprocessor.BASE_RE} *$")


class _AtEnd:
    """Finds what the stock pattern finds. That one tries every brace of the text as the beginning of a list, and reads
    on to the end of the line each time; a list at the end can only stand in the last line, which closes it."""

    def search(self, text: str) -> re.Match[str] | None:
        """The attribute list at the end of ``text``, with the space before it."""
        if not text.rstrip(" \n").endswith("}"):
            return None
        return _AT_END.search(text, text.rfind("\n", 0, len(text) - 1) + 1)


class LinearAttributeLists(AttrListTreeprocessor):
    """The stock processor with another search at the end of headings, cells and terms."""

    HEADER_RE = _AtEnd()  # type: ignore[assignment, misc]
