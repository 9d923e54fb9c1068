"""Link targets and titles (CommonMark 0.31, section 6.3), entities and backslash escapes (2.4, 2.5)."""

from __future__ import annotations

import re
from html import unescape as decode_entities

ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE_OR_ENTITY = re.compile(r"\\([!-/:-@\[-`{-~])|" + ENTITY.pattern)
_POINTED = re.compile(r"<((?:[^<>\\\n]|\\.)*+)>")
_TITLE = re.compile(r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|\(((?:[^()\\]|\\.)*+)\)', re.DOTALL)
_PLAIN_RUN = re.compile(r"[^\s\x00-\x1f()\\]++")
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_SIMPLE_TARGET = re.compile(r"\(([A-Za-z0-9/._~:?#@!$'*+,;=%-]+)\)")
"""Most targets hold nothing that has to be decoded, and no title."""
MAX_PARENTHESES = 32


def entity(written: str) -> str:
    """The text an entity stands for; an unknown one stays as written, a forbidden character becomes U+FFFD."""
    text = decode_entities(written)
    if text == "" or any(character < " " and character not in "\t\n\r" for character in text):
        return "\ufffd"
    return text


def unescape(text: str) -> str:
    """``text`` with backslash escapes and entities decoded."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPE_OR_ENTITY.sub(lambda found: found[1] or entity(found[0]), text)


def parse_destination(text: str, position: int) -> tuple[str, int] | None:
    """The link target at ``position`` and the position after it; None when there is no valid one."""
    if text.startswith("<", position):
        found = _POINTED.match(text, position)
        return (unescape(found[1]), found.end()) if found else None
    start, depth, length = position, 0, len(text)
    while position < length:
        run = _PLAIN_RUN.match(text, position)
        if run:
            position = run.end()
            continue
        character = text[position]
        if character == "\\" and position + 1 < length and text[position + 1] in ESCAPABLE:
            position += 2
            continue
        if character == "(":
            depth += 1
            if depth > MAX_PARENTHESES:
                return None
        elif character == ")":
            if depth == 0:
                break
            depth -= 1
        elif character != "\\":
            break
        position += 1
    return (unescape(text[start:position]), position) if depth == 0 else None


def parse_title(text: str, position: int) -> tuple[str, int] | None:
    """The quoted title at ``position`` and the position after it; None when there is none."""
    found = _TITLE.match(text, position)
    if not found:
        return None
    written = found[1] if found[1] is not None else found[2] if found[2] is not None else found[3]
    return unescape(written), found.end()


def parse_inline_target(text: str, position: int) -> tuple[str, str | None, int] | None:
    """The ``(target "title")`` at ``position``: target, title and the position after it; None for no valid one."""
    simple = _SIMPLE_TARGET.match(text, position)
    if simple:
        return simple[1], None, simple.end()
    if not text.startswith("(", position):
        return None
    position = _skip(text, position + 1)
    destination = parse_destination(text, position)
    if destination is None:
        return None
    url, position = destination
    title = None
    after = _skip(text, position)
    if after > position:
        parsed = parse_title(text, after)
        if parsed is not None:
            title, after = parsed[0], _skip(text, parsed[1])
    return (url, title, after + 1) if text.startswith(")", after) else None


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position
