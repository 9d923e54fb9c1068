"""What reads like filler is found; what a stranger could check is left alone."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.check.substance.alignment import SourceText, align
from knowbrand.check.substance.examples import check_examples
from knowbrand.check.substance.reading import LEVELS, Finding, Reader
from knowbrand.check.substance.runs import read_field, read_markdown
from knowbrand.check.substance.sentences import split_sentences
from knowbrand.check.substance.suppression import read_comments
from knowbrand.problems import Problem
from knowbrand.sources.packs import read_packs

ALARMS = {
    "en": [
        "I am a passionate, driven and creative storyteller.",
        "Award-winning designer with unrivalled taste.",
        "I make sure that everyone around me feels inspired.",
        "31K followers and growing.",
    ],
    "nl": [
        "Ik ben een gepassioneerde, gedreven en creatieve verteller.",
        "Bekroond ontwerper met een ongeëvenaarde smaak.",
        "Ik zorg dat iedereen om mij heen zich geïnspireerd voelt.",
        "31.000 volgers en het worden er steeds meer.",
    ],
}
EVERY = [(lang, text) for lang, texts in ALARMS.items() for text in texts]


@cache
def reader(lang: str) -> Reader:
    problems: list[Problem] = []
    rules = read_packs(None, [lang], problems)[lang]
    assert not problems
    return Reader(lang, rules)


def find(text: str, lang: str, level: str = "normal") -> list[Finding]:
    return reader(lang).read(read_markdown(text), "post", LEVELS[level])


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_rule_keeps_the_promises_of_its_examples(lang: str) -> None:
    rules = reader(lang).rules
    failed = [problem.message for problem in check_examples(rules, lang, rules)]
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize(("lang", "text"), EVERY)
def test_an_alarm_is_an_alarm_in_a_post_and_in_a_field(lang: str, text: str) -> None:
    assert find(text, lang)
    assert reader(lang).read(read_field(text), "profile", LEVELS["normal"])


@pytest.mark.parametrize(("lang", "text"), EVERY)
@pytest.mark.parametrize(
    "wrap",
    ["`{}`", "```\n{}\n```", "    {}", "> {}", "The sign said “{}” and rust did the rest.", "<!-- {} -->"],
)
def test_code_quotes_and_comments_clear_an_alarm(lang: str, text: str, wrap: str) -> None:
    assert not find(wrap.format(text), lang)


@pytest.mark.parametrize(
    ("lang", "bare", "shown"),
    [
        (
            "en",
            "Award-winning florist.",
            "Award-winning florist: [Chelsea 2021](https://example.org/chelsea/2021).",
        ),
        (
            "nl",
            "Bekroond bloemist.",
            "Bekroond bloemist: [Aalsmeer 2021](https://example.org/aalsmeer/2021).",
        ),
    ],
)
def test_evidence_flips_the_verdict(lang: str, bare: str, shown: str) -> None:
    assert find(bare, lang)
    assert not find(shown, lang)
    home_page = (
        shown.replace(" 2021]", "]").replace("/2021)", ")").replace("/chelsea", "").replace("/aalsmeer", "")
    )
    assert find(home_page, lang)
    run = list(read_field(bare))
    assert not reader(lang).read(run, "profile", LEVELS["normal"], vouched=True)


def test_praise_of_somebody_else_is_left_alone() -> None:
    assert not find("My colleague Ann Oakes is a brilliant, passionate and driven welder.", "en")
    assert not find("Mijn collega An Eikes is een briljante, gedreven en bevlogen lasser.", "nl")
    assert find("I am a brilliant, passionate and driven welder.", "en")


def test_short_sentences_are_read_together() -> None:
    assert not find("Genuine.", "en")
    assert find("Genuine. Fearless. Unforgettable.", "en")


def test_a_denial_is_no_claim() -> None:
    assert not find("I am not a visionary.", "en")
    assert find("I am a visionary.", "en")


@pytest.mark.parametrize("pronoun", ["I am", "He is", "She is"])
def test_a_pronoun_changes_nothing_but_who_is_described(pronoun: str) -> None:
    found = find(f"{pronoun} a results-driven team player.", "en")
    assert bool(found) == (pronoun == "I am")


NOISE = st.text(alphabet=st.sampled_from("ab é\u0301😀\t日ñ-"), max_size=30).map(lambda text: f"x{text}x")


@given(before=NOISE, emphasis=st.sampled_from(["", "*", "**"]))
@settings(max_examples=60, deadline=None)
def test_nothing_shifts_a_position(before: str, emphasis: str) -> None:
    alarm = "went viral"
    source = f"{before}\n\nthis {emphasis}😀 e\u0301{emphasis}\tof mine, I say, {alarm} again"
    (finding,) = [one for one in find(source, "en") if one.rule.id == "EN-VAN-001"]
    begin = finding.run.origin(finding.start)
    assert source[begin : finding.run.origin(finding.end - 1) + 1] == alarm
    place = SourceText(source).place("x.md", begin, begin + len(alarm))
    assert source.split("\n")[(place.line or 0) - 1][(place.column or 0) - 1 :].startswith(alarm)


@given(
    words=st.lists(
        st.sampled_from(["deur", "it's", "é\u0301", "😀", "a:b", "half-way"]), min_size=1, max_size=12
    )
)
@settings(max_examples=60, deadline=None)
def test_a_folded_field_finds_its_way_back(words: list[str]) -> None:
    value = " ".join(words)
    source = "summary: >-\n    " + "\n    ".join(words) + "\nnext: x\n"
    offsets = align(value, source, source.index(words[0], 12))
    assert offsets is not None
    assert all(
        source[offset] == character
        for offset, character in zip(offsets, value, strict=True)
        if character != " "
    )


def test_sentences_end_where_they_end() -> None:
    (run,) = read_field("I saw Dr. Brown, e.g. on Monday. It rained! Was it late? No.")
    assert [one.text for one in split_sentences(run, "en")] == [
        "I saw Dr. Brown, e.g. on Monday.",
        "It rained!",
        "Was it late?",
        "No.",
    ]


def test_a_long_row_of_dots_is_read_at_once() -> None:
    (run,) = read_field("Costs " + "." * 300_000 + "12. Then?")
    assert [len(one.text) for one in split_sentences(run, "en")] == [300_009, 5]


def test_tables_headings_and_addresses() -> None:
    text = "# Title\n\n| a | b |\n|---|---|\n| I am a guru | x |\n\n[x]: https://example.org/guru\n\nSee <https://a.example/>.\n"
    assert [run.text for run in read_markdown(text)] == ["Title", "See \ufffc."]


def test_comments_are_read_and_their_faults_told() -> None:
    problems: list[Problem] = []
    text = (
        "<!-- knowbrand: ok EN-BUZZ-001 quoting the vacancy -->\n\nline\n\n<!-- knowbrand: ok EN-BUZZ-001 -->\n"
        "<!-- knowbrand: off EN-HYPE-001 a list -->\nx\n<!-- knowbrand: on EN-HYPE-001 -->\n"
        "<!-- knowbrand: off EN-SUP-001 never ends -->\n"
    )
    found = read_comments(text, "p.md", 5, problems)
    assert [(one.rule, one.first, one.last) for one in found] == [
        ("EN-BUZZ-001", 5, 7),
        ("EN-HYPE-001", 10, 12),
    ]
    assert [(problem.code, problem.place.line) for problem in problems if problem.place] == [
        ("KB615", 9),
        ("KB616", 13),
    ]


def test_hostile_text_is_read_in_time() -> None:
    for text in (
        "[" * 20000,
        "`" * 9999,
        "I am " * 9000,
        "“" * 9999,
        "a" * 50000,
        "<" * 20000,
        "* " * 9999,
        "\\" * 9999,
    ):
        find(text, "en")


PILE = (
    "I am a results-driven team player{}. I always go the extra mile{}. I think outside the box{}.",
    "Ik ben een gedreven teamspeler{}. Ik ga altijd een stap verder voor een beter resultaat{}. Ik ben zo dankbaar, trots en "
    "geraakt door alle liefde{}.",
)


@pytest.mark.parametrize(("lang", "text"), [("en", PILE[0]), ("nl", PILE[1])])
def test_what_piles_up_is_said_once_of_the_paragraph(lang: str, text: str) -> None:
    link = " ([here](https://mill.example/report/2019.pdf))"
    rule = f"{lang.upper()}-DENS-001"
    [found] = [one for one in find(text.format("", "", ""), lang) if one.rule.id == rule]
    assert (found.start, found.end) == (0, len(found.run.text))
    assert rule not in [one.rule.id for one in find(text.format("", "", link), lang)]
    apart = text.format("", "", "").replace(". ", ".\n\n")
    assert rule not in [one.rule.id for one in find(apart, lang)]
