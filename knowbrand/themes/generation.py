"""The code that Jinja makes of a template, made to do less for each value that it prints: a page prints hundreds."""

from __future__ import annotations

from typing import Any

import markupsafe
from jinja2.compiler import CodeGenerator

try:  # what ``markupsafe.escape`` calls, before it wraps the text for others to see that it is escaped
    from markupsafe._speedups import _escape_inner as _escape
except ImportError:  # where markupsafe has no part in C, or another one

    def _escape(text: str, /) -> str:
        return str(markupsafe.escape(text))


def show(value: Any) -> str:
    """``value`` as it stands in the HTML: nothing for None, as it says itself where it knows how, else escaped."""
    if type(value) is str:
        return _escape(value)
    if value is None:
        return ""
    if hasattr(value, "__html__"):
        shown: str = value.__html__()
        return shown
    return _escape(str(value))


class Generator(CodeGenerator):
    """Prints by :func:`show`, which an environment has under that name. The stock code calls three functions for each value
    and makes an object that says "escaped", which nobody asks for: what is printed is joined."""

    def _output_child_pre(self, *_: Any) -> None:
        self.write("environment.show(")

    def _output_child_post(self, *_: Any) -> None:
        self.write(")")
