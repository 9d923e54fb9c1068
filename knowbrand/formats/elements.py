"""XML, written: elements with text, attributes and children, and only characters that XML allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# XML 1.0, 2.2: every character but these (lone surrogates among them) may stand in a document
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;"))
_IN_ATTRIBUTE = (*_ESCAPES, ("\n", "&#10;"), ("\t", "&#9;"))

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def legal(text: str) -> str:
    """``text`` without the characters that XML doesn't allow."""
    return _ILLEGAL.sub("", text)


def element(name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> str:
    """An element that holds ``text``, on a line of its own; an empty tag where there is none."""
    written = _escape(text)
    start = f"<{name}{_attributes(attributes or {})}"
    return f"{start}>{written}</{name}>\n" if written else f"{start}/>\n"


def parent(name: str, children: Iterable[str], attributes: Mapping[str, str] | None = None) -> str:
    """An element that holds ``children``, which are XML already."""
    return f"<{name}{_attributes(attributes or {})}>\n{''.join(children)}</{name}>\n"


def instruction(name: str, attributes: Mapping[str, str]) -> str:
    """A processing instruction (XML 1.0, 2.6) that holds what looks like attributes."""
    return f"<?{name}{_attributes(attributes)}?>\n"


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{_escape(value, _IN_ATTRIBUTE)}"' for name, value in attributes.items())


def _escape(text: str, escapes: Iterable[tuple[str, str]] = _ESCAPES) -> str:
    """One character after the other: ``str.translate`` takes ten times as long for a text with accents in it."""
    text = legal(text)
    for character, escaped in escapes:
        text = text.replace(character, escaped)
    return text
