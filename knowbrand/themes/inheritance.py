"""What a template inherits, block by block, and what somebody who overrides it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from knowbrand import __version__
from knowbrand.problems import KnowbrandError, Place, error, nearest
from knowbrand.themes.blocks import Block, asks_parent, parent_of, put_parents, read_blocks
from knowbrand.themes.layer import ASSETS, BUILT_IN, Layer

PARENT = "parent:"
"""Before a template's name: the next one of that name in the chain, after the folder of the template that says so."""


class Source(NamedTuple):
    """A template in the chain: its layer's number, the layer, its name and its text."""

    number: int
    layer: Layer
    template: str
    text: str

    def find(self, name: str) -> Block | None:
        """Its block of that name."""
        return next((block for block in read_blocks(self.text) if block.name == name), None)


class Origin(NamedTuple):
    """What an override is copied from: the template and the block that are overridden (no block: the whole template),
    the theme and its version, the file that it stands in, and the text."""

    template: str
    block: str
    theme: str
    version: str
    file: str
    text: str

    @property
    def name(self) -> str:
        """``post.html``, or ``post.html:header``."""
        return f"{self.template}:{self.block}" if self.block else self.template


def themes_of(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """The themes of a chain, without what the site lays over them."""
    return tuple(layer for layer in layers if layer.manifest)


def find_source(layers: Sequence[Layer], template: str, first: int = 0) -> Source | None:
    """The nearest template of that name, from the layer ``first`` on."""
    if template.endswith(".html") and not template.startswith(ASSETS):
        for number, layer in enumerate(layers[first:], first):
            if template in layer.files:
                return Source(number, layer, template, layer.files[template].decode())
    return None


def list_ancestry(layers: Sequence[Layer], template: str, first: int = 0) -> tuple[Source, ...]:
    """The template, what it extends, what that extends and so on; nothing where there is none of that name."""
    found: list[Source] = []
    source = find_source(layers, template, first)
    while source and not any((source.number, source.template) == (old.number, old.template) for old in found):
        found.append(source)
        parent = parent_of(source.text)
        if parent is None:
            break
        above = source.number + 1 if parent.startswith(PARENT) else 0
        source = find_source(layers, parent.removeprefix(PARENT), above)
    return tuple(found)


def list_blocks(ancestry: Sequence[Source]) -> list[str]:
    """The blocks that a template has, its own and what it inherits, in the order of the page."""
    names: dict[str, None] = {}
    for source in reversed(ancestry):
        names |= dict.fromkeys(block.name for block in read_blocks(source.text))
    return list(names)


def find_origin(layers: Sequence[Layer], template: str, block: str = "") -> Origin:
    """What an override of ``template``, or of its block, begins with.

    Blocks in the block that is copied stay where they are: the copy only names them (``super()``). Raises KnowbrandError,
    with the nearest name, where there is no such template or block.
    """
    themes = themes_of(layers)
    ancestry = list_ancestry(themes, template)
    if not ancestry:
        known = {name for layer in themes for name in layer.templates()}
        guess = nearest(template, known)
        hint = f"did you mean '{guess}'?" if guess else f"there are: {', '.join(sorted(known))}"
        raise KnowbrandError(error("KB430", f"no theme in use has a template '{template[:100]}'", None, hint))
    if not block:
        return _whole(ancestry[0])
    defining = [source for source in ancestry if source.find(block)]
    if not defining:
        names = list_blocks(ancestry)
        guess = nearest(block, names)
        hint = f"did you mean '{guess}'?" if guess else f"its blocks: {', '.join(names) or 'none'}"
        raise KnowbrandError(error("KB430", f"{template} has no block '{block[:100]}'", None, hint))
    source = defining[0]
    text = _copy(defining, block)
    place = f"{source.layer.name}/{source.template}"
    return Origin(template, block, source.layer.name, version_of(source.layer), place, text)


def version_of(layer: Layer) -> str:
    """A theme's version: what it says, or knowbrand's where it came with it."""
    own = layer.manifest.version if layer.manifest else ""
    return own or (__version__ if layer.shown.endswith(BUILT_IN) else "unversioned")


def _whole(source: Source) -> Origin:
    if asks_parent(source.text):
        message = f"{source.layer.place(source.template).path} adds to the template below it, so a copy would add it twice"
        blocks = ", ".join(f"{source.template}:{block.name}" for block in read_blocks(source.text))
        raise KnowbrandError(error("KB431", message, None, f"override a block of it: {blocks}"))
    place = f"{source.layer.name}/{source.template}"
    return Origin(source.template, "", source.layer.name, version_of(source.layer), place, source.text)


def _copy(defining: Sequence[Source], name: str) -> str:
    """The block as the nearest theme has it. What it adds to (``super()``) is put in, since in an override that word
    would mean the theme's own block."""
    source = defining[0]
    block = source.find(name)
    assert block is not None  # noqa: S101 - ``defining`` says so
    inner = _own_text(defining, name)
    names = [found.name for found in read_blocks(inner)]
    twice = next((found for found in names if names.count(found) > 1), None)
    if twice:
        message = f"the block '{name}' shows the block '{twice}' twice, which one file can't"
        place = Place(f"{source.layer.shown}/{source.template}", block.line)
        raise KnowbrandError(
            error("KB431", message, place, "write the override by hand, or override that block")
        )
    return block.opening + inner + block.closing


def _own_text(defining: Sequence[Source], name: str) -> str:
    block = defining[0].find(name) if defining else None
    if block is None:
        return ""
    text, position = "", 0
    for inner in read_blocks(block.inner):
        if inner.is_outermost:
            text += _with_parent(block.inner[position : inner.start], defining, name)
            text += f"{inner.opening}{{{{ super() }}}}{{% endblock %}}"
            position = inner.end
    return text + _with_parent(block.inner[position:], defining, name)


def _with_parent(text: str, defining: Sequence[Source], name: str) -> str:
    return put_parents(text, _own_text(defining[1:], name).strip("\n")) if asks_parent(text) else text
