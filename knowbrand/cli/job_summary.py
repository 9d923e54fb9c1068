"""What a workflow's run shows: a summary in the site's language, and annotations at the right files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from knowbrand.cli.console import read_lines
from knowbrand.problems import Place, Problem


def write_summary(file: Path, problems: Sequence[Problem], site: Path, *, built: bool) -> None:
    """Write what a build (``built``) or a check found to ``file``, in the site's language, for the page of a run.
    Raises OSError."""
    from knowbrand.problems.phrasebook import Phrasebook
    from knowbrand.problems.summary import Frame, compose_summary
    from knowbrand.sources.reports import guess_language, read_report_words

    language = read_report_words(guess_language(site / "knowbrand.yaml"))

    def line_of(place: Place) -> str | None:
        lines = read_lines(site / place.path) if place.line else ()
        return lines[place.line - 1] if place.line and place.line <= len(lines) else None

    book = Phrasebook(language.phrases)
    frame = Frame(language.words, language.titles, book, _files_address(site), line_of)
    published = (site / "urls.lock").exists()
    file.write_text(compose_summary(problems, frame, built=built, published=published), "utf-8", newline="\n")


def find_prefix(site: Path) -> str:
    """The site's folder below the workflow's checkout, with a slash at its end; empty elsewhere, and at the top."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if not workspace:
        return ""
    try:
        below = site.resolve().relative_to(Path(workspace).resolve()).as_posix()
    except ValueError:
        return ""
    return "" if below == "." else f"{below}/"


def _files_address(site: Path) -> str:
    """Where GitHub shows the site's files: on the branch, so that the pencil is there; for a pull request, at the
    commit that was looked at. Empty elsewhere."""
    server, repository = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    change = os.environ.get("GITHUB_EVENT_NAME") == "pull_request"
    commit = os.environ.get("GITHUB_SHA" if change else "GITHUB_REF_NAME")
    if not (server and repository and commit):
        return ""
    return f"{server}/{quote(repository)}/blob/{quote(commit)}/{quote(find_prefix(site))}"
