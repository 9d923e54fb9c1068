"""Built sites as the judges see them: pages, their kinds, and what stands in them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "example-site"
NOW = "2026-11-23"
"""The day on which the judges see the example, whenever they look."""

KINDS = {
    "home": r"/",
    "posts": r"/posts/(page/\d+/)?",
    "post": r"/posts/[^/]+/",
    "expertise": r"/expertise/",
    "chapter": r"/expertise/[^/]+/",
    "projects": r"/projects/",
    "project": r"/projects/[^/]+/",
    "talks": r"/talks/",
    "talk": r"/talks/[^/]+/",
    "publications": r"/publications/",
    "publication": r"/publications/[^/]+/",
    "series": r"/series/[^/]+/",
    "tags": r"/tags/",
    "tag": r"/tags/[^/]+/",
    "archive": r"/archive/",
    "changes": r"/changes/",
    "cv": r"/cv/",
    "people": r"/people/",
    "follow": r"/follow/",
    "not-found": r"/404\.html",
    "page": r"/[^/]+/",
}
"""Every kind of page and its addresses, by the contract's table."""


@dataclass(frozen=True)
class Element:
    """A start tag: its name, attributes and line."""

    tag: str
    attributes: dict[str, str]
    line: int

    def get(self, name: str) -> str:
        """An attribute's value; empty when it isn't there."""
        return self.attributes.get(name, "")

    def words(self, name: str) -> set[str]:
        """The words of an attribute such as ``class`` or ``rel``."""
        return set(self.get(name).lower().split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.json_ld: list[str] = []
        self._in_json_ld = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self.elements.append(element)
        self._in_json_ld = tag == "script" and element.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_json_ld:
            self.json_ld.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_json_ld &= tag != "script"


@dataclass(frozen=True)
class Page:
    """A page of a built site. ``url`` is its path from the site's root, ``file`` its path in the folder."""

    file: str
    html: str
    default_language: str

    @property
    def url(self) -> str:
        """The page's path, as the contract's table writes it."""
        path = f"/{self.file}"
        return path.removesuffix("index.html") if path.endswith("/index.html") else path

    @cached_property
    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        reader.close()
        return reader

    @property
    def elements(self) -> list[Element]:
        """Every start tag, in order."""
        return self._read.elements

    @property
    def json_ld(self) -> list[str]:
        """The text of every block of linked data."""
        return self._read.json_ld

    @cached_property
    def lang(self) -> str:
        """The language that the page says to be in."""
        return next((e.get("lang") for e in self.elements if e.tag == "html"), "")

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every place in the page that a link can name."""
        named = {e.get("name") for e in self.elements if e.tag == "a"}
        return frozenset({e.get("id") for e in self.elements} | named) - {""}

    @cached_property
    def kind(self) -> str:
        """What the page is, by its address; ``redirect`` for one that only leads on."""
        if any(e.tag == "meta" and e.get("http-equiv").lower() == "refresh" for e in self.elements):
            return "redirect"
        prefix = "" if self.lang == self.default_language else f"/{self.lang.lower()}"
        path = self.url.removeprefix(prefix)
        return next(kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path))

    @property
    def hidden(self) -> bool:
        """Whether the page asks search engines to leave it out."""
        robots = [element.get("content") for element in self.all("meta") if element.get("name") == "robots"]
        return any("noindex" in content for content in robots)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements ``tag`` that have each of the words in ``attributes`` (``rel="me"``)."""
        return [
            element
            for element in self.elements
            if element.tag == tag and all(word in element.words(name) for name, word in attributes.items())
        ]


@dataclass(frozen=True)
class BuiltSite:
    """An output folder, and where it says that it stands (``base_url`` ends in a slash; empty when nowhere)."""

    folder: Path
    base_url: str
    default_language: str = "en"
    _cache: dict[str, Page] = field(default_factory=dict, compare=False)

    @cached_property
    def pages(self) -> list[Page]:
        """Every page, redirects too, by path."""
        files = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return [
            Page(file, (self.folder / file).read_text(encoding="utf-8"), self.default_language)
            for file in files
        ]

    @cached_property
    def by_url(self) -> dict[str, Page]:
        """Every page by its path from the root."""
        return {page.url: page for page in self.pages}

    def of_kind(self, *kinds: str) -> list[Page]:
        """The pages of these kinds."""
        return [page for page in self.pages if page.kind in kinds]

    def real_pages(self) -> list[Page]:
        """The pages that show something of the site: no redirects, no 404."""
        return [page for page in self.pages if page.kind not in {"redirect", "not-found"}]

    def richest(self) -> list[Page]:
        """The longest page of each kind in each language."""
        longest: dict[tuple[str, str], Page] = {}
        for page in sorted(self.pages, key=lambda page: len(page.html)):
            longest[page.kind, page.lang] = page
        return list(longest.values())

    def absolute(self, page: Page) -> str:
        """The page's public address."""
        return urljoin(self.base_url, page.url.lstrip("/"))

    def path_of(self, address: str) -> str | None:
        """The path from the root of a public address of this site; None for one elsewhere."""
        bare = urlsplit(address)._replace(query="", fragment="").geturl()
        return "/" + unquote(bare.removeprefix(self.base_url)) if bare.startswith(self.base_url) else None

    def exists(self, url: str) -> bool:
        """Whether a file answers the path ``url``."""
        path = url.lstrip("/")
        return (self.folder / (f"{path}index.html" if not path or path.endswith("/") else path)).is_file()

    def files(self, *patterns: str) -> list[Path]:
        """The files that fit one of the patterns, by path."""
        return sorted({path for pattern in patterns for path in self.folder.rglob(pattern)})


def run_knowbrand(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would; fails with what it said when it doesn't succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "knowbrand", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, (
        f"knowbrand {arguments} left with {done.returncode}\n{done.stdout}{done.stderr}"
    )
    return done


def copy_example(to: Path) -> Path:
    """A copy of the example site without its outputs."""
    shutil.copytree(EXAMPLE, to, ignore=shutil.ignore_patterns("_site*", ".knowbrand"))
    return to


def build_site(source: Path, out: Path, base_url: str, *options: str) -> BuiltSite:
    """Build ``source`` into ``out`` by the command."""
    run_knowbrand("build", source, "--out", out, "--now", NOW, *options, cwd=out.parent)
    return BuiltSite(out, base_url)


def report(found: Iterable[str]) -> None:
    """Fail with everything that was found, each on its line."""
    lines = sorted(set(found))
    assert not lines, f"{len(lines)} found:\n" + "\n".join(lines)
