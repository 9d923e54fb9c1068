"""What a text must hold for a pattern to match: most texts lack it, and needn't be searched.

A pattern is read as Python itself parses it. Where it can only match together with some word, or one of several, these are
a clause; a text without any word of a clause has no match. What can't be told so gives no clause, and is searched for.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any

_parser: Any = importlib.import_module("re._parser")
_op: Any = importlib.import_module("re._constants")

_LETTERS = re.compile(r"[^\W\d_]+")
_AFFIX = 4
"""So many letters of the begin or the end of a word are a key to it."""
_MOST = 240
"""So many spellings of a stretch of a pattern are written out."""
_CLAUSES = 2
"""So many clauses are asked for before a sieve's pattern is tried."""
_LAST_PLAIN = "\xff"
"""The last letter whose lower case is the same wherever it stands."""
_COMMON = frozenset(
    word
    for line in (
        "the and for our you your that this with have has had are was were from not but they his her she who what when how all one",
        "can will been there their know most just here now than more out any get about which like een het van voor met die dat niet",
        "zijn wat aan ook als bij maar naar heb hebt heeft was waar wie dan nog wel over deze door meer zich uit",
    )
    for word in line.split()
)
_BY_LENGTH = {0: 20, 1: 20, 2: 20, 3: 3, 4: 2}
"""How often words are met: the commonest, and others by their length."""
_EDGES = (_op.AT_BEGINNING, _op.AT_BEGINNING_STRING, _op.AT_BOUNDARY, _op.AT_END, _op.AT_END_STRING)
_REPEATS = (_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT)
_LOOKS = (_op.ASSERT, _op.ASSERT_NOT)
_NO_LETTERS = (_op.CATEGORY_SPACE, _op.CATEGORY_DIGIT, _op.CATEGORY_NOT_WORD)

Part = tuple[Any, Any]
Clause = frozenset[str]


class Sieve:
    """A pattern that is tried, and compiled, only for texts that have what it needs."""

    __slots__ = ("_clauses", "_compiled", "_pattern")

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._clauses: list[Clause] | None = None
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str, keys: AbstractSet[str]) -> re.Match[str] | None:
        """The first match in ``text``, whose words have these ``keys``."""
        if self._clauses is None:
            self._clauses = list_clauses(self._pattern)[:_CLAUSES]
        for clause in self._clauses:
            if clause.isdisjoint(keys):
                return None
        if self._compiled is None:
            self._compiled = re.compile(self._pattern)
        return self._compiled.search(text)


@lru_cache(100_000)
def list_keys(word: str) -> tuple[str, ...]:
    """The keys of a word, which a clause may ask for: its parts between hyphens and apostrophes, in lower case, and how
    these begin and end."""
    parts = _LETTERS.findall(word.lower())
    long = [part for part in parts if len(part) >= _AFFIX]
    return (*parts, *(f"{part[:_AFFIX]}*" for part in long), *(f"*{part[-_AFFIX:]}" for part in long))


def list_clauses(pattern: str) -> list[Clause]:
    """Sets of keys, that which is met most rarely first: a text in which ``pattern`` matches has at least one of each set.
    Raises re.error where it is no pattern."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return []
    clauses = _Walk(parsed.data, left=False, right=False).clauses
    return sorted(dict.fromkeys(clauses), key=estimate)


def estimate(clause: Iterable[str]) -> int:
    """How often a clause is met, as far as the length of its words tells."""
    return sum(map(_estimate, clause))


def _estimate(key: str) -> int:
    if "*" in key:
        return 4
    return 20 if key in _COMMON else _BY_LENGTH.get(len(key), 1)


class _Walk:
    """A walk along the parts of a pattern, one after the other; ``left`` and ``right`` where no letter can stand before or
    after them."""

    def __init__(self, parts: Sequence[Part], *, left: bool, right: bool) -> None:
        self.clauses: list[Clause] = []
        self._strings = [""]
        self._left = left
        for number, part in enumerate(parts):
            self._add(part, parts, number, right=right)
        self._close(right=right)

    def _add(self, part: Part, parts: Sequence[Part], number: int, *, right: bool) -> None:
        kind, value = part
        if kind is _op.LITERAL and chr(value).isalpha():
            letter = chr(value)
            self._strings = [text + letter for text in self._strings]
        elif kind is _op.AT:
            if value in _EDGES:
                self._close(right=True)
                self._left = True
        elif kind not in _LOOKS:
            spelt = _spell(part)
            if spelt and not any(map(_LETTERS.search, spelt)) and "" not in spelt:
                self._close(right=True)
                self._left = True
            elif spelt and len(spelt) * len(self._strings) <= _MOST:
                self._strings = [begin + end for begin in self._strings for end in spelt]
            else:
                self._pass(part, parts[number + 1 :], right=right)

    def _pass(self, part: Part, rest: Sequence[Part], *, right: bool) -> None:
        """Go on after a part that isn't spelt out."""
        free = all(not _LETTERS.match(text[-1]) if text else self._left for text in self._strings)
        follows = _is_free(rest, 1, beyond=right)
        self._close(right=_is_free([part], 1, beyond=follows))
        self.clauses += _need(part, left=free, right=follows)
        self._left = _is_free([part], -1, beyond=free)

    def _close(self, *, right: bool) -> None:
        if self._strings != [""]:
            found = [_find_key(text, left=self._left, right=right) for text in self._strings]
            if all(found):
                self.clauses.append(frozenset(filter(None, found)))
        self._strings = [""]
        self._left = False


