"""Ids of headings that were published and are gone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowbrand.markup import render
from knowbrand.model.lock import Identity, Lock, LockedAnchors, LockedPage
from knowbrand.site.anchors import KeptAnchor, group_anchors, keep_anchors, place_anchors


def keep(published: str, *headings: str) -> dict[str, str]:
    """The kept ids and what each stands before; ``published`` is one version a comma."""
    document = render("".join(f"## {heading}\n\n" for heading in headings), path="a.md")
    lines = [tuple(line.split()) for line in published.split(",")]
    return {anchor.id: anchor.before for anchor in keep_anchors(lines, document)}


@pytest.mark.parametrize(
    ("published", "headings", "kept"),
    [
        ("a b c", "a b c", {}),
        ("a b c", "a x c", {"b": "x"}),
        ("a b c", "x b c", {"a": "x"}),
        ("a b c", "a b x", {"c": "x"}),
        ("a b c", "a c", {"b": ""}),
        ("a b c", "x y z", {"a": "x", "b": "y", "c": "z"}),
        ("a b c", "x y", {"a": "x", "b": "y", "c": "y"}),
        ("a b c d", "a x c y z d", {"b": "x"}),
        ("a b c", "c x a", {"b": ""}),
        ("a b c", "", {"a": "", "b": "", "c": ""}),
        ("a b,a c", "a c", {"b": "c"}),
        ("a b c,a x c", "a y c", {"b": "y", "x": "y"}),
        ("a b,x y", "x z", {"a": "x", "b": "z", "y": "z"}),
        ("", "a b", {}),
    ],
)
def test_an_old_id_goes_to_what_stands_between_the_same_neighbours(
    published: str, headings: str, kept: dict[str, str]
) -> None:
    assert keep(published, *headings.split()) == kept


NAMES = st.lists(st.sampled_from("abcdefg"), unique=True)


@settings(deadline=None)
@given(st.lists(NAMES, max_size=3), NAMES)
def test_every_published_id_is_on_the_page_once(versions: list[list[str]], headings: list[str]) -> None:
    document = render("".join(f"## {name}\n\ntext {name}\n\n" for name in headings), path="a.md")
    html = place_anchors(document.html, keep_anchors([tuple(version) for version in versions], document))
    for name in {name for version in versions for name in version} | set(headings):
        assert html.count(f'id="{name}"') == 1


def test_what_stands_in_the_place_of_another_page_has_its_ids_too() -> None:
    old, new = Identity("post", "old", "en"), Identity("post", "new", "en")
    facts = (LockedPage("/old/", old), LockedAnchors(old, ("why",)), LockedAnchors(new, ("how",)))
    lock = Lock("urls.lock", facts)
    assert group_anchors(lock, {"/old/": new, "/new/": new})[new] == [("how",), ("why",)]
    assert group_anchors(lock, {"/old/": old})[new] == [("how",)]


def test_an_anchor_stands_right_before_its_heading() -> None:
    html = '<p id="p">T</p>\n<h2 id="new">New</h2>'
    assert place_anchors(html, [KeptAnchor("old", "new")]) == (
        '<p id="p">T</p>\n<span id="old"></span><h2 id="new">New</h2>'
    )
    assert place_anchors(html, [KeptAnchor("old", "p")]).startswith('<span id="old"></span><p')


def test_an_id_is_escaped() -> None:
    assert place_anchors("", [KeptAnchor('"><script>', "")]) == '<span id="&quot;&gt;&lt;script&gt;"></span>'


def test_an_id_that_is_elsewhere_in_the_text_is_not_said_again() -> None:
    document = render('<p id="old">T</p>\n\n## New\n', path="a.md")
    assert keep_anchors([("old",)], document) == ()
