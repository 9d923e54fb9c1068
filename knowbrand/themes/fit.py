"""Whether what overrides a theme still has something to override: templates and blocks that nothing shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowbrand.problems import Place, Problem, nearest, warning
from knowbrand.themes.blocks import Block, names_used, parent_of, read_blocks
from knowbrand.themes.choices import declared_options
from knowbrand.themes.inheritance import PARENT, Source, list_ancestry, list_blocks
from knowbrand.themes.layer import Layer

_ASKED = re.compile(r"\bself\.(\w+)\(")
_ASKED_IN_TURN = re.compile(r"\bself\[")


def check_fit(layers: Sequence[Layer]) -> list[Problem]:
    """A warning for each template of the site's own (``overrides/``, a theme in ``themes/``) that no theme below it has
    and no template uses, and for each block that what it extends hasn't got."""
    used = {
        name
        for layer in layers
        for template in layer.templates()
        for name in names_used(layer.files[template].decode())
    }
    return [
        problem
        for number, layer in enumerate(layers[:-1])
        if layer.is_own
        for template in sorted(layer.templates())
        for problem in _check_template(layers, number, template, used)
    ]


def _check_template(layers: Sequence[Layer], number: int, template: str, used: set[str]) -> Iterator[Problem]:
    layer = layers[number]
    below = {name for lower in layers[number + 1 :] for name in lower.templates()}
    ancestry = list_ancestry(layers, template, number)
    if template not in below and template not in used:
        guess = nearest(template, below)
        hint = f"did you mean '{guess}'?" if guess else "remove it, or include it somewhere"
        message = f"nothing shows this: the theme below has no template '{template}'"
        yield warning("KB432", message, layer.place(template), hint)
    elif parent_of(ancestry[0].text) and len(ancestry) > 1:
        yield from _check_blocks(ancestry, _list_sections(layers))


def _list_sections(layers: Sequence[Layer]) -> set[str]:
    """What a site may list in an option: blocks that a template asks for in turn (``self[NAME]()``)."""
    options = (option for option in declared_options(layers).values() if option.type == "list")
    return {name for option in options for name in option.choices}


def _check_blocks(ancestry: Sequence[Source], sections: set[str]) -> Iterator[Problem]:
    """Only blocks that stand in no other are looked for: one within another is shown with it, and one that is asked for
    by name (``self.NAME()``) where it is asked for."""
    own, known = ancestry[0], list_blocks(ancestry[1:])
    asked = {name for source in ancestry for name in _ASKED.findall(source.text)}
    if any(_ASKED_IN_TURN.search(source.text) for source in ancestry):
        asked |= sections
    parent = (parent_of(own.text) or "").removeprefix(PARENT)
    for block in read_blocks(own.text):
        if block.is_outermost and block.name not in known and block.name not in asked:
            yield _lost(own, block, parent, known)


def _lost(own: Source, block: Block, parent: str, known: Sequence[str]) -> Problem:
    guess = nearest(block.name, known)
    hint = f"did you mean '{guess}'?" if guess else f"its blocks: {', '.join(known) or 'none'}"
    message = f"nothing shows the block '{block.name}': {parent} hasn't got it"
    start = own.text.index(block.name, block.start)
    line, column = own.text.count("\n", 0, start) + 1, start - own.text.rfind("\n", 0, start)
    place = Place(own.layer.place(own.template).path, line, column, line, column + len(block.name))
    return warning("KB433", message, place, hint)
