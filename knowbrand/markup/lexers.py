"""Lexers of Pygments that are made for less: most of the time of a few pieces of code goes into compiling patterns that
none of them needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pygments.lexer import Lexer, RegexLexerMeta

_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""A set of characters in a pattern, or whatever else stands there."""
_FOREIGN = re.compile(r"[^\x00-\x7f]-[^\x00-\x7f]|[^\x00-\x7f]")
_UNCLEAR = re.compile(
    r"[\x00-\x7f]-[^\x00-\x7f]|[^\x00-\x7f]-[\x00-\x7f]|[^\x00-\x7f]-[^\x00-\x7f]-|^\[(?:[^\x00-\x7f]-?)+\^"
)
"""Where something else would be said without the characters that aren't ASCII."""


def spare(lexer: type[Lexer], *, ascii_only: bool) -> type[Lexer]:
    """A lexer that finds what ``lexer`` finds, in text that is ASCII where ``ascii_only`` says so."""
    if type(lexer) is not RegexLexerMeta:
        return lexer  # it has no patterns, or its own way with them
    make: Any = _Plain if ascii_only else _Spare
    made: type[Lexer] = make(lexer.__name__, (lexer,), {})
    return made


class _Spare(RegexLexerMeta):
    """Compiles the patterns of a state when a text comes to it."""

    def process_tokendef(cls: Any, name: str, tokendefs: Any = None) -> Mapping[str, Any]:
        states = cls._all_tokens[name] = _States(cls, tokendefs or cls.tokens[name])
        return states


class _Plain(_Spare):
    """Leaves the letters that ASCII hasn't out of the sets of its patterns: the set of all letters that may stand in a
    name takes longer to compile than a page of code to colour."""

    def _process_regex(cls, regex: Any, rflags: int, state: str) -> Any:  # noqa: ARG002
        if not isinstance(regex, str):  # a list of words
            regex = regex.get()
        if (
            not rflags & re.IGNORECASE and "(?i" not in regex
        ):  # some letters are ASCII in the other case alone
            regex = narrow(regex)
        return re.compile(regex, rflags).match


class _States(dict[str, Any]):
    """The rules of each state, made when they are asked for."""

    def __init__(self, lexer: Any, written: Mapping[str, Sequence[Any]]) -> None:
        super().__init__()
        self._lexer, self._written = lexer, written

    def __missing__(self, state: str) -> Any:
        return self._lexer._process_state(self._written, self, state)


def narrow(pattern: str) -> str:
    """A pattern that matches the same in ASCII text: without the other characters in its sets."""
    if pattern.isascii():
        return pattern
    return "".join(_narrow_set(piece) for piece in _PIECE.findall(pattern))


def _narrow_set(piece: str) -> str:
    if len(piece) < 2 or piece[0] != "[" or _UNCLEAR.search(piece):
        return piece
    narrowed = _FOREIGN.sub("", piece)
    return piece if narrowed in ("[]", "[^]") else narrowed
