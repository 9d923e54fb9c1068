"""Who may see an entry or a field: what is written there, what stands around it, and what is private unless opened."""

from __future__ import annotations

from typing import NamedTuple

from knowbrand.model import Settings
from knowbrand.model.entry import Entry
from knowbrand.model.profile import Basics, Location, Profile, VisibleEntry

_PRIVATE_BASICS = frozenset({"email", "phone"})
_OPEN_LOCATION = frozenset({"city", "countryCode"})


class Circle(NamedTuple):
    """Who may see what stands in a place. Audiences are numbered, widest first.

    ``number`` is the widest audience that sees it if nothing more is said; nothing inside may be wider than
    ``ceiling``, which is what was written around it; ``opened`` says that it was named itself.
    """

    ceiling: int = 0
    number: int = 0
    opened: bool = False


class Audiences:
    """The audiences of a site, by name and number."""

    def __init__(self, settings: Settings) -> None:
        self.names = tuple(str(audience.name) for audience in settings.audiences)
        self.numbers = {name: number for number, name in reversed(tuple(enumerate(self.names)))}
        self.private = max(len(self.names) - 1, 0)

    def number(self, name: str) -> int:
        """The audience's number. What is for somebody unknown is for nobody: the last, which is never built."""
        return self.numbers.get(name, self.private)

    def enter(self, entry: Entry, around: Circle) -> Circle:
        """The circle of ``entry``, which stands within ``around``."""
        visibility = entry.visibility if isinstance(entry, VisibleEntry) else None
        return self.narrow(visibility, around) if isinstance(visibility, str) else around

    def narrow(self, name: str, around: Circle) -> Circle:
        """The circle of what is marked with the audience ``name`` within ``around``; never wider than the ceiling."""
        number = max(self.number(name), around.ceiling)
        return Circle(number, number, opened=True)

    def field(self, entry: Entry, key: str, circle: Circle) -> Circle:
        """The circle of the field ``key`` (as the file writes it) of ``entry``, whose own circle is ``circle``."""
        visibility = entry.visibility if isinstance(entry, VisibleEntry) else None
        if isinstance(visibility, dict) and key in visibility:
            return self.narrow(visibility[key], circle)
        if _is_private(entry, key, circle.opened):
            return Circle(circle.ceiling, self.private)
        return Circle(circle.ceiling, circle.number)


def _is_private(entry: Entry, key: str, opened: bool) -> bool:
    match entry:
        case Basics():
            return key in _PRIVATE_BASICS
        case Location():
            return not opened and key not in _OPEN_LOCATION
        case Profile():
            return key == "references"
    return False
