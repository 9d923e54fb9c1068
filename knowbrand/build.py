"""How a site is built, as one sentence: files are read into a model; it is filtered for one audience and arranged into
a site; the site is rendered into outputs; outputs are published.

Every step is a function from values to values; only ``sources`` reads the site's files and only ``publish`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from knowbrand.audience import Selection, check_visibility, select
from knowbrand.check import check_claims, check_model
from knowbrand.clock import present_day
from knowbrand.formats import make_formats
from knowbrand.model import Model
from knowbrand.model.dates import Moment
from knowbrand.model.output import Output
from knowbrand.pictures import is_picture, publish_picture
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.publish import Published, check_paths, publish
from knowbrand.render import render_pages
from knowbrand.site.bodies import resolve_bodies
from knowbrand.site.collisions import check_collisions, locate_outputs
from knowbrand.site.documents import render_document
from knowbrand.site.graph import Site, arrange, list_writings
from knowbrand.site.page import SiteFile
from knowbrand.site.urls import output_path
from knowbrand.sources import read_file, read_site
from knowbrand.themes import load_theme

T = TypeVar("T")


class Track(Protocol):
    """Hears how far a build is: it gets what there is to do, and hands it on one by one."""

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        """``items`` as they come."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """Which site to build, and how. ``audience`` None is the widest, ``now`` None is the clock's; ``publish`` refuses
    placeholders and ``strict`` warnings."""

    root: Path
    audience: str | None = None
    drafts: bool = False
    future: bool = False
    base_url: str | None = None
    offline: bool = False
    publish: bool = False
    strict: bool = False
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


def compose(request: Request, track: Track = iter) -> Composition:
    """The site that ``request`` asks for, in memory. What is wrong with the input is in its problems, all at once."""
    model, problems = read_site(request.root)
    if model is None:
        return Composition(in_order(problems))
    today = present_day(request.now, model.settings.timezone)
    problems += [*check_model(model, today, publish=request.publish), *check_visibility(model)]
    audience = request.audience or model.settings.audiences[0].name
    try:
        selection = select(model, audience, today=today, drafts=request.drafts, future=request.future)
    except KnowbrandError as fault:
        return Composition(in_order([*problems, *fault.problems]))
    writings = list_writings(selection.model)
    documents = {
        writing.path: render_document(writing, model.languages[writing.lang]) for writing in track(writings)
    }
    problems += [problem for document in documents.values() for problem in document.problems]
    site = arrange(selection.model, audience=audience, base_url=choose_base_url(request, model), today=today)
    bodies, beside, broken = resolve_bodies(site, documents, selection.withheld)
    site = msgspec.structs.replace(site, files=(*site.files, *beside))
    problems += [*broken, *check_collisions(site)]
    if not has_errors(problems):  # a broken reference would be told as a claim without evidence, too
        published = select(model, audience, today=today)
        problems += check_claims(arrange(published.model, audience=audience, base_url=None, today=today))
    theme, faults = load_theme(request.root, model.settings)
    problems += faults
    if has_errors(problems) or theme is None:
        return Composition(in_order(problems), (), selection, site)
    pages, page_problems = render_pages(
        site, bodies, theme, offline=request.offline, withheld=selection.withheld, track=track
    )
    formats, format_problems = make_formats(site, bodies)
    files, file_problems = publish_files(request.root, site.files)
    outputs = (*pages, *formats, *files)
    problems += [*page_problems, *format_problems, *file_problems]
    problems += check_paths((output.path for output in outputs), locate_outputs(site))
    return Composition(in_order(problems), outputs, selection, site)


def build(
    request: Request,
    out: Path | None = None,
    track: Track = iter,
    waiting: Callable[[], None] | None = None,
) -> tuple[Composition, Published, Path]:
    """Compose the site and swap the folder ``out`` (by default ``_site``, or ``_site-AUDIENCE``) for it.

    Raises KnowbrandError with everything that is wrong, Trouble where the disk or another build stands in the way; the
    last good output stays then.
    """
    composition = compose(request, track)
    if composition.failed or (request.strict and has_warnings(composition.problems)):
        raise KnowbrandError(*composition.problems)
    folder = out or request.root / default_folder(composition)
    return composition, publish(composition.outputs, folder, site=request.root, waiting=waiting), folder


def default_folder(composition: Composition) -> str:
    """The folder, below the site's, that an audience's site goes to."""
    site = composition.site
    widest = site is None or site.audience == site.model.settings.audiences[0].name
    return "_site" if widest or site is None else f"_site-{site.audience}"


def choose_base_url(request: Request, model: Model) -> str | None:
    """Where the site will stand: as asked for, else the audience's own address, else (for the widest) the site's."""
    audiences = model.settings.audiences
    name = request.audience or audiences[0].name
    own = next((audience.base_url for audience in audiences if audience.name == name), None)
    widest = model.settings.base_url if name == audiences[0].name else None
    base_url = request.base_url or own or widest
    return base_url.rstrip("/") + "/" if base_url else None


def publish_files(root: Path, files: Iterable[SiteFile]) -> tuple[list[Output], list[Problem]]:
    """The author's files, pictures without their metadata."""
    outputs: list[Output] = []
    problems: list[Problem] = []
    for file in files:
        content = read_file(root, file.source)
        if is_picture(file.source, content):
            content, faults = publish_picture(content, file.source)
            problems += faults
        outputs.append(Output(output_path(file.url), content))
    return outputs, problems


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of ``problems`` forbids to publish."""
    return any(problem.severity == "error" for problem in problems)


def has_warnings(problems: Iterable[Problem]) -> bool:
    """Whether one of ``problems`` is a warning."""
    return any(problem.severity == "warning" for problem in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """``problems`` by place, each once."""
    return tuple(sorted(set(problems), key=Problem.sort_key))
