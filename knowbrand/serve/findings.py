"""Problems as the preview shows them in a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TypedDict

from knowbrand.problems import Place, Problem
from knowbrand.problems.text import format_excerpt, format_place
from knowbrand.serve.injection import STYLE, script_element
from knowbrand.serve.snapshot import PageState

_LONGEST = 4000
_MOST = 50
_AROUND = 2
"""Lines before and after the one that is meant."""


class Shown(TypedDict):
    """A problem in the words that a page shows."""

    severity: str
    code: str
    where: str
    message: str
    excerpt: str
    hint: str


def show(problems: Iterable[Problem], root: Path) -> list[Shown]:
    """The first of ``problems`` with their source lines, read from the site's folder ``root``."""
    return [_show(problem, root) for problem in list(problems)[:_MOST]]


def digest_of(shown: list[Shown]) -> str:
    """The same for the same problems; empty where there are none."""
    if not shown:
        return ""
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:24]


def error_page(shown: list[Shown], host: str) -> bytes:
    """The page of a site that could not be built yet: its errors alone, with nothing beneath them."""
    one = len(shown) == 1
    title = "An error stands in the way" if one else f"{len(shown)} errors stand in the way"
    articles = "\n".join(map(_article, shown))
    script = script_element(PageState("", (), ""), alone=digest_of(shown) or "none").decode()
    source = "'self'" if host.startswith("[") else f"http://{host}/.knowbrand/"
    return (
        "<!doctype html>\n"
        f'<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src {source}; '
        f'script-src {source}; connect-src {source}">\n'
        f"<title>{title}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<link rel="icon" href="data:,">\n<link rel="stylesheet" href="{STYLE}">\n</head>\n'
        f'<body class="alone">\n<main>\n<h1>{title}</h1>\n{articles}\n'
        "<p>This page goes on by itself once the files are mended and saved.</p>\n"
        f"</main>\n{script}\n</body>\n</html>\n"
    ).encode()


def _show(problem: Problem, root: Path) -> Shown:
    place = problem.place
    return Shown(
        severity=problem.severity,
        code=problem.code,
        where=format_place(place),
        message=problem.message[:_LONGEST],
        excerpt="\n".join(_excerpt(read_lines(root, place), place, problem.severity) if place else ()),
        hint=(problem.hint or "")[:_LONGEST],
    )


def read_lines(root: Path, place: Place | None) -> list[str]:
    """The lines of the file that ``place`` means a line of; none where there is no such line (any more)."""
    if place is None or not place.line:
        return []
    try:
        text = (root / place.path).read_bytes().decode("utf-8", "replace")
    except (OSError, ValueError):
        return []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if place.line <= len(lines) else []


def _excerpt(lines: list[str], place: Place, severity: str) -> Iterator[str]:
    """The line of ``place``, marked, among its neighbours."""
    if not lines or not place.line or not lines[place.line - 1].strip():
        return
    first, last = max(1, place.line - _AROUND), min(len(lines), place.line + _AROUND)
    for number in range(first, last + 1):
        pad = " " * (len(str(last)) - len(str(number)))
        here = number == place.line
        shown, marks = format_excerpt(lines[number - 1], place if here else Place("", number), severity)
        yield f">{pad}{shown[1:]}" if here else f"{pad}{shown}".rstrip()
        if here:
            yield f"{pad}{marks}"


def _article(problem: Shown) -> str:
    parts = [
        f'<article class="{problem["severity"]}">',
        f'<p class="where"><strong>{problem["severity"]} {problem["code"]}</strong> {escape(problem["where"])}</p>',
        f'<p class="message">{escape(problem["message"])}</p>',
    ]
    if problem["excerpt"]:
        parts.append(f"<pre>{escape(problem['excerpt'])}</pre>")
    if problem["hint"]:
        parts.append(f'<p class="hint">{escape(problem["hint"])}</p>')
    return "\n".join([*parts, "</article>"])
