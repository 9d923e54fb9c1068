"""The test sites with somebody's theme: composed, judged, and shown on one page."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from knowbrand.build import Composition, Request, compose
from knowbrand.check import check_outputs
from knowbrand.check.theme import Finding, PageFacts, judge_colours, judge_page, judge_weight
from knowbrand.model import Post
from knowbrand.model.dates import parse_moment
from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Place, Problem
from knowbrand.render import SHAPES
from knowbrand.render.gallery import render_gallery
from knowbrand.site.graph import Site
from knowbrand.site.page import SitePage
from knowbrand.site.urls import output_path
from knowbrand.themes import Theme
from knowbrand.themes.inheritance import find_source, list_ancestry

TEST_SITES = ("empty", "full", "arabic", "hostile", "huge")
TODAY = "2026-06-01"
"""The day on which the test sites are read, so that their chapters keep their states."""

BASE = "base.html"
_MANY = 150
_MOST_KINDS = 3
_BROKEN_BY_THEME = ("KB310", "KB311", "KB312", "KB313")


class _Seen(NamedTuple):
    finding: Finding
    test_site: str
    place: Place


class Judgement(NamedTuple):
    """What is wrong with a theme, and how many pages it was judged by."""

    problems: tuple[Problem, ...]
    pages: int


@contextmanager
def open_test_site(name: str) -> Iterator[Path]:
    """The folder of a test site; ``huge`` is written for as long as it is used."""
    folder = Path(str(resources.files("knowbrand"))) / "fixtures"
    if name != "huge":
        yield folder / name
        return
    with tempfile.TemporaryDirectory(prefix="knowbrand-huge-") as place:
        huge = Path(place) / "site"
        shutil.copytree(folder / "full", huge)
        for number in range(_MANY):
            day = dt.date(2001, 1, 1) + dt.timedelta(days=60 * number)
            text = f"---\ntitle: Entry {number} of a long diary\ndate: {day}\ntags: [tag-{number % 40}]\n---\n\nA day.\n"
            (huge / f"content/posts/entry-{number}.md").write_text(text, encoding="utf-8")
        yield huge


def compose_test_site(name: str, theme: Theme) -> Composition:
    """A test site with ``theme``, in memory."""
    with open_test_site(name) as root:
        return compose(Request(root, now=parse_moment(TODAY), theme=theme))


def judge_theme(theme: Theme, names: Sequence[str] = TEST_SITES) -> Judgement:
    """What is wrong with ``theme``, by what it makes of the test sites ``names``. The same fault on many pages is told
    once, with the theme's file and line where these can be found."""
    found: dict[tuple[str, str, Place | None], list[_Seen]] = {}
    problems: dict[Problem, None] = {}
    pages = 0
    for name in names:
        composition = compose_test_site(name, theme)
        problems |= dict.fromkeys(_of_theme(composition.problems, theme))
        if not composition.outputs or composition.site is None:
            continue
        outputs = {output.path: output for output in composition.outputs}
        pages += len(composition.site.pages)
        for finding in _judge(theme, composition.site, outputs):
            place = _find_place(theme, finding)
            key = (finding.code, finding.message, place if place.line else None)
            found.setdefault(key, []).append(_Seen(finding, name, place))
    problems |= dict.fromkeys(_tell(theme, same) for same in found.values())
    return Judgement(tuple(sorted(problems, key=Problem.sort_key)), pages)


def make_gallery(theme: Theme) -> tuple[Output, ...]:
    """The test site ``full`` with ``theme``, and ``gallery.html`` with every component beside its home page.

    Raises KnowbrandError where a template goes wrong.
    """
    composition = compose_test_site("full", theme)
    if composition.failed or composition.site is None:
        raise KnowbrandError(*composition.problems)
    gallery = render_gallery(composition.site, composition.bodies, theme)
    return (*composition.outputs, gallery)


def _of_theme(problems: Iterable[Problem], theme: Theme) -> Iterator[Problem]:
    """Those of a composition's problems that are the theme's: the test sites themselves have none."""
    shown = tuple(f"{layer.shown}/" for layer in theme.layers)
    return (
        problem
        for problem in problems
        if problem.code.startswith("KB4") and problem.place and problem.place.path.startswith(shown)
    )


