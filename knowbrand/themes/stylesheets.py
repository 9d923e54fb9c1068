"""The rules of a style sheet (CSS Syntax 3), and what they say about colours in a light and in a dark scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PIECE = re.compile(
    r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|[{};]|[^{};"'/]+|/""", re.DOTALL
)
_SCHEME = re.compile(r"prefers-color-scheme\s*:\s*(light|dark)")
_OTHER_MEDIUM = re.compile(r"\bprint\b|\bspeech\b|forced-colors|prefers-contrast|inverted-colors|monochrome")


class Rule(NamedTuple):
    """One rule: the conditions around it (``@media …``), its selector and its declarations, in their order."""

    conditions: tuple[str, ...]
    selector: str
    declarations: tuple[tuple[str, str], ...]


def read_rules(css: str) -> Iterator[Rule]:
    """The rules of ``css`` in their order; what isn't a rule is passed over."""
    around: list[str] = []
    written: list[list[tuple[str, str]]] = [[]]
    text = ""
    for found in _PIECE.finditer(css):
        piece = found[0]
        if piece.startswith("/*"):
            continue
        if piece == "{":
            around.append(" ".join(text.split()))
            written.append([])
            text = ""
        elif piece in (";", "}"):
            _declare(text, written[-1])
            text = ""
            if piece == "}" and around:
                yield from _close(around, written)
        else:
            text += piece


def _declare(text: str, declarations: list[tuple[str, str]]) -> None:
    name, colon, value = text.partition(":")
    if colon and not text.lstrip().startswith("@"):
        declarations.append((name.strip().lower(), " ".join(value.replace("!important", "").split())))


def _close(around: list[str], written: list[list[tuple[str, str]]]) -> Iterator[Rule]:
    declarations = written.pop()
    conditions = tuple(name for name in around if name.startswith("@"))
    selector = " ".join(name for name in around if not name.startswith("@"))
    around.pop()
    if declarations and selector:
        yield Rule(conditions, selector, tuple(declarations))


class Sheet(NamedTuple):
    """What a style sheet says in one colour scheme: design tokens (custom properties) and the last word of each
    selector on each property."""

    tokens: dict[str, str]
    styles: dict[str, dict[str, str]]


def read_scheme(css: str, scheme: str) -> Sheet:
    """What ``css`` says on a screen in the scheme ``light`` or ``dark``, for someone who asks for nothing special."""
    sheet = Sheet({}, {})
    for rule in read_rules(css):
        if not all(_holds(condition, scheme) for condition in rule.conditions):
            continue
        for selector in (part.strip() for part in rule.selector.split(",")):
            for name, value in rule.declarations:
                if name.startswith("--"):
                    if selector in (":root", "html", "body", ":host"):
                        sheet.tokens[name[2:]] = value
                else:
                    sheet.styles.setdefault(selector, {})[name] = value
    return sheet


def _holds(condition: str, scheme: str) -> bool:
    if not condition.startswith("@media"):
        return condition.startswith(("@supports", "@layer", "@container"))
    asked = _SCHEME.search(condition)
    return not _OTHER_MEDIUM.search(condition) and (asked is None or asked[1] == scheme)
