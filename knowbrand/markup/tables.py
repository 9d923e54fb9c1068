"""Tables as GitHub writes them (GFM 4.10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from knowbrand.markup.blocks import Rule, add_leaf
from knowbrand.markup.sourcetext import Line, blank, indent

CELL_RULE = re.compile(r"[ \t]*(:?)-+(:?)[ \t]*$")
SEPARATOR = re.compile(r"(?<!\\)\|")
MAX_COLUMNS = 100


def split_row(line: Line) -> list[Line]:
    """A row's cells, each with its own place."""
    text = line.text.rstrip(" \t")
    start = len(text) - len(text.lstrip(" \t"))
    start += text.startswith("|", start)
    bounds = [found.start() for found in SEPARATOR.finditer(text, start)]
    if not bounds or bounds[-1] != len(text) - 1:
        bounds.append(len(text))
    cells = []
    for end in bounds:
        cells.append(Line(text[start:end].replace("\\|", "|"), line.number, line.column + start))
        start = end + 1
    return cells


def alignments(lines: Sequence[Line], index: int) -> list[str] | None:
    """The columns' alignments when the line at ``index`` and the next are a table's head; else None."""
    if index + 1 >= len(lines) or ("|" not in lines[index].text and "|" not in lines[index + 1].text):
        return None
    rule = lines[index + 1]
    if rule.lazy or indent(rule.text) >= 4 or rule.text.strip(" \t|:-") or "-" not in rule.text:
        return None
    cells = [CELL_RULE.match(cell.text) for cell in split_row(rule)]
    if len(cells) != len(split_row(lines[index])):
        return None
    names = {("", ""): "", (":", ""): "left", ("", ":"): "right", (":", ":"): "center"}
    return [names[cell[1], cell[2]] for cell in cells if cell] if all(cells) else None


_MARKS = re.compile(r"[*`]|</?[a-zA-Z][^<>]*>")
"""What isn't text in the head of a column."""


class Table(Rule):
    """A row, a row of dashes, and more rows; wide ones scroll in a group that the keyboard reaches."""

    needs = re.compile(r"\|")

    def parse(self, parent: Element, lines: Sequence[Line], index: int) -> int:
        columns = alignments(lines, index)
        if columns is None:
            return index
        if len(columns) > MAX_COLUMNS:
            raise self.conversion.stop(
                "KB223",
                f"this table has {len(columns):,} columns; {MAX_COLUMNS} is the most",
                (lines[index].number, lines[index].column + 1, None),
                "split the table, or offer it as a file to download",
            )
        heads = split_row(lines[index])
        texts = (_MARKS.sub("", head.text).strip() for head in heads)
        name = ", ".join(text for text in texts if text)
        label = self.conversion.label("table")
        group = SubElement(parent, "div", {"class": "table", "role": "group", "tabindex": "0"})
        group.set("aria-label", f"{label}: {name}"[:120] if name else label)
        table = SubElement(group, "table")
        self._add_row(SubElement(table, "thead"), "th", heads, columns)
        after = index + 2
        body: Element | None = None
        while after < len(lines) and not blank(lines[after].text) and not lines[after].lazy:
            if indent(lines[after].text) >= 4 or self.parser.interrupts(lines, after):
                break
            body = SubElement(table, "tbody") if body is None else body
            self._add_row(body, "td", split_row(lines[after]), columns)
            after += 1
        return after

    def _add_row(self, parent: Element, tag: str, cells: list[Line], columns: list[str]) -> None:
        row = SubElement(parent, "tr")
        for position, alignment in enumerate(columns):
            cell = add_leaf(row, tag, cells[position : position + 1])
            if tag == "th":
                cell.set("scope", "col")
            if alignment:
                cell.set("class", f"align-{alignment}")

    def interrupts(self, lines: Sequence[Line], index: int) -> bool:
        return alignments(lines, index) is not None
