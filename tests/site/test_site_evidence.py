"""Evidence from both ends, who stands behind it, and states that know nothing of what an audience can't see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowbrand.audience import select
from knowbrand.model import Model
from knowbrand.site.changes import collect_changes
from knowbrand.site.evidence import Piece
from knowbrand.site.explanation import explain, find_page
from knowbrand.site.graph import Site, arrange

TODAY = dt.date(2026, 11, 23)
ModelMaker = Callable[[Mapping[str, str]], Model]
SiteMaker = Callable[[Mapping[str, str]], Site]

PROFILE = """\
basics: {name: {en: Kim Example, nl: Kim Voorbeeld}}
projects: [{id: p, name: P, startDate: 2021-03, endDate: 2022-01}]
talks: [{id: t, title: T, deliveries: [{date: 2020-05}, {date: 2027-05}]}]
expertise:
  - id: c
    name: C
    from: 2019
    claims:
      - id: one
        text: I do this
        evidence:
EVIDENCE
      - {id: two, text: I do that, evidence: [{ref: projects/p, voucher: client, by: City}]}
"""
POST = "---\ntitle: A post\ndate: 2026-01-01\nsupports: [{claim: c/one, kind: report, voucher: reviewed, by: Bo}]\n---\n"


def pieces(site: Site, claim: str = "one") -> list[tuple[str, str, str | None, str]]:
    def show(piece: Piece) -> tuple[str, str, str | None, str]:
        return piece.ref or piece.url or "", piece.voucher, piece.kind, str(piece.date)

    return [show(piece) for piece in site.evidence.get(("c", claim), ())]


def with_evidence(*lines: str) -> str:
    return PROFILE.replace("EVIDENCE", "\n".join(f"          - {line}" for line in lines) or "          []")


def test_evidence_at_either_end_is_one_piece(make_site: SiteMaker) -> None:
    at_the_post = make_site({"profile.yaml": with_evidence(), "content/posts/a.md": POST})
    assert pieces(at_the_post) == [("posts/a", "reviewed", "report", "2026-01-01")]
    at_both = make_site({"profile.yaml": with_evidence("posts/a"), "content/posts/a.md": POST})
    assert pieces(at_both) == pieces(at_the_post)


def test_the_most_independent_comes_first_and_then_the_most_recent(make_site: SiteMaker) -> None:
    lines = (
        "talks/t",
        "{url: 'https://e.example/old', date: 2011, voucher: public record}",
        "{ref: projects/p, voucher: client, by: City}",
        "{url: 'https://e.example/new', date: 2012, voucher: public record}",
        "{url: 'https://e.example/undated', voucher: public record}",
        "{url: 'https://e.example/mine', date: 2026}",
    )
    found = pieces(make_site({"profile.yaml": with_evidence(*lines), "content/posts/a.md": POST}))
    assert [ref for ref, _, _, _ in found] == [
        "https://e.example/new",
        "https://e.example/old",
        "https://e.example/undated",
        "posts/a",
        "projects/p",
        "https://e.example/mine",
        "talks/t",
    ]
    assert found[-1][3] == "2020-05"  # the delivery to come is no evidence yet


@pytest.mark.parametrize(
    ("line", "voucher"),
    [
        ("{ref: projects/p, voucher: client}", "self"),
        ("{ref: projects/p, voucher: client, by: City}", "client"),
        ("{ref: projects/p, voucher: client, by: 'kim  EXAMPLE'}", "self"),
        ("{ref: projects/p, voucher: client, by: Kim Voorbeeld}", "self"),
        ("{url: 'https://e.example/', date: 2020, voucher: client}", "client"),
        ("{url: 'https://e.example/', date: 2020}", "self"),
    ],
)
def test_who_stands_behind_a_piece(make_site: SiteMaker, line: str, voucher: str) -> None:
    assert [found for _, found, _, _ in pieces(make_site({"profile.yaml": with_evidence(line)}))] == [voucher]


def test_a_piece_of_several_claims_counts_once_and_with_its_best_voucher(make_site: SiteMaker) -> None:
    facts = make_site({"profile.yaml": with_evidence("projects/p")}).verdicts["c"].facts
    assert (facts["pieces"], facts["others"]) == (1, 1)


def test_pages_of_one_document_are_one_piece(make_site: SiteMaker) -> None:
    lines = [f"{{url: 'https://e.example/report.pdf#page={page}', date: 2020}}" for page in (3, 7)]
    assert make_site({"profile.yaml": with_evidence(*lines)}).verdicts["c"].facts["pieces"] == 2


LINE = st.builds(
    "{{url: 'https://e{}.example/', date: {}, voucher: {}{}}}".format,
    st.integers(0, 9),
    st.integers(2005, 2026),
    st.sampled_from(["self", "client", "public record"]),
    st.just(""),
)
HIDDEN = LINE.map(lambda line: line.replace("}", ", visibility: organisation}"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(LINE, max_size=4), st.lists(HIDDEN, max_size=4), st.booleans())
def test_what_an_audience_cannot_see_changes_nothing_for_it(
    make_model: ModelMaker, seen: list[str], hidden: list[str], asked: bool
) -> None:
    chapter = "    name: C\n    from: 2019\n"
    if asked:
        chapter += "    claims: [{id: three, text: I advise, on_request: true}]\n"

    def derive(lines: list[str], beside: str) -> object:
        profile = with_evidence(*lines) + f"  - id: d\n{chapter}" + beside
        model = make_model({"profile.yaml": profile})
        site = arrange(
            select(model, "public", today=TODAY).model, audience="public", base_url=None, today=TODAY
        )
        page = find_page(site, "/expertise/c/")
        return site.verdicts, site.evidence, explain(site, page, [])

    withheld = "  - {id: secret, name: S, visibility: organisation, carries_over: [{from: c, what: w}]}\n"
    assert derive([*seen, *hidden], withheld) == derive(seen, "")


def test_changes_are_those_of_what_is_shown(make_model: ModelMaker, make_site: SiteMaker) -> None:
    profile = """\
