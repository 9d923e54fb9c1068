"""What went wrong in a template, told by its file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Set
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.utils import missing

from knowbrand.problems import Place, Problem, error, nearest
from knowbrand.themes.layer import MANIFEST

if TYPE_CHECKING:
    from knowbrand.themes.environment import Environment

_UNKNOWN_FILTER = re.compile(r"No (filter|test) named '([^']*)'")
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '([^']*)'")
_OPENING = ("block", "call", "filter", "for", "if", "macro", "raw", "set", "with")
_TAGS = (
    *_OPENING,
    *(f"end{tag}" for tag in _OPENING),
    "elif",
    "else",
    "extends",
    "from",
    "import",
    "include",
)


def explain(fault: Exception, template: str, names: Set[str], environment: Environment) -> Problem | None:
    """``fault``, raised while ``template`` was rendered, as a problem; None where no template had part in it."""
    files = {layer.place(name).path for layer in environment.layers for name in layer.templates()}
    place = _find_place(fault.__traceback__, files)
    if isinstance(fault, TemplateNotFound):
        return _explain_missing(fault, place, environment)
    if isinstance(fault, TemplateSyntaxError):
        written = fault.filename or (fault.name if fault.name in files else None)
        place = Place(written or _place_of(template, environment).path, fault.lineno)
        return _explain_syntax(fault, place, environment)
    if isinstance(fault, (RecursionError, UnicodeEncodeError)) and place is None:
        message = (
            "this template, or one that it includes, is nested too deep"
            if isinstance(fault, RecursionError)
            else "this template, or one that it includes, writes half a character (a surrogate)"
        )
        return error("KB411", message, _place_of(template, environment))
    if place is None:
        return None
    if isinstance(fault, UndefinedError):
        return _explain_name(fault, place, names)
    if isinstance(fault, SecurityError):
        hint = "a template sees the view's fields and nothing behind them"
        return error("KB414", f"a template may not do this: {fault}", place, hint)
    if isinstance(fault, RecursionError):
        return error(
            "KB415", "this template includes itself without end", place, 'for the one below: "parent:…"'
        )
    unknown = _UNKNOWN_FILTER.search(str(fault))
    if unknown:
        return _unknown_filter(unknown, place, environment)
    if isinstance(fault, KeyError):
        return error(
            "KB413", f"nothing is given for {{{fault.args[0]}}}", place, "fill needs a value for each {name}"
        )
    return error(
        "KB413", f"this goes wrong: {_reason(fault)}", place, "docs/views.md says what each field holds"
    )


def _find_place(trace: TracebackType | None, files: Set[str]) -> Place | None:
    """The innermost line of a template in a traceback (Jinja puts the templates' own lines in it)."""
    for frame in reversed(traceback.extract_tb(trace)):
        if frame.filename in files:
            return Place(frame.filename, frame.lineno)
    return None


def _explain_name(fault: UndefinedError, place: Place, names: Iterable[str]) -> Problem:
    name = getattr(fault, "name", None)
    owner = getattr(fault, "owner", missing)
    if name is None:
        return error("KB410", str(fault.message or "something isn't there"), place)
    known = _names_of(owner, names)
    where = "" if owner is missing else f" in {describe(owner)}"
    guess = nearest(str(name), known)
    hint = f"did you mean '{guess}'?" if guess else _list_some(known)
    return error("KB410", f"there is no '{name}'{where}", place, hint)


def _names_of(owner: Any, names: Iterable[str]) -> list[str]:
    if owner is missing:
        return sorted(names)
    if isinstance(owner, msgspec.Struct):
        return list(owner.__struct_fields__)
    return [str(key) for key in owner] if isinstance(owner, dict) else []


def _list_some(known: list[str]) -> str | None:
    if not known:
        return None
    return f"there are: {', '.join(known[:12])}" + (" …" if len(known) > 12 else "")


def describe(owner: object) -> str:
    """What a template's author calls ``owner``: PostView is a post."""
    if isinstance(owner, msgspec.Struct):
        name = type(owner).__name__.removesuffix("View")
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    kinds = {
        dict: "this table of names",
        str: "a text",
        tuple: "a list",
        list: "a list",
        type(None): "nothing (None)",
    }
    return kinds.get(type(owner), f"a {type(owner).__name__}")


def _place_of(template: str, environment: Environment) -> Place:
    """The nearest template of that name, as the theme's author knows it."""
    found = next((layer for layer in environment.layers if template in layer.files), environment.layers[-1])
    return found.place(template)


def _explain_missing(fault: TemplateNotFound, place: Place | None, environment: Environment) -> Problem:
    name = str(fault.name or fault.message)
    if place is None:
        root = environment.layers[-1].place(MANIFEST)
        message = f"this theme has no template '{name}', and no parent that has"
        return error("KB412", message, root, "add parent: plain, and it has them all")
    known = {name for layer in environment.layers for name in layer.templates()}
    if name in known:
        return error("KB412", f"no theme below this one has a '{name}'", place, "take 'parent:' out")
    guess = nearest(name, known)
    return error(
        "KB412", f"there is no template '{name}'", place, f"did you mean '{guess}'?" if guess else None
    )


def _explain_syntax(fault: TemplateSyntaxError, place: Place, environment: Environment) -> Problem:
    message = str(fault.message)
    unknown = _UNKNOWN_FILTER.search(message)
    if unknown:
        return _unknown_filter(unknown, place, environment)
    tag = _UNKNOWN_TAG.search(message)
    guess = nearest(tag[1], _TAGS) if tag else None
    hint = f"did you mean '{guess}'?" if guess else None
    return error("KB411", f"this template isn't written right: {message.split(' Jinja was')[0]}", place, hint)


def _unknown_filter(found: re.Match[str], place: Place, environment: Environment) -> Problem:
    known = environment.filters if found[1] == "filter" else environment.tests
    guess = nearest(found[2], known)
    return error(
        "KB410", f"there is no {found[1]} '{found[2]}'", place, f"did you mean '{guess}'?" if guess else None
    )


def _reason(fault: Exception) -> str:
    text = " ".join(str(fault).split())
    text = re.sub(r"'knowbrand\.[\w.]+\.(\w+)View' object", lambda match: f"a {match[1].lower()}", text)
    return text[:200] or type(fault).__name__
