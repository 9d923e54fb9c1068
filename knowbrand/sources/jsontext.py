"""JSON into nodes that keep their place."""

from __future__ import annotations

import json
import re

from knowbrand.problems import KnowbrandError, Place, Problem, error
from knowbrand.sources.nodes import DEEPEST, MOST_NODES, Mapping, Node, Scalar, Sequence, mend, put

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_WORD = re.compile(r"[^\s,:\[\]{}\"]+")


def parse_json(text: str, path: str, family: int, problems: list[Problem], first_line: int) -> Node | None:
    """The root node of ``text``; None where it is empty. Duplicate keys are added to ``problems``.

    Raises KnowbrandError for what isn't JSON (RFC 8259) and for nesting over 60 levels.
    """
    if not text.strip(" \t\n\r"):
        return None
    builder = _Builder(text, path, family, problems, first_line)
    _check_depth(builder)
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
    except json.JSONDecodeError as fault:
        raise builder.stop("07", _explain(fault), fault.pos) from None
    except _NotANumberError as fault:
        raise builder.stop("07", f"{fault} is not JSON", text.find(str(fault)), "write null") from None
    return builder.build()


class _NotANumberError(ValueError):
    """NaN and the infinities, which Python reads and JSON hasn't (RFC 8259, 6)."""


def _refuse(word: str) -> None:
    raise _NotANumberError(word)


def _check_depth(builder: _Builder) -> None:
    """Stops at nesting that would exhaust Python's parser."""
    depth = 0
    in_string = False
    for match in re.finditer(r"\\.|[\"\[\]{}]", builder.text):
        character = match.group()
        if character == '"':
            in_string = not in_string
        elif not in_string and character in "[{":
            depth += 1
            if depth > DEEPEST:
                raise builder.stop(
                    "10", f"nested more than {DEEPEST} levels deep", match.start(), "flatten it"
                )
        elif not in_string and character in "]}":
            depth -= 1


def _explain(fault: json.JSONDecodeError) -> str:
    words = {
        "Expecting property name enclosed in double quotes": "a key in double quotes should stand here, "
        "or the comma before it is too much",
        "Illegal trailing comma before end of object": "the last field can't be followed by a comma",
        "Illegal trailing comma before end of array": "the last item can't be followed by a comma",
        "Expecting ':' delimiter": "a ':' should stand here",
        "Expecting ',' delimiter": "a ',' should stand before this",
        "Expecting value": "a value should stand here, or the comma before it is too much",
        "Unterminated string starting at": "a string is opened here and never closed",
        "Invalid control character at": "a line break or tab in a string; write \\n or \\t",
        "Extra data": "something stands after the end of the JSON",
    }
    beginning = next((start for start in words if fault.msg.startswith(start)), None)
    return words[beginning] if beginning else f"this is not JSON: {fault.msg}"


class _Builder:
    """Walks a text that is known to be JSON and makes its nodes, without recursion."""

    def __init__(self, text: str, path: str, family: int, problems: list[Problem], first_line: int) -> None:
        self.text = text
        self.path = path
        self.family = family
        self.problems = problems
        self.line = first_line
        self.line_start = 0
        self.counted = 0
        self.total = 0

    def build(self) -> Node:
        stack: list[tuple[Sequence | Mapping, list[Node], Place]] = []
        at = 0
        while True:
            at = _end(_SPACE, self.text, at)
            character = self.text[at]
            node: Node
            if character in "[{":
                place = self.place(at)
                container = Sequence([], place) if character == "[" else Mapping({}, {}, place)
                stack.append((container, [], place))
                at += 1
                continue
            if character in ",:":
                at += 1
                continue
            if character in "]}":
                container, children, start = stack.pop()
                end = self.place(at)
                place = Place(self.path, start.line, start.column, end.line, (end.column or 0) + 1)
                node = self._close(container, children, place)
                at += 1
            else:
                node, at = self._scalar(at)
            self.total += 1
            if self.total > MOST_NODES:
                raise self.stop(
                    "10", "more values than a file may hold", at - 1, f"the most is {MOST_NODES:,}"
                )
            if not stack:
                return node
            stack[-1][1].append(node)

    def _scalar(self, at: int) -> tuple[Scalar, int]:
        start = self.place(at)
        quoted = self.text[at] == '"'
        end = _end(_STRING if quoted else _WORD, self.text, at)
        written = self.text[at:end]
        place = Place(self.path, start.line, start.column, start.line, (start.column or 0) + end - at)
        if quoted:
            written = mend(json.loads(written), place, self.family, self.problems)
        return Scalar(written, not quoted, place), end

    def _close(self, container: Sequence | Mapping, children: list[Node], place: Place) -> Node:
        container.place = place
        container.size = 1 + sum(child.size for child in children)
        if isinstance(container, Sequence):
            container.items = children
            return container
        for key, value in zip(children[::2], children[1::2], strict=True):
            assert isinstance(key, Scalar)  # noqa: S101 - JSON's keys are strings
            put(container, key, value, self.family, self.problems)
        return container

    def place(self, at: int) -> Place:
        """Where the character ``at`` stands; asked in the order of the text."""
        breaks = self.text.count("\n", self.counted, at)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", 0, at) + 1
        self.counted = at
        column = at - self.line_start + 1
        return Place(self.path, self.line, column, self.line, column + 1)

    def stop(self, number: str, message: str, at: int, hint: str | None = None) -> KnowbrandError:
        return KnowbrandError(error(f"KB{self.family}{number}", message, self.place(at), hint))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
