"""The sentences of the source: each message and hint that a problem can have, with a mark where a value stands.

A text is followed to where it is written: through names, conditions, sums, tables, the functions of its module that
return it, and the calls of the function whose parameter it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "knowbrand"
VALUE = "\ue000"
"""Stands where a value is filled in."""
_MOST, _DEEPEST = 60, 16
_MAKERS = {
    **dict.fromkeys(("error", "warning", "info", "_judge"), (1, 3)),
    "Problem": (2, 4),
    "Fault": (1, 2),
    "Refused": (0, 1),
    "Damaged": (0, None),
    "_BadLineError": (0, None),
    "_remark": (0, None),
    "report": (2, 4),
    "stop": (1, 3),
}
"""Where the message and the hint stand among what a maker is given."""
_FILLED = {"{{": "{", "}}": "}"}
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Sentence:
    """A message or hint, of a problem whose code fits ``code``, made at a line of a file below the package."""

    code: str
    part: str
    text: str
    where: str


@dataclass
class Module:
    """A file of the source."""

    name: str
    tree: ast.Module
    parents: dict[ast.AST, ast.AST]
    _assigned: dict[tuple[ast.AST, str], list[tuple[ast.expr | None, bool]]] = field(default_factory=dict)

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
        return {node.name: node for node in ast.walk(self.tree) if isinstance(node, _FUNCTION)}

    @cached_property
    def tables(self) -> dict[str, ast.expr]:
        """The tuples and dictionaries at the top of the file."""
        found: dict[str, ast.expr] = {}
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            value = getattr(node, "value", None)
            if isinstance(value, (ast.Tuple, ast.List, ast.Dict)):
                found |= {target.id: value for target in targets if isinstance(target, ast.Name)}
        return found

    @cached_property
    def calls(self) -> list[ast.Call]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]

    def assigned(self, scope: ast.AST, name: str) -> list[tuple[ast.expr | None, bool]]:
        """What ``name`` is set to in ``scope``, and whether it is added to what it was."""
        if (scope, name) not in self._assigned:
            self._assigned[scope, name] = list(assigned(scope, name, self.tables))
        return self._assigned[scope, name]

    def scope(self, node: ast.AST) -> ast.AST:
        """The function that ``node`` stands in, or the module."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, _FUNCTION):
                break
        return node


