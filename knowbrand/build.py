"""How a site is built, as one sentence: files are read into a model; it is filtered for one audience and arranged into
a site; the site is rendered into outputs; outputs are published.

Every step is a function from values to values; only ``sources`` reads the site's files and only ``publish`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

import msgspec

from knowbrand.audience import Selection, check_visibility, select
from knowbrand.check import check_claims, check_model
from knowbrand.clock import present_day
from knowbrand.formats import make_formats
from knowbrand.markup import Document
from knowbrand.memo import Memo
from knowbrand.model import Model, Page, Post
from knowbrand.model.dates import Moment
from knowbrand.model.language import Language
from knowbrand.model.lock import Lock, lock_name
from knowbrand.model.output import Output
from knowbrand.pictures import is_picture, publish_picture
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.publish import Published, check_paths, list_promises, publish
from knowbrand.publish.cache import ensure_cache_folder
from knowbrand.render import copy_outputs, render_pages
from knowbrand.site.bodies import Body, resolve_bodies
from knowbrand.site.collisions import check_collisions, locate_outputs
from knowbrand.site.documents import render_document
from knowbrand.site.graph import Site, arrange
from knowbrand.site.kept_files import keep_files
from knowbrand.site.page import SiteFile
from knowbrand.site.permanence import check_promises
from knowbrand.site.urls import output_path
from knowbrand.sources import read_file, read_lock, read_site
from knowbrand.sources.text import decode
from knowbrand.themes import Theme, load_theme
from knowbrand.workers import default_jobs, spread

if TYPE_CHECKING:
    from knowbrand.check.substance.checking import Substance

T = TypeVar("T")


class Track(Protocol):
    """Hears how far a build is: it gets what there is to do, and hands it on one by one."""

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        """``items`` as they come."""
        ...


Prose = Literal["summaries", "texts", "imported"]
"""What the check for filler reads: the profile and all summaries; posts and pages, too; imported posts, too."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which site to build, and how. ``audience`` None is the widest, ``now`` None is the clock's; ``publish`` refuses
    placeholders and to lose a published address, ``strict`` refuses warnings. ``clean`` believes nothing that earlier
    builds remembered. ``theme`` takes the place of the site's own choice; ``prose`` is what is read for filler."""

    root: Path
    audience: str | None = None
    drafts: bool = False
    future: bool = False
    base_url: str | None = None
    offline: bool = False
    publish: bool = False
    strict: bool = False
    now: Moment | None = None
    jobs: int | None = None
    clean: bool = False
    theme: Theme | None = None
    prose: Prose | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """A site in memory, and everything that was found on the way. With an error among ``problems``, ``outputs`` is not
    whole and must not be published; ``selection`` and ``site`` are None where the sources gave nothing to go on with.
    ``promises`` is what publishing it adds to the site's lock; None where it wasn't composed to be published. ``bodies`` is
    what its posts and pages say, by path."""

    problems: tuple[Problem, ...]
    outputs: tuple[Output, ...] = ()
    selection: Selection | None = None
    site: Site | None = None
    promises: Lock | None = None
    bodies: Mapping[str, Body] = field(default_factory=dict)
    substance: Substance | None = None

    @property
    def failed(self) -> bool:
        """Whether an error forbids to publish it."""
        return has_errors(self.problems)


