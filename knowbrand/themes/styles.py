"""Style sheets: the addresses and comments in them, found and replaced (CSS Syntax 3: url(), strings, comments)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from knowbrand.problems import Place, Problem, error, nearest, warning

_URL = re.compile(
    r"""(?P<skip>/\*.*?\*/)
      | (?P<open>url\(\s*)(?P<quote>["']?)(?P<url>[^"'()\s]*)(?P=quote)\s*\)
      | (?P<import>@import\s+)(?P<mark>["'])(?P<imported>[^"'\n]*)(?P=mark)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SPARE = re.compile(
    r"""(?P<kept>"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|url\([^)]*+\)?|/\*!.*?(?:\*/|\Z))
      | (?:(?<=[\s{};])|\A) /\*.*?(?:\*/|\Z) \s*+
      | (?P<mark>[{};]) \s*+
      | (?<![^\S\n]) [^\S\n]++ (?=[{};])
      | (?P<end>\n) \s*+""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""What isn't to be touched; a comment that stands by itself; the white around a mark, and at the beginning of a line."""
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def place_urls(css: str, published: Mapping[str, str]) -> str:
    """``css`` with the published names of the assets that it shows."""

    def put(match: re.Match[str]) -> str:
        name = _asset_name(match["url"] or "")
        return f'url("{published[name]}")' if name in published else match.group()

    return _URL.sub(put, css)


def shorten(css: str) -> str:
    """``css`` without what only its author reads: comments, indents, empty lines. A comment that begins with ``/*!``, as
    licences do, stays."""
    return _SPARE.sub(lambda found: found["kept"] or found["mark"] or found["end"] or "", css)


def check_style(css: str, place: Place, assets: frozenset[str]) -> Iterator[Problem]:
    """What ``css`` asks for that isn't there, or of another host."""
    for match in _URL.finditer(css):
        if match["skip"]:
            continue
        url = match["url"] if match["imported"] is None else match["imported"]
        here = Place(place.path, css.count("\n", 0, match.start()) + 1)
        if not url or url.startswith(("#", "data:")):
            continue
        if match["imported"] is not None or url.endswith(".css"):
            hint = "put the rules into this file: all style sheets become one"
            yield error("KB406", f"'{url[:100]}' can't be imported", here, hint)
        elif _ELSEWHERE.match(url):
            hint = "put a copy into the theme's assets/ folder"
            yield warning(
                "KB407", f"every visitor's browser would ask another host for {url[:100]}", here, hint
            )
        elif _asset_name(url) not in assets:
            guess = nearest(url, {f"assets/{name}" for name in assets})
            hint = f"did you mean '{guess}'?" if guess else "put it into the theme's assets/ folder"
            yield error("KB406", f"'{url[:100]}' isn't among the theme's assets", here, hint)


def _asset_name(url: str) -> str:
    """The name below ``assets/`` that ``url``, written in a sheet at the top of the theme, means."""
    plain = re.split(r"[?#]", url, maxsplit=1)[0]
    return (
        posixpath.normpath(plain).removeprefix("assets/")
        if plain.startswith(("assets/", "./assets/"))
        else ""
    )
