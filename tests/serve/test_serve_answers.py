"""Requests for a site in memory."""

from __future__ import annotations

import hashlib

import pytest

from knowbrand.serve.answers import Answer, answer
from knowbrand.serve.mediatypes import media_type
from knowbrand.serve.snapshot import Resource, Snapshot

HOST = "127.0.0.1:8000"


def snapshot(base: str, **contents: bytes) -> Snapshot:
    files = {
        "index.html": b"<title>home</title>",
        "404.html": b"<title>nothing</title>",
        "posts/a b/index.html": b"<title>post</title>",
        "film.mp4": bytes(range(100)),
        "deep/x/index.html": b"deep",
        **contents,
    }
    resources = {
        path: Resource(content, media_type(path), hashlib.sha256(content).hexdigest())
        for path, content in files.items()
    }
    return Snapshot(base, resources)


def ask(target: str, base: str = "/site/", **headers: str) -> Answer:
    return answer(
        snapshot(base), target, {name.replace("_", "-"): value for name, value in headers.items()}, host=HOST
    )


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/", "/site/"),
        ("/site", "/site/"),
        ("/?a=1", "/site/?a=1"),
        ("/site/posts/a%20b", "/site/posts/a%20b/"),
        ("/site/posts/a%20b?x=//y", "/site/posts/a%20b/?x=//y"),
        ("http://127.0.0.1:8000/site", "/site/"),
    ],
)
def test_a_slash_is_added_as_hosts_do(target: str, location: str) -> None:
    found = ask(target)
    assert (found.status, found.headers["Location"]) == (301, location)


@pytest.mark.parametrize(
    "target", ["/site/", "/site/?x", "/site/index.html", "/site/posts/a%20b/", "/site/404.html"]
)
def test_what_is_there_is_sent(target: str) -> None:
    assert ask(target).status == 200


@pytest.mark.parametrize(
    "target",
    [
        "/other/",
        "/site/none/",
        "/site/none",
        "/site/posts/",
        "/site/../site/",
        "/site/..%2f..%2fetc/passwd",
        "/site/%2e%2e/%2e%2e/etc/passwd",
        "/site//deep/x",
        "/site/\\..\\x",
        "/site/film.mp4/",
        "/site/film.mp4%00",
        "/index.html",
    ],
)
def test_what_is_not_there_is_the_404_page(target: str) -> None:
    found = ask(target)
    assert found.status == 404
    assert b"nothing" in found.body


@pytest.mark.parametrize("target", ["//deep/x", "//deep/x?y", "/\\deep/x", "/%2fdeep/x"])
def test_no_redirect_leads_to_another_host(target: str) -> None:
    assert "Location" not in ask(target, base="/").headers


def test_an_icon_that_nobody_made_is_no_fault() -> None:
    assert ask("/favicon.ico").status == 204
    assert ask("/site/favicon.ico").status == 404
    made = answer(snapshot("/", **{"favicon.ico": b"x"}), "/favicon.ico", {}, host=HOST)
    assert (made.status, made.body) == (200, b"x")


def test_an_address_that_is_not_utf_8_is_refused() -> None:
    assert ask("/site/%ff").status == 400


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-0", 206, (0, 1)),
        ("bytes=10-19", 206, (10, 20)),
        ("bytes=90-", 206, (90, 100)),
        ("bytes=-5", 206, (95, 100)),
        ("bytes=-500", 206, (0, 100)),
        ("bytes=50-5000", 206, (50, 100)),
        ("bytes=5-4", 200, (0, 100)),
        ("bytes=0-1,5-6", 200, (0, 100)),
        ("pages=1-2", 200, (0, 100)),
        ("bytes=-", 200, (0, 100)),
        ("bytes=x-y", 200, (0, 100)),
    ],
)
def test_a_part_of_a_file_can_be_had(wanted: str, status: int, part: tuple[int, int]) -> None:
    found = ask("/site/film.mp4", Range=wanted)
    assert found.status == status
    assert found.body == bytes(range(100))[slice(*part)]
    expected = f"bytes {part[0]}-{part[1] - 1}/100" if status == 206 else None
    assert found.headers.get("Content-Range") == expected


@pytest.mark.parametrize("wanted", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused_with_the_size(wanted: str) -> None:
    found = ask("/site/film.mp4", Range=wanted)
    assert (found.status, found.headers["Content-Range"], found.body) == (416, "bytes */100", b"")


def test_a_part_of_what_changed_is_the_whole() -> None:
    etag = ask("/site/film.mp4").headers["ETag"]
    assert ask("/site/film.mp4", Range="bytes=0-0", If_Range=etag).status == 206
    assert ask("/site/film.mp4", Range="bytes=0-0", If_Range='"other"').status == 200


def test_what_the_browser_has_is_not_sent_again() -> None:
    for target in ("/site/", "/site/film.mp4"):
        etag = ask(target).headers["ETag"]
        for header in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            found = ask(target, If_None_Match=header)
            assert (found.status, found.body) == (304, b"")
        assert ask(target, If_None_Match='"x"').status == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("_/folio.css", "text/css; charset=utf-8"),
        ("a.SVG", "image/svg+xml"),
        ("nl/feed.xml", "application/xml; charset=utf-8"),
        ("feed.json", "application/feed+json"),
        ("resume.json", "application/json"),
        ("me.vcf", "text/vcard; charset=utf-8"),
        ("f.woff2", "font/woff2"),
        ("site.webmanifest", "application/manifest+json"),
        ("LICENSE", "application/octet-stream"),
        ("x.unknown", "application/octet-stream"),
    ],
)
def test_types_are_the_same_everywhere(path: str, kind: str) -> None:
    assert media_type(path) == kind