def compose(request: Request, track: Track = iter, memo: Memo | None = None) -> Composition:
    """The site that ``request`` asks for, in memory. What is wrong with the input is in its problems, all at once.
    ``memo`` remembers texts from one time to the next."""
    model, problems = read_site(request.root)
    if model is None:
        return Composition(in_order(problems))
    readable = not has_errors(problems)
    today = present_day(request.now, model.settings.timezone)
    problems += [*check_model(model, today, publish=request.publish), *check_visibility(model)]
    audience = request.audience or model.settings.audiences[0].name
    try:
        selection = select(model, audience, today=today, drafts=request.drafts, future=request.future)
    except KnowbrandError as fault:
        return Composition(in_order([*problems, *fault.problems]))
    lock = read_lock(request.root, lock_name(model.settings, audience), problems)
    base_url = choose_base_url(request, model)
    site = arrange(selection.model, audience=audience, base_url=base_url, today=today, lock=lock)
    each = partial(spread, jobs=request.jobs or default_jobs(), track=track)
    writings = tuple(site.writings.values())
    rendered = render_documents(writings, model.languages, memo or Memo(None), each)
    documents = dict(zip(site.writings, rendered, strict=True))
    problems += [problem for document in documents.values() for problem in document.problems]
    bodies, beside, broken = resolve_bodies(site, documents, selection.withheld)
    site = keep_files(msgspec.structs.replace(site, files=(*site.files, *beside)))
    problems += [*broken, *check_collisions(site)]
    public, withheld = arrange_public(request, model, site, selection)
    if not has_errors(problems):  # a broken reference would be told as a claim without evidence, too
        problems += check_claims(public)
    substance = check_prose(request, model, public, problems)
    if readable:  # what can't be read would be told as lost, too
        problems += check_promises(public, model, withheld, publish=request.publish)
    theme, faults = (request.theme, []) if request.theme else load_theme(request.root, model.settings)
    problems += faults
    if has_errors(problems) or theme is None:
        return Composition(in_order(problems), (), selection, site, substance=substance)
    pages, page_problems = render_pages(
        site, bodies, theme, offline=request.offline, withheld=selection.withheld, each=each
    )
    formats, format_problems = make_formats(site, bodies)
    files, file_problems = publish_files(request.root, site.files)
    outputs = (*pages, *formats, *files)
    outputs += copy_outputs(site, outputs)
    problems += [*page_problems, *format_problems, *file_problems]
    problems += check_paths((output.path for output in outputs), locate_outputs(site))
    whole = public is site and not has_errors(problems)
    promises = list_promises(site, bodies) if request.publish and whole else None
    return Composition(in_order(problems), outputs, selection, site, promises, bodies, substance)


def render_documents(
    writings: Sequence[Post | Page],
    languages: Mapping[str, Language],
    memo: Memo,
    each: Callable[[Callable[[Post | Page], Document], Sequence[Post | Page]], Iterable[Document]],
) -> list[Document]:
    """The document of each of ``writings``: from ``memo``, or rendered."""

    def render(writing: Post | Page) -> Document:
        return render_document(writing, languages[writing.lang])

    def depends(writing: Post | Page) -> tuple[object, ...]:
        return writing.path, writing.first_line, writing.lang, writing.text(), languages[writing.lang]

    return memo.each(render, writings, Document, depends, each)


def check_prose(request: Request, model: Model, public: Site, problems: list[Problem]) -> Substance | None:
    """What in the author's prose says nothing, as far as ``request`` asks for it; it is added to ``problems`` as well."""
    if request.prose is None:
        return None
    from knowbrand.check.substance.checking import check_substance
    from knowbrand.sources.packs import read_packs

    rules = read_packs(request.root, model.settings.languages, problems, model.settings.extensions)
    found = check_substance(
        model,
        public,
        rules,
        lambda path: decode(read_file(request.root, path), path, "KB608"),
        everything=request.prose != "summaries",
        imported=request.prose == "imported",
    )
    problems += found.problems
    return found


def arrange_public(
    request: Request, model: Model, site: Site, selection: Selection
) -> tuple[Site, dict[str, str]]:
    """``site`` as it would be published, without drafts and posts to come; and why each file of ``model`` isn't in it."""
    if not (request.drafts or request.future):
        return site, selection.withheld
    published = select(model, site.audience, today=site.today)
    public = arrange(
        published.model, audience=site.audience, base_url=site.base_url, today=site.today, lock=site.lock
    )
    shown = {file.url: file for file in site.files if file.source not in published.withheld}
    files = {**shown, **{file.url: file for file in public.files}}
    return keep_files(msgspec.structs.replace(public, files=tuple(files.values()))), published.withheld


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
    memo = open_memo(request)
    try:
        composition = compose(request, track, memo)
        memo.save()
    finally:
        memo.close()
    if composition.failed or (request.strict and has_warnings(composition.problems)):
        raise KnowbrandError(*composition.problems)
    folder = out or request.root / default_folder(composition)
    return composition, publish(composition.outputs, folder, site=request.root, waiting=waiting), folder


def open_memo(request: Request) -> Memo:
    """What earlier builds of the site remember; nothing where ``request`` is for a clean one or the disk refuses."""
    if request.clean:
        return Memo(None)
    try:
        return Memo(ensure_cache_folder(request.root))
    except OSError:
        return Memo(None)


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
    """Whether one of ``problems`` is a warning; what reads like filler never stops a build."""
    return any(problem.severity == "warning" and not problem.rule for problem in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """``problems`` by place, each once."""
    return tuple(sorted(set(problems), key=Problem.sort_key))
