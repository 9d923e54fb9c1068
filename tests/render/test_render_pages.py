"""What the pages say: to people, and to machines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

from tests.render.render_example import FILES, PROFILE, Renderer, Result

NAME_ONLY = {
    "knowbrand.yaml": "title: A site\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\n",
    "profile.yaml": "basics: {name: Kim Example}\n",
}


def parse(html: str) -> Element:
    tree: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return tree


def by_class(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if name in (element.get("class") or "").split()]


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def main_of(html: str) -> str:
    main = parse(html).find(".//main")
    assert main is not None
    return text_of(main)


def test_an_icon_is_the_authors_or_none_that_is_asked_for(render_site: Renderer, tmp_path: Path) -> None:
    def icon(path: str = "posts/rust/index.html") -> str | None:
        page = parse(render_site(base_url="https://kim.example/some/repo/").outputs[path])
        [found] = [link for link in page.iter("link") if link.get("rel") == "icon"]
        return found.get("href")

    assert icon() == "data:,"
    (tmp_path / "assets").mkdir(exist_ok=True)
    for name in ("favicon.png", "favicon.ico", "favicon.svg"):
        (tmp_path / "assets" / name).write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        assert icon() == f"../../{name}"
    assert icon("404.html") == "/some/repo/favicon.svg"


def test_home_shows_the_person_the_chapters_and_the_newest_posts(whole: Result) -> None:
    home = main_of(whole.outputs["index.html"])
    order = (
        "Kim Example",
        "Bridge inspector",
        "Steel bridges",
        "I find rust",
        "Wooden bridges",
        "Third",
        "Bolts",
    )
    places = [home.index(words) for words in order]
    assert places == sorted(places)
    assert "Available from March 2027" in home


def test_home_shows_the_strongest_claim_of_a_chapter_and_leads_to_the_others(whole: Result) -> None:
    card = by_class(parse(whole.outputs["index.html"]), "chapter-card")[0]
    assert [text_of(claim) for claim in by_class(card, "claim-text")] == ["I find rust before it shows"]
    assert len(by_class(card, "evidence")[0].findall("li")) == 1
    [more] = by_class(card, "more")
    assert (text_of(more), [link.get("href") for link in more.iter("a")]) == (
        "More in this chapter",
        ["expertise/steel/"],
    )
    [wider] = by_class(by_class(parse(whole.outputs["expertise/index.html"]), "chapter-card")[0], "more")
    assert text_of(wider) == "More in this chapter"


def test_home_has_one_representative_card(whole: Result) -> None:
    outputs = whole.outputs
    for path in ("index.html", "nl/index.html"):
        cards = [card for card in by_class(parse(outputs[path]), "h-card") if by_class(card, "u-uid")]
        assert len(cards) == 1
        [uid] = by_class(cards[0], "u-uid")
        assert "u-url" in (uid.get("class") or "")
        assert uid.get("href") == "./"
        me = [link.get("href") for link in cards[0].iter("a") if link.get("rel") == "me"]
        assert me == ["./", "https://social.example/@kim"]


def test_a_post_is_an_entry_by_its_author(whole: Result) -> None:
    tree = parse(whole.outputs["posts/bolts/index.html"])
    [entry] = by_class(tree, "h-entry")
    assert text_of(by_class(entry, "p-name")[0]) == "Bolts"
    assert by_class(entry, "dt-published")[0].get("datetime") == "2025-01-02"
    assert by_class(entry, "dt-updated")[0].get("datetime") == "2025-02-03"
    assert by_class(entry, "u-url")[0].get("href") == "./"
    assert by_class(entry, "p-author")[0].get("href") == "../../"
    assert [text_of(tag) for tag in by_class(entry, "p-category")] == ["Rust"]
    assert by_class(entry, "p-summary")[0].get("value") == "About bolts."
    assert [copy.get("href") for copy in by_class(entry, "u-syndication")] == ["https://social.example/bolts"]
    assert len(by_class(entry, "e-content")) == 1


def test_a_post_says_who_made_it_what_changed_and_what_it_proves(whole: Result) -> None:
    post = main_of(whole.outputs["posts/bolts/index.html"])
    for words in (
        "With Sam Other",
        "the photographs",
        "Wrong torque",
        "I find rust before it shows",
        "Reply by e-mail",
    ):
        assert words in post


def test_evidence_named_in_the_profile_is_shown_by_its_post_too(whole: Result) -> None:
    outputs = whole.outputs
    assert "I find rust before it shows" in main_of(outputs["posts/rust/index.html"])
    assert "I find rust before it shows" in main_of(outputs["projects/arch/index.html"])


def test_a_series_leads_from_its_first_post_to_its_last(whole: Result) -> None:
    tree = parse(whole.outputs["posts/bolts/index.html"])
    series = next(nav for nav in tree.iter("nav") if nav.get("class") == "series")
    assert [text_of(item) for item in series.iter("li")] == ["Rust & <paint>", "Bolts"]
    assert [link.get("href") for link in series.iter("a")] == ["../../series/looking/", "../rust/"]


def test_contents_stand_before_a_post_with_three_headings_and_are_nested(whole: Result) -> None:
    outputs = whole.outputs
    toc = next(
        nav
        for nav in parse(outputs["posts/rust/index.html"]).iter("nav")
        if "toc" in (nav.get("class") or "").split()
    )
    assert [link.get("href") for link in toc.iter("a")] == ["#first", "#second", "#deeper", "#third"]
    assert len(toc.findall("ol/li/ol/li")) == 1
    assert not by_class(parse(outputs["posts/bolts/index.html"]), "toc")


def test_a_post_leads_to_its_translation_once_and_ends_with_the_contact_line(whole: Result) -> None:
    tree = parse(whole.outputs["posts/rust/index.html"])
    links = [link.get("href") for link in tree.iter("a")]
    assert links.count("../../nl/posts/rust/") == 1
    assert links.count("mailto:kim@kim.example") == 1
    assert main_of(whole.outputs["posts/rust/index.html"]).endswith("Reply by e-mail kim@kim.example")


def test_neighbours_are_told_in_the_head_too(whole: Result) -> None:
    page = whole.outputs["posts/bolts/index.html"]
    assert '<link rel="prev" href="../rust/">' in page
    assert '<link rel="next" href="../third/">' in page


def test_a_chapter_shows_three_pieces_of_evidence_and_folds_the_rest(whole: Result) -> None:
    tree = parse(whole.outputs["expertise/steel/index.html"])
    claim = next(item for item in tree.iter("li") if item.get("id") == "rust")
    folded = next(details for details in claim.iter("details") if details.get("class") == "more-evidence")
    shown = claim.find("ul")
    assert shown is not None
    assert [text_of(link) for link in shown.iter("a")] == ["Report", "De boog", "Bolts"]
    assert [text_of(link) for link in folded.iter("a")] == ["Rust & <paint>", "Looking closely"]
    assert "on the public record" in text_of(claim)
    assert "confirmed by the client, City of Utrecht" in text_of(claim)


def test_a_claim_whose_evidence_nobody_sees_is_left_out_or_says_why(whole: Result) -> None:
    outputs = whole.outputs
    chapter = main_of(outputs["expertise/steel/index.html"])
    assert "whose evidence nobody may see" not in chapter
    assert "I settle disputes Evidence on request: Reply by e-mail" in chapter
    assert "I fly drones under decks I am still learning this." in chapter
    assert not [path for path, html in outputs.items() if "Hidden bridge" in html]


def test_a_chapter_lists_posts_that_name_it_or_prove_a_claim_of_it(whole: Result) -> None:
    chapter = parse(whole.outputs["expertise/steel/index.html"])
    [feed] = by_class(chapter, "h-feed")
    titles = [link for link in feed.iter("a") if "p-name" in link.get("class", "")]
    assert [text_of(link) for link in titles] == ["Bolts", "Rust & <paint>"]
    post = parse(whole.outputs["posts/bolts/index.html"])
    assert [text_of(link) for filed in by_class(post, "post-chapters") for link in filed.iter("a")] == [
        "Steel bridges"
    ]


def test_a_chapter_says_its_state_in_words_and_what_it_gave(whole: Result) -> None:
    outputs = whole.outputs
    wood = main_of(outputs["expertise/wood/index.html"])
    assert "handed on, 2003 – 2011" in wood
    assert "Handed on to Sam Other, 2011" in wood
    assert "What this brought to other work Steel bridges Patience" in wood
    assert "What earlier work brought to this Wooden bridges Patience" in main_of(
        outputs["expertise/steel/index.html"]
    )


def test_text_in_another_language_says_so(whole: Result) -> None:
    outputs = whole.outputs
    assert '<h1><span lang="nl">De boog</span></h1>' in outputs["projects/arch/index.html"]
    assert '<div lang="en"><p>One arch.</p></div>' in outputs["nl/projects/arch/index.html"]
    assert "<h1>De boog</h1>" in outputs["nl/projects/arch/index.html"]
    assert "<title>De boog · A site</title>" in outputs["projects/arch/index.html"]


def test_a_talk_says_when_it_is_still_to_come_and_in_which_language_it_was(whole: Result) -> None:
    outputs = whole.outputs
    talk = main_of(outputs["talks/looking/index.html"])
    assert "3 February 2027, upcoming Bridge Day, Ghent" in talk
    assert "7 November 2023 Bridge Day, Delft, Dutch · Slides" in talk
    assert 'href="../../looking.pdf"' in outputs["talks/looking/index.html"]


def test_the_cv_is_a_resume_without_levels(whole: Result) -> None:
    tree = parse(whole.outputs["cv/index.html"])
    [resume] = by_class(tree, "h-resume")
    [job] = by_class(resume, "p-experience")
    assert text_of(by_class(job, "p-name")[0]) == "Inspector"
    assert by_class(job, "dt-start")[0].get("value") == "2012-04"
    assert text_of(by_class(by_class(resume, "p-education")[0], "p-name")[0]) == "MSc, Structures"
    assert [text_of(skill) for skill in by_class(resume, "p-skill")] == ["Ultrasound"]
    assert "master" not in text_of(resume)


def test_lists_run_over_pages(whole: Result) -> None:
    outputs = whole.outputs
    first, second = outputs["posts/index.html"], outputs["posts/page/2/index.html"]
    assert "Page 1 of 2" in main_of(first)
    assert '<a rel="next" href="page/2/">Older posts</a>' in first
    assert '<a rel="prev" href="../../">Newer posts</a>' in second
    assert "Rust & <paint>" in main_of(second)


def test_what_is_unlisted_is_in_no_list_and_asks_not_to_be_indexed(whole: Result) -> None:
    outputs = whole.outputs
    shown = [path for path, html in outputs.items() if "Unlisted" in html]
    assert shown == ["posts/unlisted/index.html"]
    assert '<meta name="robots" content="noindex">' in outputs["posts/unlisted/index.html"]


def test_a_draft_carries_a_mark(render_site: Renderer) -> None:
    outputs = render_site(drafts=True).outputs
    for path in ("index.html", "posts/index.html", "posts/draft/index.html", "archive/index.html"):
        assert '<strong class="draft">Draft</strong>' in outputs[path], path


def test_old_addresses_lead_to_the_page_in_its_language(whole: Result) -> None:
    outputs = whole.outputs
    for path, link in (
        ("old/rust/index.html", "../../posts/rust/"),
        ("rust.html", "posts/rust/"),
        ("ancient/rust/index.html", "../../posts/rust/"),
    ):
        page = outputs[path]
        assert f'<meta http-equiv="refresh" content="0; url={link}">' in page
        assert '<link rel="canonical" href="https://kim.example/posts/rust/">' in page
        assert f'<a href="{link}">' in page
        assert '<html lang="en">' in page


def test_names_and_titles_are_escaped_wherever_they_stand(render_site: Renderer) -> None:
    evil = "</script><script>alert(1)</script>\\\"'&"
    profile = PROFILE.replace("Kim Example", f'"{evil}"').replace("en: Steel bridges", f'en: "{evil}"')
    profile = profile.replace("network: Mastodon", f'network: "{evil}"').replace(
        "by: City of Utrecht", f'by: "{evil}"'
    )
    post = f'---\ntitle: "{evil}"\ndate: 2025-01-01\ntags: ["{evil}"]\nseries: {{id: x, title: "{evil}"}}\n---\nText.\n'
    result = render_site({**FILES, "profile.yaml": profile, "content/posts/evil.md": post})
    for path, html in result.outputs.items():
        assert "<script>alert" not in html, path
    assert "&lt;script&gt;alert" in result.outputs["posts/evil/index.html"]


def test_structured_data_is_json_that_cannot_end_its_script(whole: Result) -> None:
    page = whole.outputs["posts/rust/index.html"]
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    assert "<" not in found[1]
    assert "Rust & <paint>" in json.dumps(json.loads(found[1]), ensure_ascii=False)


def test_nothing_is_said_about_what_is_not_there(render_site: Renderer) -> None:
    result = render_site(NAME_ONLY, base_url=None)
    assert not result.problems
    home = parse(result.outputs["index.html"])
    assert [text_of(heading) for heading in home.iter() if heading.tag in ("h1", "h2", "h3")] == [
        "Kim Example"
    ]
    assert not list(home.iter("nav"))


def test_the_menu_holds_sections_that_are_there_and_pages_that_ask(whole: Result) -> None:
    tree = parse(whole.outputs["about/index.html"])
    menu = next(nav for nav in tree.iter("nav") if nav.get("class") == "menu")
    names = ["Expertise", "About", "Projects", "Talks", "Publications", "Posts", "CV"]
    assert [text_of(item) for item in menu.iter("li")] == names
    assert [text_of(link) for link in menu.iter("a") if link.get("aria-current")] == ["About"]


def test_a_broken_link_of_the_profile_is_told_at_its_field(render_site: Renderer) -> None:
    profile = PROFILE.replace("content/posts/rust.md", "content/posts/rusty.md")
    [problem] = render_site({**FILES, "profile.yaml": profile}).problems
    assert (problem.code, problem.place and problem.place.line) == ("KB301", 10)


def test_a_link_to_what_is_withheld_says_so(render_site: Renderer) -> None:
    profile = PROFILE.replace("content/posts/rust.md", "content/posts/draft.md")
    [problem] = render_site({**FILES, "profile.yaml": profile}).problems
    assert problem.code == "KB306"


def test_a_picture_on_another_host_is_left_out_and_said(render_site: Renderer) -> None:
    profile = PROFILE.replace("assets/kim.png", "https://elsewhere.example/kim.png")
    result = render_site({**FILES, "profile.yaml": profile})
    assert [problem.code for problem in result.problems] == ["KB421"]
    assert "<img" not in result.outputs["index.html"]


def test_headings_in_a_field_are_said(render_site: Renderer) -> None:
    profile = PROFILE.replace("{en: Rivets and rust.}", '"# Rivets"')
    assert [problem.code for problem in render_site({**FILES, "profile.yaml": profile}).problems] == ["KB422"]


def test_follow_gives_addresses_to_copy_only_where_there_are_feeds(render_site: Renderer) -> None:
    with_feeds = main_of(render_site().outputs["nl/follow/index.html"])
    assert "https://kim.example/nl/feed.xml" in with_feeds
    assert 'class="follow"' in render_site().outputs["nl/index.html"]
    without = render_site(base_url=None).outputs
    assert "Er valt nog niets te volgen." in main_of(without["nl/follow/index.html"])
    leading = [path for path, html in without.items() if re.search(r'href="[^"]*follow/', html)]
    assert leading == ["follow/index.html", "nl/follow/index.html"]  # to each other's language
