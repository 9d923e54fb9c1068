"""Every link of a built site, followed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from tests.outside.sites import BuiltSite, Element, Page

URL_ATTRIBUTES = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
NAMED_ONLY = {"canonical", "alternate", "me", "license", "author", "webmention"}
"""Relations of ``link`` that a browser doesn't load."""

CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


@dataclass(frozen=True)
class Link:
    """A link: who has it, and whether a browser loads it without being asked."""

    element: Element
    target: str
    loaded: bool


def links_of(page: Page) -> Iterator[Link]:
    """Every link of a page."""
    for element in page.elements:
        loaded = element.tag not in {"a", "area", "form"} and not element.words("rel") & NAMED_ONLY
        for name in URL_ATTRIBUTES.get(element.tag, ()):
            value = element.attributes.get(name)
            if value is None:
                continue
            targets = [part.split()[0] for part in value.split(",")] if name == "srcset" else [value]
            for target in targets:
                yield Link(element, target, loaded)
        for one, other in CSS_URL.findall(element.get("style")):
            yield Link(element, one or other, True)
        if element.tag == "meta" and element.get("http-equiv").lower() == "refresh":
            yield Link(element, element.get("content").partition("url=")[2], True)


def link_faults(site: BuiltSite, page: Page, root: str) -> Iterator[str]:
    """What is wrong with the links of a page that is read below the address ``root``."""
    here = urljoin(root, page.url.lstrip("/"))
    for link in links_of(page):
        place = f"{page.file}:{link.element.line}: <{link.element.tag}> {link.target!r}"
        address = link.target if urlsplit(link.target).scheme else urljoin(here, link.target)
        path = site.path_of(address)
        if urlsplit(link.target).scheme in {"mailto", "tel", "data"}:
            continue
        if not urlsplit(link.target).scheme:
            path = "/" + unquote(urlsplit(address).path.removeprefix(urlsplit(root).path))
            if not address.startswith(root):
                yield f"{place} leaves the site"
                continue
        elif link.loaded:
            yield f"{place} asks for it at an absolute address"
        if path is not None:
            yield from _target_faults(site, place, path, unquote(urlsplit(address).fragment))


def _target_faults(site: BuiltSite, place: str, path: str, fragment: str) -> Iterator[str]:
    if not site.exists(path):
        yield f"{place}: nothing there"
    elif fragment:
        target = site.by_url.get(path) or site.by_url.get(path.removesuffix("index.html"))
        if target is not None and fragment not in target.ids and fragment != "top":
            yield f"{place}: no such place in the page"


def style_faults(site: BuiltSite) -> Iterator[str]:
    """What is wrong with the addresses in style sheets and drawings."""
    for file in site.files("*.css", "*.svg"):
        name = file.relative_to(site.folder).as_posix()
        text = file.read_text(encoding="utf-8")
        for one, other in CSS_URL.findall(text):
            target = one or other
            if target.startswith(("data:", "#")):
                continue
            if urlsplit(target).scheme or target.startswith("/"):
                yield f"{name}: {target!r} isn't relative"
            elif not site.exists(urlsplit(urljoin(f"/{name}", target)).path):
                yield f"{name}: {target!r} isn't there"


def reachable(site: BuiltSite) -> set[str]:
    """The pages that a visitor finds who starts at home and follows links."""
    known = {"/"}
    waiting = ["/"]
    while waiting:
        page = site.by_url[waiting.pop()]
        for link in links_of(page):
            address = urljoin(f"http://x{page.url}", link.target)
            path = unquote(urlsplit(address).path).removesuffix("index.html")
            if address.startswith("http://x/") and path in site.by_url and path not in known:
                known.add(path)
                waiting.append(path)
    return known
