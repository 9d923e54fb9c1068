"""One question to another site: is there something at this address?"""

from __future__ import annotations

import email.utils
import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from knowbrand import __version__
from knowbrand.check.connecting import NearError, OpenHandler, OpenSafeHandler

AGENT = f"knowbrand/{__version__} (link check; a person started it)"
"""What other sites see in their logs."""
_MOST_REDIRECTS = 10
_FOR_GOOD = frozenset((301, 308))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_NO_HEAD = frozenset((400, 403, 404, 405, 500, 501))
"""Answers to HEAD that a site may mean for HEAD alone."""
_MOST_READ = 4096
_HEADERS = {"User-Agent": AGENT, "Accept": "*/*"}
_SAFE = "%/:=&?~#+!$,;'@()*[]"

Kind = Literal["fine", "moved", "gone", "busy", "closed"]


class Answer(NamedTuple):
    """What a site said: ``fine``; ``moved`` for good to the address ``reason``; ``gone``; ``busy``, so that nobody knows;
    or ``closed`` to programs. ``retry_after`` is the number of seconds that it asked for."""

    kind: Kind
    reason: str = ""
    retry_after: float | None = None


NO_SUCH_NAME = Answer("gone", "no host has that name")
NO_NETWORK = Answer("busy", "its host's name couldn't be looked up; is the network there?")
PATIENCE = 60.0
"""Seconds that a site is left alone which asks for fewer requests without saying how long."""


class _Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]


class Asker:
    """Asks with a ``timeout`` for each step, through the proxy that the system names; ``local`` asks without one."""

    def __init__(self, timeout: float, *, local: bool = False) -> None:
        self._timeout = timeout
        self._local = local

    def ask(self, url: str) -> Answer:
        """What the site says of ``url``, at the end of all its redirects."""
        try:
            return self._follow(url)
        except NearError:
            return Answer("closed", "only your own machine or network can reach it")
        except urllib.error.URLError as fault:
            return _explain(fault.reason)
        except ValueError:
            return Answer("gone", "it leads on to something that is no address")
        except (OSError, http.client.HTTPException) as fault:
            return _explain(fault)

    def _follow(self, url: str) -> Answer:
        here, for_good, seen = url, True, {url}
        for _ in range(_MOST_REDIRECTS):
            reply = self._head_or_get(here)
            target = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not target:
                return _judge(reply, here if here != url and for_good else "")
            for_good &= reply.status in _FOR_GOOD
            here = urljoin(here, quote(target, safe=_SAFE)).partition("#")[0]
            if urlsplit(here).scheme not in ("http", "https"):
                return Answer("closed", "it leads on to something that isn't the web")
            if here in seen:
                return Answer("gone", "it leads on in a circle")
            seen.add(here)
        return Answer("gone", f"it leads on more than {_MOST_REDIRECTS} times")

    def _head_or_get(self, url: str) -> _Reply:
        reply = self._request("HEAD", url)
        return self._request("GET", url) if reply.status in _NO_HEAD else reply

    def _request(self, method: str, url: str) -> _Reply:
        """Status and headers. Of a body only the beginning is read, as much as a site needs to see that it was asked."""
        request = urllib.request.Request(_encode(url), method=method, headers=_HEADERS)  # noqa: S310 - http alone comes here
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                if method == "GET":
                    response.read(_MOST_READ)
                return _Reply(response.status, _fold(response.headers))
        except urllib.error.HTTPError as refusal:
            with refusal:
                return _Reply(refusal.code, _fold(refusal.headers))

    @cached_property
    def _opener(self) -> urllib.request.OpenerDirector:
        if self._local:
            return urllib.request.build_opener(urllib.request.ProxyHandler({}), _StayHere)
        return urllib.request.build_opener(_StayHere, OpenHandler, OpenSafeHandler)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by hand, to know whether each is for good."""

    def redirect_request(self, *_: object) -> None:
        """Nothing to ask."""


def _fold(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _encode(url: str) -> str:
    """``url`` in ASCII (RFC 3986), its host as the name service knows it."""
    parts = urlsplit(url)
    host = parts.netloc.encode("idna").decode()
    return parts._replace(
        netloc=host,
        path=quote(parts.path or "/", safe=_SAFE),
        query=quote(parts.query, safe=_SAFE),
        fragment="",
    ).geturl()


def _explain(fault: object) -> Answer:
    """Why no answer came."""
    if isinstance(fault, socket.gaierror):
        if fault.errno in (socket.EAI_AGAIN, getattr(socket, "EAI_FAIL", None)):
            return NO_NETWORK
        return NO_SUCH_NAME
    if isinstance(fault, TimeoutError):
        return Answer("busy", "it didn't answer in time")
    if isinstance(fault, ssl.SSLCertVerificationError):
        return Answer("closed", f"its certificate isn't valid ({fault.verify_message})")
    if isinstance(fault, ssl.SSLError):
        return Answer("closed", "no secure connection came about")
    if isinstance(fault, ConnectionRefusedError):
        return Answer("busy", "its host refuses connections")
    return Answer("busy", "the connection broke off")


def has_address(host: str) -> bool:
    """Whether the name service knows ``host``."""
    try:
        return bool(socket.getaddrinfo(host, None))
    except (OSError, UnicodeError):
        return False


def _judge(reply: _Reply, moved: str) -> Answer:
    status = reply.status
    if status in (404, 410):
        return Answer("gone", f"there is nothing there any more ({status})")
    if status in (429, 503):
        wait = _read_wait(reply.headers.get("retry-after", ""))
        return Answer("busy", f"it asks to come back later ({status})", PATIENCE if wait is None else wait)
    if status in (401, 403, 407, 451, 999):
        return Answer("closed", f"it doesn't let programs in ({status})")
    if status >= 400:
        return Answer("busy", f"it answered {status}")
    return Answer("moved", moved) if moved else Answer("fine")


def _read_wait(text: str) -> float | None:
    """The seconds that ``Retry-After`` (RFC 9110, 10.2.3) asks for: a number, or a date."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
