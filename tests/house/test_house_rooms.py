"""The architecture, held against the imports. Each message says which rule was broken."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "knowbrand"

ROOMS: dict[str, set[str]] = {
    "problems": set(),
    "model": {"problems"},
    "sources": {"model"},
    "audience": {"model"},
    "markup": {"model"},
    "pictures": {"model"},
    "site": {"markup"},
    "themes": {"model"},
    "render": {"site", "themes", "pictures"},
    "formats": {"site"},
    "check": {"site", "themes"},
    "finish": {"formats"},
    "importers": {"sources"},
    "author": {"sources"},
    "publish": {"formats"},
}
"""Which rooms a room names. It may also import what those may import; rooms that don't name each other never meet."""

ABOVE = {
    "build",
    "clock",
    "files",
    "memo",
    "phrases",
    "pieces",
    "program",
    "proofreading",
    "readings",
    "request",
    "workshop",
    "workers",
}
"""Modules at the top: they may import every room, and only ``cli`` and ``serve`` import them."""

FRONT = {"cli", "serve", "__main__"}
"""They may import everything; nothing imports them, but ``__main__`` and ``cli`` what they start."""

ONLY_IN: dict[str, set[str]] = {
    "markdown": {"markup"},
    "jinja2": {"themes", "render"},
    "PIL": {"pictures"},
    "click": {"cli"},
    "rich": {"cli"},
    "watchdog": {"serve"},
}
"""Libraries that one room alone knows."""

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}

LONG_MODULES: dict[str, str] = {}
"""Modules over 400 lines, and the reason."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: Path) -> str:
    """The room, or the module at the top, that a file belongs to."""
    first = module.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@cache
def reach(room: str) -> frozenset[str]:
    """The rooms that a room may import, itself too."""
    return frozenset({room}).union(*(reach(named) for named in ROOMS[room]))


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}:{node.lineno}: import by the full name, not by dots"
            assert node.module is not None
            yield node.lineno, node.module
            if node.module == "knowbrand":
                yield from ((node.lineno, f"knowbrand.{alias.name}") for alias in node.names)


def relative(module: Path) -> str:
    return module.relative_to(PACKAGE.parent).as_posix()


def test_every_room_stands_in_the_table() -> None:
    unknown = {room_of(module) for module in MODULES} - ROOMS.keys() - ABOVE - FRONT - {"__init__"}
    assert not unknown, f"not in the table of rooms: {sorted(unknown)}; a new room needs a place in it first"


def rule_broken(room: str, target: str) -> str | None:
    """The rule that forbids ``room`` to import ``target``, another room or top module; None when it may."""
    if target in FRONT and room not in FRONT:
        return f"nothing imports {target}/: it is the outermost"
    if room in FRONT or target == room or target in {"__init__", "__version__"}:
        return None
    if target in ABOVE:
        return (
            None
            if room in ABOVE
            else f"{target}.py stands above the rooms; only {', '.join(sorted(FRONT))} import it"
        )
    if room in ABOVE or target in reach(room):
        return None
    may = ", ".join(sorted(reach(room) - {room})) or "no other room"
    return f"{room}/ may import {may}; not {target}/"


def test_rooms_import_what_the_table_allows() -> None:
    broken = []
    for module in MODULES:
        for line, name in imports(module):
            parts = name.split(".")
            rule = (
                rule_broken(room_of(module), parts[1]) if parts[0] == "knowbrand" and len(parts) > 1 else None
            )
            if rule:
                broken.append(f"{relative(module)}:{line}: imports {name}: {rule}")
    assert not broken, "\n".join(broken)


def test_libraries_stay_in_their_room() -> None:
    broken = []
    for module in MODULES:
        room = room_of(module)
        for line, name in imports(module):
            library = name.split(".")[0]
            allowed = ONLY_IN.get(library, {room})
            if room not in allowed:
                broken.append(
                    f"{relative(module)}:{line}: only {' and '.join(sorted(allowed))}/ may know {library}"
                )
            if room == "problems" and library not in sys.stdlib_module_names | {"knowbrand"}:
                broken.append(
                    f"{relative(module)}:{line}: problems/ lives on the standard library; not {library}"
                )
    assert not broken, "\n".join(broken)


def test_no_rooms_import_each_other_in_a_circle() -> None:
    for room, named in ROOMS.items():
        assert not any(room in reach(other) for other in named), f"the table has a circle through {room}"


def test_no_name_without_a_subject() -> None:
    found = [
        relative(path)
        for path in [*MODULES, *(path for path in PACKAGE.rglob("*") if path.is_dir())]
        if path.stem.lower() in FORBIDDEN_NAMES
    ]
    assert not found, f"a module is named for its subject; these aren't: {found}"


def test_no_module_grows_beyond_a_sitting() -> None:
    lines = {relative(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    long = {name: count for name, count in lines.items() if count > 400}
    owing = {name: count for name, count in long.items() if name not in LONG_MODULES}
    assert not owing, f"over 400 lines without a reason in LONG_MODULES: {owing}"
    assert LONG_MODULES.keys() <= long.keys(), "LONG_MODULES names a module that has become short"


def test_what_is_public_says_what_it_does() -> None:
    """A method that a protocol or an abstract class of the same room describes is described."""
    trees = {module: ast.parse(module.read_text(encoding="utf-8")) for module in MODULES}
    described = {
        (room_of(module), method.name)
        for module, tree in trees.items()
        for protocol in tree.body
        if isinstance(protocol, ast.ClassDef)
        and any(ast.unparse(base) in ("Protocol", "ABC") for base in protocol.bases)
        for method in public(protocol)
        if ast.get_docstring(method)
    }
    silent = [
        f"{relative(module)}:{getattr(node, 'lineno', 1)}: {getattr(node, 'name', 'the module')} has no docstring"
        for module, tree in trees.items()
        for node in [tree, *public(tree)]
        if tree.body and not ast.get_docstring(node)
        if (room_of(module), getattr(node, "name", "")) not in described
    ]
    assert not silent, "\n".join(silent)


def public(
    body: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public functions and classes of a module, and the public methods of these classes."""
    for node in body.body:
        if not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ) or node.name.startswith("_"):
            continue
        if any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from public(node)
