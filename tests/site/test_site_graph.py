"""The site: which pages there are, what belongs together, what evidence a claim has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
import pytest

from knowbrand.site.collisions import check_addresses, check_collisions
from knowbrand.site.graph import Site
from knowbrand.site.writings import relate

SiteMaker = Callable[[Mapping[str, str]], Site]


def post(title: str, day: str, *lines: str) -> str:
    return "\n".join(["---", f"title: {title}", f"date: {day}", *lines, "---", "Text.\n"])


def test_a_bare_profile_has_the_pages_that_need_nothing_more(make_site: SiteMaker) -> None:
    assert [page.url for page in make_site({}).pages] == ["/", "/follow/", "/nl/", "/nl/follow/", "/404.html"]


def test_profile_pages_stand_in_every_language_and_posts_in_their_own(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "profile.yaml": "basics: {name: Kim}\nexpertise: [{id: a, name: A}]\nprojects: [{id: p, name: P}, {name: Q}]\n",
            "content/posts/one.md": post("One", "2026-01-01", "tags: [x]"),
            "content/posts/one.nl.md": post("Een", "2026-01-01"),
            "content/posts/two.nl.md": post("Twee", "2026-01-02", "series: s"),
            "content/pages/about.md": "---\ntitle: About\n---\n",
        }
    )
    urls = {page.url for page in site.pages}
    assert {"/expertise/a/", "/nl/expertise/a/", "/projects/p/", "/nl/projects/p/", "/nl/projects/"} <= urls
    assert {"/posts/one/", "/nl/posts/one/", "/nl/posts/two/", "/tags/x/", "/nl/series/s/", "/about/"} <= urls
    assert not {"/posts/two/", "/nl/tags/", "/nl/about/", "/series/s/", "/projects/q/", "/people/"} & urls
    assert site.alternates["post", "one", 1] == {"en": "/posts/one/", "nl": "/nl/posts/one/"}
    assert site.alternates["post", "two", 1] == {"nl": "/nl/posts/two/"}


def test_posts_are_listed_newest_first_on_numbered_pages(make_site: SiteMaker) -> None:
    settings = "title: A\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\nposts: {per_page: 2}\n"
    posts = {f"content/posts/p{day}.md": post(f"P{day}", f"2026-01-0{day}") for day in range(1, 6)}
    site = make_site(
        {"knowbrand.yaml": settings, **posts, "content/posts/u.md": post("U", "2026-01-09", "unlisted: true")}
    )
    assert [p.id for p in site.shelves["en"].posts] == ["p5", "p4", "p3", "p2", "p1"]
    lists = [(page.url, page.number, str(page.modified)) for page in site.pages if page.kind == "posts"]
    assert lists == [
        ("/posts/", 1, "2026-01-05"),
        ("/posts/page/2/", 2, "2026-01-03"),
        ("/posts/page/3/", 3, "2026-01-01"),
    ]
    assert "/posts/u/" in {page.url for page in site.pages}


def test_the_time_of_day_and_the_zone_order_posts(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "content/posts/a.md": post("A", "2026-01-01 10:00 +0200"),
            "content/posts/b.md": post("B", "2026-01-01 09:00 +0000"),
            "content/posts/c.md": post("C", "2026-01-01"),
        }
    )
    assert [p.id for p in site.shelves["en"].posts] == ["b", "a", "c"]


def test_evidence_written_at_either_end_is_one_piece(make_site: SiteMaker) -> None:
    profile = (
        "basics: {name: Kim}\nexpertise:\n- id: c\n  name: C\n  claims:\n"
        "  - {id: one, text: T, evidence: [posts/a, {ref: projects/p}]}\n  - {id: two, text: T}\n"
        "projects: [{id: p, name: P, endDate: 2025, visibility: organisation}]\n"
    )
    site = make_site(
        {
            "profile.yaml": profile,
            "content/posts/a.md": post(
                "A", "2026-01-01", "supports: [{claim: c/one, voucher: client, by: Ann}, c/two]"
            ),
            "content/posts/a.nl.md": post("A nl", "2026-01-02", "supports: [c/one]"),
            "content/posts/d.md": post("D", "2026-01-01", "supports: [c/two]", "draft: true"),
        }
    )
    assert [(p.ref, p.voucher) for p in site.evidence["c", "one"]] == [("posts/a", "client")]
    assert [p.ref for p in site.evidence["c", "two"]] == ["posts/a"]
    assert site.evidence["c", "one"][0].title is not None
    assert site.evidence["c", "one"][0].title.variants == (("en", "A"), ("nl", "A nl"))
    assert site.verdicts["c"].facts["pieces"] == 1


def test_the_strongest_evidence_comes_first(make_site: SiteMaker) -> None:
    urls = ["self", "client", "reviewed", "public record", "collaborator"]
    evidence = (
        ", ".join(f"{{url: 'https://e.example/{n}', voucher: {v}, date: 2020}}" for n, v in enumerate(urls))
        + ", {url: 'https://e.example/new', voucher: client, date: 2024}"
    )
    profile = f"basics: {{name: K}}\nexpertise: [{{id: c, name: C, claims: [{{id: o, text: T, evidence: [{evidence}]}}]}}]\n"
    site = make_site({"profile.yaml": profile})
    assert [piece.url.rpartition("/")[2] for piece in site.evidence["c", "o"] if piece.url] == [
        "3", "2", "new", "1", "4", "0",
    ]  # fmt: skip


def test_related_posts_share_tags_and_chapters(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "profile.yaml": "basics: {name: K}\nexpertise: [{id: c, name: C}]\n",
            "content/posts/a.md": post("A", "2026-01-01", "tags: [x, y]", "expertise: [c]"),
            "content/posts/b.md": post("B", "2026-01-02", "tags: [X]"),
            "content/posts/d.md": post("D", "2026-01-03", "expertise: [c]"),
            "content/posts/e.md": post("E", "2026-01-04", "tags: [z]"),
        }
    )
    shelf = site.shelves["en"]
    assert [p.id for p in relate(next(p for p in shelf.posts if p.id == "a"), shelf)] == ["d", "b"]
    assert shelf.tags["x"].name == "X"


def test_the_more_two_posts_share_the_nearer_they_are(make_site: SiteMaker) -> None:
    """Against a count by hand, for numbers of tags around the powers of two; of equals the newest comes first."""
    tagged = {number: [f"t{tag}" for tag in range(number)] for number in (0, 1, 2, 3, 4, 7, 8, 9)}
    files = {
        f"content/posts/p{number}.md": post(f"P{number}", f"2026-01-{number + 1:02}", f"tags: {tags}")
        for number, tags in tagged.items()
    }
    shelf = make_site(files).shelves["en"]
    for asked in shelf.posts:
        mine = tagged[int(asked.id[1:])]
        others = [other for other in shelf.posts if other is not asked]
        scores = {other.id: len({*mine} & {*tagged[int(other.id[1:])]}) for other in others}
        nearest = sorted((other.id for other in others if scores[other.id]), key=lambda id_: -scores[id_])
        assert [found.id for found in relate(asked, shelf)] == nearest[:3]


def test_thousands_of_tags_on_every_post(make_site: SiteMaker) -> None:
    tags = [f"t{number}" for number in range(3000)]
    days = range(1, 5)
    files = {f"content/posts/p{day}.md": post("P", f"2026-01-0{day}", f"tags: {tags}") for day in days}
    shelf = make_site(files).shelves["en"]
    assert [found.id for found in relate(shelf.posts[0], shelf)] == ["p3", "p2", "p1"]


def test_a_series_runs_from_its_oldest_post_and_takes_a_title(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "content/posts/a.md": post("A", "2026-01-02", "series: by-hand"),
            "content/posts/b.md": post("B", "2026-01-01", "series: {id: by-hand, title: By hand!}"),
            "content/posts/c.md": post("C", "2026-01-01", "series: two-words"),
        }
    )
    shelf = site.shelves["en"]
    assert [p.id for p in shelf.by_series["by-hand"]] == ["b", "a"]
    assert shelf.series_titles == {"by-hand": "By hand!", "two-words": "Two words"}


def test_files_of_a_post_stand_under_its_first_language(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "content/posts/b/index.md": post("B", "2026-01-01"),
            "content/posts/b/index.nl.md": post("B", "2026-01-01", "slug: be"),
            "content/posts/b/pic/a.txt": "x",
            "content/posts/n/index.nl.md": post("N", "2026-01-01"),
            "content/posts/n/a.txt": "x",
            "assets/.well-known/x.txt": "x",
            "assets/.DS_Store": "x",
        }
    )
    assert {file.url for file in site.files} == {
        "/posts/b/pic/a.txt",
        "/nl/posts/n/a.txt",
        "/.well-known/x.txt",
    }


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"content/posts/a.md": "slug: same", "content/posts/b.md": "slug: same"},
            "/posts/same/ is taken already",
        ),
        (
            {"content/posts/a.md": "slug: Same", "content/posts/b.md": "slug: same"},
            "(there written /posts/Same/)",
        ),
        (
            {"content/posts/a.md": "slug: e\u0301", "content/posts/b.md": "slug: \u00e9"},
            "is taken already, by content/posts/a",
        ),
        ({"content/posts/a.md": "aliases: [/posts/]"}, "/posts/ is taken already, by the site itself"),
    ],
)
def test_two_sources_for_one_address(make_site: SiteMaker, files: dict[str, str], message: str) -> None:
    problems = check_collisions(
        make_site({path: post("T", "2026-01-01", line) for path, line in files.items()})
    )
    assert [problem.code for problem in problems] == ["KB303"]
    assert message in problems[0].message


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("/:yaer/:slug/", "unknown part ':yaer'"),
        ("/:year/", "needs a ':slug'"),
        ("/../:slug/", "can't be an address"),
        ("_/:slug/", "the address /_/ is the site's own"),
        ("/NL/:slug/", "the address /nl/ is the site's own"),
        ("/en/:slug/", None),
        ("/blog/nl/:year/:slug", None),
    ],
)
def test_permalink_patterns(make_site: SiteMaker, pattern: str, message: str | None) -> None:
    model = make_site(
        {"knowbrand.yaml": f"title: A\nlanguages: [en, nl]\nposts: {{permalink: '{pattern}'}}\n"}
    ).model
    problems = check_addresses(model)
    assert [problem.code for problem in problems] == (["KB305"] if message else [])
    assert message is None or message in problems[0].message


@pytest.mark.parametrize("slug", ["posts", "NL", "cv", "_", "feed.xml", "changes", "search"])
def test_pages_can_not_take_the_sites_own_addresses(make_site: SiteMaker, slug: str) -> None:
    model = make_site({"content/pages/mine.md": "---\ntitle: Mine\n---\n"}).model
    meta = msgspec.structs.replace(model.pages[0].meta, slug=slug)
    model = msgspec.structs.replace(model, pages=(msgspec.structs.replace(model.pages[0], meta=meta),))
    assert [problem.code for problem in check_addresses(model)] == ["KB304"]


@pytest.mark.parametrize("alias", ["/", "/a/../b/", "//x", "/a?b", "https://x.example/"])
def test_old_addresses_are_paths(make_site: SiteMaker, alias: str) -> None:
    model = make_site({"content/posts/a.md": post("A", "2026-01-01", f"aliases: ['{alias}', /fine/]")}).model
    (problem,) = check_addresses(model)
    assert (problem.code, problem.place and problem.place.line) == ("KB305", 4)


def test_an_alias_without_an_ending_is_a_folder(make_site: SiteMaker) -> None:
    site = make_site({"content/posts/a.md": post("A", "2026-01-01", "aliases: [2015/a, /b.html]")})
    assert [redirect.url for redirect in site.redirects] == ["/2015/a/", "/b.html"]
