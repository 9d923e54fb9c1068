"""The themes that a site could use, with what each says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from knowbrand.problems import Problem
from knowbrand.themes.chain import (
    INSTALLED,
    builtin_themes,
    find_installed,
    installed_themes,
    list_own,
    read_layer,
)
from knowbrand.themes.layer import BUILT_IN, Layer
from knowbrand.themes.pins import Pin, changed_theme, is_changed, read_pins

Place = Literal["site", "built in", "installed"]


class Listed(NamedTuple):
    """A theme: where it stands, what it says of itself, and where it was installed from. ``layer`` is None where it
    can't be read."""

    name: str
    place: Place
    layer: Layer | None
    pin: Pin | None = None
    is_changed: bool = False


def list_themes(root: Path, problems: list[Problem]) -> list[Listed]:
    """The themes of the site in ``root``, those that come with knowbrand, and those of installed packages."""
    pins, faults = read_pins(root)
    problems += faults
    found = []
    for name in list_own(root):
        layer = read_layer(root / "themes" / name, name, f"themes/{name}", problems)
        pin = pins.get(name)
        changed = bool(layer and pin and is_changed(layer, pin))
        if layer and pin and changed:
            problems.append(changed_theme(layer, pin))
        found.append(Listed(name, "site", layer, pin, changed))
    for name, folder in builtin_themes().items():
        found.append(Listed(name, "built in", read_layer(folder, name, f"{name} {BUILT_IN}", problems)))
    for name in sorted(installed_themes()):
        place = find_installed(name)
        layer = read_layer(place, name, f"{name} {INSTALLED}", problems) if place else None
        found.append(Listed(name, "installed", layer))
    return found
