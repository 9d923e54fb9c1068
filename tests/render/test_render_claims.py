"""How a chapter stands, what became of it, what was shared and what was reconsidered, as pages show it."""

from __future__ import annotations

import re

import html5lib
import pytest

from tests.render.render_example import FILES, PROFILE, Renderer, Result

SETTINGS = "title: T\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\nbase_url: https://kim.example/\n"
PIECES = "\n".join(
    f"          - {{url: 'https://e{n}.example/', title: Piece {n}, kind: report, date: {2010 + n}, voucher: client, by: Firm {n}}}"
    for n in range(5)
)
CAREER = f"""\
basics: {{name: Kim}}
expertise:
  - id: old
    name: Old work
    from: 2005
    until: 2016-08
    claims:
      - id: one
        text: I did this
        evidence:
{PIECES}
  - id: new
    name: New work
    from: 2017
    carries_over: [{{from: old, what: Patience}}, {{from: secret, what: Silence}}]
    claims:
      - {{id: two, text: I advise, on_request: true, changes: [{{date: 2020-05, reason: I was *wrong* about paint}}]}}
  - id: secret
    name: Secret work
    visibility: organisation
    carries_over: [{{from: new, what: Everything}}]
  - {{id: quiet, name: Quiet work, from: 2015, hide_state: true}}
"""


def words_of(html: str) -> str:
    """The text of the page's main part."""
    main = html5lib.parse(html, namespaceHTMLElements=False).find(".//main")
    assert main is not None
    return " ".join("".join(main.itertext()).split())


@pytest.fixture
def career(render_site: Renderer) -> dict[str, str]:
    return render_site({"knowbrand.yaml": SETTINGS, "profile.yaml": CAREER}).outputs


def test_a_mastery_at_rest_says_what_it_was_until_when_and_where_it_lives_on(career: dict[str, str]) -> None:
    page = words_of(career["expertise/old/index.html"])
    assert "at rest, mastery until August 2016, 2005 – August 2016" in page
    assert "Lives on in: New work" in page
    assert "What I did I did this" in page
    assert "What I can do" not in page
    listed = words_of(career["expertise/index.html"])
    assert "at rest, mastery until August 2016" in listed
    assert "Lives on in: New work" in listed


def test_the_strongest_three_are_shown_and_the_rest_is_a_click_away(career: dict[str, str]) -> None:
    page = career["expertise/old/index.html"]
    first, rest = page.split("<details", 1)
    assert re.findall(r"Piece \d", first) == ["Piece 4", "Piece 3", "Piece 2"]
    assert re.findall(r"Piece \d", rest) == ["Piece 1", "Piece 0"]
    assert "report · 2014 · confirmed by the client, Firm 4" in words_of(page)


def test_work_whose_evidence_cannot_be_shown_is_no_beginning(career: dict[str, str]) -> None:
    page = words_of(career["expertise/new/index.html"])
    assert "evidence on request, 2017 – now" in page
    assert "I advise Evidence on request" in page
    assert "exploring" not in page
    assert "state-on-request" in career["expertise/index.html"]


def test_a_hidden_state_shows_the_years_alone(career: dict[str, str]) -> None:
    page = words_of(career["expertise/quiet/index.html"])
    assert "Quiet work 2015 – now" in page
    assert "exploring" not in page
    assert "hidden" not in career["expertise/quiet/index.html"]


def test_a_withheld_chapter_is_no_end_of_a_carry_over(career: dict[str, str]) -> None:
    everything = "".join(career.values())
    for withheld in ("Secret work", "Silence", "Everything", "expertise/secret"):
        assert withheld not in everything
    assert "What earlier work brought to this Old work Patience" in words_of(
        career["expertise/new/index.html"]
    )


def test_changes_have_a_page_and_lead_to_what_they_are_about(career: dict[str, str], whole: Result) -> None:
    page = career["changes/index.html"]
    assert "May 2020 I was wrong about paint About: I advise (New work)" in words_of(page)
    assert 'href="../expertise/new/#two"' in page
    assert 'type="application/atom+xml" href="feed.xml"' in page
    assert 'href="../../changes/"' in career["expertise/new/index.html"]
    assert "https://kim.example/changes/feed.xml" in words_of(career["follow/index.html"])
    assert "I was wrong about paint" in words_of(career["index.html"])
    assert "Wrong torque About: Bolts" in words_of(whole.outputs["changes/index.html"])
    assert 'href="../../changes/"' in whole.outputs["posts/bolts/index.html"]


