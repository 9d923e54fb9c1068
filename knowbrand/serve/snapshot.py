"""A whole site in memory, as it stood after one good build. Nothing in it changes; the next build makes another."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from knowbrand.build import Composition
from knowbrand.model import Post
from knowbrand.model.output import Output
from knowbrand.problems import Problem
from knowbrand.serve.mediatypes import CSS, HTML, media_type, shapes_pages
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path

NOT_FOUND = "404.html"

_LINK = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_STYLESHEET = re.compile(r"\brel\s*=\s*[\"']?[^\"'>]*\bstylesheet\b", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the site as it is sent. ``digest`` is of its content."""

    content: bytes
    type: str
    digest: str


@dataclass(frozen=True, slots=True)
class PageState:
    """What a page in a browser is compared with. ``body`` is a digest of its HTML without links to style sheets,
    ``styles`` are these in order (address and digest), ``assets`` a digest of all that might be shown in a page."""

    body: str
    styles: tuple[tuple[str, str], ...]
    assets: str


@dataclass(frozen=True)
class Snapshot:
    """``resources`` are by output path, ``base`` is the path of the site's root, from ``/`` to ``/``. ``sources`` are
    the files that a page is made of, by its output path; ``drafts`` the pages that a real build leaves out. ``fixtures``
    are the names of several sites that lie below one root, each in the folder of its name."""

    base: str
    resources: Mapping[str, Resource]
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    fixtures: tuple[str, ...] = ()

    def locate(self, path: str) -> str | None:
        """The output path that a request for ``path`` (decoded) means, there or not; None outside the site."""
        rest = path.removeprefix(self.base)
        if not path.startswith(self.base) or rest.startswith("/"):
            return None
        return output_path(rest)

    def page_at(self, path: str) -> tuple[str, Resource | None]:
        """What a browser that asks for ``path`` is shown, and where it stands: the 404 page where there is nothing."""
        place = self.locate(path)
        if place is not None and place in self.resources:
            return place, self.resources[place]
        name = (place or "").partition("/")[0]
        missing = f"{name}/{NOT_FOUND}" if name in self.fixtures else NOT_FOUND
        return missing, self.resources.get(missing)

    @cached_property
    def assets(self) -> str:
        """A digest of everything that might be shown in a page, by path and content."""
        shaping = (
            f"{path} {resource.digest}\n"
            for path, resource in self.resources.items()
            if shapes_pages(resource.type) and not (resource.type == CSS and self._is_theme_file(path))
        )
        return _digest("".join(sorted(shaping)).encode("utf-8", "surrogateescape"))

    def state_of(self, path: str) -> PageState:
        """The state of the page that a browser is shown at ``path``."""
        _, resource = self.page_at(path)
        if resource is None or resource.type != HTML:
            return PageState(resource.digest if resource else "", (), "")
        styles: list[tuple[str, str]] = []

        def take(found: re.Match[bytes]) -> bytes:
            tag = found[0].decode("utf-8", "replace")
            href = _HREF.search(tag)
            if not href or not _STYLESHEET.search(tag):
                return found[0]
            address = unescape(href[1] or href[2] or href[3] or "")
            styles.append((address, self._digest_of(path, address)))
            return b"<link>"

        rest = _LINK.sub(take, resource.content)
        return PageState(_digest(rest), tuple(styles), self.assets)

    def _is_theme_file(self, path: str) -> bool:
        return (path.partition("/")[2] if self.fixtures else path).startswith("_/")

    def _digest_of(self, page: str, address: str) -> str:
        try:
            parts = urlsplit(urljoin(page, address))
        except ValueError:
            return ""
        place = None if parts.netloc else self.locate(unquote(parts.path))
        resource = self.resources.get(place) if place else None
        return resource.digest if resource else ""


def make_snapshot(composition: Composition, before: Snapshot | None) -> Snapshot:
    """The site of a composition without errors. What is the same as ``before`` is kept, not made again."""
    site = composition.site
    assert site is not None  # noqa: S101 - there are errors where there is no site
    return Snapshot(
        base=base_path(site.base_url),
        resources=keep_resources(composition.outputs, before),
        sources={output_path(page.url): page.sources for page in site.pages},
        drafts=frozenset(_list_drafts(site)),
        problems=composition.problems,
    )


def keep_resources(outputs: Iterable[Output], before: Snapshot | None) -> dict[str, Resource]:
    """``outputs`` by their path. What is the same as ``before`` is kept, not made again."""
    old = before.resources if before else {}
    return {output.path: _keep(old.get(output.path), output.path, output.content) for output in outputs}


def base_path(base_url: str | None) -> str:
    """The path of a site's root: that of the address where it will stand."""
    path = unquote(urlsplit(base_url or "").path).strip("/")
    return f"/{path}/" if path else "/"


def count_changed_pages(before: Snapshot | None, after: Snapshot) -> int:
    """How many pages are new, changed or gone."""
    old = before.resources if before else {}
    new = after.resources
    return sum(
        old.get(path) is not new.get(path) for path in old.keys() | new.keys() if media_type(path) == HTML
    )


def _keep(old: Resource | None, path: str, content: bytes) -> Resource:
    if old is not None and old.content == content:
        return old
    return Resource(content, media_type(path), _digest(content))


def _list_drafts(site: Site) -> Iterator[str]:
    for page in site.pages:
        writing = site.writings.get(page.sources[0]) if page.sources else None
        if page.kind == "post" and isinstance(writing, Post) and writing.meta.draft:
            yield output_path(page.url)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]
