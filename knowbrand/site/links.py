"""What the author's links and pictures point at: a source file, a published address, or nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from knowbrand.problems import nearest
from knowbrand.site.addresses import absolute
from knowbrand.site.graph import Site
from knowbrand.site.page import SiteFile, SitePage, home_pages, kind_of, pages_by_source
from knowbrand.site.urls import GLOBAL_PATTERNS, PATTERNS, Urls

_LANGUAGE_FILES = tuple(name for name, pattern in PATTERNS.items() if not pattern.endswith("/"))


class Target(NamedTuple):
    """Where a link leads: an address of the site (not encoded), with ``?query`` and ``#anchor`` as written.

    ``file`` is set where the link names a file by its source.
    """

    url: str
    suffix: str = ""
    file: SiteFile | None = None


class Fault(NamedTuple):
    """Why a link leads nowhere."""

    code: str
    message: str
    hint: str | None


class Links:
    """Resolves the links of one site. ``anchors`` holds the ids in each writing, by its path; ``withheld`` says why a
    source file isn't there (its audience, a draft, a date to come)."""

    def __init__(
        self,
        site: Site,
        anchors: Mapping[str, frozenset[str]] | None = None,
        withheld: Mapping[str, str] | None = None,
    ) -> None:
        self._site = site
        self._anchors = anchors or {}
        self._withheld = withheld or {}
        self._pages = pages_by_source(site.pages)
        self._pages |= {
            page.sources[0]: page for page in site.pages if page.kind == "withdrawn" and page.sources
        }
        self._by_url = {page.url: page for page in site.pages}
        self._files = {file.source: file for file in site.files}
        self._file_urls = {file.url for file in site.files} | _derived_urls(site)
        self._homes = home_pages(site.pages)
        self._redirects = {redirect.url: redirect.target for redirect in site.redirects}

    def resolve(self, target: str, source: str) -> Target | Fault:
        """Where ``target``, written in the file ``source``, leads."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return Fault("KB301", f"'{target}' is not a link", "write a path or https://…")
        path = unquote(parts.path)
        suffix = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        if not path:
            return self._resolve_anchor(source, unquote(parts.fragment), suffix)
        if "\\" in path:
            return Fault("KB301", f"'{target}' has a backslash", "write / between folders")
        if path.startswith("/"):
            return self._resolve_root(path, parts.fragment, suffix, target)
        return self._resolve_relative(path, parts.fragment, suffix, source, target)

    def find_picture(self, target: str | None, source: str) -> str:
        """The absolute address of the picture that the file ``source`` names; empty where there is none."""
        if not target or urlsplit(target).scheme:
            return target or ""
        found, base_url = self.resolve(target, source), self._site.base_url
        return absolute(found.url, base_url) if isinstance(found, Target) and base_url else ""

    def _resolve_anchor(self, source: str, anchor: str, suffix: str) -> Target | Fault:
        page = self._pages.get(source)
        fault = self._check_anchor(source, anchor)
        return fault or Target(page.url if page else "", suffix)

    def _resolve_root(self, path: str, fragment: str, suffix: str, target: str) -> Target | Fault:
        slashed = path if path.endswith("/") else f"{path}/"
        for candidate in (path, slashed):
            if candidate in self._by_url:
                page = self._by_url[candidate]
                fault = self._check_anchor(page.sources[0], unquote(fragment)) if page.sources else None
                return fault or Target(page.url, suffix)
            if candidate in self._redirects:
                return Target(self._redirects[candidate], suffix)
        if path in self._file_urls:
            return Target(path, suffix)
        source = path.removeprefix("/")
        if source in self._files:
            return Target(self._files[source].url, suffix)
        reason = self._withheld.get(source) or self._withheld.get(f"assets{path}")
        return (
            _withheld(target, reason)
            if reason
            else self._missing(target, path, [*self._by_url, *self._file_urls])
        )

    def _resolve_relative(
        self, path: str, fragment: str, suffix: str, source: str, target: str
    ) -> Target | Fault:
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        if wanted.startswith("../"):
            return Fault(
                "KB301", f"'{target}' leads out of the site", "link to a file in content/ or assets/"
            )
        found = self._find_source(wanted, source)
        if found is None and path.startswith("assets/"):  # front matter names pictures as the profile does
            found = self._find_source(posixpath.normpath(path), source)
        if found is None:
            page = self._pages.get(source)
            if page:  # as a browser would read it, from the published address
                address = posixpath.normpath(posixpath.join(page.url, path))
                resolved = self._resolve_root(address, fragment, suffix, target)
                if isinstance(resolved, Target):
                    return resolved
        if found is not None:
            if isinstance(found, SitePage):
                return self._check_anchor(found.sources[0], unquote(fragment)) or Target(found.url, suffix)
            return Target(found.url, suffix, found)
        reason = self._withheld.get(wanted)
        if reason:
            return _withheld(target, reason)
        known = [posixpath.relpath(name, posixpath.dirname(source)) for name in (*self._pages, *self._files)]
        return self._missing(target, path, known)

    def _find_source(self, wanted: str, source: str) -> SitePage | SiteFile | None:
        if wanted in self._pages:
            return self._pages[wanted]
        if wanted in self._files:
            return self._files[wanted]
        writing = self._site.writings.get(source)
        if writing is None:
            return None
        if wanted in writing.files and not wanted.endswith(".md"):
            home = self._homes[kind_of(writing), writing.id]
            relative = posixpath.relpath(wanted, posixpath.dirname(writing.path))
            return SiteFile(home.url + PurePosixPath(relative).name, wanted)
        for language in (writing.lang, *self._site.languages):
            for name in (f"{wanted}/index.{language}.md", f"{wanted}/index.md", f"{wanted}.{language}.md"):
                if name in self._pages:
                    return self._pages[name]
        return None

    def _check_anchor(self, source: str, anchor: str) -> Fault | None:
        ids = self._anchors.get(source)
        if not anchor or ids is None or anchor in ids or anchor == "top":
            return None
        guess = nearest(anchor, ids)
        hint = f"did you mean '#{guess}'?" if guess else "the anchors of a page are the ids of its headings"
        return Fault("KB302", f"there is no '#{anchor}' in {source}", hint)

    def _missing(self, target: str, path: str, known: list[str]) -> Fault:
        guess = self._find_namesake(path) or nearest(path, known)
        hint = (
            f"did you mean '{guess}'?"
            if guess
            else "check the name; links to files are relative to this file"
        )
        name = posixpath.basename(path)
        if name in self._site.model.strays:
            hint = f"{name} stands in the site's own folder: move it to assets/, and write assets/{name}"
        return Fault("KB301", f"'{target}' leads nowhere", hint)

    def _find_namesake(self, path: str) -> str | None:
        """The file of that name in ``assets/``, where there is one alone."""
        name = posixpath.basename(path)
        found = [
            file for file in self._files if file.startswith("assets/") and posixpath.basename(file) == name
        ]
        return found[0] if name and len(found) == 1 else None


_REASONS = {
    "audience": ("it is not for this audience", "put it in a block for the audience that may see it"),
    "draft": ("it is a draft", "take 'draft: true' out of it"),
    "scheduled": ("it is published later", "wait with the link until then"),
}


def _withheld(target: str, reason: str) -> Fault:
    why, remedy = _REASONS[reason]
    message = f"'{target}' leads to something that isn't there: {why}"
    return Fault("KB306", message, f"take the link out, or {remedy}")


def _derived_urls(site: Site) -> set[str]:
    urls = Urls(site.model.settings)
    found = {GLOBAL_PATTERNS["sitemap"], GLOBAL_PATTERNS["robots"]}
    for language in site.languages:
        for name in _LANGUAGE_FILES:
            if name == "feed-chapter":
                found |= {urls.of(name, language, id=chapter.id) for chapter in site.model.profile.expertise}
            else:
                found.add(urls.of(name, language))
    return found
