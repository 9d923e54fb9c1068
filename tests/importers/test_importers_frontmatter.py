"""Front matter is written so that it reads back as the same, whatever is in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.importers.dates import read_date
from knowbrand.importers.frontmatter import PlainScalar, write_front_matter
from knowbrand.importers.metadata import split_document
from knowbrand.problems import Problem
from knowbrand.sources.frontmatter import split_front_matter
from knowbrand.sources.nodes import Mapping, Node, Scalar, Sequence

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff\ufeff"),
    min_size=1,
    max_size=40,
) | st.sampled_from(
    ["NO", "1e5", "2014-05", "null", "~", "---", "- a", "a: b", "#x", "'", '"', "{{ x }}", "0123", "12:30"]
)


def texts_of(node: Node) -> Any:
    """The node as it was written: every scalar a text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [texts_of(item) for item in node.items]
    return {key: texts_of(value) for key, value in node.entries.items()}


@given(TEXT, st.lists(TEXT, min_size=1, max_size=4), st.dictionaries(TEXT, TEXT, min_size=1, max_size=4))
def test_what_is_written_reads_back(title: str, tags: list[str], extra: dict[str, str]) -> None:
    fields = {"title": title, "tags": tags, "x-own": extra, f"x-{title[:20]}k": "v"}
    problems: list[Problem] = []
    split = split_front_matter(write_front_matter(fields) + "\nbody\n", "x.md", problems)
    assert problems == []
    assert texts_of(split.meta) == fields
    assert split.body == "\nbody\n"


def test_fields_stand_in_one_order_and_dates_without_quotes() -> None:
    written = write_front_matter(
        {
            "x-b": "1",
            "tags": [],
            "draft": True,
            "date": PlainScalar("2015-03-02 09:00 -05:00"),
            "title": "A: b",
        }
    )
    assert written == "---\ntitle: 'A: b'\ndate: 2015-03-02 09:00 -05:00\ndraft: true\nx-b: '1'\n---\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2015-03-02", "2015-03-02"),
        ("2015-03-02 09:00:00 -0500", "2015-03-02 09:00 -05:00"),
        ("2015-03-02 09:00:00 -5", "2015-03-02 09:00 -05:00"),
        ("2014-03-12T10:11:12.5-04:00", "2014-03-12 10:11:12 -04:00"),
        ("2015-03-02 09:00 EST", "2015-03-02 09:00 -05:00"),
        ("2015-07-02 09:00 Europe/Amsterdam", "2015-07-02 09:00 +02:00"),
        ("March 3, 2015", "2015-03-03"),
        ("3rd of March 2015", "2015-03-03"),
        ("3 maart 2015", "2015-03-03"),
        ("Tue, 03 Mar 2015 09:00:00 +0100", "2015-03-03 09:00 +01:00"),
        ("Tue Mar 03 2015 09:00:00 GMT+0100 (CET)", "2015-03-03 09:00 +01:00"),
        ("2015/03/02 9:05 PM", "2015-03-02 21:05"),
        ("12:15 am 2015/03/02", "2015-03-02 00:15"),
        ("20150302", "2015-03-02"),
        ("31/12/2015", "2015-12-31"),
        ("12/31/2015", "2015-12-31"),
        ("05/05/2015", "2015-05-05"),
        ("1425373200", "2015-03-03 09:00 +00:00"),
        ("2015-03", "2015-03-01"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, read: str) -> None:
    found = read_date(written)
    assert found is not None
    assert found.text == read


@pytest.mark.parametrize(
    "written", ["03/02/2015", "2015-02-30", "soon", "", "2015-13-01", "x" * 200, "1" * 5000]
)
def test_what_is_no_single_day_is_no_date(written: str) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize(
    ("written", "doubt"),
    [("2015-03-02 25:00", "25:00"), ("2015-03-02 09:00 XYZ", "XYZ"), ("2015", "first day")],
)
def test_what_had_to_be_assumed_is_said(written: str, doubt: str) -> None:
    found = read_date(written)
    assert found is not None
    assert doubt in (found.doubt or "")


@given(st.dates(), st.none() | st.times().map(lambda time: time.replace(microsecond=0)))
def test_a_date_that_was_written_here_stays_the_same(day: Any, time: Any) -> None:
    text = day.isoformat() + ("" if time is None else f" {time:%H:%M:%S} +01:30")
    found = read_date(text)
    assert found is not None
    again = read_date(found.text)
    assert again is not None
    assert (again.text, again.moment) == (found.text, found.moment)


@pytest.mark.parametrize(
    ("text", "form", "title", "line", "body", "first_line"),
    [
        ("---\ntitle: A\n---\nB\n", "yaml", "A", 2, "B\n", 4),
        ("---\ntitle: A\n...\nB\n", "yaml", "A", 2, "B\n", 4),
        ("\n---\ntitle: A\n---\nB", "yaml", "A", 3, "B", 5),
        ("+++\n[x]\ny = 1\ntitle = 'A'\n+++\nB", "toml", None, None, "B", 6),
        ("+++\nx = 1\ntitle = 'A'\n+++\nB", "toml", "A", 3, "B", 5),
        ('{\n"title": "A"}\nB', "json", "A", 2, "B", 3),
        ("Title: A\nDate: 2015-01-01\n\nB", "plain", "A", 1, "B", 4),
        ("---\ntitle: A: b\n---\nB", "yaml", "A: b", 2, "B", 4),
        ("No front matter\n\nTitle: A\n", "", None, None, "No front matter\n\nTitle: A\n", 1),
        ("---\ntitle: never closed\n\nB", "yaml", "never closed", 2, "\nB", 3),
        ("+++\ntitle = 'never closed'", "toml", "never closed", 2, "", 3),
        ("---\nNote: a line above a text\n\nB", "", None, None, "---\nNote: a line above a text\n\nB", 1),
    ],
)
def test_every_form_of_front_matter_keeps_its_lines(
    text: str, form: str, title: str | None, line: int | None, body: str, first_line: int
) -> None:
    document = split_document(text, "x.md", [])
    assert (document.form, document.body, document.first_line) == (form, body, first_line)
    found = document.fields.entries.get("title", document.fields.entries.get("Title"))
    assert (found.text if isinstance(found, Scalar) else None) == title
    keys = document.fields.keys
    assert (keys.get("title", keys.get("Title")) or document.fields.place).line == (line or 1)


def test_a_nested_table_is_a_mapping() -> None:
    document = split_document("+++\n[extra]\ncover = ['a', 'b']\nday = 2015-01-01\n+++\n", "x.md", [])
    extra = document.fields.entries["extra"]
    assert isinstance(extra, Mapping)
    assert texts_of(extra) == {"cover": ["a", "b"], "day": "2015-01-01"}
    assert extra.keys["day"].line == 4
