"""Lexers that compile less find the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pygments.lexers import find_lexer_class_by_name

from knowbrand.markup.lexers import narrow, spare

CODE = """\
@wraps  # K k
async def mean(values: list[float], *, of: str = f"{name!r:>{width}}") -> float:
    \"\"\"The mean.\"\"\"
    return sum(values) / len(values) if values else 0x0F
<p class="a">&amp; <script>let a = `${b}/${/x+/.exec(c)}`;</script></p>
#!/bin/sh
for file in *.csv; do echo "$(ls | wc -l) files" > "$file"; done <<EOF
name: &anchor [push]  # all of it
SELECT count(*) FROM a WHERE b = 'c' -- d
\\begin{a}$x^2$\\end{a}
"""
FOREIGN = CODE + "größe = «x» + 変数  # ſ K é"
LANGUAGES = [
    "python",
    "js",
    "ts",
    "bash",
    "yaml",
    "html",
    "css",
    "sql",
    "c",
    "rust",
    "kotlin",
    "tex",
    "php",
    "r",
    "julia",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spare_lexer_finds_what_the_whole_one_finds(language: str) -> None:
    lexer = find_lexer_class_by_name(language)
    assert list(spare(lexer, ascii_only=True)().get_tokens(CODE)) == list(lexer().get_tokens(CODE))
    assert list(spare(lexer, ascii_only=False)().get_tokens(FOREIGN)) == list(lexer().get_tokens(FOREIGN))


def test_it_compiles_no_state_that_no_text_comes_to() -> None:
    lexer = find_lexer_class_by_name("python")
    made = spare(lexer, ascii_only=True)()
    list(made.get_tokens("a = 1\n"))
    assert set(made._tokens) < set(lexer()._tokens)  # type: ignore[attr-defined]


SETS = st.lists(st.sampled_from([*"abc^-é", "à-ü", "a-c", r"\]", r"\w", "Ω"]), min_size=1, max_size=6).map(
    "".join
)


@settings(max_examples=300)
@example("à-ü^a", False)
@example("aà-ü-c", False)
@given(SETS, st.booleans())
def test_a_narrowed_set_means_the_same_for_ascii(inside: str, negated: bool) -> None:
    pattern = f"é?[{'^' if negated else ''}{inside}]"
    try:
        whole = re.compile(pattern)
    except (re.error, FutureWarning):  # no pattern, or one that Python may read in another way some day
        return
    narrowed = re.compile(narrow(pattern))
    for character in "abcdz^-]_":
        assert bool(whole.fullmatch(character)) == bool(narrowed.fullmatch(character)), narrowed.pattern
