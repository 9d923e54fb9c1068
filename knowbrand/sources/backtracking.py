"""How long a regular expression of somebody else's may take: an upper bound for a text of a given length.

Python's engine tries every way to read a text before it gives up. A pattern has many ways where a repetition may end at
one place or another and what comes next takes either; such repetitions multiply. The bound counts them on the pattern as
Python itself parses it, so that no spelling of it hides one.
"""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

_FLAGS = re.compile(r"\(\?([a-zA-Z]+)")
_parser: Any = importlib.import_module("re._parser")
_SAMPLE = "".join(map(chr, range(128))) + "éÉßſ\u00a0\u2028\u200b٣中☆’\u212a\U0001f600"
_PREFIX = 24
"""So many characters of two alternatives are compared."""
_FEW = 50
"""Something that matches in two ways, so many times, is for ever."""
_COUNTED = 100
"""A repetition that may come more often is taken for one without an end."""
_EMPTY = frozenset[str]()
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")

Part = tuple[Any, Any]


class Effort(NamedTuple):
    """In how many ways something may match at one place, and the steps that it takes to try them all."""

    ways: float
    steps: float


def estimate(pattern: str, length: int) -> float:
    """The steps in which ``pattern`` is searched for in a text of ``length`` characters, at most; infinity where they
    double with each character. Raises re.error, OverflowError, RecursionError where it is no pattern."""
    parts = list(_parser.parse(pattern))
    counter = _Counter(pattern, length)
    begins = str(parts[0][0]) == "AT" and "BEGINNING" in str(parts[0][1]) if parts else False
    return counter.sequence(parts, _EMPTY).steps * (1 if begins else length)


