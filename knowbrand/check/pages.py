"""The built pages as a visitor's browser reads them: links, anchors, headings, alternative texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from knowbrand.check.crawl import check_addresses, outside_addresses, read_outputs
from knowbrand.check.network import check_network
from knowbrand.check.reading import Page
from knowbrand.check.robots import check_robots
from knowbrand.check.whereabouts import Whereabouts
from knowbrand.model.output import Output
from knowbrand.problems import Place, Problem, error, warning
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path


class OutsideLink(NamedTuple):
    """A link to another site, and where it was written."""

    url: str
    place: Place


def check_outputs(
    outputs: Iterable[Output], site: Site | None = None, texts: Mapping[str, str] | None = None
) -> list[Problem]:
    """What is wrong with ``outputs`` as they will be mounted: addresses that lead nowhere in pages, feeds and style
    sheets, pages that nobody finds, an id used twice, no single ``h1``, a skipped level of heading, a picture without
    alternative text.

    ``site`` is what they were made of, and ``texts`` its sources by path: with them a problem is told where its cause was
    written.
    """
    outputs = tuple(outputs)
    found = read_outputs(outputs, site.base_url if site else None, _copies(site))
    whereabouts = Whereabouts(site, texts)
    problems = check_addresses(found, whereabouts)
    problems += check_robots(outputs, site) if site else ()
    for path, page in found.pages.items():
        problems += _check_structure(page, whereabouts.name(path))
    return problems + check_network(found, site, whereabouts) if site else problems


def list_outside_links(
    outputs: Iterable[Output], site: Site, texts: Mapping[str, str] | None = None
) -> list[OutsideLink]:
    """Every address of another site that the pages among ``outputs`` lead to, once, and where it was written."""
    found = read_outputs(outputs, site.base_url, _copies(site))
    whereabouts = Whereabouts(site, texts)
    return [OutsideLink(url, whereabouts.find(url, pages)) for url, pages in outside_addresses(found).items()]


def _copies(site: Site | None) -> frozenset[str]:
    return frozenset(output_path(file.url) for file in site.files) if site else frozenset()


def _check_structure(page: Page, place: Place) -> list[Problem]:
    problems = [
        error("KB310", f"the id '{anchor}' stands twice on the page", place, "ids are unique on a page")
        for anchor in page.doubled
    ]
    if page.levels and page.levels.count(1) != 1:
        message = f"the page has {page.levels.count(1)} headings of the first level"
        problems.append(warning("KB311", message, place, "a page has one h1: its title"))
    previous = 1
    for level in page.levels:
        if level > previous + 1:
            message = f"a heading of level {level} follows one of level {previous}"
            problems.append(warning("KB311", message, place, f"use level {previous + 1}"))
            break
        previous = level
    problems += [
        warning(
            "KB312", f"the picture '{source}' has no alternative text", place, 'say what it shows, or alt=""'
        )
        for source in page.without_alt
    ]
    return problems