def _judge(theme: Theme, site: Site, outputs: dict[str, Output]) -> Iterator[Finding]:
    facts = {output_path(page.url): _facts(site, page, outputs) for page in site.pages}
    for path, fact in facts.items():
        if path in outputs:
            yield from judge_page(outputs[path].content.decode(), fact)
    for problem in check_outputs(outputs.values(), site):
        path = problem.place.path if problem.place else ""
        told = problem.code == "KB311" and problem.message.startswith("the page has")  # as KB450
        if problem.code in _BROKEN_BY_THEME and path in facts and not told:
            hint = problem.hint or "see the template"
            yield Finding(problem.code, problem.message, hint, facts[path], severity=problem.severity)
    css = next(output for path, output in outputs.items() if path.endswith(f"{theme.name}{_style_of(path)}"))
    pairs = [pair for layer in theme.layers if layer.manifest for pair in layer.manifest.contrast]
    yield from judge_colours(css.content.decode(), pairs)
    home = outputs.get("index.html")
    yield from judge_weight(css.content, [css.content, *([home.content] if home else [])])


def _style_of(path: str) -> str:
    match = re.search(r"\.[0-9a-f]{8}\.css$", path)
    return match[0] if match else "\0"


def _facts(site: Site, page: SitePage, outputs: dict[str, Output]) -> PageFacts:
    writing = site.writings.get(page.sources[0]) if page.kind == "post" and page.sources else None
    prefix = "" if page.lang == site.languages[0] else f"{page.lang}/"
    announced = page.kind in ("home", "posts", "post") and bool(site.shelves[page.lang].posts)
    return PageFacts(
        path=output_path(page.url),
        kind=page.kind,
        lang=page.lang,
        direction=site.model.languages[page.lang].direction,
        title=writing.meta.title if writing else "",
        date=writing.date.day.isoformat() if isinstance(writing, Post) else "",
        feeds=tuple(
            f"{prefix}{name}"
            for name in ("feed.xml", "rss.xml", "feed.json")
            if announced and f"{prefix}{name}" in outputs
        ),
        has_menu=len(site.model.profile.expertise) > 0,
    )


def _tell(theme: Theme, same: Sequence[_Seen]) -> Problem:
    """One problem for a fault that shows on one page or on many. What is wrong on every kind of page, and nowhere to be
    found, is looked for in what they all extend."""
    finding, name, place = same[0]
    message = finding.message
    if finding.page:
        where = f"{finding.page.path} of the test site '{name}'"
        message += f" ({where})" if len(same) == 1 else f" ({len(same)} pages; first {where})"
    base = find_source(theme.layers, BASE)
    if base and not place.line and len({seen.place for seen in same}) >= _MOST_KINDS:
        place = base.layer.place(BASE)
    return Problem(finding.code, finding.severity, message, place, finding.hint)


def _find_place(theme: Theme, finding: Finding) -> Place:
    """Where the finding's clue stands in what its template inherits or uses, the nearest first; else the template. With
    a theme of the site's own that is looked for in its files alone: what it builds upon has no such fault."""
    if finding.page is None:
        return _find_style(theme, finding.clue)
    template = SHAPES[finding.page.kind].template
    files = [(source.layer, source.template) for source in list_ancestry(theme.layers, template)]
    files += [(layer, name) for layer in theme.layers for name in layer.templates() if name.startswith("_")]
    own = [(layer, name) for layer, name in files if layer.is_own]
    for layer, name in own or files:
        line = _find_line(layer.files[name].decode(), finding.clue)
        if line:
            return layer.place(name, line)
    layer, name = (own or files)[0]
    return layer.place(name)


def _find_style(theme: Theme, clue: re.Pattern[str] | None) -> Place:
    for layer in theme.layers:
        for path, content in layer.files.items():
            line = _find_line(content.decode(), clue) if path.endswith(".css") and "/" not in path else None
            if line:
                return layer.place(path, line)
    return next(layer for layer in theme.layers if layer.manifest).place("style.css")


def _find_line(text: str, clue: re.Pattern[str] | None) -> int | None:
    found = clue.search(text) if clue else None
    return text.count("\n", 0, found.start()) + 1 if found else None
