"""``themes.lock``: which themes somebody else made, where they came from, and what they were then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from knowbrand.problems import Place, Problem, error, warning
from knowbrand.themes.layer import Layer

PINS = "themes.lock"
_MAX_SIZE = 1_000_000
_HEAD = """\
# Themes that `knowbrand theme add` brought, where from, and what they were then. Written by knowbrand; commit it.
"""


class Pin(msgspec.Struct, frozen=True, kw_only=True, rename={"source": "from"}, omit_defaults=True):
    """Where a theme came from, the commit where that was a repository, and the checksum of its files."""

    source: str
    checksum: str
    commit: str = ""


class Pins(NamedTuple):
    """The pins by the theme's name, and what is wrong with the file."""

    by_name: dict[str, Pin]
    problems: list[Problem]


def read_pins(root: Path) -> Pins:
    """The pins of the site in ``root``; none where it has no ``themes.lock``."""
    file = root / PINS
    if not file.is_file() or file.is_symlink():
        return Pins({}, [])
    try:
        text = file.read_bytes()[:_MAX_SIZE].decode()
        data = yaml.load(text, Loader=yaml.SafeLoader) or {}
        return Pins(msgspec.convert(data, dict[str, Pin]), [])
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as fault:
        reason = str(fault).splitlines()[0][:200]
        hint = "bring it back from version control; knowbrand writes it"
        return Pins({}, [error("KB440", f"{PINS} can't be read: {reason}", Place(PINS), hint)])
    except OSError as fault:
        return Pins({}, [error("KB440", f"{PINS} can't be read: {fault.strerror}", Place(PINS))])


def write_pins(pins: Mapping[str, Pin]) -> bytes:
    """The text of ``themes.lock``."""
    data = {name: msgspec.to_builtins(pin) for name, pin in sorted(pins.items())}
    return (_HEAD + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=200)).encode()


def checksum(files: Mapping[str, bytes]) -> str:
    """The checksum of a theme's files: their paths and contents, whatever the order and the line ends of the system."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"


def is_changed(layer: Layer, pin: Pin) -> bool:
    """Whether the theme isn't what was installed any more."""
    return checksum(layer.files) != pin.checksum


def check_pins(root: Path, layers: Sequence[Layer]) -> list[Problem]:
    """A warning for each theme in use that was installed, and changed since."""
    pins, problems = read_pins(root)
    return [
        *problems,
        *(
            changed_theme(layer, pins[layer.name])
            for layer in _installed(layers)
            if layer.name in pins and is_changed(layer, pins[layer.name])
        ),
    ]


def changed_theme(layer: Layer, pin: Pin) -> Problem:
    """That a theme was changed since it was installed."""
    where = f"{pin.source} ({pin.commit[:12]})" if pin.commit else pin.source
    hint = (
        "keep your changes in overrides/ or in a child theme, and bring the theme back: "
        f"knowbrand theme add {pin.source} --replace; or take it out of {PINS} to make it yours"
    )
    return warning(
        "KB441", f"the theme '{layer.name}' isn't what was installed from {where}", Place(layer.shown), hint
    )


def _installed(layers: Sequence[Layer]) -> Iterable[Layer]:
    return (layer for layer in layers if layer.shown == f"themes/{layer.name}")
