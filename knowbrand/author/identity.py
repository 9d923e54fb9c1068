"""The line ``id`` of the settings, for a site that was begun without one (each copy of a template needs its own)."""

from __future__ import annotations

import re
from pathlib import Path

from knowbrand.author.files import replace_file
from knowbrand.problems import KnowbrandError, Place, Problem, Trouble, error
from knowbrand.sources.nodes import Mapping, Scalar, parse_yaml

SETTINGS = "knowbrand.yaml"
_PLACE = re.compile(r"^# id:[^\r\n;]*;?([^\r\n]*)", re.MULTILINE)
"""Where a template keeps a place for it, and what stands there of it after a semicolon."""


def write_id(site: Path, namespace: str) -> bool:
    """Write ``id: namespace`` into the settings of ``site``, in the place of a comment ``# id: …``, else at the end.

    Nothing else of the file changes. False, and nothing is written, where there is an id already or where the file
    would not be read as before. Raises Trouble where the disk refuses.
    """
    file = site / SETTINGS
    try:
        text = file.read_bytes().decode("utf-8")
        changed = insert_id(text, namespace)
        if changed is None:
            return False
        replace_file(file, changed.encode())
    except UnicodeDecodeError:
        return False
    except OSError as fault:
        message = f"{SETTINGS} can't be written: {fault.strerror or fault}"
        raise Trouble(error("KB254", message, Place(SETTINGS), "check who may write there")) from None
    return True


def insert_id(text: str, namespace: str) -> str | None:
    """``text`` of the settings with the line; None where it has an id, or where that line would change what it says."""
    before = _read(text)
    if before is None or "id" in before:
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"id: {namespace}"
    if place := _PLACE.search(text):
        remark = f"   # {place[1].strip()}" if place[1].strip() else ""
        changed = f"{text[: place.start()]}{line}{remark}{text[place.end() :]}"
    else:
        changed = f"{text}{'' if text.endswith(end) else end}{line}{end}"
    return changed if _read(changed) == {**before, "id": namespace} else None


def _read(text: str) -> dict[str, object] | None:
    """The settings, as far as needed to compare them; None where they are no mapping."""
    problems: list[Problem] = []
    try:
        node = parse_yaml(text, SETTINGS, 1, problems)
    except KnowbrandError:
        return None
    if problems or not isinstance(node, Mapping):
        return None
    return {key: value.text if isinstance(value, Scalar) else key for key, value in node.entries.items()}
