"""What the preview adds to a page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowbrand.serve.injection import allow_client, inject
from knowbrand.serve.snapshot import PageState

HOST = "127.0.0.1:8000"
STATE = PageState("b0", (("a.css", "s0"), ("https://x.example/b.css", "")), "a0")
OURS = "http://127.0.0.1:8000/.knowbrand/"


def test_the_script_stands_at_the_end_of_the_page() -> None:
    html = inject(b"<body><p>&lt;/body></p></body></html>", STATE, host=HOST).decode()
    assert re.search(r"</p><script [^>]*></script></body></html>$", html)
    assert 'data-body="b0" data-styles="s0 -" data-assets="a0"' in html
    assert inject(b"<p>no end", STATE, host=HOST).endswith(b"defer></script>")


def test_html_in_utf_16_stays_as_it_is() -> None:
    html = "<p>hello</p>".encode("utf-16")
    assert inject(html, STATE, host=HOST) == html


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        (
            "default-src 'none'; style-src 'self'",
            {
                "default-src": "'none'",
                "style-src": f"'self' {OURS}client.css",
                "script-src": f"{OURS}client.js",
                "connect-src": f"{OURS}events",
            },
        ),
        (
            "script-src 'none'; connect-src https://x.example",
            {"script-src": f"{OURS}client.js", "connect-src": f"https://x.example {OURS}events"},
        ),
        ("img-src 'self'", {"img-src": "'self'"}),
        (
            "script-src 'self'; script-src-elem 'none'",
            {"script-src": f"'self' {OURS}client.js", "script-src-elem": f"{OURS}client.js"},
        ),
        ("SCRIPT-SRC a; script-src b;;", {"script-src": f"a {OURS}client.js"}),
        ("", {}),
    ],
)
def test_a_policy_gives_way_to_three_files_and_no_more(policy: str, allowed: dict[str, str]) -> None:
    parts = [part.split(maxsplit=1) for part in allow_client(policy, HOST).split("; ") if part]
    assert dict(parts) == allowed


def test_a_policy_cant_name_an_address_of_version_6() -> None:
    assert allow_client("script-src 'none'", "[::1]:8000") == "script-src 'self'"


@pytest.mark.parametrize(
    "meta",
    [
        '<meta http-equiv="Content-Security-Policy" content="{}">',
        "<META content='{}' http-equiv=content-security-policy>",
    ],
)
def test_every_policy_of_a_page_is_adapted_and_nothing_else(meta: str) -> None:
    policy = meta.format("script-src &#x27;none&#x27;")
    other = '<meta name="description" content="script-src">'
    page = f"<head>{policy}{other}</head><body>{policy}</body>"
    html = inject(page.encode(), STATE, host=HOST).decode()
    head, _, body = html.partition("<body>")
    assert f"script-src {OURS}client.js" in unescape(head)
    assert "none" not in unescape(head)
    assert other in head
    assert body.startswith(policy)


@given(st.binary(max_size=300))
def test_a_page_is_all_there_but_for_what_was_added(html: bytes) -> None:
    added = inject(html, STATE, host=HOST)
    assert added == html or re.sub(rb"<script id=.*?</script>", b"", added, count=1) == html