def _need(part: Part, *, left: bool, right: bool) -> list[Clause]:
    """The clauses of a part that isn't spelt out."""
    kind, value = part
    if kind is _op.BRANCH:
        best = [
            min(_Walk(one.data, left=left, right=right).clauses, key=estimate, default=None)
            for one in value[1]
        ]
        return [frozenset[str]().union(*filter(None, best))] if all(best) else []
    if kind in _REPEATS:
        least, most, body = value
        return _Walk(body.data, left=left, right=right and most == 1).clauses if least else []
    inner = _enter(part)
    return _Walk(inner, left=left, right=right).clauses if inner is not None else []


def _enter(part: Part) -> list[Part] | None:
    """The parts of a group without flags of its own."""
    kind, value = part
    if kind is _op.SUBPATTERN and not value[1] and not value[2]:
        return list(value[3].data)
    return list(value.data) if kind is _op.ATOMIC_GROUP else None


def _find_key(text: str, *, left: bool, right: bool) -> str | None:
    """The key to the longest word of ``text`` of which it is known where it begins, or ends."""
    best = (100, "")
    for match in _LETTERS.finditer(text):
        word = match.group().lower()
        begins, ends = match.start() > 0 or left, match.end() < len(text) or right
        if max(word) > _LAST_PLAIN:
            continue
        if begins and ends:
            best = min(best, (_estimate(word), word))
        elif (begins or ends) and len(word) >= _AFFIX:
            best = min(best, (4, f"{word[:_AFFIX]}*" if begins else f"*{word[-_AFFIX:]}"))
    return best[1] or None


def _spell(part: Part) -> list[str] | None:
    """Every text that the part matches, if they are few."""
    kind, value = part
    if kind is _op.LITERAL:
        return [chr(value)]
    if kind is _op.IN:
        return [chr(code) for _, code in value] if all(one is _op.LITERAL for one, _ in value) else None
    if kind is _op.BRANCH:
        spelt: list[str] = []
        for branch in value[1]:
            more = _spell_all(branch.data)
            if not more or len(spelt) + len(more) > _MOST:
                return None
            spelt += more
        return spelt
    if kind in _REPEATS:
        least, most, body = value
        once = _spell_all(body.data) if most == 1 else None
        return [*([] if least else [""]), *once] if once else None
    if kind in _LOOKS:
        return [""]
    inner = _enter(part)
    return _spell_all(inner) if inner is not None else None


def _spell_all(parts: Iterable[Part]) -> list[str] | None:
    spelt = [""]
    for part in parts:
        if part[0] is _op.LITERAL:
            letter = chr(part[1])
            spelt = [text + letter for text in spelt]
            continue
        more = _spell(part)
        if not more or len(more) * len(spelt) > _MOST:
            return None
        spelt = [begin + end for begin in spelt for end in more]
    return spelt


def _is_free(parts: Sequence[Part], step: int, *, beyond: bool) -> bool:
    """Whether ``parts`` can't begin with a letter, or end with one where the ``step`` is -1; ``beyond`` says so of what
    stands there."""
    for kind, value in parts[::step]:
        if kind is _op.AT and value in _EDGES:
            return True
        if kind is _op.AT or kind in _LOOKS:
            continue
        if not _has_no_letter(kind, value, step):
            return False
        if not _may_be_nothing((kind, value)):
            return True
    return beyond


def _has_no_letter(kind: Any, value: Any, step: int) -> bool:
    """Whether what the part matches, if it isn't nothing, has no letter at that side."""
    if kind is _op.LITERAL:
        return not _LETTERS.match(chr(value))
    if kind is _op.IN:
        return all(
            not _LETTERS.match(chr(code)) if one is _op.LITERAL else code in _NO_LETTERS
            for one, code in value
            if one is not _op.RANGE or not (code[0] >= 48 and code[1] <= 57)
        )
    if kind is _op.BRANCH:
        return all(_is_free(one.data, step, beyond=True) for one in value[1])
    if kind in _REPEATS:
        return _is_free(value[2].data, step, beyond=True)
    inner = _enter((kind, value))
    return inner is not None and _is_free(inner, step, beyond=True)


def _may_be_nothing(part: Part) -> bool:
    kind, value = part
    if kind is _op.AT or kind in _LOOKS:
        return True
    if kind is _op.BRANCH:
        return any(all(map(_may_be_nothing, one.data)) for one in value[1])
    if kind in _REPEATS:
        return value[0] == 0 or all(map(_may_be_nothing, value[2].data))
    if kind is _op.SUBPATTERN:
        return all(map(_may_be_nothing, value[3].data))
    if kind is _op.ATOMIC_GROUP:
        return all(map(_may_be_nothing, value.data))
    return kind in (_op.GROUPREF, _op.GROUPREF_EXISTS)
