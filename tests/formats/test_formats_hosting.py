"""What Netlify and Cloudflare Pages are told."""

from __future__ import annotations

import re

import msgspec
import pytest

from knowbrand.formats.hosting import MOST_REDIRECTS, check_hosting, make_redirects
from knowbrand.site.page import Redirect
from tests.formats.formats_site import Made, Maker

ROOT = "https://kim.example/"
POST = "---\ntitle: One\ndate: 2026-05-31\naliases: [{}]\n---\nText.\n"
CHAPTERS = "basics:\n  name: Kim Example\nexpertise:\n  - {id: floors, name: Floors, from: 2014}\n"


def rules(made: Made) -> dict[str, list[str]]:
    """The headers of each path, as the hosts read the file: a path at the margin, headers indented below it."""
    found: dict[str, list[str]] = {}
    path = ""
    for line in made.text("_headers").splitlines():
        if line.startswith("  "):
            assert re.fullmatch(r"  [A-Z][A-Za-z-]+: \S.*", line)
            found[path].append(line.strip())
        else:
            assert line.startswith("/")
            assert " " not in line
            path = line
            found[path] = []
    return found


def test_every_answer_has_the_headers_that_a_page_cant_carry(make: Maker) -> None:
    found = rules(make({}, base_url=ROOT))["/*"]
    assert "X-Content-Type-Options: nosniff" in found
    assert "Content-Security-Policy: frame-ancestors 'self'" in found
    assert any(line.startswith("Referrer-Policy: ") for line in found)
    assert any(line.startswith("Permissions-Policy: ") for line in found)


def test_only_what_is_named_by_its_content_lives_long(make: Maker) -> None:
    made = make({}, base_url=ROOT)
    cached = [path for path, lines in rules(made).items() if any("Cache-Control" in line for line in lines)]
    assert cached == ["/_/*"]
    derived = [path for path in made.files if path.startswith("_/")]
    assert derived
    assert all(re.search(r"\.[0-9a-f]{8,}\.\w+$", path) for path in derived)


def test_feeds_and_cards_get_their_types_in_every_language(make: Maker) -> None:
    found = rules(make({"profile.yaml": CHAPTERS}, base_url=ROOT))
    for prefix in ("", "/nl"):
        assert found[f"{prefix}/feed.xml"] == ["Content-Type: application/xml; charset=utf-8"]
        assert found[f"{prefix}/rss.xml"] == ["Content-Type: application/xml; charset=utf-8"]
        assert found[f"{prefix}/feed.json"] == ["Content-Type: application/feed+json; charset=utf-8"]
        assert found[f"{prefix}/me.vcf"] == ["Content-Type: text/vcard; charset=utf-8"]
        assert found[f"{prefix}/expertise/:id/feed.xml"] == ["Content-Type: application/xml; charset=utf-8"]


def test_well_known_files_get_their_types_where_they_are(make: Maker) -> None:
    assert not any("well-known" in path for path in rules(make({}, base_url=ROOT)))
    sources = {
        "assets/.well-known/webfinger": "{}",
        "assets/.well-known/other.txt": "x",
        "assets/webfinger": "x",
    }
    found = rules(make(sources, base_url=ROOT))
    assert found["/.well-known/webfinger"] == [
        "Content-Type: application/jrd+json",
        "Access-Control-Allow-Origin: *",
    ]
    assert not {"/.well-known/other.txt", "/webfinger"} & set(found)


def test_a_narrower_audiences_site_asks_to_be_left_out(make: Maker) -> None:
    assert "X-Robots-Tag: noindex" in rules(make({}, base_url=ROOT, audience="organisation"))["/*"]
    assert "X-Robots-Tag: noindex" not in rules(make({}, base_url=ROOT))["/*"]


def test_old_addresses_are_redirects(make: Maker) -> None:
    sources = {"content/posts/one.md": POST.format("/old/, /2015/één.html")}
    lines = make(sources, base_url=ROOT).text("_redirects").splitlines()
    assert lines == ["/old/ /posts/one/ 301", "/2015/%C3%A9%C3%A9n.html /posts/one/ 301"]


@pytest.mark.parametrize("alias", ['"/a*b/"', '"/a/:b/"', "/" + "x" * 990 + "/"])
def test_no_line_is_a_pattern_or_too_long(make: Maker, alias: str) -> None:
    made = make({"content/posts/one.md": POST.format(alias)}, base_url=ROOT)
    assert made.site.redirects
    assert "_redirects" not in made.files


def test_without_old_addresses_there_is_no_file(make: Maker) -> None:
    assert "_redirects" not in make({}, base_url=ROOT).files


def test_below_a_path_there_are_neither(make: Maker) -> None:
    made = make({"content/posts/one.md": POST.format("/old/")})
    assert not {"_headers", "_redirects"} & set(made.files)


def test_the_authors_own_files_count(make: Maker) -> None:
    sources = {
        "content/posts/one.md": POST.format("/old/"),
        "assets/_headers": "/*\n  X-Mine: 1\n",
        "assets/_redirects": "/a /b\n",
    }
    made = make(sources, base_url=ROOT)
    assert not {"_headers", "_redirects"} & set(made.files)
    told = [(p.code, p.severity, p.place.path if p.place else "") for p in made.problems if p.code == "KB561"]
    assert told == [("KB561", "info", "assets/_headers"), ("KB561", "info", "assets/_redirects")]


def test_too_many_for_one_host_is_said_and_nothing_left_out(make: Maker) -> None:
    site = make({"content/posts/one.md": POST.format("/old/")}, base_url=ROOT).site
    for count, codes in ((MOST_REDIRECTS, []), (MOST_REDIRECTS + 1, ["KB560"])):
        many = tuple(Redirect(f"/old-{number}/", "/posts/one/", "x") for number in range(count))
        crowded = msgspec.structs.replace(site, redirects=many)
        assert [problem.code for problem in check_hosting(crowded)] == codes
        (output,) = make_redirects(crowded, {})
        assert output.content.count(b"\n") == count
