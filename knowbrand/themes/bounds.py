"""What a template may make in one step: a few characters of it can ask for more than a computer has."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Mapping, Sized
from string import Formatter
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEscapeFormatter, SandboxedFormatter
from markupsafe import Markup

LARGEST = 1_000_000
"""Characters or items that one step may make."""
WIDEST = 999
"""The largest width, indent or number of digits that is asked for."""

_CONVERSION = re.compile(r"%(?:\([^)]*+\))?+[-#0 +]*+(\*|[0-9]*+)(?:\.(\*|[0-9]*+))?+")
_NUMBER = re.compile(r"\d++")


class TooMuchError(SecurityError):
    """A template asked for more than any page holds."""


def multiply(left: Any, right: Any) -> Any:
    """``left * right``. Raises TooMuchError."""
    for many, times in ((left, right), (right, left)):
        if isinstance(many, (str, list, tuple)) and isinstance(times, int):
            _demand(times * _weigh(many))
    if isinstance(left, int) and isinstance(right, int):
        _demand((left.bit_length() + right.bit_length()) * 10)
    return left * right


def raise_power(left: Any, right: Any) -> Any:
    """``left ** right``. Raises TooMuchError."""
    if isinstance(left, int) and isinstance(right, int):
        _demand(left.bit_length() * abs(right) * 10)
    return operator.pow(left, right)


def format_percent(left: Any, right: Any) -> Any:
    """``left % right``, of numbers or of a text with places in it. Raises TooMuchError."""
    if isinstance(left, str):
        for found in _CONVERSION.finditer(left):
            for width in found.groups():
                _demand_width(width)
        values = tuple(right.values()) if isinstance(right, Mapping) else right
        _demand(len(left) + left.count("%") * _longest(values if isinstance(values, tuple) else (right,)))
    return left % right


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "*": multiply,
    "**": raise_power,
    "%": format_percent,
}
"""The operators that can make much of little."""


def _bound_numbers(*values: Any) -> None:
    for value in values:
        _demand(len(value) if isinstance(value, str) else 0)
        _demand_width(str(value) if isinstance(value, int) else None)


def _bound_replaced(text: Any, old: Any, new: Any, *_: Any) -> None:
    found = str(text).count(str(old))
    _demand(len(str(text)) + found * len(str(new)))


def _bound_joined(between: Any, parts: Any) -> list[Any]:
    listed = list(parts)
    _demand(len(listed) * len(str(between)) + _weigh(listed))
    return listed


def _bound_wrapped(text: Any, *values: Any) -> None:
    wrap = next((value for value in values if isinstance(value, str)), "")
    _demand(len(str(text)) * max(1, len(wrap)))


def _bound_indented(text: Any, *values: Any) -> None:
    _bound_numbers(*values[:1])
    _bound_wrapped(text, *values[:1])


def _bound_columns(text: Any, *values: Any) -> None:
    _bound_numbers(*values)
    _demand(len(text) + text.count("\t") * WIDEST)


def _bound_translated(text: Any, table: Any) -> None:
    _demand(len(text) * _longest(tuple(table.values())))


_METHODS: dict[str, Callable[..., object]] = {
    "center": lambda _, *values: _bound_numbers(*values),
    "expandtabs": _bound_columns,
    "join": _bound_joined,
    "ljust": lambda _, *values: _bound_numbers(*values),
    "replace": _bound_replaced,
    "rjust": lambda _, *values: _bound_numbers(*values),
    "to_bytes": lambda _, *values: _bound_numbers(*values),
    "translate": _bound_translated,
    "zfill": lambda _, *values: _bound_numbers(*values),
}
"""What is looked at before a method of a text or number is called."""

_FILTERS: dict[str, Callable[..., object]] = {
    "batch": lambda _, *values: _bound_numbers(*values[:1]),
    "center": lambda _, *values: _bound_numbers(*values),
    "indent": _bound_indented,
    "replace": _bound_replaced,
    "round": lambda _, *values: _bound_numbers(*values[:1]),
    "slice": lambda _, *values: _bound_numbers(*values[:1]),
    "tojson": lambda _, *values: _bound_numbers(*values),
    "wordwrap": _bound_wrapped,
}
"""What is looked at before a filter is applied."""


def bound_filters(filters: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """``filters`` of Jinja's, those that can make much of little with a look at what is asked for."""
    bounded = {name: _bound_filter(filters[name], look) for name, look in _FILTERS.items()}
    return {**filters, **bounded, "format": _format, "join": _bound_join(filters["join"])}


