"""What a host needs in the author's repository to publish the site by itself."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from knowbrand.author.files import write_new_files
from knowbrand.author.repository import find_default_branch, find_top
from knowbrand.author.requirement import find_requirement
from knowbrand.model.settings import Settings
from knowbrand.problems import KnowbrandError, Place, Trouble, error
from knowbrand.sources.reports import read_report_words

WORKFLOW = ".github/workflows/publish.yml"
REQUIREMENTS = "requirements.txt"
PYTHON = "3.13"


def write_hosting(
    site: Path, settings: Settings, requirement: str | None = None, *, force: bool = False
) -> list[str]:
    """Write the workflow for GitHub Pages and ``requirements.txt``; the paths of those that changed.

    The workflow goes to the top of the git repository that holds ``site``, or to the site where there is none yet.
    ``requirement`` is what pip shall install there, by default this very knowbrand. Raises KnowbrandError where a file
    with other content stands there (but with ``force``), or where nobody can tell what this knowbrand was made of.
    """
    top = find_top(site) or site
    below = os.path.relpath(site.resolve(), top.resolve()).replace(os.sep, "/")
    prefix = "" if below == "." else f"{below}/"
    files = {
        WORKFLOW: compose_workflow(settings, find_default_branch(top), below),
        f"{prefix}{REQUIREMENTS}": compose_requirements(requirement or find_requirement()),
    }
    there = {path: content for path in files if (content := _read(top / path)) is not None}
    changed = {path: text.encode() for path, text in files.items() if there.get(path) != text.encode()}
    in_the_way = sorted(there.keys() & changed.keys())
    if in_the_way and not force:
        hint = "compare the two; --force replaces it"
        message = "stands there already, with other content; it is left as it is"
        raise KnowbrandError(*(error("KB550", f"{path} {message}", Place(path), hint) for path in in_the_way))
    write_new_files(top, [(path, content) for path, content in changed.items() if path not in there])
    for path in in_the_way:
        _replace(top / path, changed[path], path)
    return sorted(changed)


def compose_workflow(settings: Settings, branch: str, below: str) -> str:
    """The workflow for a site in the folder ``below`` of a repository whose default branch is ``branch``."""
    file = resources.files("knowbrand") / "author" / "hosts" / "github-pages" / "publish.yml"
    values = {
        "branch": _quote_value(branch),
        "ref": _quote_expression(f"refs/heads/{branch}"),
        "site": _quote_value(f"./{below}" if below.startswith("-") else below),
        "hour": str(choose_hour(settings.timezone)),
        "python": PYTHON,
        "pages_off": _quote_value(read_report_words(settings.language).words["pages_off"]),
    }
    return _fill(file.read_text("utf-8"), values)


def compose_requirements(requirement: str) -> str:
    """The file that pins what the workflow installs."""
    return f"{requirement}\n"


def choose_hour(timezone: str) -> int:
    """The hour, in UTC, in which it is between midnight and three in ``timezone`` all year: the day has begun."""
    winter = dt.datetime(2026, 1, 15, tzinfo=ZoneInfo(timezone))
    summer = dt.datetime(2026, 7, 15, tzinfo=ZoneInfo(timezone))
    offset = min(winter.utcoffset() or dt.timedelta(), summer.utcoffset() or dt.timedelta())
    return -(offset // dt.timedelta(hours=1)) % 24


def _fill(text: str, values: Mapping[str, str]) -> str:
    return re.sub("«(\\w+)»", lambda mark: values[mark[1]], text)


def _quote_value(text: str) -> str:
    """A string of a workflow's YAML; what would begin an expression in it stands for itself."""
    return json.dumps(text.replace("${{", "${{ '${{' }}"), ensure_ascii=False)


def _quote_expression(text: str) -> str:
    """A string in an expression of a workflow."""
    return "'" + text.replace("'", "''") + "'"


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes().replace(b"\r\n", b"\n")
    except FileNotFoundError:
        return None
    except OSError:
        return b""  # something stands there: a folder, or a file that nobody may read


def _replace(file: Path, content: bytes, path: str) -> None:
    try:
        file.write_bytes(content)
    except OSError as fault:
        message = f"{path} can't be written: {fault.strerror or fault}"
        raise Trouble(error("KB254", message, Place(path), "check who may write there")) from None
