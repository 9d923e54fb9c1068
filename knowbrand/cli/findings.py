"""What the check for filler tells people besides its findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from knowbrand.cli.console import say
from knowbrand.problems import Problem
from knowbrand.problems.text import format_place

if TYPE_CHECKING:
    from knowbrand.check.substance.praise import Line
    from knowbrand.check.substance.suppression import Suppression


def list_suppressions(suppressions: Sequence[Suppression], style: str) -> None:
    """Print every suppression and its reason; as JSON where ``style`` asks for it."""
    if style == "json":
        listed = [
            {
                "rule": one.rule,
                "reason": one.reason,
                "path": one.place.path,
                "line": one.place.line,
                "used": one.used,
            }
            for one in suppressions
        ]
        click.echo(json.dumps({"suppressions": listed}, ensure_ascii=False))
        return
    for one in suppressions:
        unused = "" if one.used else " (silences nothing)"
        click.echo(f"{format_place(one.place)}  {one.rule}  {one.reason}{unused}")
    say(f"{len(suppressions)} suppression{'s' * (len(suppressions) != 1)}")


def praise(line: Line | None) -> None:
    """Name the line of the profile that a stranger can hold on to best."""
    if line is not None:
        backed = (
            f", with {line.evidence} piece{'s' * (line.evidence > 1)} of evidence" if line.evidence else ""
        )
        say(f"  your strongest line{backed} ({format_place(line.place)}): {line.text}")


def teach_once(problems: Sequence[Problem]) -> list[Problem]:
    """``problems``, where a rule's hint stands with one finding alone: the one that is shown last."""
    last = {problem.rule: problem for problem in sorted(problems, key=_loudness)}
    return [
        replace(problem, hint=None) if problem.rule and last[problem.rule] is not problem else problem
        for problem in problems
    ]


def _loudness(problem: Problem) -> tuple[bool, bool]:
    return problem.severity == "error", problem.severity == "warning"