def test_without_changes_nothing_leads_to_them(render_site: Renderer) -> None:
    profile = CAREER.replace(", changes: [{date: 2020-05, reason: I was *wrong* about paint}]", "")
    outputs = render_site({"knowbrand.yaml": SETTINGS, "profile.yaml": profile}).outputs
    assert "changes/index.html" not in outputs
    assert 'changes/"' not in "".join(outputs.values())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("index.html", "Bolts 2 January 2025 With Sam Other"),
        ("posts/page/2/index.html", None),
        ("posts/index.html", "With Sam Other"),
        ("projects/index.html", "With Sam Other. My part: the inspection"),
        ("projects/arch/index.html", "With Sam Other My part the inspection"),
        ("posts/bolts/index.html", "With Sam Other My part the photographs"),
    ],
)
def test_works_name_who_they_were_made_with(whole: Result, path: str, text: str | None) -> None:
    page = whole.outputs[path]
    assert (text or "") in words_of(page)
    assert ('href="https://sam.example/"' in page) is (text is not None)


@pytest.mark.parametrize("path", ["index.html", "expertise/steel/index.html", "people/index.html"])
def test_what_to_ask_for_and_how_stands_where_a_visitor_looks(whole: Result, path: str) -> None:
    page = words_of(whole.outputs[path])
    assert (
        "Ask me for Old steel Don’t ask me for New concrete Available from March 2027 Reply by e-mail" in page
    )


def test_there_is_one_way_to_get_in_touch_at_the_end_of_a_page(whole: Result) -> None:
    page = whole.outputs["expertise/steel/index.html"]
    assert page[page.index("<h2>Working together") :].count("mailto:") == 1


def test_a_reason_that_is_reworded_changes_no_other_page(render_site: Renderer) -> None:
    before = render_site(FILES).outputs
    after = render_site({**FILES, "profile.yaml": PROFILE.replace("trust paint", "trust old paint")}).outputs
    assert {path for path in before if before[path] != after[path]} == {
        "changes/index.html",
        "nl/changes/index.html",
        "expertise/steel/index.html",
        "nl/expertise/steel/index.html",
        "nl/index.html",
    }


def test_the_page_of_people_names_what_was_made_with_each(whole: Result) -> None:
    page = words_of(whole.outputs["people/index.html"])
    assert "Timmerman Made together: De boog, Bolts" in page
    dutch = words_of(whole.outputs["nl/people/index.html"])
    assert "Samen gemaakt: De boog" in dutch
    assert "Bolts" not in dutch


def test_evidence_elsewhere_has_a_kind_even_where_its_author_says_none(render_site: Renderer) -> None:
    profile = CAREER.replace("kind: report, ", "", 4)
    outputs = render_site({"knowbrand.yaml": SETTINGS, "profile.yaml": profile}).outputs
    assert "web page · 2010 · confirmed by the client, Firm 0" in words_of(
        outputs["expertise/old/index.html"]
    )


def test_a_picture_for_previews_says_what_it_shows(render_site: Renderer) -> None:
    post = FILES["content/posts/bolts.md"].replace(
        "x-mood", "image: /kim.png\nimage_alt: A bent bolt\nx-mood"
    )
    outputs = render_site({**FILES, "content/posts/bolts.md": post}).outputs
    assert '<meta property="og:image:alt" content="A bent bolt">' in outputs["posts/bolts/index.html"]
    assert '<meta property="og:image:alt" content="Kim on a bridge">' in outputs["index.html"]
    without = render_site({**FILES, "content/posts/bolts.md": post.replace("image_alt", "x-alt")}).outputs
    assert "og:image:alt" not in without["posts/bolts/index.html"]


def test_evidence_in_another_language_says_which(whole: Result) -> None:
    page = whole.outputs["nl/expertise/steel/index.html"]
    assert "Bolts stuk, Engels · 2 januari 2025 · bevestigd door Sam Other, die eraan meewerkte" in words_of(
        page
    )
    assert 'hreflang="en"><span lang="en">Bolts</span></a>' in page
    assert "Engels" not in words_of(whole.outputs["expertise/steel/index.html"])


def test_an_entry_of_the_cv_says_what_it_is_evidence_of(render_site: Renderer) -> None:
    profile = (
        "basics: {name: Kim}\n"
        "work: [{id: office, name: Office, startDate: 2012}]\n"
        "education: [{id: delft, institution: Delft, endDate: 2003}]\n"
        "certificates: [{id: paper, name: Paper, date: 2013}]\n"
        "expertise:\n- id: c\n  name: C\n  claims:\n"
        "  - {id: one, text: I do this, evidence: [work/office, education/delft, certificates/paper]}\n"
    )
    outputs = render_site({"knowbrand.yaml": SETTINGS, "profile.yaml": profile}).outputs
    cv = outputs["cv/index.html"]
    assert cv.count('<a href="../expertise/c/#one">I do this</a>') == 3
    chapter = outputs["expertise/c/index.html"]
    for anchor in ("work-office", "education-delft", "certificates-paper"):
        assert f'href="../../cv/#{anchor}"' in chapter
        assert f'id="{anchor}"' in cv
