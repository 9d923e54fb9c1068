"""What the reader makes of texts: values of the model, plain data for what travels on, and places."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.model import Profile
from knowbrand.model.kinds import (
    AudienceName,
    BaseUrl,
    CountryCode,
    Email,
    Id,
    LanguageCode,
    Link,
    Slug,
    TimeZone,
    Url,
    Uuid,
)
from knowbrand.model.text import Localized
from knowbrand.problems import Place, Problem
from knowbrand.sources.nodes import Mapping, parse_yaml, to_plain
from knowbrand.sources.reader import Reader
from knowbrand.sources.values import VALUES, Refused


def read(text: str, *, as_json: bool = False) -> tuple[Profile | None, list[Problem]]:
    problems: list[Problem] = []
    node = parse_yaml(text, "profile.yaml", 1, problems, json=as_json)
    assert node
    return Reader(1, problems).read(node, Profile), problems


GOOD: dict[Any, tuple[str, ...]] = {
    Url: ("https://example.org/", "http://localhost:8000/a?b#c", "mailto:a@b.nl", "https://bücher.example/ü"),
    BaseUrl: ("https://me.github.io/site/", "http://localhost:8000"),
    Link: ("assets/x y.jpg", "https://example.org/x.jpg", "../x.png"),
    Email: ("a.b+c@d-e.example",),
    Id: ("ward-7", "a", "A_b.c", "Über", "7"),
    Slug: ("my-post", "v1.2"),
    LanguageCode: ("nl", "pt-br", "zh-hant-tw"),
    TimeZone: ("Europe/Amsterdam", "UTC"),
    AudienceName: ("public", "team-2"),
    CountryCode: ("NL",),
    Uuid: ("0a8f6c2e-1111-4222-8333-444455556666",),
}
BAD: dict[Any, tuple[str, ...]] = {
    Url: ("example.org", "//example.org", "javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x",
          "https://", "https://[", "http://a b", "https://a:99999/", "file:///etc/passwd", "x", "localhost:80",
          "https://a\\b", "mailto:", 'https://a"b'),
    BaseUrl: ("mailto:a@b.nl", "https://a.example/?x", "https://a.example/#x", "https://me@a.example/"),
    Link: ("javascript:x", "C:\\x", "\\x", "//example.org/x", "data:image/png;base64,AAAA"),
    Email: ("a", "a@b", "@b.nl", "a b@c.nl", "a@b.nl, c@d.nl", "<a@b.nl>"),
    Id: ("a b", "a/b", "-a", "a-", "../etc", "a..b", "a" * 101, "a%20b", ".", "a\u0301", "\u202ea"),
    Slug: ("../../etc", "a/b", "a?b", "a#b", ""),
    LanguageCode: ("dutch", "n", "nl_NL", "nl-", "٣٣"),
    TimeZone: ("Mars", "../etc/passwd", "/etc/localtime", "Europe", "europe/nowhere"),
    AudienceName: ("Public", "1a", "a b", ""),
    CountryCode: ("Nederland", "N", "N1"),
    Uuid: ("x", "0a8f6c2e11114222833344445555666"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in GOOD.items() for text in texts])
def test_texts_that_are_understood(kind: Any, text: str) -> None:
    assert VALUES[kind](text) == text


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in BAD.items() for text in texts])
def test_texts_that_are_refused(kind: Any, text: str) -> None:
    if kind is Id and text == "a\u0301":
        assert VALUES[kind](text) == "á"
        return
    with pytest.raises(Refused) as raised:
        VALUES[kind](text)
    assert raised.value.message
    assert raised.value.hint
    assert len(raised.value.message) < 150


def test_texts_that_are_put_in_order() -> None:
    assert VALUES[LanguageCode]("pt-BR") == "pt-br"
    assert VALUES[CountryCode]("nl") == "NL"
    assert VALUES[Uuid]("0A8F6C2E-1111-4222-8333-444455556666") == "0a8f6c2e-1111-4222-8333-444455556666"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("12", 12), ("-3", -3), ("1.5", 1.5), ("1e3", 1000.0), ("true", True), ("false", False), ("null", None),
        ("~", None), ("", None), ("0123", "0123"), ("+31", "+31"), ("12:30", "12:30"), ("1_000", "1_000"),
        ("NO", "NO"), ("yes", "yes"), ("2024-05", "2024-05"), (".5", ".5"), ("1e999", "1e999"), (".inf", ".inf"),
        (".nan", ".nan"), ("0x1F", "0x1F"), ("0", 0), ("0.5", 0.5), ("1.2.3", "1.2.3"), ('"12"', "12"),
        ("12345678901234567890", "12345678901234567890"), ("١٢", "١٢"), ("!!str 12", "12"), ("| \n  12\n", "12\n"),
    ],
)  # fmt: skip
def test_what_travels_on_is_what_was_written(written: str, plain: object) -> None:
    node = parse_yaml(f"a: {written}\n", "x", 1, [])
    assert isinstance(node, Mapping)
    found = to_plain(node.entries["a"])
    assert found == plain
    assert type(found) is type(plain)


def test_merged_fields_do_not_outdo_written_ones() -> None:
    node = parse_yaml("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\n", "x", 1, [])
    assert node
    assert to_plain(node)["c"] == {"x": 3, "y": 1, "z": 2}


def test_places_are_spans_of_what_was_written() -> None:
    text = "basics:\n  name: Noor\n  label: {en: A,\n          nl: B}\nwork:\n  - name: W\n    highlights:\n    - one\n    - 'two'\n    odd: [1]\n"
    profile, _ = read(text)
    assert profile

    def span(place: Place | None) -> tuple[int | None, ...]:
        return (place.line, place.column, place.end_line, place.end_column) if place else ()

    assert span(profile.basics.where("name")) == (2, 9, 2, 13)
    assert span(profile.basics.where("label")) == (3, 10, 4, 17)
    assert span(profile.where("work")) == (6, 3, None, None)
    assert span(profile.work[0].where()) == (6, 5, None, None)
    assert span(profile.work[0].where("highlights.1")) == (9, 7, 9, 12)
    assert span(profile.work[0].where("extra.odd")) == (10, 10, 10, 13)
    assert span(profile.work[0].where("url", "name")) == (6, 11, 6, 12)


def test_columns_count_characters() -> None:
    profile, _ = read("basics: {label: 😀é, name: N}\n")
    assert profile
    place = profile.basics.where("name")
    assert place
    assert place.column == 27


def test_a_json_resume_that_is_not_understood_travels_on_whole() -> None:
    data = {
        "basics": {"name": "N", "url": "www.example.org", "email": "n at example"},
        "work": [{"name": "W", "startDate": "long ago", "sector": {"code": 7, "on": True}}],
    }
    profile, problems = read(json.dumps(data), as_json=True)
    assert profile
    assert profile.basics.extra == {"url": "www.example.org", "email": "n at example"}
    assert profile.work[0].extra == {"startDate": "long ago", "sector": {"code": 7, "on": True}}
    assert {problem.severity for problem in problems} == {"warning"}


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
FIELDS = {
    "work": ["name", "location", "description", "position", "url", "startDate", "endDate", "summary"],
    "education": ["institution", "url", "area", "studyType", "startDate", "endDate", "score"],
    "publications": ["name", "publisher", "releaseDate", "url", "summary"],
    "references": ["name", "reference"],
    "projects": ["name", "description", "startDate", "endDate", "url", "entity", "type"],
}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_json_resume_is_a_profile(data: st.DataObject) -> None:
    """Of any texts in a JSON Resume, only control characters are refused: no page could hold them."""
    resume: dict[str, Any] = {
        section: data.draw(st.lists(st.dictionaries(st.sampled_from(names), TEXT), max_size=2))
        for section, names in FIELDS.items()
    }
    basics = ["label", "image", "email", "phone", "url", "summary"]
    resume["basics"] = {"name": "N", **data.draw(st.dictionaries(st.sampled_from(basics), TEXT))}
    resume["basics"]["location"] = data.draw(st.dictionaries(st.sampled_from(["city", "countryCode"]), TEXT))
    profile, problems = read(json.dumps(resume, ensure_ascii=data.draw(st.booleans())), as_json=True)
    assert profile
    assert {problem.code for problem in problems if problem.severity == "error"} <= {"KB108"}


VISIBLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"),
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(VISIBLE)
def test_a_text_in_quotes_is_read_as_it_is(text: str) -> None:
    label = f"x{text}\r\nx"
    for written in (json.dumps(label), json.dumps(label, ensure_ascii=False)):
        for as_json in (True, False):
            if as_json or "\\ud" not in written:  # libyaml takes no surrogates
                profile, problems = read(
                    f'{{"basics": {{"name": "N", "label": {written}}}}}', as_json=as_json
                )
                assert profile
                assert problems == []
                assert profile.basics.label == Localized(((None, f"x{text}\nx"),))
