"""Microformats (https://microformats.org/wiki/microformats2) read back from a page: what others would find in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from knowbrand.check.elements import Element

_LINKS = {
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "object": "data",
}


class Item(NamedTuple):
    """A microformat: its kind (``h-entry``), the values of its properties, and the items in them (``author``)."""

    kind: str
    values: dict[str, list[str]]
    items: dict[str, list[Item]]
    element: Element

    def first(self, name: str) -> str:
        """The first value of a property; empty where there is none."""
        return next(iter(self.values.get(name, ())), "")


def read_items(page: Element, kind: str) -> list[Item]:
    """The items of that kind anywhere on the page."""
    return [_read(element, kind) for element in page.of_class(kind)]


def _read(element: Element, kind: str) -> Item:
    item = Item(kind, {}, {}, element)
    for inner in element.walk():
        if _root_of(inner) is element:
            for prefix, name in _properties(inner):
                item.values.setdefault(name, []).append(_value(inner, prefix))
                nested = [found for found in inner.classes if found.startswith("h-")]
                if nested:
                    item.items.setdefault(name, []).append(_read(inner, nested[0]))
    _imply(element, item)
    return item


def _root_of(element: Element) -> Element | None:
    return next(
        (around for around in element.above() if any(name.startswith("h-") for name in around.classes)), None
    )


def _properties(element: Element) -> Iterator[tuple[str, str]]:
    for name in element.classes:
        prefix, _, rest = name.partition("-")
        if prefix in ("p", "u", "dt", "e") and rest:
            yield prefix, rest


def _value(element: Element, prefix: str) -> str:
    attributes = element.attributes
    if prefix == "u" and element.tag in _LINKS:
        return attributes.get(_LINKS[element.tag], "")
    if prefix == "dt" and element.tag in ("time", "ins", "del") and "datetime" in attributes:
        return attributes["datetime"]
    if element.tag in ("data", "input"):
        return attributes.get("value", "")
    if prefix == "p" and element.tag in ("img", "area"):
        return attributes.get("alt", "")
    return element.text


def _imply(element: Element, item: Item) -> None:
    """An item that names nothing is named by its text, and a link by where it leads (microformats2, implied properties)."""
    if not any(item.values.values()):
        item.values["name"] = [element.text]
        if element.tag == "a" and "href" in element.attributes:
            item.values["url"] = [element.attributes["href"]]
