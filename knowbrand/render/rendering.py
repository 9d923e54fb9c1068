"""Every page of the site, and the theme's files, as outputs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

import msgspec

from knowbrand.markup import highlight_css
from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.render.building import build_view
from knowbrand.render.page_views import RedirectPage
from knowbrand.render.viewer import DERIVED, Viewer, Viewpoint
from knowbrand.site.addresses import Spot
from knowbrand.site.bodies import Body
from knowbrand.site.feeds import possible_feeds
from knowbrand.site.graph import Site
from knowbrand.site.page import Redirect, SitePage
from knowbrand.site.urls import output_path
from knowbrand.themes import Theme
from knowbrand.themes.theme import name_by_content

REDIRECT = "redirect.html"
_STYLE_OF_XML = re.compile(rb'<\?xml [^>]*\?>\s*<\?xml-stylesheet [^>]*?href="([^"]+)"')


Tried = tuple[Output | None, tuple[Problem, ...]]
"""A page, and what is wrong with it."""
Try = Callable[[SitePage], Tried]


class Rendered(NamedTuple):
    """What was rendered, and what is wrong with it."""

    outputs: tuple[Output, ...]
    problems: list[Problem]


def render_pages(
    site: Site,
    bodies: Mapping[str, Body],
    theme: Theme,
    *,
    offline: bool = False,
    withheld: Mapping[str, str] | None = None,
    each: Callable[[Try, Sequence[SitePage]], Iterable[Tried]] = map,
) -> Rendered:
    """The pages of ``site``, its redirects, and the theme's style sheet and files.

    ``bodies`` and ``withheld`` (why a source file isn't there) are by the path of the writing; ``offline`` makes links
    that work from a disk; ``each`` applies a function to every page, as ``map`` does. What is wrong with a template is told once; the pages
    that need it are missing then.
    """
    viewer = Viewer(site, bodies, theme, offline=offline, withheld=withheld)
    outputs = list(render_theme_files(viewer))
    for output, problems in each(partial(try_page, viewer), site.pages):
        outputs += [output] if output else []
        for problem in problems:
            viewer.report(problem)
    pages, feeds = {page.url: page for page in site.pages}, {feed.url for feed in possible_feeds(site)}
    for redirect in site.redirects:
        if _is_copied(redirect, pages, feeds):
            continue
        target = pages.get(redirect.target) or pages["/"]  # a file speaks the site's language
        try:
            outputs.append(_render_redirect(viewer, redirect, target))
        except KnowbrandError as fault:
            for problem in fault.problems:
                viewer.report(problem)
    return Rendered(tuple(outputs), list(viewer.problems))


def render_theme_files(viewer: Viewer) -> Iterator[Output]:
    """The one style sheet and the theme's assets, each under a name that changes with its content."""
    theme = viewer.theme
    css = theme.stylesheet(highlight_css()).encode()
    viewer.stylesheet = name_by_content(f"{theme.name}.css", css)
    yield Output(output_path(DERIVED + viewer.stylesheet), css)
    for asset in theme.assets:
        yield Output(output_path(DERIVED + asset.published), asset.content)


def try_page(viewer: Viewer, page: SitePage) -> Tried:
    """One page, or None where its template can't make it; and what was found wrong for the first time on the way."""
    known = len(viewer.problems)
    output = None
    try:
        output = render_page(viewer, page)
    except KnowbrandError as fault:
        for problem in fault.problems:
            viewer.report(problem)
    return output, tuple(islice(viewer.problems, known, None))


def render_page(viewer: Viewer, page: SitePage) -> Output:
    """One page. Raises KnowbrandError with the file and line of what is wrong in a template."""
    template, view = build_view(Viewpoint(viewer, page))
    return Output(output_path(page.url), viewer.theme.render(template, view).encode())


def copy_outputs(site: Site, outputs: Iterable[Output]) -> tuple[Output, ...]:
    """Files and feeds once more at their old addresses: no program that asks for one would follow a page of HTML."""
    by_path = {output.path: output.content for output in outputs}
    pages, feeds = {page.url for page in site.pages}, {feed.url for feed in possible_feeds(site)}
    return tuple(
        Output(output_path(redirect.url), _place_style(by_path[output_path(redirect.target)], redirect))
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


def _render_redirect(viewer: Viewer, redirect: Redirect, target: SitePage) -> Output:
    there = Viewpoint(viewer, target)
    view = Viewpoint(viewer, msgspec.structs.replace(target, url=redirect.url))
    page = RedirectPage(
        lang=target.lang,
        direction=view.language.direction,
        title=_title(there) if target.url == redirect.target else redirect.target.rpartition("/")[2],
        url=view.link(redirect.target),
        canonical=view.absolute(redirect.target),
        policy=view.policy(),
        words=view.words,
    )
    return Output(output_path(redirect.url), viewer.theme.render(REDIRECT, page).encode())


def _title(view: Viewpoint) -> str:
    writing = view.site.writings.get(view.page.sources[0]) if view.page.sources else None
    return writing.meta.title if writing else build_view(view)[1].page.title
