"""The blocks of a template as its author wrote them: where each begins and ends, and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_OPENING = re.compile(r"\{[#{%]")
_TAG = re.compile(
    r"""\{%[-+]?\s*+(?P<word>[a-z_]++)\s*+(?P<rest>(?:"[^"]*+"|'[^']*+'|[^"'%]|%(?!\}))*+)%\}""", re.DOTALL
)
_PRINT = re.compile(r"""\{\{(?:"[^"]*+"|'[^']*+'|[^"'}]|\}(?!\}))*+\}\}""", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_END_OF_RAW = re.compile(r"\{%[-+]?\s*+endraw\s*+[-+]?%\}")
_NAME = re.compile(r"[A-Za-z_]\w*")
_TEMPLATE = re.compile(r"""["']([^"']+)["']""")
_SUPER = re.compile(r"\{\{[-+]?\s*super\(\)\s*[-+]?\}\}")


class Block(NamedTuple):
    """A block in a template's text: its two tags and what stands between; ``path`` names the blocks around it and
    itself; ``line`` counts from 1, ``start`` from 0."""

    name: str
    opening: str
    inner: str
    closing: str
    line: int
    start: int
    path: tuple[str, ...]

    @property
    def text(self) -> str:
        """The block with its tags."""
        return self.opening + self.inner + self.closing

    @property
    def end(self) -> int:
        """Where it ends in the template."""
        return self.start + len(self.text)

    @property
    def is_empty(self) -> bool:
        """Whether it only stands for the block that it overrides: ``{{ super() }}`` and nothing else."""
        return bool(_SUPER.fullmatch(self.inner.strip()))

    @property
    def is_outermost(self) -> bool:
        """Whether it stands in no other block."""
        return len(self.path) == 1


def read_blocks(source: str) -> tuple[Block, ...]:
    """The blocks of a template, in the order in which they begin. What Jinja couldn't read gives none."""
    found: list[Block] = []
    open_blocks: list[tuple[str, int, int]] = []
    for tag in _tags(source):
        if tag["word"] == "block":
            called = _NAME.match(tag["rest"])
            open_blocks.append((called[0] if called else "", tag.start(), tag.end()))
        elif tag["word"] == "endblock":
            if not open_blocks:
                return ()
            path = tuple(name for name, _, _ in open_blocks)
            name, start, inside = open_blocks.pop()
            line = source.count("\n", 0, start) + 1
            parts = source[start:inside], source[inside : tag.start()], tag[0]
            found.append(Block(name, *parts, line, start, path))
    return () if open_blocks else tuple(sorted(found, key=lambda block: block.start))


def parent_of(source: str) -> str | None:
    """What the template extends, as it says it; None where it extends nothing, or what only its view decides."""
    for tag in _tags(source):
        if tag["word"] == "extends":
            name = _TEMPLATE.fullmatch(tag["rest"].strip().removesuffix("-").strip())
            return name[1] if name else None
    return None


def names_used(source: str) -> Iterator[str]:
    """The templates that this one extends, includes or imports by a name that stands in it."""
    for tag in _tags(source):
        if tag["word"] in ("extends", "include", "import", "from"):
            yield from (name.removeprefix("parent:") for name in _TEMPLATE.findall(tag["rest"]))


def put_parents(text: str, parent: str) -> str:
    """``text`` with what ``super()`` stands for in place of it."""
    return _SUPER.sub(lambda _: parent, text)


def asks_parent(text: str) -> bool:
    """Whether ``super()`` is printed in ``text``."""
    return bool(_SUPER.search(text))


def outline(source: str) -> dict[str, str]:
    """The text of each block without that of the blocks in it, and under the empty name what stands in none: two
    versions of a template compared piece by piece."""
    blocks = read_blocks(source)
    pieces = {}
    for name, start, end in [
        ("", 0, len(source)),
        *((found.name, found.start, found.end) for found in blocks),
    ]:
        text, position = "", start
        for inner in blocks:
            if inner.start >= position and inner.end <= end and (inner.start, inner.end) != (start, end):
                text += source[position : inner.start] + f"{{% block {inner.name} %}}…{{% endblock %}}"
                position = inner.end
        pieces[name] = text + source[position:end]
    return pieces


def _tags(source: str) -> Iterator[re.Match[str]]:
    """The tags of a template; none after something that has no end."""
    position = 0
    while opening := _OPENING.search(source, position):
        kind = {"{#": _COMMENT, "{{": _PRINT, "{%": _TAG}[opening[0]]
        found = kind.match(source, opening.start())
        if found and kind is _TAG and found["word"] == "raw":
            found = _END_OF_RAW.search(source, found.end())
        elif found and kind is _TAG:
            yield found
        if found is None:
            return
        position = found.end()


def list_code(source: str) -> Iterator[tuple[int, str]]:
    """The line, and the text, of each tag and each value printed."""
    position = 0
    while opening := _OPENING.search(source, position):
        found = {"{#": _COMMENT, "{{": _PRINT, "{%": _TAG}[opening[0]].match(source, opening.start())
        if found is None:
            return
        if opening[0] != "{#":
            yield source.count("\n", 0, found.start()) + 1, found[0]
        position = found.end()
