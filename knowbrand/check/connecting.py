"""Connections to the open internet alone: the very address that was judged is the one connected to.

A name may stand for another address a moment later (DNS rebinding), so that a judgement before the connection is none.
Where the system names a proxy, that looks names up; there no more than the name can be judged.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import urllib.request
from typing import Any
from urllib.parse import urlsplit


class NearError(Exception):
    """The host's name, however it is written, stands for an address that isn't of the open internet."""


class OpenHandler(urllib.request.HTTPHandler):
    """Opens ``http://`` addresses; raises NearError for those of this machine and its network."""

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """The answer to ``request``."""
        if _is_proxied(request):
            return super().http_open(request)
        return self.do_open(_Connection, request)


class OpenSafeHandler(urllib.request.HTTPSHandler):
    """The same for ``https://``."""

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        """The answer to ``request``."""
        if _is_proxied(request):
            return super().https_open(request)
        return self.do_open(_SafeConnection, request, context=ssl.create_default_context())


class _Connection(http.client.HTTPConnection):
    def connect(self) -> None:
        found = _look_up(self.host, self.port)
        fault: OSError | None = None
        for family, kind, protocol, _, address in found:
            connected = socket.socket(family, kind, protocol)
            try:
                connected.settimeout(self.timeout)
                connected.connect(address)
            except OSError as refusal:
                connected.close()
                fault = refusal
            else:
                self.sock = connected
                return
        raise fault or OSError("it has no address")


class _SafeConnection(http.client.HTTPSConnection, _Connection):
    """Connects as :class:`_Connection` does, and speaks TLS then."""


def _look_up(host: str, port: int | None) -> list[tuple[Any, ...]]:
    """The addresses of ``host``. Raises NearError where one of them is near."""
    found: list[tuple[Any, ...]] = list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    if any(not ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found):
        raise NearError
    return found


def _is_proxied(request: urllib.request.Request) -> bool:
    """Whether a proxy is asked for the address; nothing is known then of names that only the proxy knows."""
    address = urlsplit(request.full_url)
    if request.host == address.netloc:
        return False
    with contextlib.suppress(OSError):
        _look_up(address.hostname or "", None)
    return True
