"""A theme judged by its pages and its colours."""

from __future__ import annotations

import pytest

from knowbrand.check.elements import read_page
from knowbrand.check.microformats import read_items
from knowbrand.check.theme import PageFacts, judge_colours, judge_page, judge_weight
from knowbrand.themes.contrast import Colour, contrast, read_colour
from knowbrand.themes.stylesheets import read_rules, read_scheme

HEAD = '<link rel="alternate" type="application/atom+xml" href="../../feed.xml"><title>T</title>'
POST = f"""<!doctype html>
<html lang="ar" dir="rtl"><head>{HEAD}</head><body>
<header><nav>m</nav></header>
<main><article class="h-entry"><h1 class="p-name">A &lt;b&gt; title</h1>
<a class="u-url" href="./"><time class="dt-published" datetime="2024-05-31">May</time></a>
<p>by <a class="p-author h-card" href="../../">Layla</a></p>
<div class="e-content"><p>Text</p></div></article></main>
<footer>f</footer></body></html>"""
FACTS = PageFacts("posts/a/index.html", "post", "ar", "rtl", "A <b> title", "2024-05-31", ("feed.xml",), True)


def judge(html: str, facts: PageFacts = FACTS) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in judge_page(html, facts)]


def test_a_good_page_has_nothing_to_say_about() -> None:
    assert judge(POST) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        (' lang="ar"', "", "KB450", "language"),
        (' dir="rtl"', "", "KB450", "right to left"),
        ("<title>T</title>", "<title> </title>", "KB450", "no title"),
        ("<h1 ", "<h2 ", "KB450", "no h1"),
        ("<main>", "<main><h1>Again</h1>", "KB450", "2 h1"),
        ("main>", "div>", "KB450", "no main"),
        ("<header><nav>m</nav></header>", "", "KB450", "no nav"),
        ("<footer>f</footer>", "", "KB450", "no footer"),
        (
            "<footer>f</footer></body>",
            "<main><footer>f</footer></main></body>",
            "KB450",
            "no footer outside of main",
        ),
        ("p-name", "name", "KB451", "title"),
        ("A &lt;b&gt; title", "Another", "KB451", "title"),
        ('datetime="2024-05-31"', 'datetime="2023"', "KB451", "date"),
        ("u-url", "url", "KB451", "u-url"),
        ("p-author ", "", "KB451", "p-author"),
        ("e-content", "content", "KB451", "e-content"),
        ("../../feed.xml", "feed.xml", "KB452", "feeds"),
        ("<p>Text", '<img src="https://a.example/x.png" alt=""><p>Text', "KB455", "https://a.example/x.png"),
        ("<p>Text", '<img srcset="a.png 1x, //a.example/x.png 2x" alt=""><p>Text', "KB455", "//a.example"),
        ("<title>", '<link rel="stylesheet" href="//a.example/a.css"><title>', "KB455", "a.css"),
        ("<p>Text", "<p style='x'>Text", "KB456", "style attribute"),
        ("<p>Text", "<p onclick='x'>Text", "KB456", "onclick"),
        ("<p>Text", "<style>p{}</style><p>Text", "KB456", "style element"),
        ("<p>Text", "<script>x</script><p>Text", "KB456", "inline script"),
        ("<p>Text", "<a href=' JavaScript:x'>x</a><p>Text", "KB456", "is a script"),
        ("<p>Text", "<iframe></iframe><p>Text", "KB456", "iframe"),
        ("<p>Text", "<b><p>Text", "KB472", "<b> is never closed"),
        ("</main>", "</div></main>", "KB472", "</div> closes nothing"),
        ("<footer>f", "<footer><div>f", "KB472", "<div> is never closed"),
        ("<p>Text", "<kb-canary kb-attr=1><p>Text", "KB457", "part of the page"),
        ("<p>Text", "<p title=a kb-attr=1>Text", "KB457", "attribute of p"),
    ],
)
def test_each_fault_is_told(old: str, new: str, code: str, words: str) -> None:
    assert old in POST
    found = judge(POST.replace(old, new))
    assert any(code == its and words in message for its, message in found), found


def test_a_text_in_a_script_is_told_and_data_is_not() -> None:
    script = '<script src="a.js">var a = "&lt;kb-canary&gt;"</script>'
    assert ("KB457", "a text of the author's stands in a script element") in judge(
        POST.replace("<p>Text", script)
    )
    data = '<script type="application/ld+json">{"a": "\\u003ckb-canary"}</script>'
    assert judge(POST.replace("<p>Text", f"{data}<p>Text")) == []


