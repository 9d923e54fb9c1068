"""A new site: a folder that builds as it is, with a commented profile to fill in."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from knowbrand.author.files import write_new_files
from knowbrand.model.profile import Profile
from knowbrand.problems import KnowbrandError, Place, Problem, error, has_errors
from knowbrand.sources.nodes import Mapping as MappingNode
from knowbrand.sources.nodes import parse_yaml
from knowbrand.sources.reader import Reader
from knowbrand.sources.schema import schema
from knowbrand.sources.text import decode

LANGUAGES = ("en", "nl")
"""The languages that a new site can be written in."""

_PLACEHOLDERS = {
    "en": {"name": "⟨Your Name⟩", "title": "⟨Your Name⟩"},
    "nl": {"name": "⟨Je naam⟩", "title": "⟨Je naam⟩"},
}
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_SCHEMAS: tuple[Literal["profile", "site", "post"], ...] = ("profile", "site", "post")


def write_site(
    folder: Path, language: str, today: dt.date, answers: Mapping[str, str], resume: bytes | None = None
) -> list[str]:
    """Write a new site in ``language`` into ``folder`` and return the paths of its files.

    Its first post is dated ``today``. ``answers`` may hold ``name``, ``title``, ``base_url`` and ``timezone``; what is
    missing stays a placeholder. ``resume`` is a JSON Resume that becomes the profile. Raises KnowbrandError where the
    folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KnowbrandError(
            error(
                "KB260",
                f"{folder} is there already and isn't empty",
                None,
                "name a folder that doesn't exist yet",
            )
        )
    files = fill_starter(language, today, answers)
    if resume is not None:
        del files["profile.yaml"]
        files["profile.json"] = resume
    for name in _SCHEMAS:
        files[f".schema/{name}.json"] = (
            json.dumps(schema(name), indent=1, ensure_ascii=False) + "\n"
        ).encode()
    write_new_files(folder, sorted(files.items()))
    return sorted(files)


def fill_starter(language: str, today: dt.date, answers: Mapping[str, str]) -> dict[str, bytes]:
    """The starter's files in ``language`` by path, filled in; see :func:`write_site`."""
    starter = resources.files("knowbrand") / "author" / "starter"
    files = dict(_read_files(starter / "every", ""))
    files.update(_read_files(starter / language, ""))
    return {_place(path): _fill(content, language, today, answers) for path, content in files.items()}


def _read_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _read_files(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.read_bytes()


def _place(path: str) -> str:
    """Packages don't carry hidden files well, so these are kept under another name."""
    return path.replace("dot-", ".", 1) if path.rpartition("/")[2].startswith("dot-") else path


def _fill(content: bytes, language: str, today: dt.date, answers: Mapping[str, str]) -> bytes:
    """``content`` with ``{{key}}`` replaced by the answer as a JSON string (which is a YAML one), too."""
    values = {"timezone": "UTC", **_PLACEHOLDERS[language], **answers}
    values.setdefault("title", values["name"])
    base_url = values.get("base_url")
    address = f"base_url: {json.dumps(base_url)}" if base_url else "# base_url: https://example.org/"
    written = {
        **{key: json.dumps(value, ensure_ascii=False) for key, value in values.items()},
        "id": json.dumps(str(uuid.uuid4())),
        "base_url_line": address,
        "plain_title": values["title"],
        "today": today.isoformat(),
    }
    return _PLACE.sub(lambda match: written[match[1]], content.decode()).encode()


def check_resume(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """The person's name in a JSON Resume, and what knowbrand doesn't know of it.

    Raises KnowbrandError where it can't be a profile.
    """
    problems: list[Problem] = []
    node = parse_yaml(decode(data, name, "KB108"), name, 1, problems, json=True)
    profile = Reader(1, problems).read(node or MappingNode({}, {}, Place(name, 1, 1)), Profile)
    if profile is None or has_errors(problems):
        raise KnowbrandError(*problems)
    return profile.basics.name.texts()[0], problems
