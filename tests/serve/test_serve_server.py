"""The preview over HTTP."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowbrand.problems import Trouble
from knowbrand.request import Request
from knowbrand.serve import Preview, open_server, server
from knowbrand.serve.pagestate import PageNews, describe
from tests.serve.live_preview import FILES, PATIENCE, Listener, LivePreview

Start = Callable[..., LivePreview]


@pytest.fixture
def live(site: Path, start: Start) -> LivePreview:
    """A running preview."""
    return start(site)


def connect(live: LivePreview) -> socket.socket:
    return socket.create_connection(("127.0.0.1", live.server.server_port), timeout=PATIENCE)


def send(live: LivePreview, text: bytes) -> bytes:
    """All that is answered to ``text`` until the server hangs up."""
    answer = b""
    with connect(live) as connection:
        try:
            connection.sendall(text)
            while part := connection.recv(65536):
                answer += part
        except ConnectionError:
            pass
    return answer


def host(live: LivePreview) -> bytes:
    return b"Host: 127.0.0.1:%d\r\n" % live.server.server_port


def test_a_page_and_its_headers(live: LivePreview) -> None:
    status, headers, body = live.ask("/site/")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-length"] == str(len(body))
    assert headers["cache-control"] == "no-cache"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert live.ask("/site/", headers={"If-None-Match": headers["etag"]})[0] == 304


def test_head_tells_the_same_without_the_body(live: LivePreview) -> None:
    for path in ("/site/", "/site/none/", "/", "/site/feed.xml", "/.knowbrand/client.js"):
        status, headers, _ = live.ask(path)
        again, same, body = live.ask(path, "HEAD")
        assert (again, body) == (status, b"")
        assert {**same, "date": ""} == {**headers, "date": ""}


def test_every_output_is_served_as_it_is_published(live: LivePreview) -> None:
    snapshot = live.preview.state.snapshot
    assert snapshot
    for path, resource in snapshot.resources.items():
        body = live.ask(f"/site/{path}")[2]
        if resource.type.startswith("text/html"):
            assert b"knowbrand-preview" in body
            assert b"knowbrand-preview" not in resource.content
        else:
            assert body == resource.content


def test_the_client_is_served_and_nothing_else_in_its_place(live: LivePreview) -> None:
    assert live.ask("/.knowbrand/client.js")[1]["content-type"] == "text/javascript; charset=utf-8"
    assert live.ask("/.knowbrand/client.css")[1]["content-type"] == "text/css; charset=utf-8"
    for path in (
        "/.knowbrand/",
        "/.knowbrand/server.py",
        "/.knowbrand/../knowbrand.yaml",
        "/.knowbrand/%2e%2e/x",
    ):
        assert live.ask(path)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_preview_is_read_only(live: LivePreview, method: str) -> None:
    status, headers, _ = live.ask("/site/", method)
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_strangers_are_refused(live: LivePreview) -> None:
    port = live.server.server_port
    assert live.ask("/site/", headers={"Host": f"evil.example:{port}"})[0] == 421
    assert live.ask("/.knowbrand/events", headers={"Host": f"evil.example:{port}"})[0] == 421
    assert live.ask("/site/", headers={"Host": f"localhost:{port}"})[0] == 200
    assert live.ask("/site/", headers={"Origin": "http://evil.example"})[0] == 403
    assert live.ask("/site/", headers={"Origin": "null"})[0] == 403
    assert live.ask("/site/", headers={"Origin": f"http://localhost:{port}"})[0] == 200
    assert send(live, b"GET /site/ HTTP/1.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 400")
    twice = b"GET /site/ HTTP/1.1\r\n%sHost: evil.example\r\n\r\n" % host(live)
    assert send(live, twice).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "request_text",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /site/ HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 70000 + b"\r\n\r\n",
        b"BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_a_bad_request_is_no_trouble(
    live: LivePreview, capfd: pytest.CaptureFixture[str], request_text: bytes
) -> None:
    answer = send(live, request_text)
    assert not answer or b" 4" in answer[:13] or b"Error code: " in answer
    assert live.ask("/site/")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_a_browser_that_goes_away_is_nothing(live: LivePreview, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(20):
        with connect(live) as connection:
            connection.sendall(b"GET /site/ HTTP/1.1\r\n%s\r\n" % host(live))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        with connect(live) as connection:
            connection.sendall(b"GET /.knowbrand/events?page=/site/ HTTP/1.1\r\n%s\r\n" % host(live))
    assert live.ask("/site/")[0] == 200
    assert capfd.readouterr() == ("", "")


def test_a_connection_is_used_again(live: LivePreview) -> None:
    with connect(live) as connection, connection.makefile("rb") as answers:
        for _ in range(3):
            connection.sendall(b"HEAD /site/ HTTP/1.1\r\n%s\r\n" % host(live))
            assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
            while answers.readline() != b"\r\n":
                pass


def test_who_only_connects_makes_room_for_others(live: LivePreview) -> None:
    idle = [connect(live) for _ in range(server.MOST_CONNECTIONS * 2)]
    try:
        assert live.ask("/site/")[0] == 200
        for _ in range(200):  # who was hung up on needs a moment to go
            if live.server.count_connections() <= server.MOST_CONNECTIONS + 1:
                break
            time.sleep(0.05)
        assert live.server.count_connections() <= server.MOST_CONNECTIONS + 1
    finally:
        for connection in idle:
            connection.close()


def test_a_slow_request_is_given_up(live: LivePreview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_PATIENCE", 0.5)
    with connect(live) as connection:
        for _ in range(600):
            try:
                connection.sendall(b"G")
                connection.settimeout(0.1)
                if connection.recv(1000) == b"":
                    return
            except TimeoutError:
                continue
            except ConnectionError:
                return
    pytest.fail("a request that never ends is borne for ever")


def await_end(connections: list[socket.socket]) -> socket.socket | None:
    """The one that the server ends: each is served by a thread of its own, so the first to come needn't be the first."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for one in select.select(connections, [], [], PATIENCE)[0]:
            if one.recv(1, socket.MSG_PEEK) == b"":
                return one
        time.sleep(0.05)
    return None


