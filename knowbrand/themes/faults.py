"""What went wrong in a template, told by its file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Set
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.runtime import TemplateReference

from knowbrand.problems import Place, Problem, error, nearest
from knowbrand.themes.bounds import TooMuchError
from knowbrand.themes.layer import MANIFEST
from knowbrand.themes.naming import (
    NO_OWNER,
    describe,
    exported_names,
    find_layer,
    is_extends,
    is_own,
    local_names,
    mark_name,
    names_of,
    owner_before,
)

if TYPE_CHECKING:
    from knowbrand.themes.environment import Environment

_UNKNOWN_FILTER = re.compile(r"No (filter|test) named '([^']*)'")
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '([^']*)'")
_TAG = re.compile(
    r"\{#.*?(?:#\}|\Z)|\{%[-+]?\s*+raw\s*+[-+]?%\}.*?(?:\{%[-+]?\s*+endraw\s*+[-+]?%\}|\Z)"
    r"|\{%[-+]?\s*+(?P<end>end)?(?P<tag>\w++)(?P<rest>[^%]*+)",
    re.DOTALL,
)
_UNCLOSED = re.compile(r"innermost block that needs to be closed is '([^']*)'")
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
    inner, own = _find_place(fault.__traceback__, environment)
    problem = _explain_at(inner, fault, template, names, environment)
    if problem is None or own is None or inner is None:
        return problem
    message = f"{problem.message}, in {inner.path}:{inner.line}, which this line asks for"
    return replace(problem, place=own, message=message)


def _explain_at(
    place: Place | None, fault: Exception, template: str, names: Set[str], environment: Environment
) -> Problem | None:
    if isinstance(fault, TemplateNotFound):
        return _explain_missing(fault, place, environment)
    if isinstance(fault, TemplateSyntaxError):
        place = Place(fault.filename or _place_of(template, environment).path, fault.lineno)
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
        return _explain_name(fault, place, names, environment)
    if isinstance(fault, (TooMuchError, MemoryError)):
        reason = str(fault) or "more than this computer has"
        return error("KB416", f"a template may not ask for so much: {reason}", place, "ask for less")
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


def _find_place(trace: TracebackType | None, environment: Environment) -> tuple[Place | None, Place | None]:
    """The innermost line of a template in a traceback (Jinja puts the templates' own lines in it), and the line of the
    author's own that led there, where the innermost is somebody else's."""
    files = {layer.place(name).path for layer in environment.layers for name in layer.templates()}
    frames = [
        Place(frame.filename, frame.lineno)
        for frame in reversed(traceback.extract_tb(trace))
        if frame.filename in files
    ]
    if not frames or is_own(frames[0], environment):
        return next(iter(frames), None), None
    own = (place for place in frames if is_own(place, environment) and not is_extends(place, environment))
    return frames[0], next(own, None)


def _explain_name(
    fault: UndefinedError, place: Place, names: Iterable[str], environment: Environment
) -> Problem:
    name = getattr(fault, "name", None)
    owner = getattr(fault, "owner", NO_OWNER)
    lacking = (
        _explain_section(str(name), place, environment) if isinstance(owner, TemplateReference) else None
    )
    if lacking:
        return lacking
    if name is None:
        return error("KB410", str(fault.message or "something isn't there"), place)
    owned = owner is not NO_OWNER
    marked = mark_name(place, str(name), environment, owned=owned)
    exported = exported_names(str(fault.message), environment)
    if exported is not None:
        known, where = exported, " among the macros of that template"
    elif owned:
        known, where = names_of(owner, place, environment), f" in {describe(owner)}"
        if isinstance(owner, dict) and (written := owner_before(marked, environment)):
            where = f" in {written}"
    else:
        known, where = sorted({*names, *local_names(place, environment)}), ""
    if owner is None:
        hint: str | None = "ask first: {% if … %} around it"
    else:
        guess = nearest(str(name), known)
        hint = f"did you mean '{guess}'?" if guess else _list_some(known)
    return error("KB410", f"there is no '{name}'{where}", marked, hint)


def _explain_section(name: str, place: Place, environment: Environment) -> Problem | None:
    """That a theme lets a site list the section ``name`` and has no block for it; None where it is no such choice."""
    for layer in environment.layers:
        options = layer.manifest.options if layer.manifest else {}
        listed = [key for key, option in options.items() if option.type == "list" and name in option.choices]
        if listed:
            found = find_layer(place.path, environment)
            template = found[1] if found else "home.html"
            file = template if template in layer.files else MANIFEST
            hint = f"write {{% block {name} %}} … {{% endblock %}} in {layer.shown}/{template}"
            if file == MANIFEST:
                hint += f', under {{% extends "parent:{template}" %}}'
            message = f"no block draws '{name}', which a site may list under '{listed[0]}'"
            return error("KB410", message, layer.place(file), hint)
    return None


def _list_some(known: list[str]) -> str | None:
    if not known:
        return None
    return f"there are: {', '.join(known[:12])}" + (" …" if len(known) > 12 else "")


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
    marked = mark_name(place, name, environment, owned=False)
    if name in known:
        return error("KB412", f"no theme below this one has a '{name}'", marked, "take 'parent:' out")
    guess = nearest(name, known)
    return error(
        "KB412", f"there is no template '{name}'", marked, f"did you mean '{guess}'?" if guess else None
    )


def _explain_syntax(fault: TemplateSyntaxError, place: Place, environment: Environment) -> Problem:
    message = str(fault.message).split(" Jinja was")[0]
    unknown = _UNKNOWN_FILTER.search(message)
    if unknown:
        return _unknown_filter(unknown, place, environment)
    tag = _UNKNOWN_TAG.search(message)
    unclosed = _UNCLOSED.search(str(fault.message))
    hint = "look for a }} or %} that is missing, here or above" if "unexpected" in message else None
    if tag:
        place = mark_name(place, tag[1], environment, owned=False)
        message = f"there is no tag '{tag[1]}'"
        guess = nearest(tag[1], _TAGS)
        hint = f"did you mean '{guess}'?" if guess else None
    if tag and unclosed and tag[1] in _TAGS:
        message = f"'{tag[1]}' comes before the end of '{unclosed[1]}'"
        hint = f"close it with {{% end{unclosed[1]} %}}, or take {{% {tag[1]} %}} out"
    elif unclosed and not tag:
        message, place, hint = _explain_unclosed(unclosed[1], place, environment)
    return error("KB411", f"this template isn't written right: {message}", place, hint)


def _explain_unclosed(tag: str, end: Place, environment: Environment) -> tuple[str, Place, str]:
    """That a ``tag`` is never closed, told where it begins: the innermost one that is open at the template's end."""
    found = find_layer(end.path, environment)
    text = found[0].files[found[1]].decode() if found else ""
    opened: list[re.Match[str]] = []
    for piece in _TAG.finditer(text):
        if piece["tag"] != tag or (tag == "set" and "=" in piece["rest"]):
            continue
        if not piece["end"]:
            opened.append(piece)
        elif opened:
            opened.pop()
    hint = f"write {{% end{tag} %}} where it ends"
    if not opened:
        return f"a {{% {tag} %}} is never closed", end, hint
    name = " ".join(f"{tag}{opened[-1]['rest']}".split()).rstrip("-+ ")
    line = text.count("\n", 0, opened[-1].start()) + 1
    return f"{{% {name[:60]} %}} is never closed", Place(end.path, line), hint


def _unknown_filter(found: re.Match[str], place: Place, environment: Environment) -> Problem:
    known = environment.filters if found[1] == "filter" else environment.tests
    guess = nearest(found[2], known)
    marked = mark_name(place, found[2], environment, owned=False)
    return error(
        "KB410", f"there is no {found[1]} '{found[2]}'", marked, f"did you mean '{guess}'?" if guess else None
    )


def _reason(fault: Exception) -> str:
    text = " ".join(str(fault).split())
    text = re.sub(r"'knowbrand\.[\w.]+\.(\w+)View' object", lambda match: f"a {match[1].lower()}", text)
    return text[:200] or type(fault).__name__
