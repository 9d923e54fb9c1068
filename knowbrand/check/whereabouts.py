"""Where in the author's sources an address of a finished page was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import unquote

from knowbrand.problems import Place
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path


class Whereabouts:
    """The sources of ``site`` and their ``texts``, by path."""

    def __init__(self, site: Site | None = None, texts: Mapping[str, str] | None = None) -> None:
        self._texts = texts or {}
        self._copies: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        if site:
            self._copies = {output_path(file.url): file.source for file in site.files}
            self._sources = {output_path(page.url): page.sources[0] for page in site.pages if page.sources}

    def name(self, output: str) -> Place:
        """What the author knows ``output`` by: the file that it is a copy of, else itself."""
        return Place(self._copies.get(output, output))

    def find(self, address: str, outputs: Iterable[str]) -> Place:
        """Where ``address``, which stands in ``outputs``, was written: in a source of one of them, else in another
        source; else the first output is named, as a theme has it then. A relative address is never the author's own:
        those were resolved."""
        there = tuple(outputs)
        if "//" in address:
            likely = [self._sources[path] for path in there if path in self._sources]
            for source in dict.fromkeys((*likely, *self._texts)):
                place = self._search(source, address)
                if place:
                    return place
        return self.name(there[0])

    def _search(self, source: str, address: str) -> Place | None:
        text = self._texts.get(source, "")
        for written in dict.fromkeys((address, escape(address), unquote(address))):
            found = re.search(re.escape(written) + r"(?![\w/%&=~#?-])", text) if written in text else None
            if found:
                line = text.count("\n", 0, found.start()) + 1
                column = found.start() - text.rfind("\n", 0, found.start())
                return Place(source, line, column, line, column + len(written))
        return None
