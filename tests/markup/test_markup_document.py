"""What a document tells the site: references with their places, headings, ids, plain text."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.markup import Document, Heading, Reference, locate, render, render_inline
from knowbrand.model.language import Quotes
from knowbrand.problems import Place


def document(text: str) -> Document:
    return render(text, path="a.md")


@pytest.mark.parametrize(
    ("text", "kind", "target", "line", "column", "end_column"),
    [
        ("a [b](../posts/x.md#part)", "link", "../posts/x.md#part", 1, 3, 26),
        ("`[b](x.md)` [b](x.md)", "link", "x.md", 1, 13, 22),
        ("> 1. a\n>    ![b](c.jpg)", "picture", "c.jpg", 2, 6, 17),
        ("| a |\n|---|\n| [b](c.md) |", "link", "c.md", 3, 3, 12),
        ("[a][b]\n\n[b]: c%20d.md", "link", "c%20d.md", 1, 1, 7),
        ("[a](<b&amp;c.md>)", "link", "b&c.md", 1, 1, 18),
        ("a\n<a\n href='b.md'>c</a>", "link", "b.md", 2, 1, None),
        ("<video src='a.mp4'></video>", "media", "a.mp4", 1, 1, 20),
        ("## [a](b.md)", "link", "b.md", 1, 4, 13),
        ("a[^n]\n\n[^n]: [b](c.md)", "link", "#fn-1", 1, 2, 6),
        ("-  a\n\n   [b](c.md)", "link", "c.md", 3, 4, 13),
        ('!!! note "See [a](b.md)"\n    c', "link", "b.md", 1, 15, 24),
        ("a\n: [b](c.md)", "link", "c.md", 2, 3, 12),
    ],
)
def test_reference_knows_its_place(
    text: str, kind: str, target: str, line: int, column: int, end_column: int | None
) -> None:
    reference = document(text).references[0]
    assert (reference.kind, reference.target) == (kind, target)
    assert (reference.line, reference.column, reference.end_column) == (line, column, end_column)


def test_place_in_the_file_counts_the_front_matter() -> None:
    reference = Reference("link", "b.md", line=2, column=3, end_column=9)
    assert locate(reference, path="a.md", first_line=5) == Place("a.md", 6, 3, 6, 9)


def test_tokens_stand_in_the_order_of_the_references() -> None:
    result = document("[a](1.md) <img src='2.jpg' srcset='3.jpg 2x' alt='x'>\n\n![b](4.jpg)")
    assert re.findall("\x02r([0-9]+)\x03", result.html) == ["0", "1", "2", "3"]
    assert [reference.target for reference in result.references] == ["1.md", "2.jpg", "3.jpg", "4.jpg"]


def test_picture_carries_its_alternative_text_and_link_its_text() -> None:
    link, picture = document("[a *b*](c.md) ![d](e.jpg)").references
    assert (link.text, picture.alt) == ("a b", "d")


def test_headings_after_demotion() -> None:
    assert document('# One "two"\n\n## `three`').headings == (
        Heading(2, "one-two", "One “two”"),
        Heading(3, "three", "three"),
    )


def test_ids_of_headings_notes_and_raw_html() -> None:
    result = document("## a\n\n<p id='b'>c</p>\n\nd[^e]\n{: #f}\n\n[^e]: g")
    assert set(result.ids) == {"a", "b", "f", "fn-1", "fnref-1"}


def test_plain_text_has_no_marks_and_no_note_numbers() -> None:
    text = document("## a\n\n*b* [c](d.md)[^n] `e`\n\n- f\n  - g\n\n```python\nh = 1\n```\n\n[^n]: i").text
    assert text == "a\nb c e\nf\ng\nh = 1\ni"


def test_excerpt_is_the_first_paragraph() -> None:
    assert document("## a\n\n![x](y.jpg)\n\nb *c*\nd\n\ne").excerpt == "b c d"


def test_long_excerpt_ends_at_a_word() -> None:
    excerpt = document("word " * 100).excerpt
    assert len(excerpt) <= 300
    assert excerpt.endswith("word…")


def test_quotes_and_elisions_of_the_language() -> None:
    quotes = Quotes("„", "”", "‚", "’")
    result = render("\"a\" 'b' 's avonds in 't bos", path="a.md", language="nl", quotes=quotes)
    assert result.html == "<p>„a” ‚b’ ’s avonds in ’t bos</p>"


def test_labels_of_the_language() -> None:
    result = render(
        "!!! note\n    a\n\n- [x] b", path="a.md", labels={"note": "Let op", "task_done": "Gedaan"}
    )
    assert "Let op" in result.html
    assert 'aria-label="Gedaan"' in result.html


def test_inline_text_has_no_paragraph() -> None:
    assert render_inline("I *replace* `x`", path="a.md").html == "I <em>replace</em> <code>x</code>"


def test_two_paragraphs_keep_their_tags_inline() -> None:
    assert render_inline("a\n\nb", path="a.md").html == "<p>a</p>\n<p>b</p>"


def test_empty_text_is_an_empty_document() -> None:
    assert document(" \n\n") == Document()


def test_definitions_do_not_reach_the_next_text() -> None:
    document("[a]: b.md\n*[HTML]: x\n\n[^n]: y")
    assert document("[a] HTML[^n]").html == "<p>[a] HTML[^n]</p>"


MARKDOWN = st.text(alphabet="ab *_`[]()!<>&;\"'#-+1.:|~\\\n\t{}=/^é→", max_size=80)


@settings(max_examples=200, deadline=None)
@given(MARKDOWN)
def test_any_text_becomes_a_document(text: str) -> None:
    result = document(text)
    assert result == document(text)
    without_tokens = re.sub("\x02r[0-9]+\x03|\x02s[0-9]+(?:[wh][0-9]+)?\x03", "", result.html)
    assert not re.search("[\x00-\x08]", without_tokens + result.text + result.excerpt)
    assert len(re.findall("\x02r", result.html)) == len(result.references)
    for reference in result.references:
        lines = text.split("\n")
        assert 1 <= reference.line <= len(lines)
        assert 1 <= reference.column <= len(lines[reference.line - 1])


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=40))
def test_code_is_kept_to_the_letter(code: str) -> None:
    html = document(f"````\n{code}|\n````").html
    assert unescape(re.sub("<[^>]*>", "", html)) == f"{code}|\n"
