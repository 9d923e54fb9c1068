"""A JSON-LD processor that others wrote on every page's linked data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.outside.sites import BuiltSite, Page, report

pytestmark = pytest.mark.outside

SCHEMA = "https://schema.org/"
CONTEXT = {
    "@context": {
        "@vocab": SCHEMA,
        **{name: {"@type": "@id"} for name in ("url", "sameAs", "image", "mainEntityOfPage", "item")},
    }
}
"""Stands for schema.org's own context, so that nothing is fetched."""

Node = dict[str, Any]


def expand(site: BuiltSite, page: Page) -> list[Node]:
    """Every node of the page that has a type, with full names."""
    jsonld = pytest.importorskip("pyld", reason="pyld isn't installed").jsonld

    def load(address: str, _options: object) -> Node:
        assert address.rstrip("/") in {"https://schema.org", "http://schema.org"}, f"fetches {address}"
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": CONTEXT,
        }

    assert len(page.json_ld) <= 1, f"{page.url}: {len(page.json_ld)} graphs"
    # Without a base, a relative id stays relative and is found: a graph must mean the same wherever it is copied.
    options = {"documentLoader": load, "base": ""}
    return [
        node
        for text in page.json_ld
        for part in jsonld.expand(json.loads(text), options)
        for node in walk(part)
    ]


def walk(value: Any) -> Iterator[Node]:
    """All nodes in a value."""
    if isinstance(value, list):
        for part in value:
            yield from walk(part)
    elif isinstance(value, dict):
        if "@value" not in value:
            yield value
        for part in value.values():
            yield from walk(part)


def types(node: Node) -> set[str]:
    return {name.removeprefix(SCHEMA) for name in node.get("@type", [])}


def of_type(nodes: list[Node], kind: str) -> list[Node]:
    return [node for node in nodes if kind in types(node)]


def get(node: Node, name: str) -> list[Any]:
    """The values of a property: texts, or ids of nodes."""
    return [part.get("@value", part.get("@id", part)) for part in node.get(SCHEMA + name, [])]


def test_the_right_pages_have_the_right_types(site: BuiltSite) -> None:
    found = []
    for page in site.real_pages():
        present = {kind for node in expand(site, page) for kind in types(node)}
        wanted = {"WebSite", "Person"}
        wanted |= {"BlogPosting"} if page.kind == "post" else set()
        wanted |= {"ProfilePage"} if page.kind == "home" else {"BreadcrumbList"}
        if wanted - present:
            found.append(f"{page.url} ({page.kind}): no {sorted(wanted - present)}; has {sorted(present)}")
        if (
            page.kind != "post"
            and "BlogPosting" in present
            and page.kind not in {"posts", "tag", "home", "series"}
        ):
            found.append(f"{page.url} ({page.kind}): says that it is a BlogPosting")
    report(found)


def test_every_property_has_a_full_name(site: BuiltSite) -> None:
    found = []
    for page in site.pages:
        for node in expand(site, page):
            found += [f"{page.url}: {key}" for key in node if not key.startswith(("@", SCHEMA))]
            if not node.get("@type") and set(node) != {"@id"} and "@list" not in node:
                found.append(f"{page.url}: a node without a type: {node}")
    report(found)


def test_ids_are_stable_and_lead_somewhere(site: BuiltSite, offline_site: BuiltSite) -> None:
    found = []
    defined = {
        node["@id"]
        for page in site.pages
        for node in expand(site, page)
        if node.get("@type") and "@id" in node
    }
    for page in site.pages:
        for node in expand(site, page):
            identity = node.get("@id")
            if identity is None:
                continue
            parts = urlsplit(identity)
            if not parts.scheme or identity.startswith("_:"):
                found.append(f"{page.url}: id {identity!r} isn't an address")
            path = site.path_of(identity)
            if path is not None and not site.exists(path):
                found.append(f"{page.url}: id {identity} is no page or file")
            if set(node) == {"@id"} and parts.fragment and path is not None and identity not in defined:
                found.append(f"{page.url}: refers to {identity}, which nothing defines")
        if page.url in offline_site.by_url:
            there = {node.get("@id") for node in expand(offline_site, offline_site.by_url[page.url])}
            if there != {node.get("@id") for node in expand(site, page)}:
                found.append(f"{page.url}: other ids in the offline site")
    report(found)


def test_there_is_one_person(site: BuiltSite) -> None:
    owners = {
        node["@id"]
        for page in site.pages
        for node in of_type(expand(site, page), "Person")
        if get(node, "name") == ["Marijn Eskelhof"]
    }
    assert len(owners) == 1, owners


def test_home_is_the_profile_of_the_person(site: BuiltSite) -> None:
    for page in site.of_kind("home"):
        nodes = expand(site, page)
        profile = of_type(nodes, "ProfilePage")[0]
        people = {node.get("@id"): node for node in of_type(nodes, "Person")}
        [owner] = get(profile, "mainEntity")
        person = people[owner if isinstance(owner, str) else owner["@id"]]
        assert get(person, "name") == ["Marijn Eskelhof"]
        assert "https://forge.example/eskelhof" in get(person, "sameAs")
        assert get(person, "image")


def test_posts_say_what_search_engines_ask(site: BuiltSite) -> None:
    found = []
    for page in site.of_kind("post"):
        nodes = expand(site, page)
        posting = of_type(nodes, "BlogPosting")[0]
        wanted = ("headline", "datePublished", "author", "inLanguage", "mainEntityOfPage")
        found += [f"{page.url}: no {name}" for name in wanted if not get(posting, name)]
        if get(posting, "inLanguage") not in ([page.lang], []):
            found.append(f"{page.url}: inLanguage {get(posting, 'inLanguage')}")
        for name in ("datePublished", "dateModified"):
            for date in get(posting, name):
                try:
                    dt.datetime.fromisoformat(date)
                except ValueError:
                    found.append(f"{page.url}: {name} {date!r}")
    report(found)


def test_breadcrumbs_count_and_lead_to_pages(site: BuiltSite) -> None:
    found = []
    for page in site.real_pages():
        for trail in of_type(expand(site, page), "BreadcrumbList"):
            steps = [step for part in trail[SCHEMA + "itemListElement"] for step in part.get("@list", [part])]
            if [get(step, "position") for step in steps] != [[n] for n in range(1, len(steps) + 1)]:
                found.append(f"{page.url}: positions {[get(step, 'position') for step in steps]}")
            for step in steps[:-1]:
                if not any(site.path_of(str(item)) in site.by_url for item in get(step, "item")):
                    found.append(f"{page.url}: a step to {get(step, 'item')}")
            found += [f"{page.url}: a step without a name" for step in steps if not get(step, "name")]
    report(found)
