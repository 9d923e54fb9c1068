"""A page of HTML as a tree of elements, read leniently: enough to look for landmarks and microformats."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_IMPLIED = frozenset(
    ("html", "head", "body", "p", "li", "dt", "dd", "rt", "rp", "optgroup", "option", "colgroup", "caption")
) | frozenset(("thead", "tbody", "tfoot", "tr", "td", "th"))
"""What may end without saying so (HTML, 13.1.2.4 Optional tags)."""
_DEEPEST = 400


class Element:
    """An element with its attributes, its children and its text; ``parent`` is None for the page itself. ``is_closed``
    says that it ends where its page says so, or may end anywhere; ``strays`` are end tags in it that end nothing."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None = None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.is_closed = True
        self.strays: tuple[str, ...] = ()

    def walk(self) -> Iterator[Element]:
        """Every element below, in the order of the page."""
        stack = [child for child in reversed(self.children) if isinstance(child, Element)]
        while stack:
            element = stack.pop()
            yield element
            stack += [child for child in reversed(element.children) if isinstance(child, Element)]

    def find(self, *tags: str) -> list[Element]:
        """The elements below with one of these tags."""
        return [element for element in self.walk() if element.tag in tags]

    def of_class(self, name: str) -> list[Element]:
        """The elements below of that class."""
        return [element for element in self.walk() if name in element.classes]

    def above(self) -> Iterator[Element]:
        """The elements around it, the nearest first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All text in it, on one line."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            found = stack.pop()
            if isinstance(found, str):
                parts.append(found)
            else:
                stack += reversed(found.children)
        return " ".join("".join(parts).split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Element("", {})
        self._open = [self.page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in reversed(attrs)}, self._open[-1])
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self._open) - 1, 0, -1):
            if self._open[number].tag == tag:
                self._leave(number + 1)
                del self._open[number:]
                return
        self._open[-1].strays += (tag,)

    def close(self) -> None:
        super().close()
        self._leave(1)

    def _leave(self, first: int) -> None:
        for element in self._open[first:]:
            element.is_closed = element.tag in _IMPLIED

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read_page(html: str) -> Element:
    """The page as a tree; what is left open ends where its parent does."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.page
