"""Links to other sites, tried at a real server on this machine."""

from __future__ import annotations

import datetime as dt
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from knowbrand import __version__
from knowbrand.check.asking import Answer, Asker
from knowbrand.check.external import Manners, check_external
from knowbrand.check.pages import OutsideLink
from knowbrand.check.remembering import Memory
from knowbrand.problems import Place, Problem

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HERE = Manners(timeout=0.5, pause=0.0, longest_wait=2.0, patience=60.0, local=True)


@dataclass
class Host:
    """A server, and what it was asked."""

    address: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    sent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def paths(self) -> list[str]:
        return [path for _, path in self.asked]


STATUSES = {"/gone": 410, "/missing": 404, "/closed": 403, "/strange": 999, "/login": 401, "/broken": 500}


class Handler(BaseHTTPRequestHandler):
    host: Host

    def do_HEAD(self) -> None:
        self.answer("HEAD")

    def do_GET(self) -> None:
        self.answer("GET")

    def answer(self, method: str) -> None:
        host = self.host
        with host.lock:
            host.asked.append((method, self.path))
            host.headers.append(dict(self.headers.items()))
            host.at_once += 1
            host.most_at_once = max(host.most_at_once, host.at_once)
        try:
            self.say(method, self.path.partition("?")[0])
        finally:
            with host.lock:
                host.at_once -= 1

    def say(self, method: str, path: str) -> None:
        if path == "/slow":
            time.sleep(2)
        elif path.startswith("/careful"):
            time.sleep(0.05)
        elif path == "/moved":
            self.reply(301, Location="/fine")
        elif path == "/moved-far":
            self.reply(308, Location=f"{self.host.address}/moved")
        elif path == "/elsewhere-today":
            self.reply(302, Location="/fine")
        elif path == "/moved-to-nothing":
            self.reply(301, Location="/missing")
        elif path == "/circle":
            self.reply(302, Location="/circle-back")
        elif path == "/circle-back":
            self.reply(302, Location="/circle")
        elif path.startswith("/endless"):
            self.reply(302, Location=f"{path}x")
        elif path == "/to-a-file":
            self.reply(302, Location="file:///etc/passwd")
        elif path == "/headless" and method == "HEAD":
            self.reply(405)
        elif path == "/headless-lie" and method == "HEAD":
            self.reply(404)
        elif path == "/once-busy" and self.host.paths().count("/once-busy") == 1:
            self.reply(429, **{"Retry-After": "1"})
        elif path == "/busy":
            self.reply(503, **{"Retry-After": "86400"})
        elif path == "/huge" and method == "HEAD":
            self.reply(501)
        elif path == "/huge":
            self.send_huge()
            return
        elif path == "/garbage":
            self.wfile.write(b"\x00\xff not http\r\n\r\n")
            return
        self.reply(STATUSES.get(path, 200))

    def reply(self, status: int, **headers: str) -> None:
        if not getattr(self, "replied", False):
            self.replied = True
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def send_huge(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)
            self.host.sent += 65536

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """The other side hung up, as it should."""


