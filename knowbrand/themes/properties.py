"""Custom properties that a theme's style sheets use, and that nothing sets (CSS Custom Properties 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowbrand.problems import Place, Problem, error, nearest
from knowbrand.themes.choices import declared_options
from knowbrand.themes.layer import Layer

_NAME = r"""--[^\s,:;(){}<>"'/*\\]++"""
_PIECE = re.compile(
    rf"""/\*.*?(?:\*/|\Z) | var\(\s*+(?P<used>{_NAME})\s*+\) | (?P<set>{_NAME})""", re.VERBOSE | re.DOTALL
)
_SCRIPTS = (".css", ".js", ".mjs")


def check_properties(layers: Sequence[Layer], css: str) -> Iterator[Problem]:
    """An error for each ``var()`` without a fallback whose property nothing sets: no style sheet of ``layers``, under any
    option; not ``css``, what is joined with them; no colour that a site may choose; no script. With a theme of the site's
    own its sheets alone are told about."""
    known = _list_set(layers, css)
    judged = [layer for layer in layers if layer.is_own] or layers
    for layer in judged:
        for sheet in layer.styles():
            for found in _PIECE.finditer(sheet.text):
                name = found["used"]
                if name and name not in known:
                    guess = nearest(name, known)
                    hint = (
                        f"did you mean '{guess}'?"
                        if guess
                        else f"set it on :root, or give a fallback: var({name}, …)"
                    )
                    place = _place(layer.place(sheet.path), sheet.text, found.start("used"), len(name))
                    yield error("KB471", f"nothing sets {name}", place, hint)


def _list_set(layers: Sequence[Layer], css: str) -> set[str]:
    texts = [css, *(sheet.text for layer in layers for sheet in layer.styles())]
    texts += [
        content.decode(errors="replace")
        for layer in layers
        for path, content in layer.files.items()
        if "assets/" in path and path.endswith(_SCRIPTS)
    ]
    options = declared_options(layers)
    colours = {f"--{name}" for name, option in options.items() if option.type == "colour"}
    return colours.union(found["set"] for text in texts for found in _PIECE.finditer(text) if found["set"])


def _place(place: Place, text: str, start: int, length: int) -> Place:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Place(place.path, line, column, line, column + length)
