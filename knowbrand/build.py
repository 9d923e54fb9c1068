"""How a site is built, as one sentence: files are read into a model; it is filtered for one audience and arranged into
a site; the site is rendered into outputs; outputs are published.

Every step is a function from values to values; only ``sources`` reads the site's files and only ``publish`` writes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from knowbrand.audience import Selection, check_visibility, select
from knowbrand.check import check_claims, check_model
from knowbrand.clock import present_day
from knowbrand.files import publish_files
from knowbrand.formats import make_formats
from knowbrand.markup import Document
from knowbrand.memo import Memo, digest_key, spell
from knowbrand.model import Model, Page, Post
from knowbrand.model.language import Language
from knowbrand.model.lock import Lock, lock_name
from knowbrand.model.output import Output
from knowbrand.pieces import PieceMemory, keep_shelf, open_shelf, site_key
from knowbrand.problems import KnowbrandError, Problem, has_errors, has_warnings, in_order
from knowbrand.publish import Published, check_paths, list_promises, publish
from knowbrand.publish.cache import ensure_cache_folder
from knowbrand.publish.standing import OutputChangedError, Shelf
from knowbrand.publish.tracking import check_cache, is_tracked
from knowbrand.readings import WritingMemory
from knowbrand.render import copy_outputs, render_pages
from knowbrand.request import Request, choose_base_url, find_audience
from knowbrand.site.bodies import Body, resolve_bodies
from knowbrand.site.collisions import check_collisions, locate_outputs
from knowbrand.site.documents import render_document
from knowbrand.site.graph import Site, arrange
from knowbrand.site.kept_files import keep_files
from knowbrand.site.making import Wanted, recall_nothing
from knowbrand.site.permanence import check_promises
from knowbrand.sources import read_lock, read_site
from knowbrand.sources.folder import SETTINGS
from knowbrand.themes import Theme, check_words, load_theme
from knowbrand.workers import Track, default_jobs, spread

if TYPE_CHECKING:
    from knowbrand.check.substance.checking import Substance


@dataclass(frozen=True, slots=True)
class Composition:
    """A site in memory, and everything that was found on the way. With an error among ``problems``, ``outputs`` is not
    whole and must not be published; ``selection`` and ``site`` are None where the sources gave nothing to go on with.
    ``promises`` is what publishing it adds to the site's lock; None where it wasn't composed to be published. ``bodies`` is
    what its posts and pages say, by path. ``model`` is all that the author wrote, ``public`` the site without drafts and
    posts to come: by these the prose of a whole site is read."""

    problems: tuple[Problem, ...]
    outputs: tuple[Output, ...] = ()
    selection: Selection | None = None
    site: Site | None = None
    promises: Lock | None = None
    bodies: Mapping[str, Body] = field(default_factory=dict)
    substance: Substance | None = None
    theme: Theme | None = None
    model: Model | None = None
    public: Site | None = None

    @property
    def failed(self) -> bool:
        """Whether an error forbids to publish it."""
        return has_errors(self.problems)


class Means(NamedTuple):
    """What the steps work with: the request, what is remembered, how work is shared, and where outputs may stand."""

    request: Request
    memo: Memo
    each: Callable[..., Iterable[Any]]
    shelve: Callable[[Site], Shelf | None]
    wanted: Wanted | None


class Texts(NamedTuple):
    """A site with the bodies of its posts and pages, by path, and a key for all that the document of each was made from."""

    site: Site
    bodies: Mapping[str, Body]
    keys: Mapping[str, bytes]


def compose(
    request: Request,
    track: Track = iter,
    memo: Memo | None = None,
    shelve: Callable[[Site], Shelf | None] = lambda _: None,
    wanted: Wanted | None = None,
) -> Composition:
    """The site that ``request`` asks for, in memory. What is wrong with the input is in its problems, all at once.
    ``memo`` remembers texts from one time to the next, and pages, too, as far as they stand on the shelf that
    ``shelve`` finds for the site."""
    jobs = request.jobs or default_jobs()
    means = Means(request, memo or Memo(None), partial(spread, jobs=jobs, track=track), shelve, wanted)
    problems: list[Problem] = []
    model = read_model(means, problems)
    if model is None:
        return Composition(in_order(problems))
    readable = not has_errors(problems)
    today = present_day(request.now, model.settings.timezone)
    selection = select_model(request, model, today, problems)
    if selection is None:
        return Composition(in_order(problems))
    site = arrange_site(request, selection, today, problems)
    texts = write_bodies(means, site, selection, problems)
    site, bodies = texts.site, texts.bodies
    public, withheld = arrange_public(request, model, site, selection)
    if not has_errors(problems):  # a broken reference would be told as a claim without evidence, too
        problems += check_claims(public)
    substance = check_prose(means, model, public, problems)
    if readable:  # what can't be read would be told as lost, too
        problems += check_promises(public, model, withheld, publish=request.publish)
    theme = find_theme(request, model, problems)
    if theme is None or has_errors(problems):
        return Composition(in_order(problems), (), selection, site, substance=substance)
    outputs = make_outputs(means, texts, theme, selection.withheld, problems)
    whole = public is site and not has_errors(problems)
    promises = list_promises(site, bodies) if request.publish and whole else None
    found = in_order(problems)
    return Composition(found, outputs, selection, site, promises, bodies, substance, theme, model, public)


def read_model(means: Means, problems: list[Problem]) -> Model | None:
    """What the author wrote; its posts and pages may be remembered. None where there is no site."""
    memories: list[WritingMemory] = []

    def remember(languages: tuple[str, ...], audiences: tuple[str, ...]) -> WritingMemory:
        memories.append(WritingMemory(means.memo, languages, audiences))
        return memories[0]

    model, found = read_site(means.request.root, remember)
    for memory in memories:
        memory.keep()
    problems += [*found, *check_cache(means.request.root)]
    return model


def select_model(request: Request, model: Model, today: dt.date, problems: list[Problem]) -> Selection | None:
    """What the audience may see of ``model``, which is checked whole; None where there is no such audience."""
    problems += [*check_model(model, today, publish=request.publish), *check_visibility(model)]
    audience = find_audience(request, model)
    try:
        return select(model, audience, today=today, drafts=request.drafts, future=request.future)
    except KnowbrandError as fault:
        problems += fault.problems
        return None


def arrange_site(request: Request, selection: Selection, today: dt.date, problems: list[Problem]) -> Site:
    """Every page that there will be, with what was promised before."""
    model = selection.model
    audience = find_audience(request, model)
    lock = read_lock(request.root, lock_name(model.settings, audience), problems)
    if request.publish:
        from knowbrand.publish.record import check_record  # which asks git

        problems += check_record(request.root, lock.name)
    base_url = choose_base_url(request, model)
    return arrange(model, audience=audience, base_url=base_url, today=today, lock=lock)


def write_bodies(means: Means, site: Site, selection: Selection, problems: list[Problem]) -> Texts:
    """What posts and pages say, and ``site`` with the files that they show."""
    writings, languages = tuple(site.writings.values()), selection.model.languages
    keys = list_keys(writings, languages)
    rendered = render_documents(keys, writings, languages, means)
    documents = dict(zip(site.writings, rendered, strict=True))
    problems += [problem for document in rendered for problem in document.problems]
    bodies, beside, broken = resolve_bodies(site, documents, selection.withheld)
    site = keep_files(msgspec.structs.replace(site, files=(*site.files, *beside)))
    problems += [*broken, *check_collisions(site)]
    return Texts(site, bodies, dict(zip(site.writings, keys, strict=True)))


def list_keys(writings: Sequence[Post | Page], languages: Mapping[str, Language]) -> list[bytes]:
    """For each of ``writings`` a key for all that its document depends on."""
    spoken = {code: digest_key("language", [spell(language)]) for code, language in languages.items()}
    return [
        digest_key(
            "document",
            (writing.path, writing.first_line, writing.lang, writing.text(), spoken[writing.lang]),
        )
        for writing in writings
    ]


def render_documents(
    keys: Sequence[bytes], writings: Sequence[Post | Page], languages: Mapping[str, Language], means: Means
) -> list[Document]:
    """The document of each of ``writings``: remembered under its key, or rendered."""

    def render(writing: Post | Page) -> Document:
        return render_document(writing, languages[writing.lang])

    return means.memo.each_by(keys, render, writings, Document, means.each)


def find_theme(request: Request, model: Model, problems: list[Problem]) -> Theme | None:
    """The theme that ``request`` or the site chose; None where it can't be used."""
    if request.theme:
        return request.theme
    theme, faults = load_theme(request.root, model.settings)
    problems += faults
    if theme:
        problems += check_words(theme.layers, model.languages, model.settings.languages[0])
    return theme


