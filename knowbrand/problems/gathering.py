"""Many problems that ask for one thing, as people read them: what is still to be filled in, a line for each file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from knowbrand.problems.problem import Place, Problem
from knowbrand.problems.summary import PLACEHOLDER

FEW = 3
"""So many placeholders are shown one by one, each with its line."""
_MOST_LINES = 30


def gather_placeholders(problems: Sequence[Problem]) -> list[Problem]:
    """``problems`` in their order, where more than a few placeholders are told as one a file, at the first of them. What
    to do stands with the last file alone."""
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.code == PLACEHOLDER and problem.place and problem.place.line:
            by_file[problem.place.path].append(problem)
    if sum(map(len, by_file.values())) <= FEW:
        return list(problems)
    gathered: dict[Problem, Problem] = {}
    for path, found in by_file.items():
        gathered[found[0]] = replace(found[0], place=Place(path), message=_name_lines(found), hint=None)
    last = list(by_file.values())[-1][0]
    hint = "write your own words in the place of each ⟨…⟩, the marks too, or delete what you don't need"
    gathered[last] = replace(gathered[last], hint=hint)
    told = {problem for found in by_file.values() for problem in found[1:]} - gathered.keys()
    return [gathered.get(problem, problem) for problem in problems if problem not in told]


def _name_lines(found: Sequence[Problem]) -> str:
    lines = sorted({problem.place.line for problem in found if problem.place and problem.place.line})
    named = ", ".join(map(str, lines[:_MOST_LINES])) + (", …" if len(lines) > _MOST_LINES else "")
    places = "1 place" if len(found) == 1 else f"{len(found)} places"
    return f"{places} still to be filled in: line{'s' * (len(lines) > 1)} {named}"
