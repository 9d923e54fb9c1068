"""``overrides/.origins/``: the text that each override was copied from, a file for each, for the audit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from knowbrand.problems import Place, Problem, warning
from knowbrand.themes.inheritance import Origin

ORIGINS = "overrides/.origins"
_HEAD = re.compile(
    r"\{# (?P<template>[^\s:]+)(?::(?P<block>\w+))? as copied from (?P<file>\S+) \(theme (?P<theme>\S+), "
    r"version (?P<version>[^\s,)]+)\); sha256 (?P<digest>[0-9a-f]{64})\. For `knowbrand theme audit`; commit it\. #\}\n"
)
_MAX_SIZE = 1_000_000


class Origins(NamedTuple):
    """What is remembered, by name (``post.html:header``), and what is wrong with it."""

    by_name: dict[str, Origin]
    problems: list[Problem]


def origin_path(name: str) -> str:
    """The file, below the site, that remembers the origin ``post.html`` or ``post.html:header``."""
    return f"{ORIGINS}/{name.replace(':', '@')}"


def write_origin(origin: Origin) -> bytes:
    """The content of an origin's file: one line that says where the text comes from, and the text as it was."""
    digest = hashlib.sha256(origin.text.encode()).hexdigest()
    head = (
        f"{{# {origin.name} as copied from {origin.file} (theme {origin.theme}, version {origin.version}); "
        f"sha256 {digest}. For `knowbrand theme audit`; commit it. #}}\n"
    )
    return (head + origin.text).encode()


def read_origins(root: Path) -> Origins:
    """What the site in ``root`` remembers of its overrides."""
    found: dict[str, Origin] = {}
    problems: list[Problem] = []
    for path in _list_files(root):
        name = path.relative_to(root / ORIGINS).as_posix().replace("@", ":")
        origin = _read(path)
        if origin is None or origin.name != name:
            message = f"this should be what an override of {name} was copied from, and isn't any more"
            hint = f"bring it back from version control, or accept the theme's text: knowbrand theme audit --accept {name}"
            problems.append(warning("KB434", message, Place(origin_path(name), 1), hint))
        else:
            found[name] = origin
    return Origins(found, problems)


def list_origins(root: Path) -> list[str]:
    """The files that remember an origin, as paths below the site."""
    return [path.relative_to(root).as_posix() for path in _list_files(root)]


def _list_files(root: Path) -> Iterator[Path]:
    folder = root / ORIGINS
    if folder.is_dir() and not any(path.is_symlink() for path in (folder, folder.parent)):
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _read(path: Path) -> Origin | None:
    try:
        if path.stat().st_size > _MAX_SIZE:
            return None
        text = path.read_bytes().decode().replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None
    head = _HEAD.match(text)
    if head is None or hashlib.sha256(text[head.end() :].encode()).hexdigest() != head["digest"]:
        return None
    return Origin(
        head["template"],
        head["block"] or "",
        head["theme"],
        head["version"],
        head["file"],
        text[head.end() :],
    )
