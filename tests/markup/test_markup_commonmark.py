"""The structure must be what CommonMark says: markdown-it-py, written by others, is the judge."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from knowbrand.markup import render

REAL_POSTS = Path(__file__).parents[2].parent / "shared" / "real-posts"
JUDGE = MarkdownIt("commonmark").enable("table").enable("strikethrough")

OURS_ALONE = frozenset(
    ["span", "div", "section", "figure", "figcaption", "img", "input", "s", "del", "tbody", "abbr", "sup"]
)
UNCLOSED = frozenset(("p", "br", "hr"))

SAMPLES = [
    "- a\n  - b\n    - c\n      - d\n",
    "- a\n - b\n  - c\n   - d\n    - e\n",
    "1. a\n  - b\n\n   text\n",
    "10. a\n    - b\n    - c\n11. d\n",
    "- a\n\n\n- b\n\n\n  c\n",
    "- a\n  > b\n  ```\n  c\n  ```\n- d\n",
    "* a\n  * b\n\n  c\n* d\n\ntext\n",
    "> - a\n> b\n> - c\n\n> d\n",
    "> a\n- b\n",
    "- a\n> b\n",
    "- a\n2. b\n",
    "> a\n2. b\n",
    "text\n2. b\n",
    "text\n- a\ntext\n- b\n",
    "text\n***\ntext\n***text***\n",
    "- a\n-\n\n- b\n",
    "-\n\n  a\n",
    "- a\n    b\n\n      c\n",
    "-     code\n\n      more\n- b\n",
    "1.  a\n\n    b\n\n2.  c\n",
    "1) a\n2. b\n- c\n",
    "~~~\na\n~~~~\nb\n",
    "````\n```\n```\n````\n",
    "- ```\n  a\n b\n- c\n",
    "> ```\n> a\nb\n",
    "a\n===\nb\n---\n- c\n---\n",
    "> a\n---\n",
    "- a\n---\n",
    "<div>\n*a*\n\n*b*\n</div>\n",
    "a\n<div>\nb\n</div>\n\nc\n",
    "a\n<b>c</b>\n",
    "*a **b***c* _d __e__ f_\n",
    "**a*b**c* ***a** b* ***c* d**\n",
    "*a _b* c_ **a __b** c__\n",
    'a*"b"*c _a_b_ *(a)* **(b)**c\n',
    "[a *b](c) d* ![e [f](g)](h)\n",
    "[a](b \"c\" d) [e](<f> (g)) [h]( i\n'j' )\n",
    "[a]: b\n[c]: d 'e'\n\n[a] [c][] [x][A]\n",
    "[a]: b\ntext [a]\n",
    "`` a ` b `` c ``` d `\n",
    "a  \nb\\\nc   \n\nd  \n",
    "| a | b |\n|---|---|\n| c | d |\n> e\n",
    "\ta\n\n\t\tb\n\n-\tc\n\n\td\n",
    "# a #\n## b \\#\n### c ###d\n#\n#e\n",
    "+ a\n\n  + b\n\n    + c\n\n+ d\n",
]


class Structure(HTMLParser):
    """The block and inline tags of a page, in order; what only one of both writes is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in OURS_ALONE:
            self.tags.append(re.sub("h[1-6]", "h", tag))

    def handle_endtag(self, tag: str) -> None:
        if tag not in OURS_ALONE and tag not in UNCLOSED:
            self.tags.append("/" + re.sub("h[1-6]", "h", tag))


def structure(html: str) -> list[str]:
    parser = Structure()
    parser.feed(re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL))
    return parser.tags


def without_bare_links(html: str) -> str:
    """Links that show their own address, which CommonMark leaves as text, as that text."""
    return re.sub(r'<a\s+href="(https?://[^"]*)">(https?://[^<]*)</a>', r"\2", html)


def assert_same_structure(source: str) -> None:
    ours = structure(without_bare_links(render(source, path="sample.md").html))
    theirs = structure(without_bare_links(JUDGE.render(source)))
    assert ours == theirs


@pytest.mark.parametrize("source", SAMPLES)
def test_sample_has_the_structure_of_commonmark(source: str) -> None:
    assert_same_structure(source)


BLOCKS = st.sampled_from(
    [
        "a",
        "- b",
        "  - c",
        "    d",
        "",
        "> e",
        "1. f",
        "```",
        "# g",
        "***",
        "  h",
        "* i",
        "2. j",
        "> - k",
        "     l",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, max_size=7))
def test_random_blocks_have_the_structure_of_commonmark(lines: list[str]) -> None:
    assert_same_structure("\n".join(lines))


INLINES = st.sampled_from(
    ["*", "**", "_", "__", "`", "[", "]", "](x)", "![", "a", " ", "b c", "\\", '"', "."]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(INLINES, max_size=12))
def test_random_inlines_have_the_structure_of_commonmark(pieces: list[str]) -> None:
    assert_same_structure("x" + "".join(pieces))


def test_real_posts_have_the_structure_of_commonmark() -> None:
    if not REAL_POSTS.is_dir():
        pytest.skip(f"the real posts aren't here: {REAL_POSTS}")
    for file in sorted(REAL_POSTS.glob("*.md")):
        text = file.read_text("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        body = re.sub(r"\[\^\w+\]:?", "", body)  # footnotes aren't in CommonMark
        ours = structure(without_bare_links(render(body, path=file.name).html))
        assert ours == structure(without_bare_links(JUDGE.render(body))), file.name