@pytest.fixture
def host() -> Iterator[Host]:
    server = Server(("127.0.0.1", 0), Handler)
    found = Host(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Bound", (Handler,), {"host": found})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def links(*urls: str) -> list[OutsideLink]:
    return [OutsideLink(url, Place("content/posts/a.md", number, 3)) for number, url in enumerate(urls, 1)]


def try_links(folder: Path, *urls: str, manners: Manners = HERE, now: dt.datetime = NOW) -> list[Problem]:
    """What is said of ``urls``, remembered in ``folder``."""
    memory = Memory(folder / "cache" / "links.json")
    problems = check_external(links(*urls), memory, now, manners)
    memory.save(now)
    return problems


@pytest.mark.parametrize(
    "path", ["/fine", "/elsewhere-today", "/headless", "/headless-lie", "/once-busy", "/é/ü?q=ö", "/fine#no"]
)
def test_a_link_that_works_is_fine(host: Host, tmp_path: Path, path: str) -> None:
    assert try_links(tmp_path, host.address + path) == []
    assert host.asked[0][0] == "HEAD"


@pytest.mark.parametrize(
    ("path", "code", "severity", "said"),
    [
        ("/missing", "KB342", "warning", "(404)"),
        ("/gone", "KB342", "warning", "(410)"),
        ("/moved-to-nothing", "KB342", "warning", "(404)"),
        ("/circle", "KB342", "warning", "in a circle"),
        ("/endless", "KB342", "warning", "more than 10 times"),
        ("/closed", "KB344", "info", "(403)"),
        ("/login", "KB344", "info", "(401)"),
        ("/strange", "KB344", "info", "(999)"),
        ("/broken", "KB344", "info", "500"),
        ("/busy", "KB344", "info", "(503)"),
        ("/slow", "KB344", "info", "in time"),
        ("/garbage", "KB344", "info", "broke off"),
        ("/to-a-file", "KB344", "info", "isn't the web"),
    ],
)
def test_what_is_said_of_one_that_doesnt(
    host: Host, tmp_path: Path, path: str, code: str, severity: str, said: str
) -> None:
    (problem,) = try_links(tmp_path, host.address + path)
    assert (problem.code, problem.severity) == (code, severity)
    assert said in problem.message
    assert host.address + path in problem.message
    assert problem.place == Place("content/posts/a.md", 1, 3)


@pytest.mark.parametrize("path", ["/moved", "/moved-far"])
def test_one_that_moved_for_good_says_where_to(host: Host, tmp_path: Path, path: str) -> None:
    (problem,) = try_links(tmp_path, host.address + path)
    assert (problem.code, problem.severity) == ("KB343", "info")
    assert problem.hint == f"write {host.address}/fine"


def test_of_a_huge_file_only_the_beginning_is_read(host: Host, tmp_path: Path) -> None:
    assert try_links(tmp_path, f"{host.address}/huge") == []
    assert host.asked == [("HEAD", "/huge"), ("GET", "/huge")]
    assert host.sent < 50_000_000


def test_it_says_who_it_is_and_nothing_else(host: Host, tmp_path: Path) -> None:
    named = host.address.replace("//", "//kim:secret@")
    assert try_links(tmp_path, f"{named}/fine") == []
    (headers,) = host.headers
    assert headers["User-Agent"].startswith(f"knowbrand/{__version__} ")
    assert not {"Authorization", "Cookie", "Referer"} & headers.keys()
    assert "secret" not in (tmp_path / "cache" / "links.json").read_text(encoding="utf-8")


def test_a_host_is_asked_two_things_at_once_at_most(host: Host, tmp_path: Path) -> None:
    assert try_links(tmp_path, *(f"{host.address}/careful/{number}" for number in range(12))) == []
    assert len(host.asked) == 12
    assert host.most_at_once <= 2


def test_a_host_is_given_a_pause_and_what_it_asks_for(host: Host, tmp_path: Path) -> None:
    slept: list[float] = []
    manners = Manners(timeout=5, pause=0.25, per_host=1, local=True, sleep=slept.append)
    urls = (f"{host.address}{path}" for path in ("/1", "/once-busy", "/3"))
    assert try_links(tmp_path, *urls, manners=manners) == []
    assert slept == [0.25, 1.0, 0.25]


def test_a_host_that_asks_for_patience_is_left_alone(host: Host, tmp_path: Path) -> None:
    manners = Manners(timeout=5, pause=0, per_host=1, longest_wait=2, local=True)
    urls = [f"{host.address}/busy", *(f"{host.address}/{number}" for number in range(5))]
    problems = try_links(tmp_path, *urls, manners=manners)
    assert [problem.code for problem in problems] == ["KB344"] * 6
    assert host.paths() == ["/busy"]


def test_the_same_address_is_asked_once_and_told_everywhere(host: Host, tmp_path: Path) -> None:
    problems = try_links(tmp_path, f"{host.address}/gone", f"{host.address}/gone#part")
    assert [problem.place.line for problem in problems if problem.place] == [1, 2]
    assert len(set(host.asked)) == len(host.asked)


def test_what_was_found_is_remembered_for_a_while(host: Host, tmp_path: Path) -> None:
    urls = (f"{host.address}/fine", f"{host.address}/missing", f"{host.address}/closed")

    def asked_after(**later: float) -> set[str]:
        host.asked.clear()
        codes = [problem.code for problem in try_links(tmp_path, *urls, now=NOW + dt.timedelta(**later))]
        assert codes == ["KB342", "KB344"]
        return set(host.paths())

    assert asked_after() == {"/fine", "/missing", "/closed"}
    assert asked_after(minutes=50) == set()
    assert asked_after(hours=2) == {"/missing"}
    assert asked_after(days=2) == {"/missing", "/closed"}
    assert asked_after(days=8) == {"/fine", "/missing", "/closed"}


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": 1}',
        '{"format": 2, "links": {}}',
        '{"format": 1, "links": {"URL": 3}}',
        '{"format": 1, "links": {"URL": ["fine", "", "never"]}}',
        '{"format": 1, "links": {"URL": ["fine", "", "2026-11-23T12:00:00"]}}',
        '{"format": 1, "links": {"URL": ["splendid", "", "2026-11-23T12:00:00+00:00"]}}',
        '{"format": 1, "links": {"URL": ["fine", "", "2999-11-23T12:00:00+00:00"]}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_memory_is_as_good_as_none(host: Host, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "cache" / "links.json"
    file.parent.mkdir()
    file.write_text(damage.replace("URL", f"{host.address}/missing"), encoding="utf-8")
    assert [problem.code for problem in try_links(tmp_path, f"{host.address}/missing")] == ["KB342"]
    assert list(json.loads(file.read_text(encoding="utf-8"))["links"]) == [f"{host.address}/missing"]
    assert [path.name for path in file.parent.iterdir()] == ["links.json"]


def test_a_memory_that_leads_elsewhere_isnt_written(host: Host, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    assert try_links(tmp_path, f"{host.address}/fine") == []
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/",
        "http://127.0.0.1/",
        "http://localhost./",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://printer/",
        "http://nas.local/",
        "//localhost/x",
    ],
)
def test_this_machine_and_its_network_arent_tried(tmp_path: Path, url: str) -> None:
    (problem,) = try_links(tmp_path, url, manners=Manners(timeout=0.2))
    assert (problem.code, problem.severity) == ("KB344", "info")
    assert "wasn't tried" in problem.message


