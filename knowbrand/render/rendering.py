"""Every page of the site, and the theme's files, as outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from knowbrand.markup import highlight_css
from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.render.building import build_view
from knowbrand.render.frame import section_name
from knowbrand.render.page_views import RedirectPage
from knowbrand.render.viewer import DERIVED, Viewer, Viewpoint
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.page import Redirect, SitePage
from knowbrand.site.urls import output_path
from knowbrand.themes import Theme
from knowbrand.themes.theme import name_by_content

REDIRECT = "redirect.html"


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
    track: Callable[[Sequence[SitePage]], Iterable[SitePage]] = iter,
) -> Rendered:
    """The pages of ``site``, its redirects, and the theme's style sheet and files.

    ``bodies`` and ``withheld`` (why a source file isn't there) are by the path of the writing; ``offline`` makes links
    that work from a disk; ``track`` hears which page is next. What is wrong with a template is told once; the pages that
    need it are missing then.
    """
    viewer = Viewer(site, bodies, theme, offline=offline, withheld=withheld)
    outputs = list(render_theme_files(viewer))
    for page in track(site.pages):
        try:
            outputs.append(render_page(viewer, page))
        except KnowbrandError as fault:
            for problem in fault.problems:
                viewer.report(problem)
    for redirect in site.redirects:
        try:
            outputs.append(_render_redirect(viewer, redirect))
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


def render_page(viewer: Viewer, page: SitePage) -> Output:
    """One page. Raises KnowbrandError with the file and line of what is wrong in a template."""
    template, view = build_view(Viewpoint(viewer, page))
    return Output(output_path(page.url), viewer.theme.render(template, view).encode())


def _render_redirect(viewer: Viewer, redirect: Redirect) -> Output:
    target = next(page for page in viewer.site.pages if page.url == redirect.target)
    url = redirect_url(redirect.url)
    view = Viewpoint(viewer, SitePage(kind=target.kind, lang=target.lang, url=url, sources=target.sources))
    writing = viewer.site.writings.get(target.sources[0]) if target.sources else None
    page = RedirectPage(
        lang=target.lang,
        direction=view.language.direction,
        title=writing.meta.title if writing else str(section_name(view, target.kind)),
        url=view.link(target.url),
        canonical=view.absolute(target.url),
        words=view.words,
    )
    return Output(output_path(url), viewer.theme.render(REDIRECT, page).encode())


def redirect_url(url: str) -> str:
    """The address that hosts look up for the old address ``url``: a folder's, where it names no file."""
    return url if url.endswith("/") or "." in url.rpartition("/")[2] else f"{url}/"
