"""Which targets stand for themselves, which the site must resolve, and which are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote

from knowbrand.markup.conversion import Conversion, Spot
from knowbrand.markup.document import TOKEN_END, TOKEN_START, Reference

Kind = Literal["link", "picture", "media"]

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
INVISIBLE = re.compile(r"[\x00-\x20\x7f]")
UNSAFE = re.compile(r"[\s\"<>\\^`{|}]")
PIXELS = re.compile(r"\s*([1-9]\d{0,4})(?:px)?\s*", re.ASCII)
SCRIPT_SCHEMES = frozenset(("javascript", "vbscript"))


def escape_attribute(value: str) -> str:
    """``value`` as it may stand between double quotes (HTML, 13.1.2.3)."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def reserve_size(source: str, attributes: Mapping[str, str]) -> str:
    """The token for the size of a picture with these ``attributes``, whose ``src`` became ``source``; nothing where the
    picture isn't the site's, or where the author says how large it is, or gives several to choose from."""
    given = {side: attributes[side] for side in ("width", "height") if side in attributes}
    if not source.startswith(TOKEN_START) or "srcset" in attributes or len(given) == 2:
        return ""
    said = ""
    for side, value in given.items():
        pixels = PIXELS.fullmatch(value)
        if pixels is None:
            return ""
        said = f"{side[0]}{pixels[1]}"
    return f"{TOKEN_START}s{source[2:-1]}{said}{TOKEN_END}"


class References:
    """The references of one document, in the order of their tokens."""

    def __init__(self, conversion: Conversion) -> None:
        self._conversion = conversion
        self.found: list[Reference] = []

    def resolve(
        self, kind: Kind, target: str, spot: Spot, text: str = "", alt: str | None = None
    ) -> str | None:
        """The attribute's value for ``target``: an escaped URL or a token; None when it's refused."""
        bare = INVISIBLE.sub("", target)
        scheme = SCHEME.match(bare)
        name = scheme[1].lower() if scheme else ""
        if name in SCRIPT_SCHEMES or (name == "data" and kind == "link"):
            self._conversion.report(
                "KB231",
                "error",
                f"a {kind} to '{name}:' can't be published",
                spot,
                "link to a page or a file instead",
            )
            return None
        if scheme or bare.startswith("//"):
            if kind != "link" and name != "data":
                self.report_request(bare, spot, {"picture": "a picture", "media": "a medium"}[kind])
            return escape_attribute(UNSAFE.sub(lambda found: quote(found[0]), target.strip()))
        line, column, end_column = spot
        self.found.append(Reference(kind, target.strip(), line, column, end_column, text, alt))
        return f"{TOKEN_START}r{len(self.found) - 1}{TOKEN_END}"

    def report_request(self, url: str, spot: Spot, what: str) -> None:
        """Warn that every visitor's browser would ask somebody else for ``url``."""
        host = re.sub(r"^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//", "", url)
        host = re.split(r"[/?#]", host, maxsplit=1)[0] or url
        self._conversion.report(
            "KB229",
            "warning",
            f"{what} is loaded from {host[:100]}, which then learns who reads this page",
            spot,
            "put a copy beside the text, or link to it",
        )
