"""The theme's test sites in the preview, and a theme author's mistakes as the page shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from knowbrand.serve import FIXTURES, fixture_composer, fixture_snapshot
from knowbrand.workshop import TEST_SITES
from tests.serve.live_preview import FILES, LivePreview, write_files

Start = Callable[..., LivePreview]
FIRST = "/site/posts/first/"
BLOCK = '{% extends "parent:post.html" %}\n{% block content %}\n<p>NEW</p>\n{% endblock %}\n'


def show(start: Start, site: Path, *names: str) -> LivePreview:
    """A preview of these test sites."""
    return start(site, composer=fixture_composer(names), framer=partial(fixture_snapshot, names))


def hear(live: LivePreview, page: str) -> dict[str, Any]:
    """What a browser that comes to ``page`` is told."""
    with live.news(page) as news:
        return news()


def test_every_test_site_of_theme_check_can_be_shown() -> None:
    assert set(FIXTURES) == set(TEST_SITES)


def test_all_lie_beside_each_other_below_a_list(site: Path, start: Start) -> None:
    live = show(start, site, *FIXTURES)
    listing = live.read("/")
    for name in FIXTURES:
        assert f'<a href="{name}/">' in listing
        status, _, body = live.ask(f"/{name}/")
        assert status == 200
        assert b"folio." in body
    assert '<a href="full/gallery.html">' in listing
    assert live.ask("/full/gallery.html")[0] == 200
    assert 'href="/arabic/posts/"' in live.read("/arabic/nothing/here/")
    assert live.ask("/arabic/nothing/here/")[0] == live.ask("/nothing/")[0] == 404


def test_a_page_leads_to_the_same_page_of_the_other_test_sites(site: Path, start: Start) -> None:
    live = show(start, site, "full", "empty", "arabic")
    found = hear(live, "/full/posts/")["fixtures"]
    assert found == [
        {"name": "full", "url": "/full/posts/", "here": True},
        {"name": "empty", "url": "/empty/", "here": False},
        {"name": "arabic", "url": "/arabic/posts/", "here": False},
    ]
    assert [one["url"] for one in hear(live, "/arabic/none/")["fixtures"]] == [
        "/full/",
        "/empty/",
        "/arabic/",
    ]
    assert hear(live, "/")["fixtures"] == []


def test_one_alone_stands_under_its_name(site: Path, start: Start) -> None:
    live = show(start, site, "empty")
    status, headers, _ = live.ask("/")
    assert (status, headers["location"]) == (301, "/empty/")
    assert "Nobody Yet" in live.read("/empty/")
    assert hear(live, "/empty/")["fixtures"] == []


def test_a_style_of_the_theme_is_swapped_in_all(site: Path, start: Start) -> None:
    live = show(start, site, "empty", "arabic")
    with live.news("/arabic/") as news:
        before = news()["page"]
        live.save("overrides/custom.css", "body { color: #456 }\n")
        after = news()["page"]
    assert (after["body"], after["assets"]) == (before["body"], before["assets"])
    assert after["styles"] != before["styles"]
    assert live.next_rebuild().pages > 20


def test_a_mistake_in_the_theme_leaves_the_last_good_test_sites(site: Path, start: Start) -> None:
    write_files(site, {"overrides/post.html": BLOCK.replace("NEW", "Before.")})
    live = show(start, site, "arabic", "full")
    with live.news("/arabic/posts/wind/") as news:
        assert not news()["errors"]
        live.save("overrides/post.html", BLOCK.replace("NEW", "{{ post.titel }}"))
        [found] = news()["errors"]
        assert (found["code"], found["where"]) == ("KB410", "overrides/post.html:3:12")
        assert "Before." in live.read("/arabic/posts/wind/")
        live.save("overrides/post.html", BLOCK.replace("NEW", "After."))
        assert not news()["errors"]
    assert "After." in live.read("/arabic/posts/wind/")


def test_a_theme_that_goes_wrong_in_one_of_the_test_sites_says_so(site: Path, start: Start) -> None:
    """What the first post has, another may lack."""
    live = show(start, site, "empty", "full")
    live.save("overrides/post.html", BLOCK.replace("NEW", "{{ post.series.title }}"))
    rebuild = live.next_rebuild()
    assert rebuild.failed
    assert {problem.code for problem in rebuild.problems} == {"KB410"}


MISTAKES = {
    "field": ("post.html", "<p>{{ post.titel }}</p>", "KB410", "did you mean 'title'?", "titel"),
    "name": ("post.html", "<p>{{ psot.title }}</p>", "KB410", "did you mean 'post'?", "psot"),
    "word": ("post.html", "<p>{{ words.mneu }}</p>", "KB410", "did you mean 'menu'?", "mneu"),
    "filter": ("post.html", "<p>{{ post.title|uper }}</p>", "KB410", "did you mean 'upper'?", "uper"),
    "function": ("post.html", "<p>{{ rnage(3) }}</p>", "KB410", "did you mean 'range'?", "rnage"),
    "macro": (
        "post.html",
        "<p>{{ m.post_crad(post) }}</p>",
        "KB410",
        "did you mean 'post_card'?",
        "post_crad",
    ),
    "block": ("post.html", "<p>{{ self.contnt() }}</p>", "KB410", "did you mean 'content'?", "contnt"),
    "tag": ("post.html", "<p>{% macor x() %}</p>", "KB411", "did you mean 'macro'?", "macor"),
    "nesting": (
        "post.html",
        "<p>{% if post %}</p>",
        "KB411",
        "close it with {% endif %}, or take",
        "endblock",
    ),
    "template": (
        "post.html",
        '{% include "_marcos.html" %}',
        "KB412",
        "did you mean '_macros.html'?",
        "_marcos.html",
    ),
    "asset": ("custom.css", 'p { background: url("assets/nix.png") }', "KB406", "assets/ folder", ""),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_shown_with_its_line_and_goes_when_it_is_mended(
    site: Path, start: Start, kind: str
) -> None:
    file, text, code, hint, mark = MISTAKES[kind]
    whole = f'{{% import "_macros.html" as m %}}\n{BLOCK.replace("<p>NEW</p>", text)}'
    live = start(write_files(site, FILES))
    good = live.read(FIRST)
    with live.news(FIRST) as news:
        assert not news()["errors"]
        live.save(f"overrides/{file}", whole if file.endswith("html") else text)
        [found] = news()["errors"]
        assert found["code"] == code
        assert found["where"].startswith(f"overrides/{file}:")
        assert hint in found["hint"]
        lines = found["excerpt"].splitlines()
        marked = next(number for number, line in enumerate(lines) if line.startswith(">"))
        start_of_mark = lines[marked + 1].index("^")
        assert lines[marked][start_of_mark:].startswith(mark)
        assert live.read(FIRST) == good
        live.save(f"overrides/{file}", FILES.get(f"overrides/{file}", BLOCK))
        assert not news()["errors"]


def test_a_block_that_nothing_shows_is_a_finding_of_every_page(site: Path, start: Start) -> None:
    live = start(site)
    live.save("overrides/post.html", BLOCK.replace("content", "contnt"))
    assert not live.next_rebuild().failed
    for page in (FIRST, "/site/about/"):
        [found] = [one for one in hear(live, page)["findings"] if one["code"] == "KB433"]
        assert found["where"] == "overrides/post.html:2:10"
        assert found["hint"] == "did you mean 'content'?"


def test_a_manifest_that_cant_be_read_is_a_mistake_like_others(site: Path, start: Start) -> None:
    write_files(
        site,
        {
            "knowbrand.yaml": FILES["knowbrand.yaml"] + "theme: mine\n",
            "themes/mine/theme.yaml": "name: mine\nparent: folio\napi: 1\n",
        },
    )
    live = show(start, site, "empty")
    with live.news("/empty/") as news:
        assert not news()["errors"]
        live.save("themes/mine/theme.yaml", "name: mine\nparnet: folio\napi: 1\n")
        found = news()["errors"]
        assert found[0]["where"].startswith("themes/mine/theme.yaml:2")
        assert "parent" in found[0]["hint"]
