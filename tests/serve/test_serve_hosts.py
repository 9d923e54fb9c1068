"""Who may ask."""

from __future__ import annotations

import pytest

from knowbrand.serve.hosts import Hosts, is_loopback


@pytest.mark.parametrize(
    "header", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "localhost.:8000", "[::1]:8000"]
)
def test_this_machine_may(header: str) -> None:
    assert Hosts("127.0.0.1", 8000).allow(header)
    assert Hosts("127.0.0.1", 8000).allow_origin(f"http://{header}")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "evil.example:8000",
        "localhost.evil.example:8000",
        "127.0.0.1.evil.example:8000",
        "127.0.0.1",
        "127.0.0.1:8001",
        "192.168.1.5:8000",
        "user@127.0.0.1:8000",
        "127.0.0.1:8000, evil.example",
        "[::1]:x",
        "localhost:8000/",
    ],
)
def test_nobody_else_may(header: str) -> None:
    assert not Hosts("127.0.0.1", 8000).allow(header)


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://127.0.0.1:8000",
        "http://evil.example:8000",
        "http://127.0.0.1:8000/x",
        "http://[",
        "file://",
    ],
)
def test_a_page_elsewhere_may_not(origin: str) -> None:
    assert not Hosts("127.0.0.1", 8000).allow_origin(origin)


def test_an_open_server_answers_to_numbers_which_no_name_leads_to() -> None:
    for host in ("0.0.0.0", "::"):  # noqa: S104 - nothing is bound
        assert Hosts(host, 8000).allow("192.168.1.5:8000")
        assert Hosts(host, 8000).allow("[fe80::1]:8000")
        assert not Hosts(host, 8000).allow("evil.example:8000")


def test_a_server_at_one_name_answers_to_it() -> None:
    assert Hosts("preview.lan", 80).allow("preview.lan")
    assert not Hosts("preview.lan", 80).allow("192.168.1.5")


def test_what_only_this_machine_reaches() -> None:
    assert all(map(is_loopback, ["127.0.0.1", "::1", "localhost", "127.3.2.1"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "192.168.1.5", "kim.example"]))  # noqa: S104