class Reader:
    """Follows texts through ``modules``."""

    def __init__(self, modules: Sequence[Module]) -> None:
        self.modules = modules
        self._known: dict[tuple[ast.expr, ast.AST], set[str]] = {}

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in the order of the files."""
        for module in self.modules:
            for call in module.calls:
                name = called(call)
                if name not in _MAKERS:
                    continue
                for part, at in zip(("message", "hint"), _MAKERS[name], strict=True):
                    given = argument(call, at, part) if at is not None else None
                    if given is None:
                        continue
                    codes = self.texts(module, call.args[0], call) if call.args else {VALUE}
                    for code in sorted(codes):
                        for text in sorted(self.texts(module, given, call)):
                            yield Sentence(code, part, text, f"{module.name}:{call.lineno}")

    def texts(self, module: Module, node: ast.expr, at: ast.AST, depth: int = 0) -> set[str]:
        """What the expression ``node`` can be at the statement ``at``."""
        if depth > _DEEPEST:
            return {VALUE}
        key = (node, module.scope(at))
        if key not in self._known:
            self._known[key] = {VALUE}  # where it leads back to itself
            self._known[key] = self._follow(module, node, at, depth)
        return self._known[key]

    def _follow(self, module: Module, node: ast.expr, at: ast.AST, depth: int) -> set[str]:
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.Constant(value=None):
                return set()
            case ast.JoinedStr(values=parts):
                return self._joined(module, parts, at, depth)
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self.texts(module, value, at, depth + 1) or {VALUE}
            case ast.IfExp(body=one, orelse=other):
                return self.texts(module, one, at, depth) | self.texts(module, other, at, depth)
            case ast.BoolOp(values=values):
                return set().union(*(self.texts(module, value, at, depth) for value in values))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined(module, [left, right], at, depth)
            case ast.Name(id=name):
                return self._named(module, name, at, depth)
            case ast.Subscript(value=ast.Name(id=name)):
                return self._table(module, name, depth)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get")):
                found = self._table(module, name, depth)
                rest = [self.texts(module, default, at, depth + 1) for default in node.args[1:]]
                return found.union(*rest)
            case ast.Call(func=ast.Attribute(value=filled, attr="format")):
                texts = self.texts(module, filled, at, depth + 1)
                return {
                    re.sub(r"{{|}}|{\w*}", lambda found: _FILLED.get(found[0], VALUE), text) for text in texts
                }
            case (
                ast.Call(func=ast.Name(id=name))
                | ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name))
            ):
                return self._returned(module, name, depth)
        return {VALUE}

    def _joined(self, module: Module, parts: Iterable[ast.expr], at: ast.AST, depth: int) -> set[str]:
        choices = [self.texts(module, part, at, depth + 1) or {VALUE} for part in parts]
        while prod(map(len, choices)) > _MOST:
            choices[choices.index(max(choices, key=len))] = {VALUE}
        return {"".join(chosen) for chosen in product(*map(sorted, choices))}

    def _named(self, module: Module, name: str, at: ast.AST, depth: int) -> set[str]:
        scope = module.scope(at)
        found, known = set[str](), False
        for value, added in module.assigned(scope, name):
            known = True
            here = self.texts(module, value, value, depth + 1) if value is not None else {VALUE}
            found = {a + b for a in found for b in here} | found if added else found | here
        if known:
            return found
        if isinstance(scope, _FUNCTION):
            names = [one.arg for one in (*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs)]
            if name in names:
                return self._passed(module, scope, names, name, depth)
            return self._named(module, name, scope, depth + 1) if scope in module.parents else {VALUE}
        return {VALUE}

    def _passed(
        self,
        module: Module,
        function: ast.FunctionDef | ast.AsyncFunctionDef,
        names: list[str],
        name: str,
        depth: int,
    ) -> set[str]:
        at = names.index(name) - (names[:1] in (["self"], ["cls"]))
        found: set[str] = set()
        for call in module.calls:
            if called(call) == function.name:
                given = argument(call, at, name)
                found |= self.texts(module, given, call, depth + 1) if given is not None else set()
        return found or {VALUE}

    def _table(self, module: Module, name: str, depth: int) -> set[str]:
        found: set[str] = set()
        for value, _ in module.assigned(module.tree, name):
            for one in elements(value, {}):
                for inner in one.elts if isinstance(one, ast.Tuple) else [one] if one else []:
                    found |= self.texts(module, inner, inner, depth + 1)
        return found or {VALUE}

    def _returned(self, module: Module, name: str, depth: int) -> set[str]:
        for other in [module, *self.modules] if not name.startswith("_") else [module]:
            function = other.functions.get(name)
            if function is not None:
                returns = [
                    node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value
                ]
                return set().union(*(self.texts(other, value, value, depth + 1) for value in returns)) or {
                    VALUE
                }
        return {VALUE}


def assigned(
    scope: ast.AST, name: str, tables: Mapping[str, ast.expr]
) -> Iterator[tuple[ast.expr | None, bool]]:
    """What ``name`` is set to in a function or module, and whether it is added to what it was."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name) and target.id == name:
                        yield value, False
                    elif isinstance(target, ast.Tuple):
                        for number, one in enumerate(target.elts):
                            if isinstance(one, ast.Name) and one.id == name:
                                yield from ((part, False) for part in picked(value, number, tables))
            case ast.AnnAssign(target=ast.Name(id=found), value=value) if found == name and value is not None:
                yield value, False
            case ast.AugAssign(target=ast.Name(id=found), value=value) if found == name:
                yield value, True
            case ast.NamedExpr(target=ast.Name(id=found), value=value) if found == name:
                yield value, False
            case ast.For(target=target, iter=values) | ast.comprehension(target=target, iter=values):
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                for number, one in enumerate(names):
                    if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(one)):
                        whole = elements(values, tables)
                        if one is target:
                            yield from ((value, False) for value in whole)
                        else:
                            yield from (
                                (part, False) for value in whole for part in picked(value, number, tables)
                            )


def elements(values: ast.expr | None, tables: Mapping[str, ast.expr]) -> list[ast.expr | None]:
    """What a tuple or list holds, or a table by that name; None where that isn't known."""
    match values:
        case ast.Tuple(elts=found) | ast.List(elts=found) | ast.Dict(values=found):
            return list(found)
        case ast.Name(id=name) if name in tables:
            return elements(tables[name], {})
    return [None]


def picked(value: ast.expr | None, number: int, tables: Mapping[str, ast.expr]) -> Iterator[ast.expr | None]:
    """The part ``number`` of a tuple, whichever it is."""
    match value:
        case ast.Subscript(value=ast.Name(id=name)) if name in tables:
            for one in elements(tables[name], {}):
                yield from picked(one, number, tables)
        case ast.Tuple(elts=parts):
            yield parts[number]
        case ast.IfExp(body=one, orelse=other):
            yield from (*picked(one, number, tables), *picked(other, number, tables))
        case _:
            yield None


def called(call: ast.Call) -> str:
    """The last name of what is called; of a function that another one gave, of that one."""
    if isinstance(call.func, ast.Call):
        return called(call.func)
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def argument(call: ast.Call, at: int, name: str) -> ast.expr | None:
    """What a call gives at a place, or by a name."""
    if len(call.args) > at and not any(isinstance(one, ast.Starred) for one in call.args[: at + 1]):
        return call.args[at]
    return next((one.value for one in call.keywords if one.arg == name), None)


def read_source() -> list[Sentence]:
    """The sentences of the package."""
    modules = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
        modules.append(Module(path.relative_to(PACKAGE).as_posix(), tree, parents))
    return list(dict.fromkeys(Reader(modules).sentences()))
