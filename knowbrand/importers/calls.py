"""Template calls in a text: found, and taken apart into a name and its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["liquid", "output", "shortcode"]

_OPENING = re.compile(r"\{\{[<%]|\{\{|\{%|\{::/?(?=[a-z])|\{:/")
_CLOSING = {"{{<": ">}}", "{{%": "%}}", "{{": "}}", "{%": "%}", "{::": "}", "{::/": "}", "{:/": "}"}
_LONGEST = 4000
_QUOTE_ENDS = r"""(?=[\s,|()\]]|$|[\w.-]{1,40}=)"""
_ARGUMENT = re.compile(
    r"""(?:([\w.-]+)\s{0,10}[=:]\s{0,10})?"""
    rf"""(?:"((?:[^"\\]|\\.|"(?!{_QUOTE_ENDS}))*+)("|$)|'((?:[^'\\]|\\.|'(?!{_QUOTE_ENDS}))*+)('|$)"""
    r"""|`([^`]*)`|([^\s,()|"'`][^\s,()|"`]*+))""",
    re.DOTALL,
)
_FUNCTION = re.compile(r"([\w:.]+)\s*\((.*)\)\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Call:
    """``{{ … }}`` (``output``), ``{% … %}`` (``liquid``; kramdown's ``{::…}`` counts as one) or Hugo's ``{{< … >}}``
    (``shortcode``), with its first word and its arguments. ``filters`` are the parts after each ``|``."""

    start: int
    end: int
    text: str
    kind: Kind
    name: str
    arguments: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict)
    filters: tuple[str, ...] = ()

    def get(self, name: str, position: int) -> str | None:
        """The argument called ``name``, else the one at ``position``."""
        if name in self.named:
            return self.named[name]
        return self.arguments[position] if position < len(self.arguments) and not self.named else None


def find_calls(text: str) -> Iterator[Call]:
    """The calls in ``text``, in order. An opening that isn't closed within 4,000 characters is no call."""
    position = 0
    while found := _OPENING.search(text, position):
        opening = found[0]
        end = text.find(_CLOSING[opening], found.end(), found.end() + _LONGEST)
        if end < 0:
            position = found.end()
            continue
        end += len(_CLOSING[opening])
        yield _take_apart(text, found.start(), end, opening)
        position = end


def _take_apart(text: str, start: int, end: int, opening: str) -> Call:
    written = text[start:end]
    inner = written[len(opening) : -len(_CLOSING[opening])].strip().strip("-").strip()
    if opening in {"{{<", "{{%"}:
        name, _, rest = inner.partition(" ")
        if name == "/" and rest:  # {{< / highlight >}}
            name = "/" + rest.strip()
        arguments, named = _arguments(rest.rstrip("/ "))
        return Call(start, end, written, "shortcode", name.strip(), arguments, named)
    if opening == "{{":
        parts = _split_filters(inner)
        function = _FUNCTION.match(parts[0])
        if function:
            arguments, named = _arguments(function[2])
            return Call(start, end, written, "output", function[1], arguments, named, tuple(parts[1:]))
        return Call(start, end, written, "output", parts[0], (), {}, tuple(parts[1:]))
    if opening.startswith("{:"):
        return Call(start, end, written, "liquid", opening[1:] + inner.split(" ")[0])
    name, _, rest = inner.partition(" ")
    function = _FUNCTION.match(inner)
    if function:  # Zola's {% name(argument=1) %}
        name, rest = function[1], function[2]
    arguments, named = _arguments(rest)
    return Call(start, end, written, "liquid", name.strip(), arguments, named)


def _arguments(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The arguments in ``text``: a quote within quotes is text where more of it follows. None at all where a quote isn't
    closed, as nobody knows then what belongs to what."""
    arguments: list[str] = []
    named: dict[str, str] = {}
    for found in _ARGUMENT.finditer(text):
        if "" in (found[3], found[5]):
            return (), {}
        value = next((found[number] for number in (2, 4, 6, 7) if found[number] is not None), "")
        value = re.sub(r"\\([\"'\\])", r"\1", value)
        if found[1]:
            named.setdefault(found[1], value)
        else:
            arguments.append(value)
    return tuple(arguments), named


def _split_filters(text: str) -> list[str]:
    """``text`` at each ``|`` that isn't in quotes."""
    parts = [""]
    quote = ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        if character == "|" and not quote:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
