"""The test sites with somebody's theme: composed, judged, and shown on one page."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from knowbrand.build import Composition, compose
from knowbrand.check.pages import check_outputs
from knowbrand.check.theme import Finding, PageFacts, judge_colours, judge_page, judge_weight
from knowbrand.markup import highlight_css
from knowbrand.model import Post
from knowbrand.model.dates import parse_moment
from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Place, Problem
from knowbrand.render import SHAPES, Viewer, Viewpoint, build_view, render_theme_files
from knowbrand.render.gallery import render_gallery
from knowbrand.request import Request
from knowbrand.site.graph import Site
from knowbrand.site.page import SitePage
from knowbrand.site.urls import output_path
from knowbrand.themes import Theme
from knowbrand.themes.choices import declared_options
from knowbrand.themes.inheritance import find_source, list_ancestry
from knowbrand.themes.properties import check_properties

TEST_SITES = ("empty", "full", "arabic", "hostile", "huge")
TODAY = "2026-06-01"
"""The day on which the test sites are read, so that their chapters keep their states."""

BASE = "base.html"
_WHOLE = "full"
"""The test site with a page of every kind."""

_MANY = 150
_MOST_KINDS = 3
_BROKEN_BY_THEME = ("KB310", "KB311", "KB312", "KB313")


class _Seen(NamedTuple):
    finding: Finding
    test_site: str
    place: Place
    chosen: str


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


def compose_test_site(name: str, theme: Theme, base_url: str | None = None) -> Composition:
    """A test site with ``theme``, in memory; as if it stood at ``base_url``, by default where it says."""
    with open_test_site(name) as root:
        return compose(Request(root, now=parse_moment(TODAY), theme=theme, base_url=base_url))


def judge_theme(
    theme: Theme, names: Sequence[str] = TEST_SITES, loading: Iterable[Problem] = ()
) -> Judgement:
    """What is wrong with ``theme``, by what it makes of the test sites ``names``, and by what was found when ``loading``
    it; first what stands in the site's own files. The same fault on many pages is told once, with the theme's file and
    line where these can be found."""
    found: dict[tuple[str, str, Place | None], list[_Seen]] = {}
    problems = dict.fromkeys(map(_harden, loading))
    problems |= dict.fromkeys(check_properties(theme.layers, highlight_css()))
    pages = 0
    for name in names:
        composition = compose_test_site(name, theme)
        problems |= dict.fromkeys(list_own(composition.problems, theme))
        if not composition.outputs or composition.site is None:
            continue
        pages += len(composition.site.pages)
        findings = [(finding, "") for finding in _judge(theme, composition)]
        if name == _WHOLE:
            findings += _judge_values(theme, composition, problems)
        for finding, chosen in findings:
            place = _find_place(theme, finding)
            key = (finding.code, finding.message, place if place.line else None)
            if not (chosen and key in found):
                found.setdefault(key, []).append(_Seen(finding, name, place, chosen))
    problems |= dict.fromkeys(_tell(theme, same) for same in found.values())
    own = tuple(f"{layer.shown}/" for layer in theme.layers if layer.is_own)
    return Judgement(tuple(sorted(problems, key=lambda problem: _rank(problem, own))), pages)


def _harden(problem: Problem) -> Problem:
    """A site is built with a style sheet that is left open; whoever makes the theme has to close it."""
    return replace(problem, severity="error") if problem.code == "KB470" else problem


def _rank(problem: Problem, own: tuple[str, ...]) -> tuple[object, ...]:
    path = problem.place.path if problem.place else ""
    return (not path.startswith(own), *problem.sort_key())


def make_gallery(theme: Theme) -> tuple[Output, ...]:
    """The test site ``full`` with ``theme``, and ``gallery.html`` with every component beside its home page.

    Raises KnowbrandError where a template goes wrong.
    """
    composition = compose_test_site("full", theme)
    if composition.failed or composition.site is None:
        raise KnowbrandError(*composition.problems)
    gallery = render_gallery(composition.site, composition.bodies, theme)
    return (*composition.outputs, gallery)


def list_own(problems: Iterable[Problem], theme: Theme) -> Iterator[Problem]:
    """Those of a composition's problems that are the theme's: the test sites themselves have none."""
    shown = tuple(f"{layer.shown}/" for layer in theme.layers)
    return (
        problem
        for problem in problems
        if problem.code.startswith("KB4") and problem.place and problem.place.path.startswith(shown)
    )


def _judge(theme: Theme, composition: Composition) -> Iterator[Finding]:
    """What is wrong with the pages of a test site. Where some of them are missing, links are left alone."""
    site = composition.site
    outputs = {output.path: output for output in composition.outputs}
    if site is None:
        return
    facts = {output_path(page.url): _facts(site, page, outputs) for page in site.pages}
    for path, fact in facts.items():
        if path in outputs:
            yield from judge_page(outputs[path].content.decode(), fact)
    for problem in () if composition.failed else check_outputs(outputs.values(), site):
        path = problem.place.path if problem.place else ""
        told = problem.code == "KB311" and problem.message.startswith("the page has")  # as KB450
        if problem.code in _BROKEN_BY_THEME and path in facts and not told:
            hint = problem.hint or "see the template"
            yield Finding(problem.code, problem.message, hint, facts[path], severity=problem.severity)
    css = next(output for path, output in outputs.items() if path.endswith(f"{theme.name}{_style_of(path)}"))
    yield from judge_colours(css.content.decode(), _pairs(theme))
    home = outputs.get("index.html")
    yield from judge_weight(css.content, [css.content, *([home.content] if home else [])])


def _judge_values(
    theme: Theme, composition: Composition, problems: dict[Problem, None]
) -> Iterator[tuple[Finding, str]]:
    """What is wrong with one page of each kind under each value of each option that the site didn't choose, with that
    value. Templates that go wrong are added to ``problems``, unless they do without it."""
    known = {(problem.code, problem.place) for problem in problems}
    for name, option in declared_options(theme.layers).items():
        values = (False, True) if option.type == "boolean" else option.choices
        for value in values if option.type in ("boolean", "choice") else ():
            if value == theme.options[name]:
                continue
            shown = f"{name}: {str(value).lower() if isinstance(value, bool) else value}"
            faults: list[Problem] = []
            for finding in _judge_kinds(theme.with_option(name, value), composition, faults):
                yield finding, shown
            for fault in list_own(faults, theme):
                if (fault.code, fault.place) not in known:
                    known.add((fault.code, fault.place))
                    problems[replace(fault, message=f"{fault.message} (with {shown})")] = None


def _judge_kinds(theme: Theme, composition: Composition, faults: list[Problem]) -> Iterator[Finding]:
    site = composition.site
    if site is None:
        return
    viewer = Viewer(site, composition.bodies, theme)
    css = next(iter(render_theme_files(viewer)))
    yield from judge_colours(css.content.decode(), _pairs(theme))
    outputs = {output.path: output for output in composition.outputs}
    for page in {page.kind: page for page in reversed(site.pages)}.values():
        try:
            html = theme.render(*build_view(Viewpoint(viewer, page)))
        except KnowbrandError as fault:
            faults += fault.problems
        else:
            yield from judge_page(html, _facts(site, page, outputs))


def _pairs(theme: Theme) -> list[tuple[str, str, float]]:
    return [pair for layer in theme.layers if layer.manifest for pair in layer.manifest.contrast]


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
    finding, name, place, chosen = same[0]
    message = finding.message
    if finding.page:
        where = f"{finding.page.path} of the test site '{name}'" + (f" with {chosen}" if chosen else "")
        message += f" ({where})" if len(same) == 1 else f" ({len(same)} pages; first {where})"
    elif chosen:
        message += f" (with {chosen})"
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
        for sheet in layer.styles():
            line = _find_line(sheet.text, clue)
            if line:
                return layer.place(sheet.path, line)
    return next(layer for layer in theme.layers if layer.manifest).place("style.css")


def _find_line(text: str, clue: re.Pattern[str] | None) -> int | None:
    found = clue.search(text) if clue else None
    return text.count("\n", 0, found.start()) + 1 if found else None
