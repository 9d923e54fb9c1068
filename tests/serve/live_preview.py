"""A preview that builds, watches and answers, as the command starts it."""

from __future__ import annotations

import http.client
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from knowbrand.model.dates import parse_moment
from knowbrand.request import Request
from knowbrand.serve import Composer, Preview, Rebuild, Watcher, compose_anew, open_server
from knowbrand.serve.preview import Framer
from knowbrand.serve.snapshot import make_snapshot

PATIENCE = 60.0
NOW = parse_moment("2026-11-23")
FILES = {
    "knowbrand.yaml": "title: Small\nid: 6c1c1d1e-6d4c-4c0e-9a0e-5d3b8a8a8f11\nbase_url: https://kim.example/site/\n",
    "profile.yaml": "basics:\n  name: Kim Example\n",
    "content/posts/first.md": "---\ntitle: First\ndate: 2026-01-02\n---\nThe first words.\n",
    "content/posts/second.md": "---\ntitle: Second\ndate: 2026-01-03\ndraft: true\n---\nNot done.\n",
    "content/pages/about.md": "---\ntitle: About\n---\nAbout me.\n",
    "overrides/custom.css": "body { color: #123 }\n",
}


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """``files`` in ``folder``."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def post(words: str, title: str = "First") -> str:
    """The text of a post."""
    return f"---\ntitle: {title}\ndate: 2026-01-02\n---\n{words}\n"


class Listener:
    """A reporter that keeps what it hears."""

    def __init__(self) -> None:
        self.rebuilds: queue.Queue[Rebuild] = queue.Queue()
        self.lines: list[str] = []

    def rebuilt(self, rebuild: Rebuild) -> None:
        self.rebuilds.put(rebuild)

    def say(self, line: str) -> None:
        self.lines.append(line)


class LivePreview:
    """The preview of a site, with everything that belongs to it, until the ``with`` statement is over."""

    def __init__(
        self,
        site: Path,
        *,
        drafts: bool = False,
        composer: Composer = compose_anew,
        framer: Framer = make_snapshot,
        port: int = 0,
    ) -> None:
        self.site = site
        self.listener = Listener()
        self.preview = Preview(Request(site, drafts=drafts, now=NOW), self.listener, composer, framer)
        self._port = port
        self._stack = ExitStack()

    def __enter__(self) -> LivePreview:
        self.server = self._stack.enter_context(open_server(self.preview, "127.0.0.1", self._port))
        watcher = self._stack.enter_context(Watcher(self.preview.root, self.listener.say))
        self.first = self.preview.rebuild()
        self.listener.rebuilds.get_nowait()
        self.server.start()
        thread = threading.Thread(target=self.preview.watch, args=(watcher,))
        thread.start()
        self._stack.callback(thread.join, PATIENCE)
        self._stack.callback(self.preview.close)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def save(self, path: str, text: str) -> None:
        """Write a file as most editors do."""
        (self.site / path).write_text(text, encoding="utf-8")

    def next_rebuild(self) -> Rebuild:
        """The next rebuild, waited for."""
        return self.listener.rebuilds.get(timeout=PATIENCE)

    def is_quiet(self, seconds: float = 1.5) -> bool:
        """Whether nothing is rebuilt for a while."""
        try:
            self.listener.rebuilds.get(timeout=seconds)
        except queue.Empty:
            return True
        return False

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer to a request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def read(self, path: str) -> str:
        """The text at ``path``."""
        return self.ask(path)[2].decode()

    def wait_for(self, path: str, has: Callable[[str], bool]) -> str:
        """The text at ``path`` once it is as it should be."""
        end = time.monotonic() + PATIENCE
        text = self.read(path)
        while not has(text):
            assert time.monotonic() < end, f"{path} stays as it is:\n{text[-2000:]}"
            time.sleep(0.02)
            text = self.read(path)
        return text

    @contextmanager
    def news(self, page: str) -> Iterator[Callable[[], dict[str, Any]]]:
        """What a browser that shows ``page`` is told, one by one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=PATIENCE)
        connection.request("GET", f"/.knowbrand/events?page={page}")
        stream = connection.getresponse()

        def read_next() -> dict[str, Any]:
            while True:
                line = stream.readline()
                assert line, "the stream is over"
                if line.startswith(b"data: "):
                    found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                    return found

        try:
            yield read_next
        finally:
            stream.close()
            connection.close()
