"""What a browser is told about the page that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from knowbrand.problems import Problem
from knowbrand.serve.findings import Shown, digest_of, show
from knowbrand.serve.preview import State
from knowbrand.serve.snapshot import NOT_FOUND, Snapshot
from knowbrand.site.urls import encode_path

_THEMES = ("themes/", "overrides/")


class Neighbour(TypedDict):
    """A test site, and where to look next: at its page of the same address, else at its first."""

    name: str
    url: str
    here: bool


class PageNews(TypedDict):
    """``page`` is null while there is no good build yet. ``mark`` is the same for the same errors, ``elsewhere`` counts
    the findings of other pages, ``fixtures`` are the sites that lie beside this one."""

    page: dict[str, object] | None
    errors: list[Shown]
    mark: str
    findings: list[Shown]
    elsewhere: int
    draft: bool
    fixtures: list[Neighbour]


def describe(state: State, path: str, root: Path, prose: Iterable[Problem] = ()) -> PageNews:
    """The news for a browser that shows the page at ``path`` of the site in the folder ``root``. ``prose`` is what reads
    like filler in what that page is made of, as far as it is known yet."""
    snapshot = state.snapshot
    errors = show(state.errors, root)
    if snapshot is None:
        return PageNews(
            page=None,
            errors=errors,
            mark=digest_of(errors),
            findings=[],
            elsewhere=0,
            draft=False,
            fixtures=[],
        )
    place, _ = snapshot.page_at(path)
    page = snapshot.state_of(path)
    own, others = _split(snapshot, place)
    return PageNews(
        page={"body": page.body, "styles": page.styles, "assets": page.assets},
        errors=errors,
        mark=digest_of(errors),
        findings=show(sorted({*own, *prose}, key=Problem.sort_key), root),
        elsewhere=len(others),
        draft=place in snapshot.drafts,
        fixtures=_list_neighbours(snapshot, place),
    )


def asks_for_haste(news: PageNews, told: PageNews) -> bool:
    """Whether a browser that was ``told`` one thing has to hear the other at once: it shows another page, or errors."""
    return (news["page"], news["mark"], news["draft"]) != (told["page"], told["mark"], told["draft"])


def _split(snapshot: Snapshot, place: str) -> tuple[list[Problem], list[Problem]]:
    """The findings that have to do with the page at ``place``, and those that don't. What is wrong with the site's own
    theme has to do with every page."""
    sources = frozenset(snapshot.sources.get(place, ()))
    own: list[Problem] = []
    others: list[Problem] = []
    for problem in snapshot.problems:
        path = problem.place.path if problem.place else ""
        (own if path in sources or path.startswith(_THEMES) else others).append(problem)
    return own, others


def _list_neighbours(snapshot: Snapshot, place: str) -> list[Neighbour]:
    """The test sites beside the page at ``place``; none where there is one alone, or none."""
    here, _, rest = place.partition("/")
    found = []
    for name in snapshot.fixtures if here in snapshot.fixtures else ():
        same = f"{name}/{rest}" in snapshot.resources and rest != NOT_FOUND
        address = rest.removesuffix("index.html") if same else ""
        found.append(
            Neighbour(name=name, url=f"{snapshot.base}{name}/{encode_path(address)}", here=name == here)
        )
    return found
