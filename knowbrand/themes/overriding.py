"""A template of ``overrides/``, with what an author wants to change copied into it."""

from __future__ import annotations

from knowbrand.problems import KnowbrandError, Place, error
from knowbrand.themes.blocks import Block, parent_of, read_blocks
from knowbrand.themes.inheritance import PARENT, Origin


def merge(origin: Origin, existing: str | None) -> str:
    """The text of ``overrides/TEMPLATE`` with ``origin`` copied into it; ``existing`` is what it says so far.

    Raises KnowbrandError where that is overridden already, or the file is no place for a block.
    """
    if not origin.block:
        if existing is not None:
            raise _refuse(origin, 1, "this template is overridden already", "edit it, or delete it first")
        return origin.text
    if existing is None:
        return f'{{% extends "{PARENT}{origin.template}" %}}\n\n{origin.text}\n'
    if parent_of(existing) != f"{PARENT}{origin.template}":
        message = "this is a copy of the whole template, which has the block already"
        raise _refuse(origin, 1, message, "edit the block there")
    return _add(origin, existing)


def _add(origin: Origin, existing: str) -> str:
    blocks = read_blocks(existing)
    mine = _find(blocks, origin.block)
    if mine and mine.is_empty and not mine.is_outermost:
        return existing[: mine.start] + origin.text + existing[mine.end :]
    if mine:
        message = f"the block '{origin.block}' is overridden already"
        raise _refuse(origin, mine.line, message, "edit it here, or delete it first")
    text = origin.text
    for inner in reversed(read_blocks(text)):
        moved = _find(read_blocks(existing), inner.name)
        if moved:  # a name stands once in a file, so the author's block moves to its place in the new one
            text = text[: inner.start] + moved.text + text[inner.end :]
            existing = existing[: moved.start] + existing[moved.end :].lstrip("\n")
    return f"{existing.rstrip()}\n\n{text}\n"


def _find(blocks: tuple[Block, ...], name: str) -> Block | None:
    return next((block for block in blocks if block.name == name), None)


def _refuse(origin: Origin, line: int, message: str, hint: str) -> KnowbrandError:
    return KnowbrandError(error("KB431", message, Place(f"overrides/{origin.template}", line), hint))
