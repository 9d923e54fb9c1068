"""Short cuts give what the rules give without them."""

from __future__ import annotations

import re
from contextlib import ExitStack
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.markup import destinations, leaves, lists, render, scanner, tables

NEVER = re.compile(r"(?!)")
PIECES = st.sampled_from(
    [
        *("*", "**", "***", "_", "`", "``", "[", "](", ")", "](/a)", "](<b>)", '](c "t")', "![", "]", "\\", "&amp;", "~~"),
        *("*a*", "**b c**", " *d* ", "(*e*)", "*f*g", "*h.*", "`i`", "`j` ", " `k l`", "` m `", "[n](o)", "[p](q(r))"),
        *(" ", "\n", "  \n", ".", ",", "word", "é", "\u00a0", "<b>", "https://s.example/t", "'", '"', "{.u}", "|"),
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_plain_marks_mean_what_the_rules_say(text: str) -> None:
    short = render(text, path="post.md")
    with (
        patch.object(scanner, "SIMPLE_CODE", NEVER),
        patch.object(scanner, "SIMPLE_EMPHASIS", NEVER),
        patch.object(destinations, "_SIMPLE_TARGET", NEVER),
        patch.object(scanner, "SPECIAL_WITHOUT_URL", scanner.SPECIAL),
    ):
        assert render(text, path="post.md") == short


LINES = st.sampled_from(
    [
        *(
            "term",
            ": what it means",
            ":\twhat",
            "  : more",
            "> term",
            "> : quoted",
            "- term",
            "  : in an item",
            "a: b",
        ),
        *(
            "| a | b |",
            "|---|---|",
            "    code",
            "\tcode",
            "-     code",
            "1.  text",
            "",
            "",
            "    : deep",
            "word | word",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_a_rule_that_is_left_out_would_have_found_nothing(text: str) -> None:
    short = render(text, path="post.md")
    rules = (lists.Definitions, tables.Table, leaves.IndentedCode)
    with ExitStack() as stack:
        for rule in rules:
            stack.enter_context(patch.object(rule, "needs", None))
        assert render(text, path="post.md") == short
