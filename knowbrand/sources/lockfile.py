"""``urls.lock`` into the promises that it holds: one a line, the kind of promise first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import unquote

from knowbrand.model.kinds import Id, LanguageCode
from knowbrand.model.lock import (
    Fact,
    Identity,
    Lock,
    LockedAnchors,
    LockedEntry,
    LockedFeed,
    LockedFile,
    LockedPage,
)
from knowbrand.problems import KnowbrandError, Place, Problem, error
from knowbrand.sources.listing import stays_inside
from knowbrand.sources.text import read_text, shorten
from knowbrand.sources.values import VALUES, Refused

MOST_PROBLEMS = 20
LONGEST_ADDRESS = 4096
"""More than any system takes for a path."""
_CONFLICT = re.compile(r"<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_WORD = re.compile(r"[a-z][a-z-]{0,40}")


class _BadLineError(ValueError):
    """A line that is no promise: why."""


def read_lock(root: Path, name: str, problems: list[Problem]) -> Lock:
    """The promises in the file ``name`` of the site in ``root``; none where there is no such file. Lines that can't be
    read are added to ``problems``; the half-merged lines of a conflict in git are told once."""
    file = root / name
    if not file.exists() and not file.is_symlink():
        return Lock(name)
    if not stays_inside(file, root):
        hint = "copy what it leads to into the site"
        problems.append(error("KB108", "this link leads out of the site or nowhere", Place(name), hint))
        return Lock(name)
    if not file.is_file():
        problems.append(
            error("KB108", "this is no file", Place(name), "bring the file back as it was in git")
        )
        return Lock(name)
    try:
        return parse_lock(read_text(file, name, 1), name, problems)
    except KnowbrandError as fault:
        problems.extend(fault.problems)
        return Lock(name)


def parse_lock(text: str, name: str, problems: list[Problem]) -> Lock:
    """The promises in ``text``; see :func:`read_lock`. A line twice counts once; comments begin with ``#``."""
    places: dict[Fact, Place] = {}
    found: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        place = Place(name, number, 1, number, len(line) + 1)
        if _CONFLICT.match(line):
            hint = "keep the lines of both sides, and delete the lines that git added (<<<<<<<, =======, >>>>>>>)"
            if not any(problem.code == "KB321" for problem in found):
                found.append(error("KB321", "git left a conflict here", place, hint))
        elif line.strip() and not line.startswith("#"):
            try:
                places.setdefault(_read_line(line.split()), place)
            except _BadLineError as fault:
                hint = (
                    "bring the line back as it was in git; knowbrand writes this file, nobody else needs to"
                )
                found.append(error("KB320", f"this line is no promise: {fault}", place, hint))
    problems += found[:MOST_PROBLEMS]
    return Lock(name, tuple(places), places)


def _read_line(words: Sequence[str]) -> Fact:
    kind, *parts = words
    if kind not in _KINDS:
        raise _BadLineError(f"it begins with '{shorten(kind)}'; known are {', '.join(_KINDS)}")
    read, wanted = _KINDS[kind]
    if len(parts) < wanted or (len(parts) > wanted and kind != "anchors"):
        raise _BadLineError(f"'{kind}' goes with {wanted} more words, here are {len(parts)}")
    return read([_decode(part) for part in parts])


def _read_page(parts: Sequence[str]) -> Fact:
    url = _address(parts[0])
    if not url.endswith("/"):
        raise _BadLineError("the address of a page ends in '/'")
    return LockedPage(url, _identity(parts[1:]))


def _read_feed(parts: Sequence[str]) -> Fact:
    name, key, lang = parts[1:]
    shows = _identity((name, "x", lang)) if key == "-" else _identity((name, key, lang))
    return LockedFeed(_address(parts[0]), shows._replace(key="" if key == "-" else shows.key))


def _read_file(parts: Sequence[str]) -> Fact:
    url = _address(parts[0])
    if url.endswith("/"):
        raise _BadLineError("the address of a file doesn't end in '/'")
    return LockedFile(url)


def _read_entry(parts: Sequence[str]) -> Fact:
    name, kind, key, lang = parts
    if kind == "change":  # known by a post or a claim, and its date: ids with / between them
        for part in key.split("/"):
            _identity((kind, part, lang))
        return LockedEntry(name, Identity(kind, key, _identity((kind, "x", lang)).lang))
    return LockedEntry(name, _identity((kind, key, lang)))


def _read_anchors(parts: Sequence[str]) -> Fact:
    if any(_CONTROL.search(name) for name in parts[3:]):
        raise _BadLineError("an id has no control characters")
    return LockedAnchors(_identity(parts[:3]), tuple(parts[3:]))


_KINDS: dict[str, tuple[Callable[[Sequence[str]], Fact], int]] = {
    "anchors": (_read_anchors, 3),
    "entry": (_read_entry, 4),
    "feed": (_read_feed, 4),
    "file": (_read_file, 1),
    "page": (_read_page, 4),
}
"""How the rest of a line is read, by its first word, and how many words it has at least."""


def _identity(parts: Sequence[str]) -> Identity:
    kind, key, lang = parts
    if not _WORD.fullmatch(kind):
        raise _BadLineError(f"'{shorten(kind)}' is no kind of page")
    try:
        return Identity(kind, VALUES[Id](key), VALUES[LanguageCode](lang))
    except Refused as refusal:
        raise _BadLineError(refusal.message) from None


def _address(url: str) -> str:
    inner = url.removeprefix("/").removesuffix("/").split("/")
    if not url.startswith("/") or len(url) > LONGEST_ADDRESS or "\\" in url or _CONTROL.search(url):
        raise _BadLineError("it holds something that can't be a published address")
    if any(part in ("", ".", "..") for part in inner):
        raise _BadLineError(f"'{shorten(url)}' would lead somewhere else")
    return url


def _decode(word: str) -> str:
    """The word without its percent-encoding (of spaces and percent signs alone)."""
    try:
        return unquote(word, errors="strict")
    except UnicodeDecodeError:
        raise _BadLineError("its percent-encoding is broken") from None
