"""The options of the built-in themes for the schema of the settings: an editor offers them, and refuses nothing.

A theme of the site's own may have any name and declare any option anew, which a schema that is written once can't know.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from knowbrand.model.settings import ThemeChoice

OPTIONS = "theme_options.json"
"""Written by ``docs/make_themes.py`` from the themes: by theme and option its type, choices, default and description."""

_DEFAULT = ThemeChoice().name
_COLOUR = {"type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"}
_BY_SCHEME = {"type": "object", "properties": {"light": _COLOUR, "dark": _COLOUR}}
_VALUES: dict[str, dict[str, Any]] = {
    "text": {"type": ["string", "object"]},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "colour": {"anyOf": [_COLOUR, _BY_SCHEME]},
}


def offer_options() -> list[dict[str, Any]]:
    """For each built-in theme the condition that it is chosen, and what ``options`` may hold then."""
    file = resources.files("knowbrand.sources") / OPTIONS
    themes: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read_text("utf-8"))
    return [
        {
            "if": {
                "properties": {"name": {"const": theme}},
                "required": [] if theme == _DEFAULT else ["name"],
            },
            "then": {
                "properties": {
                    "options": {"properties": {name: _offer(one) for name, one in options.items()}}
                }
            },
        }
        for theme, options in themes.items()
    ]


def _offer(option: dict[str, Any]) -> dict[str, Any]:
    choices = {"enum": option["choices"]}
    known = {"choice": choices, "list": {"type": "array", "items": choices}, **_VALUES}[option["type"]]
    return {"description": option["description"], "default": option["default"], "anyOf": [known, True]}
