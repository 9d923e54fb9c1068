"""How a site is built, as one sentence: files are read into a model; it is filtered for one audience and arranged into
a site; the site is rendered into outputs; outputs are published.

Every step is a function from values to values; only ``sources`` reads the site's files and only ``publish`` writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from knowbrand.audience import Selection, select
from knowbrand.check import check_model
from knowbrand.clock import present_day
from knowbrand.formats import make_formats
from knowbrand.model import Model
from knowbrand.model.dates import Moment
from knowbrand.model.output import Output
from knowbrand.pictures import publish_picture
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.publish import Published, publish
from knowbrand.render import render_pages
from knowbrand.site.bodies import resolve_bodies
from knowbrand.site.collisions import check_collisions
from knowbrand.site.documents import render_documents
from knowbrand.site.graph import Site, arrange
from knowbrand.site.page import SiteFile
from knowbrand.sources import read_file, read_site
from knowbrand.themes import load_theme


@dataclass(frozen=True, slots=True)
class Request:
    """Which site to build, and how. ``now`` is the moment that counts as the present, None for the clock's."""

    root: Path
    audience: str | None = None
    drafts: bool = False
    future: bool = False
    base_url: str | None = None
    offline: bool = False
    now: Moment | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """A site in memory, and everything that was found on the way. With an error among ``problems``, ``outputs`` is not
    whole and must not be published; ``selection`` and ``site`` are None where the sources gave nothing to go on with."""

    problems: tuple[Problem, ...]
    outputs: tuple[Output, ...] = ()
    selection: Selection | None = None
    site: Site | None = None

    @property
    def failed(self) -> bool:
        """Whether an error forbids to publish it."""
        return has_errors(self.problems)


def compose(request: Request) -> Composition:
    """The site that ``request`` asks for, in memory. What is wrong with the input is in its problems, all at once."""
    model, problems = read_site(request.root)
    if model is None:
        return Composition(in_order(problems))
    today = present_day(request.now, model.settings.timezone)
    problems += check_model(model, today)
    audience = request.audience or model.settings.audiences[0].name
    try:
        selection = select(model, audience, today=today, drafts=request.drafts, future=request.future)
    except KnowbrandError as fault:
        return Composition(in_order([*problems, *fault.problems]))
    documents = render_documents(selection.model)
    problems += [problem for document in documents.values() for problem in document.problems]
    site = arrange(selection.model, audience=audience, base_url=choose_base_url(request, model), today=today)
    bodies, beside, broken = resolve_bodies(site, documents, selection.withheld)
    site = msgspec.structs.replace(site, files=(*site.files, *beside))
    problems += [*broken, *check_collisions(site)]
    theme, faults = load_theme(request.root, model.settings)
    problems += faults
    if has_errors(problems) or theme is None:
        return Composition(in_order(problems), (), selection, site)
    pages, page_problems = render_pages(site, bodies, theme, offline=request.offline)
    formats, format_problems = make_formats(site, bodies)
    files, file_problems = publish_files(request.root, site.files)
    problems += [*page_problems, *format_problems, *file_problems]
    return Composition(in_order(problems), (*pages, *formats, *files), selection, site)


def build(request: Request, out: Path, waiting: Callable[[], None] | None = None) -> tuple[Composition, Published]:
    """Compose the site and swap the folder ``out`` for it.

    Raises KnowbrandError with everything that is wrong, Trouble where the disk or another build stands in the way; the
    last good output stays then.
    """
    composition = compose(request)
    if composition.failed:
        raise KnowbrandError(*composition.problems)
    return composition, publish(composition.outputs, out, site=request.root, waiting=waiting)
