"""The line of the settings that says where the site stands, changed in place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from knowbrand.author.files import replace_file
from knowbrand.author.identity import SETTINGS
from knowbrand.problems import KnowbrandError, Place, Problem, Trouble, error
from knowbrand.sources.nodes import Mapping, Scalar, Sequence, parse_yaml, to_plain

_MARK = "\ufeff"
"""The byte order mark that some editors begin a file with."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def write_address(site: Path, base_url: str) -> bool:
    """Write ``base_url`` into the settings of ``site``: in place of the address that counts for its widest audience, else
    on a line at the end.

    Nothing else of the file changes. False, and nothing is written, where the file would not be read as before but for
    this. Raises Trouble where the disk refuses.
    """
    file = site / SETTINGS
    try:
        changed = change_address(file.read_bytes().decode("utf-8"), base_url)
        if changed is None:
            return False
        replace_file(file, changed.encode())
    except UnicodeDecodeError:
        return False
    except OSError as fault:
        message = f"{SETTINGS} can't be written: {fault.strerror or fault}"
        raise Trouble(error("KB254", message, Place(SETTINGS), "check who may write there")) from None
    return True


def change_address(text: str, base_url: str) -> str | None:
    """``text`` of the settings with ``base_url``; None where it can't be changed without changing something else."""
    if text.startswith(_MARK):
        rest = change_address(text.removeprefix(_MARK), base_url)
        return None if rest is None else _MARK + rest
    before = _read(text)
    if before is None:
        return None
    owner = _find_owner(before)
    node = owner.entries.get("base_url")
    wanted = to_plain(before)
    (wanted["audiences"][0] if owner is not before else wanted)["base_url"] = base_url
    if isinstance(node, Scalar):
        changed = _replace(text, node.place, base_url)
    elif node is None:
        end = "\r\n" if "\r\n" in text else "\n"
        changed = f"{text}{'' if text.endswith(end) else end}base_url: {base_url}{end}"
    else:
        return None
    after = _read(changed)
    return changed if after is not None and to_plain(after) == wanted else None


def _read(text: str) -> Mapping | None:
    problems: list[Problem] = []
    try:
        node = parse_yaml(text, SETTINGS, 1, problems)
    except KnowbrandError:
        return None
    return node if isinstance(node, Mapping) and not problems else None


def _find_owner(settings: Mapping) -> Mapping:
    """The mapping whose ``base_url`` counts: that of the first audience where it has one, else the settings."""
    audiences: Any = settings.entries.get("audiences")
    first = audiences.items[0] if isinstance(audiences, Sequence) and audiences.items else None
    return first if isinstance(first, Mapping) and "base_url" in first.entries else settings


def _replace(text: str, place: Place, value: str) -> str:
    starts = [found.start() for found in _LINE.finditer(text)]
    begin = starts[(place.line or 1) - 1] + (place.column or 1) - 1
    finish = starts[(place.end_line or 1) - 1] + (place.end_column or 1) - 1
    return text[:begin] + value + text[finish:]
