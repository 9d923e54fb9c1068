"""After an upgrade: which overrides were copied from something that has changed since, and how."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from knowbrand.problems import KnowbrandError
from knowbrand.themes.blocks import outline, parent_of, read_blocks
from knowbrand.themes.inheritance import PARENT, Origin, Source, find_origin, find_source
from knowbrand.themes.layer import Layer
from knowbrand.themes.origins import Origins

State = Literal["changed", "gone", "unknown"]


class Finding(NamedTuple):
    """An override to look at: ``changed`` (what it was copied from says something else now: ``then``, ``now``, and what
    the override says, ``yours``), ``gone`` (the theme hasn't got it any more) or ``unknown`` (nothing is remembered of
    it). ``block`` is empty for what stands in no block; ``line`` is where it stands in the override, if it does."""

    state: State
    template: str
    block: str
    line: int | None
    origin: Origin | None = None
    version: str = ""
    then: str = ""
    now: str = ""
    yours: str = ""

    @property
    def name(self) -> str:
        """What is overridden: ``post.html:header``, or ``post.html``."""
        return f"{self.template}:{self.block}" if self.block else self.template

    def difference(self) -> str:
        """What changed in the theme, as a unified diff."""
        old = f"{self.origin.theme} {self.origin.version}" if self.origin else "then"
        return _compare(self.then, self.now, f"{self.name} ({old})", f"{self.name} (now, {self.version})")

    def your_difference(self) -> str:
        """What the override changed, as a unified diff: the other side of a three-way view."""
        return _compare(self.then, self.yours, f"{self.name} (as copied)", f"{self.name} (yours)")


def audit(layers: Sequence[Layer], origins: Origins) -> list[Finding]:
    """Every override that asks for a look; none for those whose origin is what it was."""
    overrides = [layer for layer in layers if layer.manifest is None]
    return [
        finding
        for layer in overrides
        for template in sorted(layer.templates())
        for finding in _audit_template(
            layers, Source(0, layer, template, layer.files[template].decode()), origins
        )
    ]


def list_names(source: Source) -> Iterator[str]:
    """What a template of ``overrides/`` overrides: itself, or its blocks where it extends what it replaces."""
    if parent_of(source.text) == f"{PARENT}{source.template}":
        blocks = (block for block in read_blocks(source.text) if not block.is_empty)
        yield from (f"{source.template}:{block.name}" for block in blocks)
    else:
        yield source.template


def _audit_template(layers: Sequence[Layer], source: Source, origins: Origins) -> Iterator[Finding]:
    for name in list_names(source):
        template, _, block = name.partition(":")
        yours = source.find(block)
        line = yours.line if yours else 1
        remembered = origins.by_name.get(name)
        try:
            now = find_origin(layers, template, block)
        except KnowbrandError:
            if remembered:
                yield Finding("gone", template, block, line, remembered, then=remembered.text)
            continue
        if remembered is None:
            yield Finding("unknown", template, block, line, now=now.text, version=now.version)
        elif remembered.text != now.text:
            yield from _compare_pieces(source, remembered, now)


def _compare_pieces(source: Source, then: Origin, now: Origin) -> Iterator[Finding]:
    """One finding for each block in which the two texts differ."""
    old, new, yours = outline(then.text), outline(now.text), outline(source.text)
    for piece in dict.fromkeys([*old, *new]):
        if old.get(piece) != new.get(piece) and (piece or not then.block):
            found = source.find(piece)
            line = found.line if found else None
            texts = old.get(piece, ""), new.get(piece, ""), yours.get(piece, "")
            yield Finding("changed", then.template, piece, line, then, now.version, *texts)


def _compare(old: str, new: str, old_name: str, new_name: str) -> str:
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), old_name, new_name
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def accept(layers: Sequence[Layer], names: Sequence[str] = ()) -> list[Origin]:
    """The origins as the themes have them now, of the overrides ``names`` or of all."""
    found = []
    for layer in layers:
        if layer.manifest is None:
            for template in sorted(layer.templates()):
                source = find_source((layer,), template)
                found += [name for name in list_names(source) if not names or name in names] if source else []
    return [origin for name in found if (origin := _origin(layers, name))]


def _origin(layers: Sequence[Layer], name: str) -> Origin | None:
    template, _, block = name.partition(":")
    try:
        return find_origin(layers, template, block)
    except KnowbrandError:
        return None
