"""What a browser is told about the page that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from knowbrand.problems import Problem
from knowbrand.serve.findings import Shown, digest_of, show
from knowbrand.serve.preview import State
from knowbrand.serve.snapshot import Snapshot


class PageNews(TypedDict):
    """``page`` is null while there is no good build yet. ``mark`` is the same for the same errors, ``elsewhere`` counts
    the findings of other pages."""

    page: dict[str, object] | None
    errors: list[Shown]
    mark: str
    findings: list[Shown]
    elsewhere: int
    draft: bool


def describe(state: State, path: str, root: Path) -> PageNews:
    """The news for a browser that shows the page at ``path`` of the site in the folder ``root``."""
    snapshot = state.snapshot
    errors = show(state.errors, root)
    if snapshot is None:
        return PageNews(
            page=None, errors=errors, mark=digest_of(errors), findings=[], elsewhere=0, draft=False
        )
    place, _ = snapshot.page_at(path)
    page = snapshot.state_of(path)
    own, others = _split(snapshot, place)
    return PageNews(
        page={"body": page.body, "styles": page.styles, "assets": page.assets},
        errors=errors,
        mark=digest_of(errors),
        findings=show(own, root),
        elsewhere=len(others),
        draft=place in snapshot.drafts,
    )


def _split(snapshot: Snapshot, place: str) -> tuple[list[Problem], list[Problem]]:
    """The findings that have to do with the page at ``place``, and those that don't."""
    sources = frozenset(snapshot.sources.get(place, ()))
    own: list[Problem] = []
    others: list[Problem] = []
    for problem in snapshot.problems:
        (own if problem.place and problem.place.path in sources else others).append(problem)
    return own, others
