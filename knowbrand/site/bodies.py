"""Bodies with their links resolved, ready to stand on a page or in a feed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from knowbrand.markup import Document, Heading, escape_attribute, locate
from knowbrand.model import Page, Post
from knowbrand.model.lock import Identity
from knowbrand.problems import Problem, error
from knowbrand.site.anchors import KeptAnchor, check_anchors, group_anchors, keep_anchors, place_anchors
from knowbrand.site.graph import Site
from knowbrand.site.links import Links, Target
from knowbrand.site.page import SiteFile, Size, kind_of

_TOKEN = re.compile("\x02(?:r(?P<link>\\d+)|s(?P<picture>\\d+)(?:(?P<side>[wh])(?P<pixels>\\d+))?)\x03")


class Body(msgspec.Struct, frozen=True):
    """A rendered body: HTML with reference tokens, and the target of each."""

    html: str
    targets: tuple[Target, ...]
    text: str
    excerpt: str
    headings: tuple[Heading, ...]
    kept: tuple[KeptAnchor, ...] = ()
    """Ids that its page had and must go on having."""

    def place_on_page(self, link: Callable[[str, str], str], sizes: Mapping[str, Size]) -> str:
        """As :meth:`place`, with the ids that its page had before. Feeds don't need those."""
        return place_anchors(self.place(link, sizes), self.kept)

    def place(self, link: Callable[[str, str], str], sizes: Mapping[str, Size]) -> str:
        """The HTML with every reference replaced by ``link(url, suffix)``, and with the size of each picture in
        ``sizes``, by its address."""

        def put(match: re.Match[str]) -> str:
            target = self.targets[int(match["link"] or match["picture"])]
            if match["link"]:
                return escape_attribute(link(target.url, target.suffix))
            size = None if "#" in target.suffix else sizes.get(target.url)  # which names a part of an SVG
            return _write_size(size, match["side"], int(match["pixels"] or 0)) if size else ""

        return _TOKEN.sub(put, self.html)


class Bodies(NamedTuple):
    """The bodies by their writing's path, the files beside writings that they show, and every link that is broken."""

    bodies: dict[str, Body]
    files: tuple[SiteFile, ...]
    problems: list[Problem]


def _write_size(size: Size, side: str | None, pixels: int) -> str:
    """``size`` as attributes; where the author gave one ``side``, in ``pixels``, the other, in proportion."""
    width, height = size
    if side == "w":
        return f' height="{max(1, round(pixels * height / width))}"'
    if side == "h":
        return f' width="{max(1, round(pixels * width / height))}"'
    return f' width="{width}" height="{height}"'


def resolve_bodies(site: Site, documents: Mapping[str, Document], withheld: Mapping[str, str]) -> Bodies:
    """``documents`` (by the path of their writing) with their references resolved, and the pictures that front matter
    names.

    A reference that leads nowhere is an error at its place; its body isn't in the result.
    """
    problems: list[Problem] = []
    kept = _keep_anchors(site, documents, problems)
    anchors = {
        path: frozenset(document.ids) | {anchor.id for anchor in kept[path]}
        for path, document in documents.items()
    }
    links = Links(site, anchors, withheld)
    bodies: dict[str, Body] = {}
    found: list[SiteFile | None] = []
    for path, document in documents.items():
        targets = _resolve_document(links, site.writings[path], document, problems)
        found += [target.file for target in targets]
        if len(targets) == len(document.references):
            bodies[path] = Body(
                document.html, tuple(targets), document.text, document.excerpt, document.headings, kept[path]
            )
        found.append(_resolve_image(links, site.writings[path], problems))
    known = frozenset(site.files)
    files = {file.url: file for file in found if file and file not in known}
    return Bodies(bodies, tuple(files[url] for url in sorted(files)), problems)


def _keep_anchors(
    site: Site, documents: Mapping[str, Document], problems: list[Problem]
) -> dict[str, tuple[KeptAnchor, ...]]:
    shown = {page.url: Identity(page.kind, page.key, page.lang) for page in site.pages}
    led = {redirect.url: shown[redirect.target] for redirect in site.redirects if redirect.target in shown}
    published = group_anchors(site.lock, shown | led)
    kept = {}
    for path, document in documents.items():
        writing = site.writings[path]
        lines = published.get(Identity(kind_of(writing), writing.id, writing.lang), ())
        kept[path] = keep_anchors(lines, document)
        problems += check_anchors(lines, writing, kept[path], document)
    return kept


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
