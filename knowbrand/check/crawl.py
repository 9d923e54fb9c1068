"""The outputs crawled as a host will serve them: every address in them that points into the site, and what it finds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple
from xml.etree import ElementTree

from knowbrand.check.mount import Mount, Spot
from knowbrand.check.reading import Page, list_data, read_css, read_page
from knowbrand.check.whereabouts import Whereabouts
from knowbrand.model.output import Output
from knowbrand.problems import Place, Problem, error

NOT_FOUND = "404.html"
"""Hosts serve it at any depth."""
_STYLE_OF_XML = re.compile(rb'<\?xml-stylesheet[^>]*?\shref="([^"]+)"')
_IDENTIFIERS = frozenset(("id", "guid"))


class Outputs(NamedTuple):
    """The outputs read: ``pages`` by path, the addresses in all ``others``, and where they will stand."""

    pages: dict[str, Page]
    others: dict[str, tuple[str, ...]]
    mount: Mount


def read_outputs(outputs: Iterable[Output], base_url: str | None, copies: frozenset[str]) -> Outputs:
    """Every address in ``outputs``. Of the ``copies`` of the author's files, only pages and style sheets are read."""
    pages: dict[str, Page] = {}
    others: dict[str, tuple[str, ...]] = {}
    by_path = {output.path: output.content for output in outputs}
    for path, content in by_path.items():
        if path.endswith(".html") and not content.startswith(b"<?xml"):
            pages[path] = read_page(content.decode("utf-8", "replace"))
        elif path.endswith(".css"):
            others[path] = tuple(dict.fromkeys(read_css(content.decode("utf-8", "replace"))))
        elif path not in copies:
            with suppress(
                ElementTree.ParseError, ValueError, RecursionError
            ):  # a copy of the author's: it may be broken
                others[path] = tuple(dict.fromkeys(_read_other(path, content)))
    return Outputs(pages, others, Mount(by_path, base_url))


def _read_other(path: str, content: bytes) -> Iterator[str]:
    if content.startswith(b"<?xml"):
        yield from (found.decode() for found in _STYLE_OF_XML.findall(content))
        for element in ElementTree.fromstring(content).iter():  # our own feeds and sitemaps  # noqa: S314
            values = [element.get("href") or "", element.get("url") or ""]
            if element.tag.rpartition("}")[2] not in _IDENTIFIERS:
                values.append((element.text or "").strip())
            yield from (
                value for value in values if value.startswith(("http://", "https://")) and " " not in value
            )
    elif path.endswith(".json"):
        yield from list_data(json.loads(content))
    elif path.endswith((".vcf", ".txt")):
        text = content.decode("utf-8", "replace").replace("\r\n ", "")
        yield from re.findall(r"(?m)^(?:URL|PHOTO|Sitemap)[^:\n]*:[ ]?(https?://\S+)", text)


def check_addresses(found: Outputs, whereabouts: Whereabouts) -> list[Problem]:
    """Every address into the site that leads nowhere, told once however many pages have it."""
    broken: dict[tuple[str, str], list[tuple[str, str, Problem]]] = {}
    for path, address, spot in _addresses(found):
        fault = _judge(found, path, address, spot)
        if fault:
            key = (fault.code, f"{spot.path}#{spot.fragment}" if spot.path else address)
            broken.setdefault(key, []).append((path, address, fault))
    problems: dict[str, Problem] = {}
    for (_, target), cases in broken.items():
        path, address, fault = cases[0]
        if fault.code == "KB341" and target in problems:
            continue  # a page has it, and there it is told
        pages = list(dict.fromkeys(case[0] for case in cases))
        more = f", here and on {len(pages) - 1} more" if len(pages) > 1 else ""
        place = whereabouts.find(address, pages)
        problems.setdefault(
            target, Problem(fault.code, fault.severity, fault.message + more, place, fault.hint)
        )
    return list(problems.values())


def _addresses(found: Outputs) -> Iterator[tuple[str, str, Spot]]:
    for path, page in found.pages.items():
        for address in page_addresses(page):
            yield path, address, found.mount.locate(address, path)
    for path, addresses in found.others.items():
        for address in addresses:
            yield path, address, found.mount.locate(address, path)


def page_addresses(page: Page) -> dict[str, None]:
    """Every address in ``page``, once."""
    single = (page.canonical, page.refresh)
    parts = (page.followed, page.loaded, page.alternates, page.data, (each for each in single if each))
    return dict.fromkeys(address for part in parts for address in part)


def _judge(found: Outputs, path: str, address: str, spot: Spot) -> Problem | None:
    """What is wrong with ``address`` in the output ``path``, its place still to be found."""
    place = Place(path)
    if spot.kind == "unreadable":
        return error("KB313", f"'{address}' is not a link", place)
    if spot.kind == "above":
        hint = f"the site stands below {found.mount.base}: name the place within it"
        return error("KB335", f"the link '{address}' leads out of the site's own path", place, hint)
    if spot.kind != "inside":
        return None
    if path == NOT_FOUND and not address.startswith(("/", "#")) and "//" not in address:
        hint = f"hosts show this page at any depth: begin the link with {found.mount.base}"
        return error("KB336", f"the link '{address}' works only at the site's root", place, hint)
    if spot.path not in found.mount.paths:
        return _judge_missing(found, path, address, spot)
    target = found.pages.get(spot.path)
    known = target is None or spot.fragment in ("", "top") or spot.fragment in target.ids
    if not known and address not in _data(found, path):
        message = f"the link '{address}' leads to an anchor that isn't there"
        return error("KB313", message, place, "the anchors of a page are the ids in it")
    return None


def _judge_missing(found: Outputs, path: str, address: str, spot: Spot) -> Problem:
    place = Place(path)
    if path not in found.pages and not path.endswith(".css"):
        hint = "a page that it names isn't there: report it with the site's sources"
        return error("KB341", f"the address '{address}' in {path} leads nowhere", place, hint)
    other = found.mount.respelled(spot.path)
    if other:
        message = f"the link '{address}' leads nowhere: the file is called '{other}'"
        return error(
            "KB337", message, place, "write it with the same letters; most hosts tell capitals apart"
        )
    if f"{spot.path}/index.html" in found.mount.paths:
        hint = "end it with a slash: not every host adds one"
    else:
        hint = "the theme or the page's HTML has it"
    return error("KB313", f"the link '{address}' leads nowhere", place, hint)


def _data(found: Outputs, path: str) -> Iterable[str]:
    """Addresses that name a thing rather than a place in a page: their fragments needn't be there."""
    page = found.pages.get(path)
    return page.data if page else found.others.get(path, ())


def outside_addresses(found: Outputs) -> dict[str, list[str]]:
    """Every address of another site that a visitor may follow, and the pages that have it."""
    outside: dict[str, list[str]] = {}
    for path, page in found.pages.items():
        for address in page.followed:
            if found.mount.locate(address, path).kind == "outside":
                outside.setdefault(address, []).append(path)
    return outside


def by_page(outputs: Mapping[str, Page], mount: Mount) -> dict[str, set[str]]:
    """The outputs that each page leads a visitor to."""
    return {
        path: {
            spot.path
            for address in (*page.followed, page.refresh)
            if address and (spot := mount.locate(address, path)).kind == "inside"
        }
        for path, page in outputs.items()
    }
