"""Names in templates: which there are, and where on a line one stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
from jinja2 import nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateError
from jinja2.runtime import LoopContext, TemplateReference
from jinja2.utils import missing

from knowbrand.problems import Place
from knowbrand.themes.blocks import list_code
from knowbrand.themes.inheritance import list_ancestry, list_blocks
from knowbrand.themes.layer import Layer

if TYPE_CHECKING:
    from knowbrand.themes.environment import Environment

NO_OWNER = missing
"""In place of an owner: the name was asked of the view itself."""
_NOT_EXPORTED = re.compile(r"the template '(?:\d+!)?([^']+)' .*does not export")
_KINDS: dict[type, str] = {
    dict: "this table of names",
    str: "a text",
    tuple: "a list",
    list: "a list",
    type(None): "nothing (None)",
    TemplateModule: "these macros",
    TemplateReference: "this template's blocks",
    LoopContext: "loop",
}


def describe(owner: object) -> str:
    """What a template's author calls ``owner``: PostView is a post."""
    if isinstance(owner, msgspec.Struct):
        name = type(owner).__name__.removesuffix("View")
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return _KINDS.get(type(owner), f"a {type(owner).__name__}")


def find_layer(path: str, environment: Environment) -> tuple[Layer, str] | None:
    """The layer, and the template in it, that messages call ``path``."""
    found = ((layer, path.removeprefix(f"{layer.shown}/")) for layer in environment.layers)
    return next(((layer, name) for layer, name in found if name != path and name in layer.files), None)


def names_of(owner: Any, place: Place, environment: Environment) -> list[str]:
    """What could have been asked of ``owner`` in the template at ``place``."""
    if isinstance(owner, msgspec.Struct):
        return list(owner.__struct_fields__)
    if isinstance(owner, dict):
        return [str(key) for key in owner]
    if isinstance(owner, TemplateModule):
        return [name for name in vars(owner) if not name.startswith("_")]
    if isinstance(owner, LoopContext):
        return [name for name in dir(owner) if not name.startswith("_")]
    found = find_layer(place.path, environment)
    if isinstance(owner, TemplateReference) and found:
        return list_blocks(list_ancestry(environment.layers, found[1]))
    return []


def local_names(place: Place, environment: Environment) -> set[str]:
    """The names that the template at ``place`` gives by itself: of loops, ``set``, macros and imports."""
    return set(_given(_read_source(place, environment), environment))


def exported_names(message: str, environment: Environment) -> list[str] | None:
    """The macros of the template that ``message``, Jinja's own, says exports no such name; None where it says something
    else."""
    named = _NOT_EXPORTED.search(message)
    layer = next((layer for layer in environment.layers if named and named[1] in layer.files), None)
    if not named or not layer:
        return None
    tree = _parse(layer.files[named[1]].decode(), environment)
    return [macro.name for macro in tree.find_all(nodes.Macro)] if tree else []


def mark_name(place: Place, name: str, environment: Environment, *, owned: bool) -> Place:
    """``place`` with the columns of ``name``, in the tag that stands there; ``owned`` for one after a dot (or in brackets).
    A tag may go on for lines: the line is that of the name then. As it is where the name isn't to be found."""
    source = _read_source(place, environment)
    if not place.line or not name:
        return place
    lines = source.split("\n")
    before = r"(?:\.\s*|\[\s*['\"])" if owned else r"(?<![\w.])"
    for start, code in list_code(source):
        end = start + code.count("\n")
        if start <= place.line <= end:
            for number in range(place.line, end + 1):
                match = re.search(rf"{before}({re.escape(name)})(?!\w)", lines[number - 1])
                if match:
                    return Place(place.path, number, match.start(1) + 1, number, match.end(1) + 1)
    return place


def owner_before(place: Place, environment: Environment) -> str:
    """What stands before the dot of the name that ``place`` marks (``words``, ``post.x``); empty where it isn't plain."""
    source = _read_source(place, environment)
    if not source or not place.line or not place.column:
        return ""
    line = source.split("\n")[place.line - 1]
    match = re.search(r"(?<![\w.)\]])([A-Za-z_][\w.]{0,100})\.$", line[: place.column - 1][-120:])
    return match[1] if match else ""


def is_own(place: Place, environment: Environment) -> bool:
    """Whether the site's author can change the template there."""
    found = find_layer(place.path, environment)
    return found is not None and found[0].is_own


def is_extends(place: Place, environment: Environment) -> bool:
    """Whether the template extends another at that line: everything that the other does seems to happen there."""
    code = list_code(_read_source(place, environment))
    return any(line == place.line and re.match(r"\{%[-+]?\s*extends\b", text) for line, text in code)


def _read_source(place: Place, environment: Environment) -> str:
    """The template at ``place``; empty where no layer has it."""
    found = find_layer(place.path, environment)
    return found[0].files[found[1]].decode() if found else ""


def _given(source: str, environment: Environment) -> Iterator[str]:
    tree = _parse(source, environment)
    if tree is None:
        return
    for node in tree.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)
        elif isinstance(node, nodes.Name) and node.ctx in ("store", "param"):
            yield node.name


def _parse(source: str, environment: Environment) -> nodes.Template | None:
    try:
        return environment.parse(source)
    except TemplateError:
        return None
