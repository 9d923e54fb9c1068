"""Problems for machines: JSON, SARIF 2.1.0 and the annotations of GitHub's workflows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowbrand.problems.codes import CODES
from knowbrand.problems.problem import Problem

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def to_json(problem: Problem) -> dict[str, Any]:
    """The problem with the contract's fields; null where one isn't known."""
    place = problem.place
    finding = {"rule": problem.rule, "category": problem.category} if problem.rule else {}
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "path": place.path if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
        "hint": problem.hint,
        **finding,
    }


def count(problems: Sequence[Problem]) -> dict[str, int]:
    """How many there are of each severity."""
    return {
        level: sum(problem.severity == level for problem in problems)
        for level in ("error", "warning", "info")
    }


def to_sarif(problems: Sequence[Problem], version: str) -> dict[str, Any]:
    """A SARIF log (OASIS SARIF 2.1.0): one run, one result a problem, columns in code points."""
    titles = {problem.rule or problem.code: CODES.get(problem.code, problem.code) for problem in problems}
    codes = sorted(titles)
    rules = [{"id": code, "shortDescription": {"text": titles[code]}} for code in codes]
    driver = {"name": "knowbrand", "version": version, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_to_result(problem, codes) for problem in problems],
            }
        ],
    }


def _to_result(problem: Problem, codes: Sequence[str]) -> dict[str, Any]:
    from urllib.parse import quote

    text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    result: dict[str, Any] = {
        "ruleId": problem.rule or problem.code,
        "ruleIndex": codes.index(problem.rule or problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": text},
    }
    place = problem.place
    if place:
        location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.path)}}
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        known = {key: value for key, value in region.items() if value is not None}
        if known:
            location["region"] = known
        result["locations"] = [{"physicalLocation": location}]
    return result


def to_annotation(problem: Problem, prefix: str = "") -> str:
    """One workflow command (``::error file=…::message``) that GitHub shows at the line. ``prefix`` is the site's folder
    in the repository, with a slash at its end."""
    place = problem.place
    fields = {"title": problem.code}
    if place:
        fields = {
            "file": prefix + place.path,
            "line": str(place.line or 1),
            "col": str(place.column or 1),
            "endLine": str(place.end_line or place.line or 1),
            "title": problem.code,
        }
    properties = ",".join(f"{key}={_escape(value, ',:')}" for key, value in fields.items())
    text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return f"::{_COMMANDS[problem.severity]} {properties}::{_escape(text)}"


def _escape(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