@pytest.mark.parametrize("name", ["127.1", "0177.0.0.1"])
def test_another_spelling_of_this_machine_isnt_tried_either(host: Host, name: str) -> None:
    port = host.address.rstrip("/").rpartition(":")[2]
    answer = Asker(0.5).ask(f"http://{name}:{port}/fine")
    assert answer == Answer("closed", "only your own machine or network can reach it")
    assert not host.asked


def test_what_is_no_address_is_said(tmp_path: Path) -> None:
    problems = try_links(tmp_path, "https://a.example:x/", "https:///x", manners=Manners(timeout=0.2))
    assert [problem.code for problem in problems] == ["KB344", "KB344"]


def test_a_host_that_isnt_there_and_one_that_refuses(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (problem,) = try_links(tmp_path, f"http://127.0.0.1:{port}/")
    assert (problem.code, problem.severity) == ("KB344", "info")
    assert "refuses" in problem.message


def test_a_server_that_speaks_no_tls_is_no_broken_link(host: Host, tmp_path: Path) -> None:
    (problem,) = try_links(tmp_path, host.address.replace("http:", "https:") + "/fine")
    assert (problem.code, problem.severity) == ("KB344", "info")


def test_one_that_never_ends_to_answer_is_given_up(tmp_path: Path) -> None:
    """Each byte comes in time; all of them never do."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        stop = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                while not stop.wait(0.1):
                    connection.sendall(b"H")

        thread = threading.Thread(target=drip)
        thread.start()
        manners = Manners(timeout=0.5, patience=1.5, local=True)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        try:
            (problem,) = try_links(tmp_path, address, manners=manners)
        finally:
            stop.set()
            thread.join()
    assert problem.code == "KB344"
    assert "in time" in problem.message


def test_without_a_network_that_is_said_once_and_not_remembered(tmp_path: Path) -> None:
    """Names below ``.invalid`` are looked up nowhere (RFC 6761)."""
    urls = [f"http://host-{number}.invalid/" for number in range(3)]
    (problem,) = try_links(tmp_path, *urls, manners=Manners(timeout=2, pause=0))
    assert (problem.code, problem.severity, problem.place) == ("KB344", "info", None)
    assert "none of 3 links" in problem.message
    assert json.loads((tmp_path / "cache" / "links.json").read_text(encoding="utf-8"))["links"] == {}


def test_a_name_that_nobody_has_is_told_where_other_names_are_found(host: Host, tmp_path: Path) -> None:
    """With a network to look it up in; here a host answers, so that there is one."""
    urls = (f"{host.address}/fine", "http://host.invalid/")
    problems = try_links(tmp_path, *urls)
    assert [(problem.code, problem.place.line) for problem in problems if problem.place] in (
        [("KB342", 2)],
        [("KB344", 2)],  # where the machine says of no name that it isn't there
    )
    again = try_links(tmp_path, *urls, now=NOW + dt.timedelta(hours=2))
    assert [problem.code for problem in again] == [problem.code for problem in problems]


class Name:
    """A name that stands for one address after another, and sockets that note where they were to connect to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, door: int, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.connected: list[str] = []
        name = self

        class Socket(socket.socket):
            def connect(self, address: tuple[str, int]) -> None:  # type: ignore[override]
                name.connected.append(address[0])
                super().connect(("127.0.0.1", door))

        monkeypatch.setattr(socket, "getaddrinfo", self.look_up)
        monkeypatch.setattr(socket, "socket", Socket)

    def look_up(self, _host: str, port: int | None, *_: object, **__: object) -> list[tuple[object, ...]]:
        """As the system does: what the name stands for now."""
        address = self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0))]


