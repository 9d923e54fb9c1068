"""What is wrong, where, and what to do: one type for every problem.

Steps that can go on collect problems in a list; a step that can't raises
:class:`KnowbrandError` with all it found.
"""

from knowbrand.problems.names import nearest
from knowbrand.problems.problem import (
    KnowbrandError,
    Place,
    Problem,
    Severity,
    Trouble,
    error,
    has_errors,
    has_warnings,
    in_order,
    info,
    warning,
)

__all__ = [
    "KnowbrandError",
    "Place",
    "Problem",
    "Severity",
    "Trouble",
    "error",
    "has_errors",
    "has_warnings",
    "in_order",
    "info",
    "nearest",
    "warning",
]
