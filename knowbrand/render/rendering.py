"""Every page of the site, and the theme's files, as outputs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from knowbrand.markup import highlight_css
from knowbrand.model.dates import on_day
from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.render.building import build_view
from knowbrand.render.dates import write_date
from knowbrand.render.page_views import RedirectPage
from knowbrand.render.viewer import DERIVED, Viewer, Viewpoint
from knowbrand.site.addresses import Spot
from knowbrand.site.bodies import Body
from knowbrand.site.feeds import possible_feeds
from knowbrand.site.graph import Site
from knowbrand.site.making import Made, PageMemory, Wanted, write_phrase
from knowbrand.site.page import Redirect, SitePage
from knowbrand.site.urls import output_path
from knowbrand.themes import Theme
from knowbrand.themes.theme import name_by_content

REDIRECT = "redirect.html"
_STYLE_OF_XML = re.compile(rb'<\?xml [^>]*\?>\s*<\?xml-stylesheet [^>]*?href="([^"]+)"')


Each = Callable[[Callable[[SitePage | Redirect], Made], Sequence[SitePage | Redirect]], Iterable[Made]]
"""Applies a function to every item, as ``map`` does."""


class Rendered(NamedTuple):
    """What was rendered, and what is wrong with it. ``pieces`` are the pages and redirects among it."""

    outputs: tuple[Output, ...]
    problems: list[Problem]
    pieces: tuple[Made, ...]


def render_pages(
    site: Site,
    bodies: Mapping[str, Body],
    theme: Theme,
    *,
    offline: bool = False,
    withheld: Mapping[str, str] | None = None,
    each: Each = map,
    memory: PageMemory | None = None,
    wanted: Wanted | None = None,
) -> Rendered:
    """The pages of ``site``, its redirects, and the theme's style sheet and files.

    ``bodies`` and ``withheld`` (why a source file isn't there) are by the path of the writing; ``offline`` makes links
    that work from a disk; a page that ``memory`` knows isn't made again, the others are made through ``each``, after what is ``wanted``. What is
    wrong with a template is told once; the pages that need it are missing then.
    """
    phrase = memory.phrase if memory else write_phrase
    viewer = Viewer(site, bodies, theme, offline=offline, withheld=withheld, phrase=phrase)
    files = tuple(render_theme_files(viewer))
    pages, feeds = {page.url for page in site.pages}, {feed.url for feed in possible_feeds(site)}
    led = (redirect for redirect in site.redirects if not _is_copied(redirect, pages, feeds))
    items: tuple[SitePage | Redirect, ...] = (*site.pages, *led)
    known = [memory.recall(output_path(item.url)) if memory else None for item in items]
    missing = [item for item, piece in zip(items, known, strict=True) if piece is None]
    if len(missing) == len(items):
        _write_days(viewer)
    make = partial(try_item, viewer, memory)
    first = _make_wanted(make, missing, files, wanted) if wanted else {}
    fresh = iter(each(make, [item for item in missing if item.url not in first]))
    pieces = tuple(
        piece or first.get(item.url) or next(fresh) for item, piece in zip(items, known, strict=True)
    )
    outputs = (output for piece in pieces for output in piece.outputs)
    problems = dict.fromkeys(problem for piece in pieces for problem in piece.problems)
    return Rendered((*files, *outputs), list(problems), pieces)


def _make_wanted(
    make: Callable[[SitePage | Redirect], Made],
    missing: Sequence[SitePage | Redirect],
    files: tuple[Output, ...],
    wanted: Wanted,
) -> dict[str, Made]:
    """Those of the ``missing`` that are ``wanted``, by their address; shown, with the theme's ``files``, if others are to
    follow."""
    made = {item.url: make(item) for item in missing if output_path(item.url) in wanted.paths}
    if made and len(made) < len(missing):
        wanted.show((*files, *(output for piece in made.values() for output in piece.outputs)))
    return made


def _write_days(viewer: Viewer) -> None:
    """Write the days of all posts before several processes do: what these write isn't remembered."""
    languages = viewer.site.model.languages
    for post in viewer.site.model.posts:
        viewer.phrase(write_date, on_day(post.date.day), languages[post.lang].locale)


def render_theme_files(viewer: Viewer) -> Iterator[Output]:
    """The one style sheet and the theme's assets, each under a name that changes with its content."""
    theme = viewer.theme
    css = theme.stylesheet(highlight_css()).encode()
    viewer.stylesheet = name_by_content(f"{theme.name}.css", css)
    yield Output(output_path(DERIVED + viewer.stylesheet), css)
    for asset in theme.assets:
        yield Output(output_path(DERIVED + asset.published), asset.content)


def try_item(viewer: Viewer, memory: PageMemory | None, item: SitePage | Redirect) -> Made:
    """One page or redirect; without an output where its template can't make it. Where its view is what it was when the
    page was last made, ``memory`` has the page."""
    viewer.take_problems()
    viewer.bodies.take_reads()
    path, digest, output = output_path(item.url), b"", None
    try:
        template, view = _find_view(viewer, item)
        if memory:
            digest, output = memory.find_drawn(path, template, view)
        output = output or Output(path, viewer.theme.render(template, view).encode())
    except KnowbrandError as fault:
        for problem in fault.problems:
            viewer.report(problem)
    outputs = (output,) if output else ()
    return Made(path, outputs, viewer.take_problems(), viewer.bodies.take_reads(), digest)


def _find_view(viewer: Viewer, item: SitePage | Redirect) -> tuple[str, msgspec.Struct]:
    if isinstance(item, SitePage):
        return build_view(Viewpoint(viewer, item))
    return REDIRECT, _redirect_view(viewer, item)


def copy_outputs(site: Site, outputs: Iterable[Output]) -> tuple[Output, ...]:
    """Files and feeds once more at their old addresses: no program that asks for one would follow a page of HTML."""
    by_path = {output.path: output for output in outputs}
    pages, feeds = {page.url for page in site.pages}, {feed.url for feed in possible_feeds(site)}
    return tuple(
        Output(
            output_path(redirect.url), _place_style(by_path[output_path(redirect.target)].content, redirect)
        )
        for redirect in site.redirects
        if _is_copied(redirect, pages, feeds) and output_path(redirect.target) in by_path
    )


def _is_copied(redirect: Redirect, pages: Container[str], feeds: Container[str]) -> bool:
    """A feed is copied below a folder's address, too (``/feed/``): readers look at what they get, not at its type."""
    folder = redirect.url.endswith("/")
    return redirect.target not in pages and (not folder or redirect.target in feeds)


def _place_style(content: bytes, redirect: Redirect) -> bytes:
    """A feed with the link to its style sheet as it has to be at the old address, for people who open it."""
    found = _STYLE_OF_XML.match(content)
    if not found:
        return content
    style = posixpath.normpath(posixpath.join(posixpath.dirname(redirect.target), found[1].decode()))
    link = Spot(redirect.url).link(style).encode()
    return content[: found.start(1)] + link + content[found.end(1) :]


def _redirect_view(viewer: Viewer, redirect: Redirect) -> RedirectPage:
    target = viewer.by_url.get(redirect.target) or viewer.by_url["/"]  # a file speaks the site's language
    there = Viewpoint(viewer, target)
    view = Viewpoint(viewer, msgspec.structs.replace(target, url=redirect.url))
    return RedirectPage(
        lang=target.lang,
        direction=view.language.direction,
        title=_title(there) if target.url == redirect.target else redirect.target.rpartition("/")[2],
        url=view.link(redirect.target),
        canonical=view.absolute(redirect.target),
        policy=view.policy(),
        words=view.shown_words,
    )


def _title(view: Viewpoint) -> str:
    writing = view.site.writings.get(view.page.sources[0]) if view.page.sources else None
    return writing.meta.title if writing else build_view(view)[1].page.title