FAR, NEAR = "93.184.215.14", "127.0.0.1"
CLOSED = Answer("closed", "only your own machine or network can reach it")


def door_of(host: Host) -> int:
    return int(host.address.rstrip("/").rpartition(":")[2])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_address_that_was_judged_is_the_one_connected_to(
    host: Host, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    name = Name(monkeypatch, door_of(host), FAR, NEAR)
    answer = Asker(2.0).ask(f"{scheme}://rebinding.example/fine")
    assert name.connected == [FAR]
    assert answer.kind == ("fine" if scheme == "http" else "closed")  # the server speaks no TLS
    assert Asker(2.0).ask(f"{scheme}://rebinding.example/fine") == CLOSED
    assert name.connected == [FAR]


def test_a_redirect_to_this_machine_isnt_followed(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    name = Name(monkeypatch, door_of(host), FAR, NEAR)
    assert Asker(2.0).ask("http://far.example/moved") == CLOSED
    assert name.connected == [FAR]


def test_a_proxy_may_be_near_and_what_it_is_asked_for_may_not(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", host.address)
    monkeypatch.setenv("no_proxy", "")
    assert Asker(2.0).ask("http://127.0.0.1:1/fine") == CLOSED
    assert not host.asked
    Asker(2.0).ask("http://nobody-here-knows.invalid/fine")
    assert host.asked[0] == ("HEAD", "http://nobody-here-knows.invalid/fine")
