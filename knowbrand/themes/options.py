"""What a theme lets a site choose: the kinds of options, and a value of each read."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import msgspec

from knowbrand.model.text import Localized
from knowbrand.problems import nearest

OptionType = Literal["text", "number", "boolean", "colour", "choice", "list"]
OPTION_TYPES: tuple[OptionType, ...] = ("text", "number", "boolean", "colour", "choice", "list")

_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:e[+-]?[0-9]{1,2})?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
_WHOLE = 1e15
"""From here on not every whole number can be told from the next."""
_SCHEMES = ("light", "dark")


class Shades(NamedTuple):
    """A colour as it is in the light and in the dark scheme, as ``#rgb`` or ``#rrggbb``."""

    light: str
    dark: str


OptionValue = str | float | bool | tuple[str, ...] | Shades | Localized


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a site may set about its theme."""

    type: OptionType
    default: OptionValue
    choices: tuple[str, ...] = ()
    description: str = ""


class MisfitError(ValueError):
    """A value that an option can't have: each fault with the part of the value that it is about (empty: all of it), what
    is wrong and what to do."""

    def __init__(self, *faults: tuple[str, str, str | None]) -> None:
        super().__init__("; ".join(message for _, message, _ in faults))
        self.faults = faults


def read_option(option: Option, name: str, value: object) -> OptionValue:
    """``value`` as ``option`` wants it. Raises MisfitError with everything that keeps it from being one."""
    if option.type == "list":
        return _read_list(option, name, value)
    if option.type == "colour":
        return _read_shades(name, value)
    if option.type == "text" and isinstance(value, list | dict):
        return _read_by_language(name, value)
    text = "" if value is None else str(value).strip()
    if option.type == "boolean":
        if text.casefold() in ("true", "false"):
            return text.casefold() == "true"
        raise MisfitError(("", f"'{name}' is true or false", None))
    if option.type == "number":
        if not _NUMBER.fullmatch(text):
            raise MisfitError(("", f"'{name}' is a number", None))
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < _WHOLE else number
    if option.type == "choice" and text not in option.choices:
        known = ", ".join(option.choices)
        raise MisfitError(("", f"'{name}' is one of: {known}", _guess(text, option.choices)))
    return text


def _read_by_language(name: str, value: list[object] | dict[object, object]) -> Localized:
    texts = value if isinstance(value, dict) else {}
    if not texts or not all(isinstance(text, str) for text in texts.values()):
        raise MisfitError(("", f"'{name}' is one text, or one a language", f"write {name}: {{en: …, nl: …}}"))
    wrong = [str(key) for key in texts if not _LANGUAGE.fullmatch(str(key))]
    if wrong:
        raise MisfitError(
            *(
                (key, f"'{key[:60]}' is not a language code", "write a short code, such as en, nl or pt-BR")
                for key in wrong
            )
        )
    return Localized(tuple((str(key).lower(), str(text).strip()) for key, text in texts.items()))


def _read_list(option: Option, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        example = ", ".join(option.choices[:2])
        raise MisfitError(("", f"'{name}' is a list", f"write {name}: [{example}]"))
    items = [str(item).strip() for item in value]
    faults: list[tuple[str, str, str | None]] = []
    for number, item in enumerate(items):
        if item not in option.choices:
            hint = _guess(item, option.choices) or f"there are: {', '.join(option.choices)}"
            faults.append((str(number), f"'{name}' can't hold '{item[:60]}'", hint))
        elif item in items[:number]:
            faults.append((str(number), f"'{item}' stands twice in '{name}'", "keep one of them"))
    if faults:
        raise MisfitError(*faults)
    return tuple(items)


def _read_shades(name: str, value: object) -> Shades:
    if isinstance(value, dict):
        unknown = [str(key) for key in value if key not in _SCHEMES]
        if unknown or len(value) < len(_SCHEMES):
            where = unknown[0] if unknown else ""
            hint = f'{name}: {{light: "#1d4fa8", dark: "#9cc4ec"}}'
            raise MisfitError((where, f"'{name}' is one colour, or one for light and one for dark", hint))
        light, dark = (_read_colour(name, value[scheme], scheme) for scheme in _SCHEMES)
        return Shades(light, dark)
    colour = _read_colour(name, value, "")
    return Shades(colour, colour)


def _read_colour(name: str, value: object, part: str) -> str:
    text = str(value).strip()
    if _COLOUR.fullmatch(text):
        return text.lower()
    hint = "put it in quotes: without, YAML takes # for a comment" if value in (None, "") else None
    raise MisfitError((part, f"'{name}' is a colour such as \"#1d4fa8\"", hint))


def _guess(text: str, known: tuple[str, ...]) -> str | None:
    guess = nearest(text, known)
    return f"did you mean '{guess}'?" if guess else None
