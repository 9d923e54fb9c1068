"""Every page of a whole site, read as a browser reads it."""

from __future__ import annotations

import itertools
import posixpath
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from knowbrand.themes.chain import builtin_themes
from tests.render.render_example import FILES, SETTINGS, Renderer, Result

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def parse(html: str) -> Element:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    assert not parser.errors, parser.errors
    return tree


def pages(result: Result) -> dict[str, Element]:
    return {path: parse(html) for path, html in result.outputs.items() if path.endswith(".html")}


@pytest.fixture(params=sorted(builtin_themes()))
def rendered(request: pytest.FixtureRequest, render_site: Renderer) -> Result:
    settings = f"{SETTINGS}theme: {request.param}\n"
    return render_site({**FILES, "knowbrand.yaml": settings}, drafts=True)


def test_every_page_has_one_title_one_main_and_no_id_twice(rendered: Result) -> None:
    for path, tree in pages(rendered).items():
        assert len(tree.findall(".//h1")) == 1, path
        assert len(tree.findall(".//main")) == 1, path
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), path


def test_headings_never_skip_a_level(rendered: Result) -> None:
    for path, tree in pages(rendered).items():
        levels = [int(element.tag[1]) for element in tree.iter() if element.tag in HEADINGS]
        assert levels[0] == 1, path
        steps = itertools.pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), (path, levels)


def test_headings_sections_and_lists_are_never_empty(rendered: Result) -> None:
    for path, tree in pages(rendered).items():
        for element in tree.iter():
            if element.tag in (*HEADINGS, "section", "ul", "ol", "dl", "nav", "p", "a", "li"):
                filled = "".join(element.itertext()).strip() or element.find(".//img") is not None
                assert filled, (path, element.tag, element.attrib)


@pytest.mark.parametrize("base_url", ["https://kim.example/", "https://kim.example/some/repo/"])
@pytest.mark.parametrize("offline", [False, True])
def test_every_link_inside_leads_to_an_output(render_site: Renderer, base_url: str, offline: bool) -> None:
    result = render_site(base_url=base_url, offline=offline)
    root = urlsplit(base_url).path
    elsewhere = {"kim.png", "looking.pdf", "feed.xml", "rss.xml", "feed.json", "resume.json", "me.vcf"}
    for path, tree in pages(result).items():
        for element in tree.iter():
            link = element.get("href") or element.get("src")
            if link is None or urlsplit(link).scheme:
                continue
            target = urlsplit(urljoin(f"https://kim.example{root}{path}", link))
            found = unquote(target.path).removeprefix(root)
            found = f"{found}index.html" if found == "" or found.endswith("/") else found
            assert found in result.outputs or posixpath.basename(found) in elsewhere, (path, link)
            if target.fragment and found in result.outputs:
                assert f'id="{target.fragment}"' in result.outputs[found], (path, link)


def test_links_opened_from_disk_name_their_file(render_site: Renderer) -> None:
    result = render_site(offline=True)
    for path, tree in pages(result).items():
        if path == "404.html":
            continue
        for element in tree.iter("a"):
            link = element.get("href", "")
            assert urlsplit(link).scheme or "." in posixpath.basename(urlsplit(link).path) or link[:1] == "#"


def test_the_page_for_what_is_not_there_works_at_any_depth(render_site: Renderer) -> None:
    result = render_site(base_url="https://kim.example/some/repo/")
    for element in parse(result.outputs["404.html"]).iter():
        link = element.get("href")
        assert link is None or link.startswith(
            ("/some/repo/", "mailto:", "data:,", "https://social.", "#")
        ), link


def test_every_language_of_a_page_names_the_others_and_itself(whole: Result) -> None:
    outputs = whole.outputs
    for path in ("index.html", "nl/index.html", "posts/rust/index.html", "nl/posts/rust/index.html"):
        found = {
            element.get("hreflang"): element.get("href")
            for element in parse(outputs[path]).iter("link")
            if element.get("hreflang")
        }
        page = path.removeprefix("nl/").removesuffix("index.html")
        english, dutch = f"https://kim.example/{page}", f"https://kim.example/nl/{page}"
        assert found == {"en": english, "nl": dutch, "x-default": english}


def test_a_page_in_one_language_has_no_alternates_and_switches_to_the_other_home(whole: Result) -> None:
    page = whole.outputs["posts/bolts/index.html"]
    assert "x-default" not in page
    assert '<a href="../../nl/" lang="nl" hreflang="nl">Nederlands</a>' in page


def test_without_a_base_url_nothing_absolute_is_left(render_site: Renderer) -> None:
    settings = SETTINGS.replace("base_url: https://kim.example/\n", "")
    result = render_site({**FILES, "knowbrand.yaml": settings}, base_url=None)
    for path, tree in pages(result).items():
        head = tree.find("head")
        assert head is not None
        for element in head.iter():
            assert "canonical" not in (element.get("rel") or ""), path
            assert not (element.get("property") or "").startswith("og:"), path
            assert element.get("type") != "application/ld+json", path
        assert "kim.example/" not in result.outputs[path].replace("mailto:kim@kim.example", ""), path
