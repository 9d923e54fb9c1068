"""The summary of a run: what to do, in the site's language, with nothing of the author's taken for markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowbrand.problems import Place, Problem, error, warning
from knowbrand.problems.phrasebook import Phrasebook
from knowbrand.problems.summary import MOST, Frame, compose_summary
from knowbrand.sources.reports import ReportWords, read_report_words

ENGLISH, DUTCH = read_report_words("en"), read_report_words("nl")
FILES = "https://github.com/noor/site/blob/main/"


def frame(words: ReportWords = ENGLISH, files: str = FILES, line: str | None = "name: ⟨Your Name⟩") -> Frame:
    return Frame(words.words, words.titles, Phrasebook(words.phrases), files, lambda _: line)


def placeholder(path: str = "profile.yaml", line: int = 6) -> Problem:
    return error("KB115", "a placeholder still stands here: ⟨Your Name⟩", Place(path, line, 1))


def test_nothing_is_wrong() -> None:
    assert (
        compose_summary([], frame(), built=True, published=True)
        == "<h2>✅ The site is ready to publish</h2>\n"
    )
    assert "Nothing stands in the way" in compose_summary([], frame(), built=False, published=True)


def test_what_is_to_be_filled_in_is_listed_by_file_the_profile_first() -> None:
    problems = [placeholder("content/posts/a.md", 2), placeholder(), placeholder(line=6), placeholder(line=9)]
    text = compose_summary(problems, frame(), built=True, published=False)
    assert text.index("<b>profile.yaml</b>") < text.index("<b>content/posts/a.md</b>")
    assert text.count(">line 6<") == 1
    assert f'<a href="{FILES}profile.yaml?plain=1#L9">line 9</a> <code>name: ⟨Your Name⟩</code>' in text
    assert "Put your own words" in text
    assert "set Source to “GitHub Actions”" in text


def test_a_placeholder_on_a_later_line_is_still_shown() -> None:
    text = compose_summary([placeholder()], frame(line="summary: >-"), built=True, published=False)
    assert "<code>⟨Your Name⟩</code>" in text


def test_errors_come_with_place_line_and_what_to_do() -> None:
    problem = error("KB101", "unknown field 'labl'", Place("profile.yaml", 7, 3), "did you mean 'label'?")
    text = compose_summary([problem, placeholder()], frame(line="labl: x"), built=True, published=True)
    assert "❌ Not published" in text
    assert "<b>A field that knowbrand doesn&#x27;t know</b> (KB101)" in text
    assert "profile.yaml, line 7</a><br><code>labl: x</code>" in text
    assert "did you mean &#x27;label&#x27;?" in text
    assert "stays online" in text
    assert "GitHub Actions" not in text


def test_in_dutch_all_is_dutch() -> None:
    problems = [
        error("KB101", "unknown field 'labl'", Place("profile.yaml", 7, 3), "did you mean 'label'?"),
        warning("KB224", "this picture has no alternative text", Place("content/posts/a.md", 3)),
    ]
    text = compose_summary(problems, frame(DUTCH), built=True, published=False)
    for part in (
        "Niet gepubliceerd",
        "Een veld dat knowbrand niet kent",
        "profile.yaml, regel 7",
        "Klik op het potlood",
        "Wat beter kan (1)",
        "Een plaatje zonder beschrijving",
        "zet onder “Build and deployment” Source op",
        "het veld &#x27;labl&#x27; is onbekend<br>bedoel je &#x27;label&#x27;?",
        "dit plaatje heeft geen beschrijving",
    ):
        assert part in text
    assert 'lang="en"' not in text
    assert "Engels" not in text


def test_what_the_language_has_not_got_is_marked_as_english() -> None:
    problem = error("KB101", "the moon is full", None, "did you mean 'label'?")
    text = compose_summary([problem], frame(DUTCH), built=True, published=True)
    assert '<span lang="en">the moon is full</span><br>bedoel je' in text
    assert "alleen in het Engels" in text
    finding = replace(
        problem, severity="warning", message="“hart en ziel” past bij iedereen.", rule="NL-BUZZ-001"
    )
    text = compose_summary([finding], frame(DUTCH), built=True, published=True)
    assert 'lang="en"' not in text, "a finding is in the language of what it is about"


def test_warnings_are_folded_in() -> None:
    text = compose_summary([warning("KB224", "m", None)], frame(), built=True, published=True)
    assert "<details><summary>What could be better (1)</summary>" in text
    assert text.startswith("<h2>✅")


@pytest.mark.parametrize(
    "evil", ["<img src=x>", "</code></li>\n\n# Big\n", "](javascript:x) `` **b**", "\x1b[2J\u202e"]
)
def test_what_an_author_wrote_stays_text(evil: str) -> None:
    problem = error("KB101", evil, Place(f"content/{evil}.md", 7), evil)
    said = replace(problem, message=f"unknown field '{evil}'", hint=f"did you mean '{evil}'?")
    for problems in ([problem], [replace(problem, code="KB115")], [said]):
        text = compose_summary(problems, frame(DUTCH, line=f"{evil}⟨x⟩"), built=True, published=False)
        assert "<img" not in text
        assert "\n\n" not in text, "after an empty line it would be Markdown again"
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "</code></li>\n#" not in text
        assert 'href="javascript' not in text


def test_very_many_are_counted() -> None:
    problems = [placeholder(line=number) for number in range(1, MOST + 8)]
    text = compose_summary(problems, frame(line=None), built=True, published=True)
    assert "and 7 more" in text
    assert text.count("<a href") == MOST


def test_without_an_address_there_are_no_links() -> None:
    text = compose_summary([placeholder()], frame(files=""), built=False, published=True)
    assert "<a" not in text
    assert "line 6" in text


def test_mistakes_come_before_what_is_to_be_filled_in() -> None:
    mistake = error("KB101", "unknown field 'labl'", Place("profile.yaml", 7, 3), "did you mean 'label'?")
    text = compose_summary([placeholder(), mistake], frame(), built=True, published=False)
    assert text.index("(KB101)") < text.index("Almost there") < text.index("<b>profile.yaml</b>")


def test_nobody_is_led_to_the_lock() -> None:
    lost = error("KB322", "/posts/a/ would be lost", Place("urls.lock", 17, 1), "write: withdrawn: …")
    text = compose_summary([lost], frame(line="page /posts/a/ post a en"), built=True, published=True)
    assert "urls.lock?plain" not in text
    assert "<code>page /posts/a/ post a en</code>" in text
    assert "write: withdrawn: …" in text
    assert "Follow the link" not in text


def test_lines_to_be_pasted_stand_as_they_are_below_a_link_to_their_file() -> None:
    hint = "write why at the end of knowbrand.yaml\nwithdrawn:\n  /posts/<a>/: because …"
    lost = error("KB322", "/posts/a/ would be lost", Place("urls.lock", 17, 1), hint)
    text = compose_summary([lost], frame(line="page /posts/a/ post a en"), built=True, published=True)
    assert "<pre>withdrawn:&#10;  /posts/&lt;a&gt;/: because …</pre>" in text
    assert "knowbrand.yaml</a>" in text
    assert "Follow the link" in text
