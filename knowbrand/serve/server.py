"""The preview over HTTP/1.1, for this machine's browsers."""

from __future__ import annotations

import contextlib
import errno
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from knowbrand.problems import Trouble, error
from knowbrand.serve.answers import Answer, answer, answer_file, read_path
from knowbrand.serve.findings import error_page, show
from knowbrand.serve.hosts import Hosts, bracketed
from knowbrand.serve.injection import EVENTS, RESERVED, SCRIPT, STYLE
from knowbrand.serve.mediatypes import CSS, HTML, JAVASCRIPT
from knowbrand.serve.pagestate import PageNews, asks_for_haste, describe
from knowbrand.serve.preview import Preview, State

MOST_CONNECTIONS = 64
MOST_LISTENERS = 32
MOST_OF_ONE = 4
"""Streams of events for one browser: it makes six connections to a host at most, and needs some of them for pages."""
_PATIENCE = 30.0
"""Seconds that a browser has for a request, from the moment on that it may make one."""
_PATIENCE_SENDING = 120.0
_BREATH = 1.0
"""Seconds after which the server looks whether a listener is still there."""
_CALM = 0.1
"""Seconds that a page has for itself before its prose is read."""
_NEXT_PORTS = 20
_WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
_PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


class PreviewServer(ThreadingHTTPServer):
    """Answers from a preview. Connections, and the time that each may take, are bounded."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, preview: Preview, host: str, port: int) -> None:
        self.preview = preview
        self.address_family, address = _find_family(host)
        self.assets = {
            SCRIPT: (files("knowbrand.serve").joinpath("client.js").read_bytes(), JAVASCRIPT),
            STYLE: (files("knowbrand.serve").joinpath("client.css").read_bytes(), CSS),
        }
        self._guard = threading.Lock()
        self._deadlines: dict[socket.socket, float] = {}
        self._busy: set[socket.socket] = set()
        self._workers: set[threading.Thread] = set()
        self._loop: threading.Thread | None = None
        self._listeners: dict[socket.socket, tuple[str, str]] = {}
        super().__init__((address, port), _Handler)
        self.hosts = Hosts(host, self.server_port)

    def server_bind(self) -> None:
        """Bind without asking a name server for our own name, as the standard library would."""
        if sys.platform != "win32":  # where it would take the port from whoever has it
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, unless too many others wait; then the one that idles longest goes."""
        if not self._make_room():
            with contextlib.suppress(OSError):
                request.sendall(b"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            self.shutdown_request(request)
            return
        self.expect(request, _PATIENCE)
        thread = threading.Thread(target=self._work, args=(request, client_address), daemon=True)
        with self._guard:
            self._workers.add(thread)
        thread.start()

    def service_actions(self) -> None:
        """Part with who took too long."""
        now = time.monotonic()
        with self._guard:
            late = [request for request, deadline in self._deadlines.items() if deadline < now]
        for request in late:
            _hang_up(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is nothing; a request that can't be answered isn't worth a trace either."""

    def expect(self, request: socket.socket, seconds: float, *, busy: bool = False) -> None:
        """Give a connection ``seconds`` from now; a busy one isn't closed for another's sake."""
        with self._guard:
            self._deadlines[request] = time.monotonic() + seconds
            (self._busy.add if busy else self._busy.discard)(request)

    @contextmanager
    def listening(self, request: socket.socket, browser: tuple[str, str]) -> Iterator[None]:
        """While a connection is a stream of events. Where there are too many, the oldest ends; it comes back by itself,
        so that all get their turn."""
        with self._guard:
            self._listeners[request] = browser
            of_one = [other for other, owner in self._listeners.items() if owner == browser]
            ended = [*of_one[:-MOST_OF_ONE], *list(self._listeners)[:-MOST_LISTENERS]]
            for other in ended:
                self._listeners.pop(other, None)
        for other in ended:
            _hang_up(other)
        try:
            yield
        finally:
            with self._guard:
                self._listeners.pop(request, None)

    def count_connections(self) -> int:
        """How many connections are being answered."""
        with self._guard:
            return len(self._workers)

    def start(self) -> None:
        """Answer, in threads of its own. Until then none runs: a build may fork only while it is alone."""
        self._loop = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.25}, daemon=True)
        self._loop.start()

    def close(self) -> None:
        """End every connection and thread."""
        if self._loop:
            self.shutdown()
            self._loop.join(5)
        self.server_close()
        with self._guard:
            requests, threads = list(self._deadlines), list(self._workers)
        for request in requests:
            _hang_up(request)
        for thread in threads:
            thread.join(2)

    def _work(self, request: socket.socket, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._guard:
                self._deadlines.pop(request, None)
                self._busy.discard(request)
                self._workers.discard(threading.current_thread())

    def _make_room(self) -> bool:
        with self._guard:
            if len(self._workers) < MOST_CONNECTIONS:
                return True
            idle = {request: end for request, end in self._deadlines.items() if request not in self._busy}
            if not idle:
                return False
            oldest = min(idle, key=idle.__getitem__)
            self._busy.add(oldest)  # nobody chooses it twice
        _hang_up(oldest)
        return True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    disable_nagle_algorithm = True
    server: PreviewServer

    def handle_one_request(self) -> None:
        self.server.expect(self.connection, _PATIENCE)
        super().handle_one_request()

    def do_GET(self) -> None:
        self.server.expect(self.connection, _PATIENCE_SENDING, busy=True)
        refusal = self._refuse_strangers()
        if refusal:
            self._send(refusal, close=True)
        elif self.path.partition("?")[0] == EVENTS and self.command == "GET":
            self._stream()
        else:
            self._send(self._answer())

    do_HEAD = do_GET

    def _refuse_method(self) -> None:
        headers = {**_PLAIN, "Allow": "GET, HEAD"}
        answer = Answer(HTTPStatus.METHOD_NOT_ALLOWED, b"a preview is read only\n", headers)
        self._send(answer, close=True)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = _refuse_method

    def _refuse_strangers(self) -> Answer | None:
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1:
            return Answer(HTTPStatus.BAD_REQUEST, b"say once which host is meant\n", _PLAIN)
        if not self.server.hosts.allow(hosts[0].strip()):
            text = "this preview doesn't answer to that name; --host says to which it does\n"
            return Answer(HTTPStatus.MISDIRECTED_REQUEST, text.encode(), _PLAIN)
        origin = self.headers.get("Origin")
        if origin is not None and not self.server.hosts.allow_origin(origin):
            return Answer(HTTPStatus.FORBIDDEN, b"a page elsewhere may not read this preview\n", _PLAIN)
        return None

    def _answer(self) -> Answer:
        headers = cast(Mapping[str, str], self.headers)
        path = self.path.partition("?")[0]
        if path in self.server.assets:
            return answer_file(*self.server.assets[path], headers)
        if path.startswith(RESERVED):
            return Answer(HTTPStatus.NOT_FOUND, b"nothing stands here\n", _PLAIN)
        preview = self.server.preview
        state = preview.state
        host = self.headers["Host"].strip()
        if state.snapshot is None:
            page = error_page(show(state.errors, preview.root), host)
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE, page, {"Content-Type": HTML})
        return answer(state.snapshot, self.path, headers, host=host)

    def _send(self, answer: Answer, *, close: bool = False) -> None:
        self.close_connection = self.close_connection or close
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status not in _WITHOUT_BODY:
            self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and answer.status not in _WITHOUT_BODY:
            self.wfile.write(answer.body)

    def _stream(self) -> None:
        """Tell the browser of every change to the page that it shows (server-sent events, HTML 9.2)."""
        path = read_path(parse_qs(urlsplit(self.path).query).get("page", ["/"])[0]) or "/"
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"retry: 2000\n\n")
        browser = (str(self.client_address[0]), self.headers.get("User-Agent", ""))
        preview = self.server.preview
        with preview.viewing(path):
            state = preview.state
            # whoever comes hears this much, also where it is one too many
            told = self._tell(describe(state, path, preview.root))
            with self.server.listening(self.connection, browser):
                self._follow(state, path, told)

    def _tell(self, news: PageNews) -> PageNews:
        self.wfile.write(f"data: {json.dumps(news, ensure_ascii=False)}\n\n".encode())
        return news

    def _follow(self, state: State, path: str, told: PageNews) -> None:
        """Tell what is new for the page at ``path``: at once what the browser has to show, and once it is calm what is found
        in its prose, so that nobody waits for that."""
        preview = self.server.preview
        pause = _CALM
        while True:
            now = preview.wait(state.number, pause)
            if now.closed or _is_gone(self.connection):
                return
            self.server.expect(self.connection, _PATIENCE_SENDING, busy=True)
            if now.number != state.number:
                state, pause = now, _CALM
                news = describe(state, path, preview.root)
                told = self._tell(news) if asks_for_haste(news, told) else told
            elif pause == _CALM:
                pause = _BREATH
                prose = preview.read_prose(state, path)
                news = told if state.errors else describe(state, path, preview.root, prose)
                told = self._tell(news) if news != told else told

    def version_string(self) -> str:
        return "knowbrand"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for rebuilds."""


@contextmanager
def open_server(preview: Preview, host: str, port: int) -> Iterator[PreviewServer]:
    """A server for ``preview``, at the next free port where ``port`` is taken; who asks waits until it is started. Raises
    Trouble where there is no port, or the system allows none."""
    server = _bind(preview, host, port)
    try:
        yield server
    finally:
        preview.close()
        server.close()


def address_of(server: PreviewServer) -> str:
    """Where a browser on this machine finds the site."""
    host = "127.0.0.1" if server.hosts.host == "0.0.0.0" else server.hosts.host  # noqa: S104 - compared only
    host = "::1" if host == "::" else host
    snapshot = server.preview.state.snapshot
    return f"http://{bracketed(host)}:{server.server_port}{snapshot.base if snapshot else '/'}"


def _bind(preview: Preview, host: str, port: int) -> PreviewServer:
    for number in range(port, min(port + _NEXT_PORTS, 65535) + 1) if port else [0]:
        try:
            return PreviewServer(preview, host, number)
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE:
                raise _refusal(host, number, fault) from None
    message = f"ports {port} to {min(port + _NEXT_PORTS, 65535)} of {host} are all in use"
    raise Trouble(error("KB590", message, None, "name another with --port, or --port 0 for any that is free"))


def _refusal(host: str, port: int, fault: OSError) -> Trouble:
    if isinstance(fault, PermissionError):
        message = f"the system lets only an administrator use port {port}"
        return Trouble(error("KB590", message, None, "name one from 1024 on: --port 8000"))
    message = f"can't listen at {host}: {fault.strerror or fault}"
    hint = "leave --host out for this machine alone, or name an address that this machine has"
    return Trouble(error("KB591", message, None, hint))


def _find_family(host: str) -> tuple[socket.AddressFamily, str]:
    """The kind of address that ``host`` is, and the address. Raises Trouble."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as fault:
        hint = "leave --host out for this machine alone, or name an address that this machine has"
        why = getattr(fault, "strerror", None) or "no such name"
        raise Trouble(error("KB591", f"can't listen at {host}: {why}", None, hint)) from None
    family, *_, address = sorted(found, key=lambda one: one[0] != socket.AF_INET)[0]
    return family, str(address[0])


def _hang_up(request: socket.socket) -> None:
    with contextlib.suppress(OSError):
        request.shutdown(socket.SHUT_RDWR)


def _is_gone(connection: socket.socket) -> bool:
    """Whether the other side hung up: it has nothing to say while it listens."""
    patience = connection.gettimeout()
    connection.setblocking(False)
    try:
        return not connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    finally:
        connection.settimeout(patience)