def test_a_browser_with_many_pages_keeps_connections_for_more(live: LivePreview) -> None:
    """It opens six at most; each page that listens would take one."""
    request = b"GET /.knowbrand/events?page=/site/ HTTP/1.1\r\n%s\r\n" % host(live)
    listeners = [connect(live) for _ in range(server.MOST_OF_ONE + 1)]
    try:
        for one in listeners:
            one.sendall(request)
            with one.makefile("rb") as answers:
                while not answers.readline().startswith(b"data: {"):
                    pass
        ended = await_end(listeners)
        kept = [one for one in listeners if one is not ended]
        assert len(kept) == server.MOST_OF_ONE
        live.save("knowbrand.yaml", FILES["knowbrand.yaml"].replace("/site/", "/other/"))
        for one in kept:
            assert one.recv(100)
    finally:
        for one in listeners:
            one.close()


def test_who_comes_in_a_crowd_hears_the_news_before_it_is_sent_away(
    live: LivePreview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows of one browser come back together, and the newest ends the oldest; a slow machine must starve none."""
    all_there = threading.Barrier(server.MOST_OF_ONE * 3)

    def describe_slowly(*arguments: Any) -> PageNews:
        all_there.wait(PATIENCE)
        return describe(*arguments)

    monkeypatch.setattr(server, "describe", describe_slowly)
    request = b"GET /.knowbrand/events?page=/site/ HTTP/1.1\r\n%s\r\n" % host(live)
    crowd = [connect(live) for _ in range(server.MOST_OF_ONE * 3)]
    try:
        for one in crowd:
            one.sendall(request)
        for one in crowd:
            with one.makefile("rb") as answers:
                assert any(line.startswith(b"data: {") for line in iter(answers.readline, b""))
    finally:
        for one in crowd:
            one.close()


def test_a_taken_port_leads_to_the_next(site: Path, live: LivePreview) -> None:
    taken = live.server.server_port
    with open_server(Preview(Request(site), Listener()), "127.0.0.1", taken) as other:
        assert taken < other.server_port <= taken + 20


def test_a_host_that_isnt_ours_is_refused_in_words(site: Path) -> None:
    for name in ("192.0.2.1", "no such host", "none.invalid", "1.2.3.4.5", "x" * 300):
        with (
            pytest.raises(Trouble) as trouble,
            open_server(Preview(Request(site), Listener()), name, 0),
        ):
            pass
        assert [problem.code for problem in trouble.value.problems] == ["KB591"]
        assert trouble.value.problems[0].hint


def test_a_port_for_administrators_is_refused_in_words(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(server.PreviewServer, "server_bind", refuse)
    with (
        pytest.raises(Trouble, match="administrator"),
        open_server(Preview(Request(site), Listener()), "127.0.0.1", 80),
    ):
        pass


def test_who_asks_before_the_first_build_waits_for_it(site: Path) -> None:
    import http.client

    preview = Preview(Request(site), Listener())
    with open_server(preview, "127.0.0.1", 0) as running:
        connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=PATIENCE)
        connection.request("GET", "/site/")
        preview.rebuild()
        running.start()
        assert connection.getresponse().status == 200
        connection.close()
