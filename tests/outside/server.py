"""A web server for a folder, as static hosts behave: a slash is added, an unknown path gets 404.html."""

from __future__ import annotations

import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {".xml": "application/xml", ".vcf": "text/vcard", ".json": "application/json", ".md": "text/markdown"}


@contextmanager
def serve(folder: Path, mount: str = "/") -> Iterator[str]:
    """Serve ``folder`` on the loopback address below the path ``mount`` (``/…/``); gives the address of its root."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(*answer(folder, mount, self.path))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the tests look at what the browser saw."""

        def _answer(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Location" if status == 301 else "Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{mount}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Server(ThreadingHTTPServer):
    """Bears it when a browser leaves in the middle of an answer."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what went wrong, unless the other side hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def answer(folder: Path, mount: str, target: str) -> tuple[int, str, bytes]:
    """Status, content type (for a redirect: the address) and body for the request ``target``."""
    path = unquote(urlsplit(target).path)
    if not path.startswith(mount):
        return 404, "text/plain", b"outside the site"
    file = folder / path.removeprefix(mount)
    if file.is_dir():
        if not path.endswith("/"):
            return 301, f"{path}/", b""
        file /= "index.html"
    if file.is_file() and not path.endswith("index.html/"):
        return 200, content_type(file), file.read_bytes()
    not_found = folder / "404.html"
    return 404, "text/html; charset=utf-8", not_found.read_bytes() if not_found.exists() else b""


def content_type(file: Path) -> str:
    """What a host would say that the file is; text is UTF-8."""
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
