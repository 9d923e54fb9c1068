"""What the author asks the check to leave alone: comments in a text, ``check_ok`` in the profile and front matter."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from knowbrand.check.substance.alignment import SourceText
from knowbrand.model.entry import Entry
from knowbrand.model.pack import Waiver
from knowbrand.problems import Place, Problem, error, info, nearest

_COMMENT = re.compile(r"<!--[ \t]*knowbrand:[ \t]*([^\n]*?)[ \t]*-->")
_PARTS = re.compile(r"(ok|off|on)(?:\s+(\S+))?(?:\s+(.+))?")


@dataclass(slots=True)
class Suppression:
    """One wish: which rule is silent from which line to which, and why. ``used`` says whether it silenced anything."""

    rule: str
    reason: str
    place: Place
    first: int
    last: int
    used: bool = False

    def covers(self, path: str, rule: Collection[str], line: int) -> bool:
        """Whether a finding of ``rule`` (by all its ids) at a line of a file is to be silent."""
        return self.place.path == path and self.rule in rule and self.first <= line <= self.last


def read_comments(text: str, path: str, first_line: int, problems: list[Problem]) -> list[Suppression]:
    """The comments ``<!-- knowbrand: ok ID reason -->`` in a Markdown text; faults are added to ``problems``. ``ok``
    counts for its line and the next that isn't empty, ``off`` until ``on``."""
    if "knowbrand:" not in text:
        return []
    source = SourceText(text)
    lines = text.split("\n")
    found: list[Suppression] = []
    off: dict[str, Suppression] = {}
    for match in _COMMENT.finditer(text):
        spot = source.place(path, match.start(), match.end())
        line = (spot.line or 1) + first_line - 1
        place = Place(path, line, spot.column, line, spot.end_column)
        parts = _PARTS.fullmatch(match[1])
        if not parts or not parts[2] or (parts[1] != "on" and not parts[3]):
            hint = "write <!-- knowbrand: ok EN-BUZZ-001 why it is fine here -->"
            problems.append(error("KB615", "a rule's id and a reason are needed", place, hint))
        elif parts[1] == "ok":
            following = (number for number in range(spot.line or 1, len(lines)) if lines[number].strip())
            last = next(following, spot.line or 1) + first_line
            found.append(Suppression(parts[2], parts[3], place, line, last))
        elif parts[1] == "off":
            off[parts[2]] = Suppression(parts[2], parts[3], place, line, line)
        elif parts[2] in off:
            opened = off.pop(parts[2])
            opened.last = line
            found.append(opened)
        else:
            problems.append(error("KB616", f"'{parts[2]}' isn't off here", place, "delete the comment"))
    for opened in off.values():
        hint = f"end it with <!-- knowbrand: on {opened.rule} -->"
        problems.append(error("KB616", f"'{opened.rule}' stays off to the end", opened.place, hint))
    return found


def read_waivers(entry: Entry, waivers: Iterable[Waiver]) -> Iterator[Suppression]:
    """The ``check_ok`` of an entry, which counts for all its fields."""
    whole = entry.where()
    for waiver in waivers:
        place = waiver.where("rule")
        if place and whole:
            last = whole.end_line or max([spot.end_line or spot.line or 0 for spot in entry.places.values()])
            yield Suppression(waiver.rule, waiver.reason, place, whole.line or 1, last)


def check_ids(suppressions: Iterable[Suppression], known: Collection[str]) -> Iterator[Problem]:
    """Suppressions of rules that aren't there, and those that silence nothing."""
    for one in suppressions:
        if one.rule not in known:
            guess = nearest(one.rule, known)
            hint = f"did you mean '{guess}'?" if guess else "the id stands behind the message"
            yield error("KB612", f"there is no rule '{one.rule}'", one.place, hint)
        elif not one.used:
            yield info("KB617", f"nothing is silenced here for {one.rule}", one.place, "delete it")
