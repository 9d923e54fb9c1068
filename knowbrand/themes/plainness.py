"""Where a template can show text alone: in an attribute, a ``title``, a drawing. What stands there is printed without
elements, so that a value which says its language anywhere else breaks nothing (HTML, 13.2.5: tokenization)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jinja2 import nodes
from markupsafe import Markup

PLAIN_BLOCKS = frozenset({"title", "body_class"})
"""Blocks that ``plain`` has in a ``title`` and in an attribute: a child's template doesn't show where they stand."""

_TEXT_ALONE = frozenset({"title", "textarea", "option", "svg"})
_RAW = frozenset({"script", "style"})
_IN_TEXT = re.compile(r"<!--(?:.*?-->|.*)|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)", re.DOTALL)
_IN_TAG = re.compile(r"""[>"']""")


def plain(value: object) -> object:
    """``value`` as text, where it would print elements."""
    if type(value) is str:
        return value
    if isinstance(value, Markup):
        return value.striptags() if "<" in value else value
    return str(value) if hasattr(value, "__html__") else value


@dataclass(slots=True)
class _Position:
    """Where in the HTML the text so far has come."""

    in_tag: bool = False
    """Whether it is between ``<`` and ``>``."""
    quote: str = ""
    """The quotation mark of the attribute that is open."""
    around: str = ""
    """The element in which there are no elements."""

    def is_plain(self) -> bool:
        """Whether only text may stand here. What a script holds is no text."""
        return self.in_tag or bool(self.around and self.around not in _RAW)

    def follow(self, html: str) -> None:
        """Go on over ``html``."""
        at = 0
        while at < len(html):
            if self.quote:
                at = html.find(self.quote, at) + 1 or len(html) + 1
                self.quote = self.quote if at > len(html) else ""
            elif self.in_tag:
                found = _IN_TAG.search(html, at)
                at = found.end() if found else len(html)
                self.in_tag = not found or found[0] != ">"
                self.quote = found[0] if found and self.in_tag else ""
            else:
                found = _IN_TEXT.search(html, at)
                at = found.end() if found else len(html)
                self._enter(found)

    def _enter(self, found: re.Match[str] | None) -> None:
        name = (found["name"] or "").lower() if found else ""
        if not found or not name:
            return
        if self.around:
            if found["end"] and name == self.around:
                self.around, self.in_tag = "", True
            else:
                self.in_tag = self.around not in _RAW
            return
        self.in_tag = True
        if not found["end"] and name in _TEXT_ALONE | _RAW:
            self.around = name


def mark_plain(tree: nodes.Template) -> None:
    """Have all that ``tree`` prints where only text may stand pass through the filter ``plain``."""
    _walk(tree.body, _Position())


def _walk(body: Iterable[nodes.Node], position: _Position) -> None:
    for node in body:
        if isinstance(node, nodes.Output):
            _mark(node, position)
        elif isinstance(node, nodes.Macro | nodes.CallBlock | nodes.AssignBlock | nodes.FilterBlock):
            _walk(node.body, _Position())
        elif isinstance(node, nodes.Block):
            if node.name in PLAIN_BLOCKS and not position.is_plain():
                _walk(node.body, _Position(around=node.name))
            else:
                _walk(node.body, position)
        elif isinstance(node, nodes.If):
            before = replace(position)
            _walk(node.body, position)
            for branch in ([other] for other in node.elif_):
                _walk(branch, replace(before))
            _walk(node.else_, replace(before))
        elif isinstance(node, nodes.For):
            before = replace(position)
            _walk(node.body, position)
            _walk(node.else_, before)
        elif isinstance(node, nodes.With | nodes.Scope):
            _walk(node.body, position)


def _mark(output: nodes.Output, position: _Position) -> None:
    for number, node in enumerate(output.nodes):
        if isinstance(node, nodes.TemplateData):
            position.follow(node.data)
        elif position.is_plain():
            output.nodes[number] = nodes.Filter(node, "plain", [], [], None, None, lineno=node.lineno)
