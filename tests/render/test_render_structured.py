"""Structured data: a graph with stable names, in the page's language."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from knowbrand.audience import select
from knowbrand.render.structured import structured_data
from knowbrand.site.graph import Site, arrange
from knowbrand.sources import read_site

TODAY = dt.date(2026, 11, 23)
BASE = "https://kim.example/site"
SOURCES = {
    "knowbrand.yaml": "title: {en: Kim on floors, nl: Kim over vloeren}\nlanguages: [en, nl]\n",
    "profile.yaml": """\
basics:
  name: Kim Example
  label: {en: Adviser, nl: Adviseur}
  image: assets/kim.png
  email: kim@example.org
  profiles: [{network: Mastodon, url: "https://social.example/@kim"}, {network: IRC, username: kim}]
work:
  - {name: Now, startDate: 2020, url: "https://now.example/"}
  - {name: Then, startDate: 2010, endDate: 2019}
education: [{institution: School}]
expertise: [{id: floors, name: {en: Floors, nl: Vloeren}}]
people: [{name: Sam Other, url: "https://sam.example/"}]
""",
    "assets/kim.png": "x",
    "content/posts/one.md": "---\ntitle: One\ndate: 2026-05-31 10:00\ntags: [Sound]\nseries: floors\nwith: [Sam Other]\n---\nA b.\n",
    "content/posts/one.nl.md": "---\ntitle: Een\ndate: 2026-05-30\nupdated: 2026-06-02\nunlisted: false\n---\nA b.\n",
}

SiteMaker = Callable[..., Site]


@pytest.fixture
def make(tmp_path: Path) -> SiteMaker:
    """The public site of these sources."""
    numbers = itertools.count()

    def make(changes: Mapping[str, str] | None = None, base_url: str | None = f"{BASE}/") -> Site:
        root = tmp_path / str(next(numbers))
        for path, text in {**SOURCES, **(changes or {})}.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        model, problems = read_site(root)
        assert model is not None, problems
        selection = select(model, "public", today=TODAY)
        return arrange(selection.model, audience="public", base_url=base_url, today=TODAY)

    return make


def describe(site: Site, url: str, **changes: Any) -> dict[str, Any] | None:
    page = next(page for page in site.pages if page.url == url)
    said: dict[str, Any] = {
        "title": "A title",
        "description": "In short.",
        "body_text": None,
        "image_url": None,
    }
    return structured_data(site, page, **(said | changes))


def nodes(site: Site, url: str, **changes: Any) -> dict[str, dict[str, Any]]:
    data = describe(site, url, **changes)
    assert data is not None
    assert data["@context"] == "https://schema.org"
    found = {node["@type"]: node for node in data["@graph"]}
    assert len(found) == len(data["@graph"])
    return found


def test_home_is_the_profile_of_the_person(make: SiteMaker) -> None:
    found = nodes(make(), "/nl/")
    assert list(found) == ["WebSite", "Person", "ProfilePage"]
    assert found["ProfilePage"]["mainEntity"] == {"@id": f"{BASE}/#person"}
    assert found["Person"] == {
        "@type": "Person",
        "@id": f"{BASE}/#person",
        "name": "Kim Example",
        "url": f"{BASE}/",
        "jobTitle": "Adviseur",
        "image": f"{BASE}/kim.png",
        "sameAs": ["https://social.example/@kim"],
        "knowsAbout": ["Vloeren"],
        "worksFor": [{"@type": "Organization", "name": "Now", "url": "https://now.example/"}],
        "alumniOf": [{"@type": "EducationalOrganization", "name": "School"}],
    }
    assert found["WebSite"]["name"] == "Kim over vloeren"


def test_an_address_is_given_only_where_it_is_open(make: SiteMaker) -> None:
    opened = SOURCES["profile.yaml"].replace("  email:", "  visibility: {email: public}\n  email:")
    assert nodes(make({"profile.yaml": opened}), "/")["Person"]["email"] == "kim@example.org"


def test_a_post_says_what_is_known_of_it(make: SiteMaker) -> None:
    found = nodes(make(), "/posts/one/", body_text="A b c.", image_url="https://kim.example/x.png")
    post = found["BlogPosting"]
    assert post == {
        "@type": "BlogPosting",
        "@id": f"{BASE}/posts/one/#post",
        "url": f"{BASE}/posts/one/",
        "headline": "One",
        "description": "In short.",
        "image": "https://kim.example/x.png",
        "datePublished": "2026-05-31T10:00:00+00:00",
        "dateModified": "2026-05-31T10:00:00+00:00",
        "author": [
            {"@id": f"{BASE}/#person"},
            {"@type": "Person", "name": "Sam Other", "url": "https://sam.example/"},
        ],
        "publisher": {"@id": f"{BASE}/#person"},
        "inLanguage": "en",
        "keywords": ["Sound"],
        "wordCount": 3,
        "mainEntityOfPage": {"@id": f"{BASE}/posts/one/#webpage"},
        "isPartOf": {
            "@type": "CreativeWorkSeries",
            "@id": f"{BASE}/series/floors/#series",
            "name": "Floors",
            "url": f"{BASE}/series/floors/",
        },
        "translationOfWork": {"@id": f"{BASE}/nl/posts/one/#post"},
    }
    assert "translationOfWork" not in nodes(make(), "/nl/posts/one/")["BlogPosting"]


def test_a_translation_doesnt_name_an_original_that_is_unlisted(make: SiteMaker) -> None:
    hidden = SOURCES["content/posts/one.nl.md"].replace("false", "true")
    assert (
        "translationOfWork"
        not in nodes(make({"content/posts/one.nl.md": hidden}), "/posts/one/")["BlogPosting"]
    )


def test_breadcrumbs_lead_from_home_in_the_pages_language(make: SiteMaker) -> None:
    site = make()
    items = nodes(site, "/nl/posts/one/", title="Een")["BreadcrumbList"]["itemListElement"]
    words = site.model.languages["nl"].words
    assert [(item["position"], item["name"], item["item"]) for item in items] == [
        (1, words["section_home"], f"{BASE}/nl/"),
        (2, words["section_posts"], f"{BASE}/nl/posts/"),
        (3, "Een", f"{BASE}/nl/posts/one/"),
    ]


@pytest.mark.parametrize(
    ("url", "kind"), [("/posts/", "CollectionPage"), ("/cv/", "WebPage"), ("/follow/", "WebPage")]
)
def test_other_pages_are_what_they_are(make: SiteMaker, url: str, kind: str) -> None:
    found = nodes(make(), url)
    assert found[kind]["@id"] == f"{BASE}{url}#webpage"
    assert found[kind]["name"] == "A title"


def test_every_page_but_home_has_breadcrumbs_and_none_has_a_loose_end(make: SiteMaker) -> None:
    site = make()
    for page in site.pages:
        if page.kind == "not-found":
            assert describe(site, page.url) is None
            continue
        found = nodes(site, page.url)
        assert ("BreadcrumbList" in found) == (page.kind != "home")
        ids = {node["@id"] for node in found.values()}
        web_page = next(node for node in found.values() if node["@type"].endswith("Page"))
        for key in ("mainEntity", "about", "breadcrumb", "isPartOf"):
            assert key not in web_page or web_page[key]["@id"] in ids


def test_a_change_in_the_profile_changes_only_the_pages_about_the_person(make: SiteMaker) -> None:
    other = SOURCES["profile.yaml"].replace("en: Floors", "en: Walls").replace("name: Now", "name: Later")
    before, after = make(), make({"profile.yaml": other})
    changed = {page.url for page in before.pages if describe(before, page.url) != describe(after, page.url)}
    assert changed == {"/", "/cv/", "/nl/", "/nl/cv/"}


def test_without_an_address_there_is_none(make: SiteMaker) -> None:
    assert describe(make(base_url=None), "/") is None


@pytest.mark.outside
def test_an_outside_processor_expands_it(make: SiteMaker) -> None:
    jsonld = pytest.importorskip("pyld").jsonld
    context = {"@context": {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}}

    def load(url: str, _options: object) -> dict[str, Any]:
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": context,
            "contentType": "application/ld+json",
        }

    site = make()
    for page in site.pages:
        data = describe(site, page.url)
        if data:
            expanded = jsonld.expand(data, {"documentLoader": load})
            assert len(expanded) == len(data["@graph"])
            assert all(node["@type"][0].startswith("https://schema.org/") for node in expanded)
