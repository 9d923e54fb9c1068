"""Placeholders, a line for each file."""

from __future__ import annotations

from knowbrand.problems import Place, Problem, error, warning
from knowbrand.problems.gathering import FEW, gather_placeholders


def placeholder(path: str, line: int) -> Problem:
    return warning("KB115", "a placeholder still stands here: ⟨x⟩", Place(path, line, 3), "write")


def test_a_few_are_shown_one_by_one() -> None:
    few = [placeholder("a.md", line) for line in range(1, FEW + 1)]
    assert gather_placeholders(few) == few


def test_many_are_one_a_file_at_the_first_of_them_and_the_rest_stays_where_it_was() -> None:
    other = error("KB112", "no post", Place("a.md", 5, 1), "delete this line")
    problems = [placeholder("a.md", 2), other, placeholder("a.md", 9), placeholder("a.md", 9)]
    problems += [placeholder("b.md", 4)]
    told = gather_placeholders(problems)
    assert [(problem.place, problem.message) for problem in told] == [
        (Place("a.md"), "3 places still to be filled in: lines 2, 9"),
        (other.place, other.message),
        (Place("b.md"), "1 place still to be filled in: line 4"),
    ]
    assert [bool(problem.hint) for problem in told] == [False, True, True]


def test_thousands_of_lines_are_not_all_named() -> None:
    (told,) = gather_placeholders([placeholder("a.md", line) for line in range(1, 1001)])
    assert told.message.startswith("1000 places")
    assert told.message.endswith("30, …")