def check_prose(means: Means, model: Model, public: Site, problems: list[Problem]) -> Substance | None:
    """What in the author's prose says nothing, as far as it was asked for; it is added to ``problems`` as well."""
    request = means.request
    if request.prose is None:
        return None
    from knowbrand.proofreading import proofread

    everything, imported = request.prose != "summaries", request.prose == "imported"
    jobs = request.jobs or default_jobs()
    found = proofread(
        request.root, model, public, means.memo, everything=everything, imported=imported, jobs=jobs
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


def make_outputs(
    means: Means,
    texts: Texts,
    theme: Theme,
    withheld: Mapping[str, str],
    problems: list[Problem],
) -> tuple[Output, ...]:
    """Everything that a site publishes, made or remembered."""
    site, bodies = texts.site, texts.bodies
    offline, shelf = means.request.offline, means.shelve(site)
    site, files, faults = publish_files(means.request.root, site, means.memo, shelf)
    known = None
    if shelf:
        key = site_key(site, theme.digest, offline=offline, withheld=withheld)
        known = PieceMemory(means.memo, key, theme.digest, bodies, texts.keys, shelf)
    rendered = render_pages(
        site,
        bodies,
        theme,
        offline=offline,
        withheld=withheld,
        each=means.each,
        memory=known,
        wanted=means.wanted,
    )
    formats, told = make_formats(site, bodies, known.recall if known else recall_nothing)
    problems += [*rendered.problems, *told, *faults]
    if known and not has_errors(problems):
        known.keep((*rendered.pieces, *formats))
    outputs = (*rendered.outputs, *(output for piece in formats for output in piece.outputs), *files)
    outputs += copy_outputs(site, outputs)
    problems += check_paths((output.path for output in outputs), locate_outputs(site))
    return outputs


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

    def locate(site: Site) -> Path:
        return out or request.root / default_folder(site)

    def build_with(memo: Memo, shelve: Callable[[Site], Shelf | None]) -> tuple[Composition, Published, Path]:
        composition = compose(request, track, memo, shelve)
        if composition.failed or (request.strict and has_warnings(composition.problems)):
            raise KnowbrandError(*composition.problems)
        assert composition.site is not None  # noqa: S101 - there are errors where there is no site
        folder = locate(composition.site)
        published = publish(composition.outputs, folder, site=request.root, waiting=waiting)
        keep_shelf(memo, folder, published, composition.outputs)
        return composition, published, folder

    def shelve(look: bool, site: Site) -> Shelf:
        return open_shelf(memo, locate(site), look=look)

    memo = open_memo(request)
    try:
        for look in () if request.clean else (False, True):
            with contextlib.suppress(OutputChangedError):  # somebody is at work in the output folder
                return build_with(memo, partial(shelve, look))
        return build_with(memo, lambda _: None)
    finally:
        memo.save()
        memo.close()


def open_memo(request: Request) -> Memo:
    """What earlier builds of the site remember; nothing where ``request`` is for a clean one, there is no site, the disk
    refuses or somebody else may have written it."""
    if request.clean or not (request.root / SETTINGS).is_file() or is_tracked(request.root):
        return Memo(None)
    try:
        return Memo(ensure_cache_folder(request.root))
    except OSError:
        return Memo(None)


def default_folder(site: Site) -> str:
    """The folder, below the site's, that an audience's site goes to."""
    widest = site.audience == site.model.settings.audiences[0].name
    return "_site" if widest else f"_site-{site.audience}"
