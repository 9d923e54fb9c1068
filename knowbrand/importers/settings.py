"""Another tool's settings file into plain data. Nothing in it is run."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

from knowbrand.importers.decoding import read_foreign_text
from knowbrand.problems import KnowbrandError, Place, Problem, warning
from knowbrand.sources.nodes import parse_yaml, to_plain

_LARGEST_PYTHON = 200_000
_JAVASCRIPT = re.compile(
    r"""(?<![\w.])["']?(input|pathPrefix|includes|markdownTemplateEngine)["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|(false))"""
)


def read_settings(file: Path, path: str, problems: list[Problem]) -> dict[str, Any]:
    """The settings in ``file`` by lower-case name; of JavaScript and Python only what stands there literally.

    ``path`` is how messages name it. A file that can't be understood gives nothing, and a warning in ``problems``.
    """
    text = read_foreign_text(file, path, problems)
    if text is None:
        return {}
    try:
        settings = _parse(text, file, path)
    except (KnowbrandError, ValueError, SyntaxError, RecursionError, MemoryError) as fault:
        place = fault.problems[0].place if isinstance(fault, KnowbrandError) else None
        message = f"the settings in {file.name} aren't understood; the tool's defaults are taken"
        problems.append(warning("KB242", message, place or Place(path)))
        return {}
    return {str(name).lower(): value for name, value in settings.items()}


def _parse(text: str, file: Path, path: str) -> dict[str, Any]:
    if file.suffix == ".toml":
        return tomllib.loads(text)
    if file.suffix == ".py":
        return _literal_assignments(text[:_LARGEST_PYTHON])
    if file.suffix in {".js", ".mjs", ".cjs"}:
        return {found[1]: found[2] or found[3] or "" for found in _JAVASCRIPT.finditer(text)}
    faults: list[Problem] = []
    node = parse_yaml(text, path, 1, faults, json=file.suffix == ".json")
    data = to_plain(node) if node else None
    return data if isinstance(data, dict) else {}


def _literal_assignments(source: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            try:
                found[statement.targets[0].id] = ast.literal_eval(statement.value)
            except (ValueError, TypeError):
                continue
    return found