def test_a_page_says_where_its_fault_may_come_from() -> None:
    (finding,) = judge_page(POST.replace("<p>Text", "<p style='x'>Text"), FACTS)
    assert finding.clue is not None
    assert finding.clue.search('a\n<p style="x">')


def test_lists_have_entries_that_say_name_address_and_date() -> None:
    html = POST.replace('class="dt-published" ', "")
    facts = FACTS._replace(kind="tag")
    assert ("KB451", "microformats read back: an h-entry without published") in judge(html, facts)
    assert judge(POST, facts) == []


def test_a_tree_forgives_what_is_left_open() -> None:
    page = read_page("<div><p>a<p>b<br>c</div><i>d")
    assert [element.tag for element in page.walk()] == ["div", "p", "p", "br", "i"]
    assert page.text == "abcd"


@pytest.mark.parametrize("piece", ["<div>", "<p", "</p>", "<!--", "&", "<a b='"])
def test_a_hostile_page_is_read_in_reasonable_time(piece: str) -> None:
    assert read_items(read_page(piece * 1_000), "h-entry") == []


def test_a_nested_item_keeps_its_properties_to_itself() -> None:
    page = read_page('<div class="h-entry"><b class="p-author h-card"><i class="p-name">A</i></b></div>')
    (entry,) = read_items(page, "h-entry")
    assert entry.first("name") == ""
    assert entry.items["author"][0].first("name") == "A"


@pytest.mark.parametrize(
    ("ink", "ground", "expected"),
    [
        ("#000", "#fff", 21.0),
        ("#777", "#fff", 4.48),
        ("#767676", "#fff", 4.54),
        ("#fff", "#fff", 1.0),
        ("#0000", "#fff", 1.0),
    ],
)
def test_contrast_is_what_wcag_computes(ink: str, ground: str, expected: float) -> None:
    first, second = read_colour(ink, {}, "light"), read_colour(ground, {}, "light")
    assert first is not None
    assert second is not None
    assert round(contrast(first, second), 2) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#f00", Colour(1, 0, 0)),
        ("rgb(255 0 0)", Colour(1, 0, 0)),
        ("rgba(255, 0, 0, 50%)", Colour(1, 0, 0, 0.5)),
        ("hsl(0deg 100% 50%)", Colour(1, 0, 0)),
        ("white", Colour(1, 1, 1)),
        ("var(--a)", Colour(1, 0, 0)),
        ("var(--none, #f00)", Colour(1, 0, 0)),
        ("light-dark(#000, rgb(255 0 0))", Colour(1, 0, 0)),
        ("var(--loop)", None),
        ("currentcolor", None),
        ("color-mix(in srgb, red, blue)", None),
        ("rgb(a b c)", None),
    ],
)
def test_colours_are_read_as_css_writes_them(text: str, expected: Colour | None) -> None:
    assert read_colour(text, {"a": "#f00", "loop": "var(--loop)"}, "dark") == expected


CSS = """
:root { --text: #222; --ground: #fff; --quiet: #999; }
@media (prefers-color-scheme: dark) { :root { --text: #333; --ground: #111 } }
@media print { :root { --text: #fff; } }
.code { background: #eee } .code .word, .other { color: #aaa; }
"""


def test_each_scheme_has_its_own_tokens() -> None:
    assert read_scheme(CSS, "light").tokens["text"] == "#222"
    assert read_scheme(CSS, "dark").tokens == {"text": "#333", "ground": "#111", "quiet": "#999"}


def test_pairs_and_rules_are_judged_in_both_schemes() -> None:
    found = [
        finding.message for finding in judge_colours(CSS, [("text", "ground", 4.5), ("quiet", "ground", 2.5)])
    ]
    assert found[0] == "#aaa on #eee (.code .word, light) has a contrast of 2.00"
    assert found[1].startswith("--text (#333) on --ground (#111), dark, has a contrast of 1.49")
    assert len(found) == 3


def test_a_colour_that_cannot_be_known_is_said() -> None:
    found = list(judge_colours(":root { --a: color-mix(in srgb, red, blue); }", [("a", "b", 4.5)]))
    assert {finding.code for finding in found} == {"KB454"}


@pytest.mark.parametrize("piece", ["{", "}", "a{", "/*", '"', "'", "@media x{", ":", "var(", "a:b;"])
def test_a_hostile_sheet_is_read_in_reasonable_time(piece: str) -> None:
    assert list(read_rules(piece * 2_000)) is not None


def test_weight_is_advice() -> None:
    assert [finding.severity for finding in judge_weight(b"x" * 24_001, [b"x" * 120_001])] == [
        "warning",
        "warning",
    ]
    assert list(judge_weight(b"x" * 24_000, [b"x" * 120_000])) == []
