"""The words of a summary of problems, by language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from knowbrand.sources.text import open_file

FALLBACK = "en"
_FIRST_LANGUAGE = re.compile(
    r"^languages:[ \t]*(?:\[|\r?\n *-)?[ \t]*[\"']?([A-Za-z][A-Za-z-]{1,30})", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class ReportWords:
    """``words`` frame the problems; where the language isn't English, ``titles`` name their kinds by code, and ``phrases``
    say their messages and hints, by the English ones."""

    code: str
    words: dict[str, str]
    titles: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)


def read_report_words(code: str) -> ReportWords:
    """The words for the language ``code``, else for the language it is a variety of, else in English."""
    for known in (code, code.split("-")[0], FALLBACK):
        data = _read("reports", known)
        if data:
            return ReportWords(known, data["words"], data.get("titles", {}), _read("messages", known))
    raise LookupError(FALLBACK)  # it is part of the package


def _read(folder: str, code: str) -> dict[str, Any]:
    """A language's file in ``folder``; empty where there is none."""
    file = resources.files("knowbrand") / "languages" / folder / f"{code}.yaml"
    if not code.replace("-", "").isalnum() or not file.is_file():
        return {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return data


def guess_language(settings: Path) -> str:
    """The first of the site's languages, also where the file can't be read as settings: just then its author needs to
    hear in that language what is wrong."""
    try:
        with open_file(settings) as file:
            text = file.read(100_000).decode("utf-8", "replace")
    except OSError:
        return FALLBACK
    found = _FIRST_LANGUAGE.search(text)
    return found[1].lower() if found else FALLBACK