def bound_method(environment: Environment, value: Any) -> Callable[..., Any] | None:
    """In the place of the method ``value`` of a text or number, one that looks at what is asked for; None where it can't
    make much of little."""
    if not isinstance(value, (BuiltinMethodType, MethodType)):
        return None
    owner, name = value.__self__, value.__name__
    if not isinstance(owner, (str, bytes, int)):
        return None
    if isinstance(owner, str) and name in ("format", "format_map"):
        return functools.partial(_fill_places, environment, owner, name)
    look = _METHODS.get(name)
    return functools.partial(_call_bounded, look, value) if look else None


def _call_bounded(look: Callable[..., object], method: Any, *args: Any, **named: Any) -> Any:
    listed = look(method.__self__, *args, *named.values())
    return method(listed) if isinstance(listed, list) else method(*args, **named)


def _bound_filter(apply: Callable[..., Any], look: Callable[..., object]) -> Callable[..., Any]:
    first = 1 if hasattr(apply, "jinja_pass_arg") else 0

    @functools.wraps(apply)  # takes along what Jinja is to pass first
    def bounded(*args: Any, **named: Any) -> Any:
        look(*args[first:], *named.values())
        return apply(*args, **named)

    return bounded


def _bound_join(apply: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(apply)
    def join(context: Any, value: Any, d: str = "", attribute: str | int | None = None) -> Any:
        listed = list(value)
        if attribute is None:
            _bound_joined(d, listed)
        else:
            _demand(len(listed) * len(str(d)))
        return apply(context, listed, d, attribute)

    return join


def _format(value: Any, *args: Any, **named: Any) -> Any:
    """The filter ``format``: ``value`` with its places filled as ``%`` does."""
    if args and named:
        raise TypeError("format takes values in order or by name, not both")
    return format_percent(value if isinstance(value, str) else str(value), named or args)


class _Widths(Formatter):
    def format_field(self, value: Any, format_spec: str) -> Any:
        for number in _NUMBER.findall(format_spec):
            _demand_width(number)
        return super().format_field(value, format_spec)


class _TextFormatter(_Widths, SandboxedFormatter):
    """Of a text."""


class _MarkupFormatter(_Widths, SandboxedEscapeFormatter):
    """Of HTML: what is filled in is escaped."""


def _fill_places(environment: Environment, text: str, name: str, *args: Any, **named: Any) -> str:
    if name == "format_map":
        (named,), args = args, ()
    _demand(len(text) + text.count("{") * _longest((*args, *named.values())))
    formatter: SandboxedFormatter = _TextFormatter(environment)
    if isinstance(text, Markup):
        formatter = _MarkupFormatter(environment, escape=text.escape)
    return type(text)(formatter.vformat(text, args, named))


def _weigh(many: Sized) -> int:
    """How long ``many`` is when it is printed, about."""
    if isinstance(many, (list, tuple)):
        return sum(len(one) if isinstance(one, (str, list, tuple)) else 1 for one in many)
    return len(many)


def _longest(values: tuple[Any, ...]) -> int:
    return max((_weigh(value) if isinstance(value, (str, list, tuple)) else 1 for value in values), default=1)


def _demand_width(width: str | None) -> None:
    if width == "*" or (width and len(width.lstrip("-0")) > len(str(WIDEST))):
        raise TooMuchError(f"a width of more than {WIDEST}")


def _demand(size: int) -> None:
    if size > LARGEST:
        raise TooMuchError(f"more than {LARGEST:,} characters or items in one step")
