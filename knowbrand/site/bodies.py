"""Bodies with their links resolved, ready to stand on a page or in a feed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from knowbrand.markup import Document, Heading, escape_attribute, locate
from knowbrand.model import Page, Post
from knowbrand.problems import Problem, error
from knowbrand.site.graph import Site
from knowbrand.site.links import Links, Target
from knowbrand.site.page import SiteFile

_TOKEN = re.compile("\x02r(\\d+)\x03")


class Body(msgspec.Struct, frozen=True):
    """A rendered body: HTML with reference tokens, and the target of each."""

    html: str
    targets: tuple[Target, ...]
    text: str
    excerpt: str
    headings: tuple[Heading, ...]

    def place(self, link: Callable[[str, str], str]) -> str:
        """The HTML with every reference replaced by ``link(url, suffix)``."""

        def put(match: re.Match[str]) -> str:
            target = self.targets[int(match.group(1))]
            return escape_attribute(link(target.url, target.suffix))

        return _TOKEN.sub(put, self.html)


class Bodies(NamedTuple):
    """The bodies by their writing's path, the files beside writings that they show, and every link that is broken."""

    bodies: dict[str, Body]
    files: tuple[SiteFile, ...]
    problems: list[Problem]


def resolve_bodies(site: Site, documents: Mapping[str, Document], withheld: Mapping[str, str]) -> Bodies:
    """``documents`` (by the path of their writing) with their references resolved, and the pictures that front matter
    names.

    A reference that leads nowhere is an error at its place; its body isn't in the result.
    """
    anchors = {path: frozenset(document.ids) for path, document in documents.items()}
    links = Links(site, anchors, withheld)
    bodies: dict[str, Body] = {}
    problems: list[Problem] = []
    found: list[SiteFile | None] = []
    for path, document in documents.items():
        targets = _resolve_document(links, site.writings[path], document, problems)
        found += [target.file for target in targets]
        if len(targets) == len(document.references):
            bodies[path] = Body(
                document.html, tuple(targets), document.text, document.excerpt, document.headings
            )
        found.append(_resolve_image(links, site.writings[path], problems))
    known = frozenset(site.files)
    files = {file.url: file for file in found if file and file not in known}
    return Bodies(bodies, tuple(files[url] for url in sorted(files)), problems)


def _resolve_document(
    links: Links, writing: Post | Page, document: Document, problems: list[Problem]
) -> list[Target]:
    """The targets of the references that lead somewhere; the others are added to ``problems``."""
    targets = []
    for reference in document.references:
        found = links.resolve(reference.target, writing.path)
        if isinstance(found, Target):
            targets.append(found)
            continue
        place = locate(reference, path=writing.path, first_line=writing.first_line)
        problems.append(error(found.code, found.message, place, found.hint))
    return targets


def _resolve_image(links: Links, writing: Post | Page, problems: list[Problem]) -> SiteFile | None:
    image = writing.meta.image
    if not image or ":" in image:
        return None
    found = links.resolve(image, writing.path)
    if isinstance(found, Target):
        return found.file
    problems.append(error(found.code, found.message, writing.meta.where("image"), found.hint))
    return None
