"""Emphasis, strong emphasis and strikethrough (CommonMark 6.2; GFM 6.5), in linear time."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from xml.etree.ElementTree import Element

import msgspec


class Delimiter(msgspec.Struct):
    """A run of marks. ``left`` are those that aren't used yet; as text it is these marks."""

    character: str
    length: int
    opens: bool
    closes: bool
    left: int

    def __str__(self) -> str:
        return self.character * self.left


Node = str | Element | Delimiter


def fill(element: Element, nodes: list[Node]) -> None:
    """Set the nodes as the first content of ``element``; texts side by side become one."""
    if len(nodes) == 1 and type(nodes[0]) is str:
        element.text = nodes[0] or None
        return
    texts: list[str] = []
    last: Element | None = None
    position = 0
    element.text = None
    for node in nodes:
        if type(node) is str:
            texts.append(node)
        elif not isinstance(node, Element):
            texts.append(str(node))
        else:
            _close(element, last, texts)
            element.insert(position, node)
            position, last = position + 1, node
    _close(element, last, texts)


def _close(element: Element, last: Element | None, texts: list[str]) -> None:
    """Put the texts behind the ``last`` child, or where there is none at the beginning of ``element``."""
    text = "".join(texts) or None
    texts.clear()
    if last is None:
        element.text = text
    else:
        last.tail = text


@lru_cache(maxsize=1024)
def _is_punctuation(character: str) -> bool:
    return not character.isalnum() and unicodedata.category(character)[0] in "PS"


def flanking(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the run of marks from ``start`` to ``end`` may open, and may close."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    space_before, space_after = before.isspace(), after.isspace()
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if text[start] == "_":
        return left and (not right or mark_before), right and (not left or mark_after)
    return left, right


def resolve(nodes: list[Node]) -> list[Node]:
    """The nodes with every pair of delimiters made an element, and the others made text."""
    for node in nodes:
        if type(node) is Delimiter:
            break
    else:
        return nodes
    done: list[Node] = []
    openers: list[tuple[Delimiter, int]] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for node in nodes:
        if not isinstance(node, Delimiter):
            done.append(node)
            continue
        while node.closes and node.left and openers:
            key = (node.character, node.opens, node.length % 3)
            found = _opener(openers, node, bottoms.get(key, 0))
            if found is None:
                bottoms[key] = len(openers)
                break
            _pair(done, openers, found, node)
            for other, bottom in bottoms.items():
                bottoms[other] = min(bottom, len(openers))
        if node.left:
            if node.opens:
                openers.append((node, len(done)))
            done.append(node)
    return [str(node) if isinstance(node, Delimiter) else node for node in done]


def _opener(openers: list[tuple[Delimiter, int]], closer: Delimiter, bottom: int) -> int | None:
    for index in range(len(openers) - 1, bottom - 1, -1):
        opener = openers[index][0]
        if opener.character != closer.character:
            continue
        both = opener.closes or closer.opens
        odd = (opener.length + closer.length) % 3 == 0 and (opener.length % 3 or closer.length % 3)
        if not (both and odd and opener.character != "~"):
            return index
    return None


def _pair(done: list[Node], openers: list[tuple[Delimiter, int]], index: int, closer: Delimiter) -> None:
    """Make an element of what stands between an opener and the closer; drop the openers between them."""
    opener, position = openers[index]
    size = 2 if opener.left >= 2 and closer.left >= 2 else 1
    element = Element({"~": "del"}.get(closer.character, "strong" if size == 2 else "em"))
    fill(element, done[position + 1 :])
    opener.left -= size
    closer.left -= size
    del done[position + 1 :]
    del openers[index + 1 :]
    if opener.left == 0:
        del done[position]
        openers.pop()
    done.append(element)