class _Counter:
    def __init__(self, pattern: str, length: int) -> None:
        self._sample = frozenset(_SAMPLE + pattern + pattern.lower() + pattern.upper())
        self._length = length
        self._folds = "i" in "".join(_FLAGS.findall(pattern))

    def sequence(self, parts: Sequence[Part], follow: frozenset[str]) -> Effort:
        """``parts`` one after the other, before something that begins with one of ``follow``."""
        ways, steps = 1.0, 1.0
        for number, part in enumerate(parts):
            effort = self._part(part, self._first(parts[number + 1 :], follow))
            steps += ways * effort.steps
            ways *= effort.ways
        return Effort(ways, steps)

    def _part(self, part: Part, follow: frozenset[str]) -> Effort:
        name, value = str(part[0]), part[1]
        if name in _REPEATS:
            least, most, body = value
            effort = self._repeat(least, most, body, follow)
            return Effort(1, effort.steps) if name == "POSSESSIVE_REPEAT" else effort
        if name == "BRANCH":
            return self._branch(value[1], follow)
        if name == "SUBPATTERN":
            return self.sequence(value[-1], follow)
        if name == "ATOMIC_GROUP":
            return Effort(1, self.sequence(value, _EMPTY).steps)
        if name in ("ASSERT", "ASSERT_NOT"):
            return Effort(1, self.sequence(value[1], _EMPTY).steps)
        if name.startswith("GROUPREF"):
            return Effort(math.inf, math.inf)
        return Effort(1, 1)

    def _repeat(self, least: int, most: int, parts: Sequence[Part], follow: frozenset[str]) -> Effort:
        first = self._first(parts, _EMPTY)
        body = self.sequence(parts, first | follow if most > 1 else follow)
        empty = self._may_be_empty(parts)
        if most > _COUNTED:
            if empty and most != _parser.MAXREPEAT:  # the engine does count how often nothing stands there
                return Effort(math.inf, math.inf)
            most = max(least, self._length)
        if body.ways > 1:
            if most > _FEW or body.ways == math.inf:
                return Effort(math.inf, math.inf)
            ways = sum(body.ways**times for times in range(least, most + 1))
            return Effort(ways, 1 + body.steps * sum(body.ways**times for times in range(most)))
        steps = most * body.steps if empty else min(most * body.steps, self._length + body.steps)
        ends = 1 if first.isdisjoint(follow) and not empty else most - least + 1
        return Effort(ends, steps)

    def _branch(self, branches: Sequence[Sequence[Part]], follow: frozenset[str]) -> Effort:
        efforts = [self.sequence(branch, follow) for branch in branches]
        heads = [self._prefix(branch) for branch in branches]
        ways = max(
            sum(
                effort.ways
                for effort, other in zip(efforts, heads, strict=True)
                if all(not one.isdisjoint(two) for one, two in zip(head, other, strict=False))
            )
            for head in heads
        )
        return Effort(ways, sum(effort.steps for effort in efforts))

    def _prefix(self, parts: Iterable[Part]) -> list[frozenset[str]]:
        """What the first characters may be, as far as that is certain."""
        found: list[frozenset[str]] = []
        for part in parts:
            name, value = str(part[0]), part[1]
            if name == "SUBPATTERN" and len(value[-1]) and all(self._is_character(one) for one in value[-1]):
                found += [self._characters(one) for one in value[-1]]
            elif self._is_character(part):
                found.append(self._characters(part))
            elif name == "BRANCH":
                found.append(self._first([part], _EMPTY))
                break
            elif name != "AT":
                if name in _REPEATS and value[0] > 0:
                    found.append(self._first(value[2], _EMPTY))
                break
            if len(found) >= _PREFIX:
                break
        return found

    def _first(self, parts: Sequence[Part], follow: frozenset[str]) -> frozenset[str]:
        """What ``parts``, and then one of ``follow``, may begin with."""
        found = _EMPTY
        for part in parts:
            name, value = str(part[0]), part[1]
            if self._is_character(part):
                found |= self._characters(part)
            elif name in _REPEATS:
                found |= self._first(value[2], _EMPTY)
            elif name == "BRANCH":
                found = found.union(*(self._first(branch, _EMPTY) for branch in value[1]))
            elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
                found |= self._first(value[-1] if name == "SUBPATTERN" else value, _EMPTY)
            if not self._may_be_empty([part]):
                return found
        return found | follow

    def _may_be_empty(self, parts: Iterable[Part]) -> bool:
        return all(self._is_optional(part) for part in parts)

    def _is_optional(self, part: Part) -> bool:
        name, value = str(part[0]), part[1]
        if name in _REPEATS:
            return value[0] == 0 or self._may_be_empty(value[2])
        if name == "BRANCH":
            return any(self._may_be_empty(branch) for branch in value[1])
        if name in ("SUBPATTERN", "ATOMIC_GROUP"):
            return self._may_be_empty(value[-1] if name == "SUBPATTERN" else value)
        return not self._is_character(part)

    @staticmethod
    def _is_character(part: Part) -> bool:
        return str(part[0]) in ("LITERAL", "NOT_LITERAL", "ANY", "IN", "CATEGORY", "RANGE")

    def _characters(self, part: Part) -> frozenset[str]:
        """What a part that is one character may be."""
        name, value = str(part[0]), part[1]
        if name == "ANY":
            return self._sample
        if name == "IN":
            negated = bool(value) and str(value[0][0]) == "NEGATE"
            found = _EMPTY.union(*(self._characters(each) for each in value[negated:]))
            return self._sample - found if negated else found
        if name == "CATEGORY":
            return self._category(str(value))
        if name == "RANGE":
            found = frozenset(sign for sign in self._sample if value[0] <= ord(sign) <= value[1])
        else:
            found = frozenset(chr(value))
        if self._folds:
            found = found | {other for sign in found for other in (*sign.upper(), *sign.lower())}
        return self._sample - frozenset(chr(value)) if name == "NOT_LITERAL" else found

    def _category(self, name: str) -> frozenset[str]:
        tests = {
            "DIGIT": str.isdecimal,
            "SPACE": str.isspace,
            "WORD": lambda sign: sign.isalnum() or sign == "_",
        }
        test = tests[name.rpartition("_")[2]]
        found = frozenset(filter(test, self._sample))
        return self._sample - found if "_NOT_" in name else found
