"""What a text must hold for a pattern to match: no match may be lost by asking for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.check.substance.features import TOKEN
from knowbrand.check.substance.sieve import Sieve, list_clauses, list_keys
from knowbrand.problems import Problem
from knowbrand.sources.packs import read_packs

WORDS = ("de", "beste", "best", "van", "ons", "huis", "self-made", "don't", "a1", "x_y", "é", "Hij")
EDGES = (r"\b", r"\b", "", " ", "^", "$", r"\w?", r"[^.;]{0,3}", r"(?:\w{1,6} )?", r"\d?", "-", "'", "s?")


def list_sentence_keys(text: str) -> set[str]:
    return {key for word in TOKEN.findall(text.lower()) for key in list_keys(word)}


@pytest.mark.parametrize(
    ("pattern", "clauses"),
    [
        (r"\bno (?:\w+ )?peers?\b", [{"peer", "peers"}, {"no"}]),
        (r"\bchang\w+ lives\b", [{"lives"}, {"chan*"}]),
        (r"\b(?:gold standard|second to none)\b", [{"standard", "second"}]),
        (r"\w+gericht\b", [{"*icht"}]),
        (r"\bgold\b|\d%", []),
        (r"best", []),
        (r"(?i)\bbest\b", []),
        (r"\bthe (?:gold )?\b", [{"the"}]),
        (r"\bself-made\b", [{"self"}, {"made"}]),
        (r"[Hh]e (?=is)", []),
        (r"\b[Hh]e (?=is)", [{"he"}]),
    ],
)
def test_the_words_that_a_pattern_needs(pattern: str, clauses: list[set[str]]) -> None:
    assert [set(clause) for clause in list_clauses(pattern)] == clauses


def test_a_text_without_such_a_word_is_not_searched() -> None:
    sieve = Sieve(r"\bsecond to none\b")
    assert sieve.search("second to none", list_sentence_keys("second to none"))
    assert sieve.search("second to none", {"first"}) is None


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_no_match_of_a_rule_is_lost(lang: str) -> None:
    problems: list[Problem] = []
    rules = read_packs(None, [lang], problems)[lang]
    texts = [text for rule in rules for text in (*rule.tests.flag, *rule.tests.pass_)]
    keys = {text: list_sentence_keys(text) for text in texts}
    found = 0
    for pattern in (pattern for rule in rules for pattern in rule.patterns):
        search, clauses = re.compile(pattern).search, list_clauses(pattern)
        for text in texts:
            if search(text) or search(text.lower()):
                found += 1
                assert not any(map(keys[text].isdisjoint, clauses)), (pattern, text)
    assert found > len(rules)


pieces = st.sampled_from((*WORDS, *EDGES))
simple = st.lists(pieces, min_size=1, max_size=4).map("".join)
patterns = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["?", "{0,2}", "{1,2}", ""])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        st.lists(inner, min_size=2, max_size=3).map("".join),
    ),
    max_leaves=3,
)
separators = st.sampled_from([" ", " ", "", "-", "'", ". ", "1", "_", ", "])
texts = st.lists(st.tuples(st.sampled_from([*WORDS, "andere", "s", "!"]), separators), max_size=9).map(
    lambda parts: "".join(part for pair in parts for part in pair)
)


@given(patterns, texts)
def test_what_matches_has_the_words_of_each_clause(pattern: str, text: str) -> None:
    try:
        match = re.search(pattern, text)
    except re.error:
        return
    if match:
        keys = list_sentence_keys(text)
        assert not any(map(keys.isdisjoint, list_clauses(pattern)))
