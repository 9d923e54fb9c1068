"""The outputs as they will be mounted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from knowbrand.build import Composition, compose
from knowbrand.check.pages import check_outputs, list_outside_links
from knowbrand.model.dates import parse_moment
from knowbrand.model.output import Output
from knowbrand.problems import Problem
from knowbrand.request import Request

NOW = parse_moment("2026-11-23")
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0h1v1z"/></svg>'
FILES = {
    "knowbrand.yaml": "title: T\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\nlanguages: [en, nl]\n",
    "profile.yaml": "basics:\n  name: Kim\n  profiles:\n    - {network: M, url: 'https://social.example/@kim'}\n",
    "content/posts/one.md": "---\ntitle: One\ndate: 2026-01-02\naliases: [/old/]\n---\n\n## Part\n\nText.\n",
    "content/posts/one.nl.md": "---\ntitle: Een\ndate: 2026-01-02\n---\nTekst.\n",
    "assets/p.svg": PIXEL,
}


def make(
    root: Path, files: Mapping[str, str] | None = None, base_url: str | None = "https://kim.example/site/"
) -> Composition:
    """A site of these files, over those above, that builds."""
    for path, text in {**FILES, **(files or {})}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    found = compose(Request(root, base_url=base_url, now=NOW))
    assert not found.failed, found.problems
    return found


def crawl(
    found: Composition, more: Mapping[str, str] | None = None, texts: Mapping[str, str] | None = None
) -> list[Problem]:
    """What is wrong with its outputs, some of them replaced."""
    outputs = {output.path: output.content for output in found.outputs}
    outputs |= {path: text.encode() for path, text in (more or {}).items()}
    everything = [Output(path, content) for path, content in outputs.items()]
    return check_outputs(everything, found.site, texts or FILES)


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in problems if problem.code != "KB340"]


@pytest.fixture(scope="module")
def below_path(tmp_path_factory: pytest.TempPathFactory) -> Composition:
    return make(tmp_path_factory.mktemp("site"))


@pytest.mark.parametrize("base_url", ["https://kim.example/site/", "https://kim.example/", None])
def test_a_built_site_is_sound_wherever_it_is_mounted(tmp_path: Path, base_url: str | None) -> None:
    assert told(crawl(make(tmp_path, base_url=base_url))) == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="../posts/one/">x</a>',
        '<a href="../posts/one/#part">x</a>',
        '<a href="../posts/one/#:~:text=Text">x</a>',
        '<a href="#top">x</a>',
        '<a href="/site/posts/one/?q=1">x</a>',
        '<a href="/site">x</a>',
        '<a href="https://kim.example/site/posts/one/#part">x</a>',
        '<a href="http://KIM.example/site/nl/">x</a>',
        '<a href="//kim.example/site/rss.xml">x</a>',
        '<a href="https://kim.example/another-project/">x</a>',
        '<a href="https://elsewhere.example/posts/gone/">x</a>',
        '<a href="mailto:kim@kim.example">x</a>',
        '<img alt="" srcset="../p.svg 1x, /site/p.svg 2x">',
        '<video poster="../p.svg"></video>',
        '<form action="../"></form>',
        "<p style=\"background: url('../p.svg')\"></p>",
        "<style>/* url(no.png) */ p { background: url(../p.svg) }</style>",
        '<meta http-equiv="refresh" content="0; url=../posts/one/">',
        '<meta property="og:image" content="https://kim.example/site/p.svg">',
        '<script type="application/ld+json">{"@id": "https://kim.example/site/#kim"}</script>',
        "<script>const x = '<a href=\"no/\">'</script>",
        "<!-- <a href='no/'> -->",
        "<title>a <a href='no/'></title>",
    ],
)
def test_what_leads_somewhere_is_fine(below_path: Composition, html: str) -> None:
    assert told(crawl(below_path, {"extra/index.html": f"<h1>X</h1>{html}"})) == []


@pytest.mark.parametrize(
    ("html", "code", "message"),
    [
        ('<a href="../posts/two/">x</a>', "KB313", "the link '../posts/two/' leads nowhere"),
        (
            '<a href="../posts/one/#no">x</a>',
            "KB313",
            "the link '../posts/one/#no' leads to an anchor that isn't there",
        ),
        ('<a href="#no">x</a>', "KB313", "the link '#no' leads to an anchor that isn't there"),
        ('<a href="../posts/one">x</a>', "KB313", "the link '../posts/one' leads nowhere"),
        (
            '<a href="https://kim.example/site/no/">x</a>',
            "KB313",
            "the link 'https://kim.example/site/no/' leads nowhere",
        ),
        (
            '<a href="../P.svg">x</a>',
            "KB337",
            "the link '../P.svg' leads nowhere: the file is called 'p.svg'",
        ),
        ('<a href="../../">x</a>', "KB335", "the link '../../' leads out of the site's own path"),
        ('<a href="/posts/one/">x</a>', "KB335", "the link '/posts/one/' leads out of the site's own path"),
        (
            '<a href="%2e%2e/%2e%2e/x/">x</a>',
            "KB335",
            "the link '%2e%2e/%2e%2e/x/' leads out of the site's own path",
        ),
        ('<img alt="" src="no.png">', "KB313", "the link 'no.png' leads nowhere"),
        ('<img alt="" srcset="../p.svg 1x, no.png 2x">', "KB313", "the link 'no.png' leads nowhere"),
        ('<video poster="no.png"></video>', "KB313", "the link 'no.png' leads nowhere"),
        ('<form action="send/"></form>', "KB313", "the link 'send/' leads nowhere"),
        ('<iframe src="no/"></iframe>', "KB313", "the link 'no/' leads nowhere"),
        ('<p style="background: url(no.png)"></p>', "KB313", "the link 'no.png' leads nowhere"),
        ('<style>@import "no.css";</style>', "KB313", "the link 'no.css' leads nowhere"),
        ('<meta http-equiv="refresh" content="0; url=no/">', "KB313", "the link 'no/' leads nowhere"),
        (
            '<link rel="canonical" href="https://kim.example/site/no/">',
            "KB313",
            "the link 'https://kim.example/site/no/' leads nowhere",
        ),
        (
            '<meta property="og:url" content="https://kim.example/site/no/">',
            "KB313",
            "the link 'https://kim.example/site/no/' leads nowhere",
        ),
        (
            '<script type="application/ld+json">{"a": [{"url": "https://kim.example/site/no/"}]}</script>',
            "KB313",
            "the link 'https://kim.example/site/no/' leads nowhere",
        ),
        ('<a href="https://[x/">x</a>', "KB313", "'https://[x/' is not a link"),
    ],
)
def test_what_leads_nowhere_is_told(below_path: Composition, html: str, code: str, message: str) -> None:
    assert told(crawl(below_path, {"extra/index.html": f"<h1>X</h1>{html}"})) == [(code, message)]


def test_the_404_page_has_links_that_work_at_any_depth(below_path: Composition) -> None:
    def links(html: str) -> list[str]:
        head = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><h1>X</h1>'
        return [code for code, _ in told(crawl(below_path, {"404.html": head + html}))]

    assert links('<a href="/site/">x</a><a href="https://kim.example/site/">x</a><a href="#top">x</a>') == []
    assert links('<a href="posts/one/">x</a>') == ["KB336"]
    assert links('<a href="/">x</a>') == ["KB335"]
    assert links('<a href="/site/no/">x</a>') == ["KB313"]


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("more.css", "p { background: url(no.png) }", "KB313"),
        (
            "sitemap.xml",
            '<?xml version="1.0"?><urlset><url><loc>https://kim.example/site/no/</loc></url></urlset>',
            "KB341",
        ),
        (
            "feed.xml",
            '<?xml version="1.0"?><feed><link href="https://kim.example/site/no/"/></feed>',
            "KB341",
        ),
        (
            "feed.xml",
            '<?xml version="1.0"?>\n<?xml-stylesheet type="text/css" href="no.css"?>\n<feed/>',
            "KB341",
        ),
        (
            "feed.json",
            '{"items": [{"id": "https://kim.example/site/o/", "url": "https://kim.example/site/no/"}]}',
            "KB341",
        ),
        ("me.vcf", "BEGIN:VCARD\r\nURL:https://kim.example/sit\r\n e/no/\r\nEND:VCARD\r\n", "KB341"),
        ("robots.txt", "User-agent: *\n\nSitemap: https://kim.example/site/no.xml\n", "KB341"),
    ],
)
def test_addresses_in_other_files_are_followed(
    below_path: Composition, path: str, text: str, code: str
) -> None:
    assert [each for each, _ in told(crawl(below_path, {path: text}))] == [code]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.xml", '<?xml version="1.0"?><a>'),
        ("a.xml", '<?xml version="1.0"?>\n<?xml-stylesheet href="\ud800"?><a/>'),
        ("a.json", "{"),
        ("a.json", "[" * 100_000),
        ("a/index.html", f'<h1>x</h1><script type="application/json">{"[" * 100_000}</script>'),
        ("a/index.html", f"<h1>x</h1>{'<a <a ' * 20_000}"),
        ("a/index.html", "<h1>x</h1>" + "<a href='" * 20_000),
        ("a/index.html", "<h1>x</h1><!-- " * 5_000),
        ("a/index.html", "<h1>x</h1>" + "<script>" * 5_000),
        ("a.css", "url(" * 20_000),
        ("a.css", "/* " * 20_000),
    ],
)
def test_what_is_broken_or_hostile_stops_nothing(below_path: Composition, path: str, text: str) -> None:
    outputs = [*below_path.outputs, Output(path, text.encode("utf-8", "surrogatepass"))]
    assert {problem.code for problem in check_outputs(outputs, below_path.site)} <= {
        "KB340",
        "KB311",
        "KB313",
    }


def test_an_old_name_of_an_entry_is_no_address(below_path: Composition) -> None:
    feed = '<?xml version="1.0"?><feed><entry><id>https://kim.example/site/no/</id></entry></feed>'
    assert told(crawl(below_path, {"feed.xml": feed})) == []


def test_the_same_fault_on_many_pages_is_told_once(below_path: Composition) -> None:
    more = {f"extra/{number}/index.html": '<h1>X</h1><a href="../../no/">x</a>' for number in range(3)}
    assert told(crawl(below_path, more)) == [
        ("KB313", "the link '../../no/' leads nowhere, here and on 2 more")
    ]


def test_an_absolute_link_of_a_post_is_told_at_its_place(tmp_path: Path) -> None:
    text = "---\ntitle: Two\ndate: 2026-01-02\n---\n\nSee [this](https://kim.example/site/no/) once.\n"
    found = make(tmp_path, {"content/posts/two.md": text})
    problems = [p for p in crawl(found, texts={**FILES, "content/posts/two.md": text}) if p.code != "KB340"]
    assert [(p.code, p.place.path, p.place.line, p.place.column) for p in problems if p.place] == [
        ("KB313", "content/posts/two.md", 6, 12)
    ]


def test_a_page_of_the_authors_is_named_by_its_source(tmp_path: Path) -> None:
    html = "<title>x</title><h1>x</h1><a href='no/'>x</a>"
    found = make(tmp_path, {"assets/demo/index.html": html})
    places = [problem.place.path for problem in crawl(found) if problem.code == "KB313" and problem.place]
    assert places == ["assets/demo/index.html"]


def test_a_page_that_nobody_finds_is_told(tmp_path: Path) -> None:
    page = "---\ntitle: Lost\n{}---\nText.\n"
    found = make(tmp_path, {"content/pages/lost.md": page.format("")})
    problems = [problem for problem in crawl(found) if problem.code == "KB338"]
    assert [(p.severity, p.message, p.place.path) for p in problems if p.place] == [
        ("warning", "no link leads from the home page to /lost/", "content/pages/lost.md")
    ]
    for front in ("menu: 5\n", "unlisted: true\n"):
        assert told(crawl(make(tmp_path, {"content/pages/lost.md": page.format(front)}))) == []


def test_languages_that_dont_name_each_other_are_told(below_path: Composition) -> None:
    pages = {
        output.path: output.content.decode() for output in below_path.outputs if output.path.endswith(".html")
    }
    own = "https://kim.example/site/posts/one/"
    without = pages["nl/posts/one/index.html"].replace(
        f'<link rel="alternate" hreflang="en" href="{own}">', ""
    )
    without = without.replace(f'<link rel="alternate" hreflang="x-default" href="{own}">', "")
    found = crawl(below_path, {"nl/posts/one/index.html": without})
    assert [(p.code, p.place.path) for p in found if p.place and p.code != "KB340"] == [
        ("KB339", "posts/one/index.html")
    ]


def test_a_canonical_address_that_names_another_in_turn_is_told(below_path: Composition) -> None:
    page = '<h1>X</h1><link rel="canonical" href="https://kim.example/site/{}/">'
    found = crawl(below_path, {"a/index.html": page.format("b"), "b/index.html": page.format("posts/one")})
    assert [(p.code, p.place.path) for p in found if p.place and p.code != "KB340"] == [
        ("KB339", "a/index.html")
    ]


def test_a_page_without_a_content_policy_is_told_once(below_path: Composition) -> None:
    bare = {
        output.path: output.content.decode().replace("Content-Security-Policy", "x")
        for output in below_path.outputs
        if output.path.endswith("index.html")
    }
    (problem,) = [problem for problem in crawl(below_path, bare) if problem.code == "KB345"]
    assert problem.severity == "warning"
    assert "more" in problem.message


def test_below_a_path_what_counts_at_the_root_alone_is_said(tmp_path: Path) -> None:
    files = {
        "assets/.well-known/security.txt": "Contact: x\n",
        "assets/humans.txt": "x",
        "assets/sub/ads.txt": "x",
    }

    def inert(base_url: str | None) -> list[tuple[str, str]]:
        problems = crawl(make(tmp_path, files, base_url))
        return [(p.severity, p.place.path) for p in problems if p.code == "KB340" and p.place]

    assert inert("https://kim.example/site/") == [
        ("info", "assets/.well-known/security.txt"),
        ("info", "assets/humans.txt"),
        ("info", "robots.txt"),
    ]
    assert inert("https://kim.example/") == []
    assert inert(None) == []


def test_links_to_other_sites_are_listed_once_with_their_place(tmp_path: Path) -> None:
    text = "---\ntitle: Two\ndate: 2026-01-02\n---\n\nSee <https://a.example/x?a=1&b=2>, <https://a.example/x>.\n"
    found = make(tmp_path, {"content/posts/two.md": text})
    assert found.site
    links = list_outside_links(found.outputs, found.site, {**FILES, "content/posts/two.md": text})
    places = {link.url: (link.place.path, link.place.line, link.place.column) for link in links}
    assert len(places) == len(links)
    assert places == {
        "https://social.example/@kim": ("profile.yaml", 4, 26),
        "https://a.example/x?a=1&b=2": ("content/posts/two.md", 6, 6),
        "https://a.example/x": ("content/posts/two.md", 6, 37),
    }
