"""The formats in their order, and the one function that makes them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from knowbrand.formats.atom import make_atom
from knowbrand.formats.feedstyle import make_feed_styles
from knowbrand.formats.hosting import check_hosting, make_headers, make_redirects
from knowbrand.formats.identity import check_identity
from knowbrand.formats.jsonfeed import make_json_feeds
from knowbrand.formats.resume import make_resumes
from knowbrand.formats.robots import make_robots
from knowbrand.formats.rss import make_rss
from knowbrand.formats.sitemap import make_sitemap
from knowbrand.formats.vcard import make_vcards
from knowbrand.model.output import Output
from knowbrand.problems import Place, Problem, info
from knowbrand.site.bodies import Body
from knowbrand.site.graph import Site
from knowbrand.site.making import Made, NotedBodies, Recall, recall_nothing


class Format(NamedTuple):
    """A format: its name for people, whether its standard demands absolute addresses, and the function that makes its
    files from the site and the bodies of its writings (by their path)."""

    name: str
    absolute: bool
    make: Callable[[Site, Mapping[str, Body]], Iterable[Output]]


FORMATS: tuple[Format, ...] = (
    Format("Atom", True, make_atom),
    Format("RSS", True, make_rss),
    Format("JSON Feed", True, make_json_feeds),
    Format("feed style", True, make_feed_styles),
    Format("sitemap", True, make_sitemap),
    Format("robots.txt", False, make_robots),
    Format("JSON Resume", False, make_resumes),
    Format("vCard", False, make_vcards),
    Format("_headers", False, make_headers),
    Format("_redirects", False, make_redirects),
)


def make_formats(
    site: Site, bodies: Mapping[str, Body], recall: Recall = recall_nothing
) -> tuple[list[Made], list[Problem]]:
    """The files of every format that ``recall`` doesn't know. Without a ``base_url`` those that need one are left out,
    which is said once."""
    noted = NotedBodies(bodies)
    pieces = []
    for format_ in FORMATS:
        if site.base_url or not format_.absolute:
            name = f"format: {format_.name}"  # no output's path has a colon
            known = recall(name)
            pieces.append(known or Made(name, tuple(format_.make(site, noted)), (), noted.take_reads()))
    problems = check_identity(site) if site.base_url else [_say_what_is_left_out(site)]
    return pieces, [*problems, *check_hosting(site)]


def _say_what_is_left_out(site: Site) -> Problem:
    message = "without a base_url there are no feeds, no sitemap, no canonical links and no link previews"
    if site.audience == site.model.settings.audiences[0].name:
        hint = "say where the site will stand: base_url: https://example.org/"
    else:
        hint = f"say where this audience's site will stand: audiences: [{_write_audiences(site)}]"
    return info("KB520", message, Place("knowbrand.yaml"), hint)


def _write_audiences(site: Site) -> str:
    names = (audience.name for audience in site.model.settings.audiences)
    line = f"{{name: {site.audience}, base_url: https://example.org/}}"
    return ", ".join(line if name == site.audience else name for name in names)
