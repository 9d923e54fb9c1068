"""Who may ask. A page elsewhere can make a browser send requests here, under a name that leads to this machine (DNS
rebinding); the names that it would use aren't ours."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names under which a server at ``host`` and ``port`` answers. One that listens on every address answers to any
    address in numbers, which no name leads to, and to the machine's own name."""

    host: str
    port: int

    def allow(self, header: str) -> bool:
        """Whether a request with this Host header (RFC 9110, 7.2) was meant for us."""
        found = _HOST.fullmatch(header)
        if not found or int(found[2] or 80) != self.port:
            return False
        name = found[1].lower().rstrip(".")
        if name in _LOOPBACK or name == bracketed(self.host).lower():
            return True
        return is_open(self.host) and (_is_address(name) or name in _own_names())

    def allow_origin(self, origin: str) -> bool:
        """Whether a request that a page of ``origin`` made (Origin header) may be answered: that page is our own."""
        return origin.startswith("http://") and self.allow(origin.removeprefix("http://"))


def bracketed(host: str) -> str:
    """``host`` as it stands in an address (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def is_open(host: str) -> bool:
    """Whether a server at ``host`` listens on every address that the machine has."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches a server at ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _own_names() -> set[str]:
    name = socket.gethostname().lower()
    return {name, f"{name.partition('.')[0]}.local"}
