"""Short cuts give what the rules give without them."""

from __future__ import annotations

import re
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.markup import destinations, render, scanner

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
    ):
        assert render(text, path="post.md") == short
