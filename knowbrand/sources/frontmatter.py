"""A Markdown file into its front matter and its body, and the body into the parts that audiences may see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from knowbrand.model.writing import BodyPart
from knowbrand.problems import KnowbrandError, Place, Problem, error
from knowbrand.sources.nodes import Mapping, parse_yaml


class Split(NamedTuple):
    """Front matter as a node, the body, and the body's first line in the file."""

    meta: Mapping
    body: str
    first_line: int


def split_front_matter(text: str, path: str, problems: list[Problem]) -> Split:
    """``text`` at its front matter: YAML between two lines ``---``.

    Raises KnowbrandError where it has none, doesn't close it, or it isn't a YAML mapping.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        hint = "begin the file with a line ---, then title: …, then another line ---"
        if lines[0].startswith(("+++", "{")):
            hint = "this seems to be TOML or JSON; `knowbrand import posts` turns it into YAML"
        raise KnowbrandError(error("KB214", "no front matter", Place(path, 1, 1), hint))
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), None)
    if end is None:
        raise KnowbrandError(
            error("KB214", "the front matter is never closed", Place(path, 1, 1), "end it with ---")
        )
    node = parse_yaml("\n".join(lines[1:end]), path, 2, problems, first_line=2)
    if node is None:
        node = Mapping({}, {}, Place(path, 1, 1))
    if not isinstance(node, Mapping):
        message = "the front matter should hold fields, such as 'title: …'"
        raise KnowbrandError(error("KB204", message, node.place, "write one field a line"))
    return Split(node, "\n".join(lines[end + 1 :]), end + 2)


_OPEN = re.compile(r" {0,3}:::+[ \t]*visibility(?:[ \t]+(\S+))?[ \t]*")
_OTHER = re.compile(r" {0,3}:::+[ \t]*[^\s:].*")
_CLOSE = re.compile(r" {0,3}:::+[ \t]*")
_NEARLY = re.compile(r"[ \t>|*+\-\d.)]*::.*vis[ai]b", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"[\w-]+")
_COLONS = str.maketrans("：", ":")
_FENCE = re.compile(r"((?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}|~{3,})(.*)", re.ASCII)


_MOST_PROBLEMS = 100


class _Block(NamedTuple):
    """A block that is open; ``name`` is None where it isn't about visibility."""

    name: str | None
    place: Place


def split_visibility(
    body: str, path: str, first_line: int, problems: list[Problem], audiences: Iterable[str] = ()
) -> tuple[BodyPart, ...]:
    """The parts of ``body``: what stands between ``::: visibility NAME`` and ``:::`` is for that audience.

    Blocks may nest. Whatever is in doubt is an error in ``problems`` (a block that is never closed, closed twice, names
    nobody, is misspelt, begins in fenced code, names one of ``audiences`` without saying ``visibility``), and stays
    withheld rather than gets out.
    """
    if "::" not in body and "：：" not in body:
        return (BodyPart(body),)
    splitter = _Splitter(path, problems, frozenset(audiences))
    for number, line in enumerate(body.split("\n"), first_line):
        splitter.read_line(line, number)
    return splitter.finish()


class _Splitter:
    def __init__(self, path: str, problems: list[Problem], audiences: frozenset[str]) -> None:
        self.path = path
        self.problems = problems
        self.audiences = audiences
        self.parts: list[BodyPart] = []
        self.blocks: list[_Block] = []
        self.lines: list[str] = []
        self.fence = ""
        self.said = 0

    def read_line(self, line: str, number: int) -> None:
        self.fence = _fence_after(line, self.fence)
        plain = line.translate(_COLONS)
        if "::" not in plain:
            self.lines.append(line)
            return
        place = Place(self.path, number, 1, number, len(line) + 1)
        opening = _OPEN.fullmatch(line)
        if opening:
            self._open(opening.group(1), place)
        elif self.fence:
            self.lines.append(line)
        elif _CLOSE.fullmatch(line):
            self._close(line, place)
        else:
            if _NEARLY.match(plain) or (_OTHER.fullmatch(plain) and self._names_audience(plain)):
                hint = "write ::: visibility organisation, at the beginning of its line"
                self._report("this is nearly a visibility block, but isn't one", place, hint)
            elif _OTHER.fullmatch(line):
                self.blocks.append(_Block(None, place))
            self.lines.append(line)

    def finish(self) -> tuple[BodyPart, ...]:
        self._end_part()
        for block in self.blocks:
            if block.name is not None:
                self._report("the visibility block is never closed", block.place, "end it with a line :::")
        last = self.parts[-1]
        self.parts[-1] = BodyPart(
            last.text[:-1], last.visibility, last.place
        )  # the file's last line has no end
        return tuple(self.parts)

    def _open(self, name: str | None, place: Place) -> None:
        if name is None:
            hint = "write ::: visibility organisation"
            self._report("a visibility block without an audience", place, hint)
        if self.fence:
            hint = "close the code before it; to show such a line in code, indent it by four spaces"
            self._report("a visibility block begins in fenced code", place, hint)
        self._end_part()
        self.blocks.append(_Block(name or "", place))
        self.parts.append(BodyPart("\n"))

    def _close(self, line: str, place: Place) -> None:
        if not self.blocks:
            self._report("':::' closes a block that isn't open", place, "delete the line")
        if not self.blocks or self.blocks[-1].name is None:
            self.lines.append(line)
            self.blocks = self.blocks[:-1]
            return
        self._end_part()
        self.blocks.pop()
        self.parts.append(BodyPart("\n"))

    def _end_part(self) -> None:
        if self.lines:
            around = [block for block in self.blocks if block.name is not None]
            text = "".join(f"{line}\n" for line in self.lines)
            names = tuple(block.name or "" for block in around)
            self.parts.append(BodyPart(text, names, around[-1].place if around else None))
            self.lines = []

    def _names_audience(self, line: str) -> bool:
        return not self.audiences.isdisjoint(_WORD.findall(line.casefold()))

    def _report(self, message: str, place: Place, hint: str) -> None:
        self.said += 1
        if self.said <= _MOST_PROBLEMS:
            self.problems.append(error("KB212", message, place, hint))


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after ``line``, given the one open before it (CommonMark 0.31, 4.5); a fence in a quotation
    begins with ``>`` here, and ends with the quotation."""
    if fence.startswith(">") and not line.lstrip().startswith(">"):
        fence = ""
    match = _FENCE.fullmatch(line)
    if not match:
        return fence
    before, marks, rest = match.groups()
    if not fence:
        if marks[0] == "`" and "`" in rest:
            return ""
        return f">{marks}" if ">" in before else marks
    open_marks = fence.lstrip(">")
    closes = marks[0] == open_marks[0] and len(marks) >= len(open_marks) and not rest.strip()
    return "" if closes else fence
