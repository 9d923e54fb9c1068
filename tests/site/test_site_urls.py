"""Addresses: the table, slugs, links from one place to another."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.model.dates import parse_moment
from knowbrand.model.kinds import LanguageCode
from knowbrand.model.settings import PostSettings, Settings
from knowbrand.model.slugs import slugify, sort_key
from knowbrand.model.text import localize
from knowbrand.site.addresses import Spot, absolute
from knowbrand.site.urls import Urls, output_path

SETTINGS = Settings(title=localize("t"), languages=(LanguageCode("en"), LanguageCode("nl")))


@pytest.mark.parametrize(
    ("name", "language", "parts", "url"),
    [
        ("home", "en", {}, "/"),
        ("home", "nl", {}, "/nl/"),
        ("posts-number", "en", {"number": 2}, "/posts/page/2/"),
        ("chapter", "nl", {"id": "nursing"}, "/nl/expertise/nursing/"),
        ("feed-chapter", "en", {"id": "nursing"}, "/expertise/nursing/feed.xml"),
        ("resume", "nl", {}, "/nl/resume.json"),
        ("page", "en", {"slug": "about"}, "/about/"),
        ("not-found", "nl", {}, "/404.html"),
    ],
)
def test_the_table(name: str, language: str, parts: dict[str, str], url: str) -> None:
    assert Urls(SETTINGS).of(name, language, **parts) == url


def test_a_post_follows_its_permalink() -> None:
    settings = msgspec.structs.replace(SETTINGS, posts=PostSettings(permalink="/:year/:month/:day/:slug"))
    moment = parse_moment("2026-01-02 23:59 -1100")
    assert Urls(SETTINGS).of_post("a", moment, "en") == "/posts/a/"
    assert Urls(settings).of_post("a", moment, "nl") == "/nl/2026/01/02/a/"


@pytest.mark.parametrize(
    ("url", "path"),
    [("/", "index.html"), ("/a/b/", "a/b/index.html"), ("/feed.xml", "feed.xml"), ("/nl/", "nl/index.html")],
)
def test_each_address_has_one_file(url: str, path: str) -> None:
    assert output_path(url) == path


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("/", "/", "./"),
        ("/", "/posts/a/", "posts/a/"),
        ("/posts/a/", "/", "../../"),
        ("/posts/a/", "/posts/b/", "../b/"),
        ("/posts/a/", "/posts/", "../"),
        ("/feed.xml", "/posts/a/", "posts/a/"),
        ("/posts/a/", "/me.vcf", "../../me.vcf"),
        ("/", "/a b/é.jpg", "a%20b/%C3%A9.jpg"),
        ("/", "/x:y/", "./x:y/"),
    ],
)
def test_links_are_relative(page: str, target: str, link: str) -> None:
    assert Spot(page).link(target) == link


def test_links_on_a_page_opened_from_disk_name_the_file() -> None:
    assert Spot("/posts/a/", offline=True).link("/posts/", "#top") == "../index.html#top"
    assert Spot("/posts/a/", offline=True).link("/me.vcf") == "../../me.vcf"


def test_links_of_the_404_page_are_absolute() -> None:
    assert Spot("/404.html", root="/some/repo/").link("/posts/", "?q") == "/some/repo/posts/?q"


def test_a_link_within_the_page_is_its_anchor() -> None:
    assert Spot("/posts/a/").link("/posts/a/", "#part") == "#part"


def test_absolute_addresses_keep_the_path_of_the_base() -> None:
    assert absolute("/posts/é/", "https://x.example/repo/", "#p") == "https://x.example/repo/posts/%C3%A9/#p"


segments = st.lists(st.text("abcé .:", min_size=1, max_size=4).filter(lambda s: s.strip(".")), max_size=4)


@given(segments, segments, st.booleans())
def test_a_relative_link_leads_back_to_its_target(page: list[str], target: list[str], folder: bool) -> None:
    page_url = "/" + "".join(f"{part}/" for part in page)
    target_url = "/" + "/".join(target) + ("/" if folder and target else "")
    link = unquote(Spot(page_url).link(target_url))
    assert posixpath.normpath(posixpath.join(page_url, link)) == posixpath.normpath(target_url)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Learning at work", "learning-at-work"),
        ("Privé & zakelijk", "prive-zakelijk"),
        ("Straße", "strasse"),
        ("C++", "c"),
        ("--", ""),
        ("Ελλάδα", "ελλαδα"),
        ("../../etc", "etc"),
        ("ĳs", "ijs"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_a_fixed_point_and_one_segment(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert "/" not in slug
    assert len(slug) <= 100


def test_sorting_sets_accents_and_case_aside() -> None:
    words = ["zebra", "Éclair", "eb", "ea", "École", "a"]
    assert sorted(words, key=sort_key) == ["a", "ea", "eb", "Éclair", "École", "zebra"]
    assert sorted(["z", "ö", "a", "å", "ä"], key=lambda word: sort_key(word, "zåäö")) == [
        "a",
        "z",
        "å",
        "ä",
        "ö",
    ]