basics: {name: Kim}
expertise:
  - id: c
    name: C
    claims:
      - {id: shown, text: T, learning: true, changes: [{date: 2020, reason: A}, {date: 2020, reason: B}, {date: 2022-03, reason: C}]}
      - {id: bare, text: T, changes: [{date: 2021, reason: nobody sees this}]}
"""
    post = "---\ntitle: P\ndate: 2026-01-01\nchanges: [{date: 2026-02-01, reason: D}]\nMORE---\n"
    site = make_site(
        {
            "profile.yaml": profile,
            "content/posts/a.md": post.replace("MORE", ""),
            "content/posts/b.md": post.replace("MORE", "unlisted: true\n"),
            "content/posts/c.nl.md": post.replace("MORE", ""),
        }
    )
    assert [(found.key, found.change.reason.texts()[0]) for found in site.changes["en"]] == [
        ("posts/a/2026-02-01", "D"),
        ("expertise/c/shown/2022-03", "C"),
        ("expertise/c/shown/2020", "A"),
        ("expertise/c/shown/2020/2", "B"),
    ]
    assert site.changes["nl"][0].key == "posts/c/2026-02-01"
    assert [page.url for page in site.pages if page.kind == "changes"] == ["/changes/", "/nl/changes/"]
    assert collect_changes(site.model, (), {}) == site.changes["en"][1:]


def test_without_changes_there_is_no_page_of_them(make_site: SiteMaker) -> None:
    assert not [page for page in make_site({}).pages if page.kind == "changes"]


def test_why_names_the_line_that_decided_and_the_pieces_that_counted(make_site: SiteMaker) -> None:
    site = make_site({"profile.yaml": with_evidence("talks/t")})
    facts = explain(site, find_page(site, "/expertise/c/"), [])
    assert facts["state"] == "dormant"
    assert facts["because"] == [
        "dormant: the last period ended, or the newest evidence is more than 36 months old",
        "counted: 2 pieces of evidence over 20 months",
        "vouched for by others: 1 source with no name in common",
        "the newest is of 2022-01-31",
        "it was practising, until 2022-01",
    ]
    assert facts["periods"] == ["2019 to now"]
    assert facts["evidence"] == [
        "two: projects/p (client, City, 2022-01)",
        "one: talks/t (self, 2020-05)",
    ]


def test_why_tells_what_stands_behind_a_state_that_is_not_shown(make_site: SiteMaker) -> None:
    profile = with_evidence("talks/t").replace("from: 2019\n", "from: 2019\n    hide_state: true\n")
    site = make_site({"profile.yaml": profile})
    facts = explain(site, find_page(site, "/expertise/c/"), [])
    assert facts["state"] == "hidden"
    assert facts["because"][:2] == [
        "hidden: the chapter says 'hide_state'",
        "without that it would be dormant: the last period ended, or the newest evidence is more than 36 months old",
    ]


@pytest.mark.parametrize("evidence", [(), ("posts/a",)])
def test_an_unlisted_post_is_no_evidence(make_site: SiteMaker, evidence: tuple[str, ...]) -> None:
    unlisted = POST.replace("date:", "unlisted: true\ndate:")
    site = make_site({"profile.yaml": with_evidence(*evidence), "content/posts/a.md": unlisted})
    assert pieces(site) == []
    assert find_page(site, "/posts/a/")
