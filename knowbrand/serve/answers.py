"""A request into an answer, as a static host gives it: lookups among known paths, never the file system."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote

from knowbrand.serve.injection import inject
from knowbrand.serve.mediatypes import HTML
from knowbrand.serve.ranges import UnsatisfiableRangeError, parse_range
from knowbrand.serve.snapshot import Resource, Snapshot
from knowbrand.site.urls import encode_path

ICON = "/favicon.ico"
"""What browsers ask for unbidden; a site without one should not find a fault in its console."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. The headers that every answer has are the server's."""

    status: HTTPStatus
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def read_path(target: str) -> str | None:
    """The decoded path of a request's target (RFC 9112, 3.2); None where it isn't UTF-8."""
    path = target.partition("#")[0].partition("?")[0]
    if not path.startswith("/"):  # the absolute form, as proxies are asked
        path = "/" + path.partition("://")[2].partition("/")[2]
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        return None


def answer(snapshot: Snapshot, target: str, headers: Mapping[str, str], *, host: str) -> Answer:
    """The answer to GET ``target``. ``headers`` are the request's, ``host`` the name by which it came."""
    path = read_path(target)
    if path is None:
        return Answer(HTTPStatus.BAD_REQUEST, b"this address isn't UTF-8\n", {"Content-Type": "text/plain"})
    goal = _find_redirect(snapshot, path)
    if goal is not None:
        query = target.partition("#")[0].partition("?")[2]
        location = encode_path(goal) + (f"?{query}" if query else "")
        return Answer(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": location, "Content-Type": "text/plain"})
    if path == ICON and snapshot.locate(path) not in snapshot.resources:
        return Answer(HTTPStatus.NO_CONTENT)
    place, resource = snapshot.page_at(path)
    if resource is None:
        return Answer(HTTPStatus.NOT_FOUND, b"nothing stands here\n", {"Content-Type": "text/plain"})
    content = _dress(snapshot, path, resource, host)
    if snapshot.locate(path) != place:
        return Answer(HTTPStatus.NOT_FOUND, content, {"Content-Type": resource.type})
    return answer_file(content, resource.type, headers)


def answer_file(content: bytes, content_type: str, headers: Mapping[str, str]) -> Answer:
    """A file that is there: whole, in part (RFC 9110, 14), or not at all where the browser has it (13.1.2)."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    own = {"Content-Type": content_type, "ETag": etag, "Accept-Ranges": "bytes"}
    if _matches(headers.get("If-None-Match", ""), etag):
        return Answer(HTTPStatus.NOT_MODIFIED, b"", own)
    wanted = headers.get("Range", "")
    if not wanted or headers.get("If-Range", etag).strip() != etag:
        return Answer(HTTPStatus.OK, content, own)
    size = len(content)
    try:
        part = parse_range(wanted, size)
    except UnsatisfiableRangeError:
        refusal = {**own, "Content-Range": f"bytes */{size}"}
        return Answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"", refusal)
    if part is None:
        return Answer(HTTPStatus.OK, content, own)
    start, end = part
    own["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return Answer(HTTPStatus.PARTIAL_CONTENT, content[start:end], own)


def _find_redirect(snapshot: Snapshot, path: str) -> str | None:
    if path != snapshot.base and path in ("/", snapshot.base.rstrip("/")):
        return snapshot.base
    place = snapshot.locate(path)
    if place is None or place in snapshot.resources or path.endswith("/"):
        return None
    return f"{path}/" if f"{place}/index.html" in snapshot.resources else None


def _dress(snapshot: Snapshot, path: str, resource: Resource, host: str) -> bytes:
    if resource.type != HTML:
        return resource.content
    return inject(resource.content, snapshot.state_of(path), host=host)


def _matches(header: str, etag: str) -> bool:
    """Whether one of the entity tags in an If-None-Match is ours (weak comparison, RFC 9110, 8.8.3.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return etag in tags or tags == ["*"]
