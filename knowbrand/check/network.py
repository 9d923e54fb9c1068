"""How the pages of a site hang together: which a visitor finds, and whether languages and canonical addresses agree."""

from __future__ import annotations

from collections.abc import Iterator

from knowbrand.check.crawl import Outputs, by_page
from knowbrand.check.whereabouts import Whereabouts
from knowbrand.problems import Place, Problem, info, warning
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path

_ROOT_FILES = frozenset(
    (
        "ads.txt",
        "app-ads.txt",
        "apple-touch-icon.png",
        "crossdomain.xml",
        "humans.txt",
        "llms.txt",
        "apple-app-site-association",
        "security.txt",
    )
)


def check_network(found: Outputs, site: Site, whereabouts: Whereabouts) -> list[Problem]:
    """Pages that nobody finds, that name other languages which don't name them, or have no content policy; and files
    that no host reads where they stand."""
    own = {output_path(page.url): page for page in site.pages}
    problems = [
        *_find_lost(found, site),
        *_check_languages(found),
        *_check_canonical(found),
        *_check_roots(found, whereabouts),
    ]
    bare = [path for path in own if path in found.pages and not found.pages[path].policy]
    if bare:
        more = f", and {len(bare) - 1} more" if len(bare) > 1 else ""
        hint = "put the meta element with page.policy back into the theme's head; base.html of 'plain' has it"
        message = f"the page {bare[0]}{more} has no content policy, so it may load and run anything"
        problems.append(warning("KB345", message, Place(bare[0]), hint))
    return problems


def _find_lost(found: Outputs, site: Site) -> Iterator[Problem]:
    """A page of which the author says nothing should be found from the first."""
    leads = by_page(found.pages, found.mount)
    reached = {"index.html"}
    waiting = ["index.html"]
    while waiting:
        for target in leads.get(waiting.pop(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    for page in site.pages:
        path = output_path(page.url)
        if path in found.pages and not page.unlisted and page.kind != "not-found" and path not in reached:
            place = Place(page.sources[0]) if page.sources else Place(path)
            hint = "link to it from a page or the menu; or say unlisted: true"
            yield warning("KB338", f"no link leads from the home page to {page.url}", place, hint)


def _check_languages(found: Outputs) -> Iterator[Problem]:
    names = {
        path: {found.mount.locate(address, path).path for address in page.alternates}
        for path, page in found.pages.items()
        if page.alternates
    }
    for path, others in names.items():
        if path not in others:
            yield warning(
                "KB339", "the page names its other languages, but not itself", Place(path), _LANGUAGE_HINT
            )
        for other in sorted(others - {path, ""}):
            if other in found.pages and path not in names.get(other, ()):
                message = f"the page names {other} as its other language, which doesn't name it"
                yield warning("KB339", message, Place(path), _LANGUAGE_HINT)


_LANGUAGE_HINT = "let the theme write every one of page.alternates"


def _check_canonical(found: Outputs) -> Iterator[Problem]:
    for path, page in found.pages.items():
        target = found.mount.locate(page.canonical, path) if page.canonical else None
        if target is None or target.kind != "inside" or target.path == path or target.path not in found.pages:
            continue
        there = found.pages[target.path].canonical
        if there and found.mount.locate(there, target.path).path not in ("", target.path):
            message = f"the page says that {target.path} is the one to keep, which names another page in turn"
            yield warning("KB339", message, Place(path), "name the last one of them: canonical: …")


def _check_roots(found: Outputs, whereabouts: Whereabouts) -> Iterator[Problem]:
    """Below a path, what only counts at a host's root does nothing."""
    base = found.mount.base
    if base == "/":
        return
    for path in sorted(found.mount.paths):
        if path == "robots.txt":
            message = f"robots.txt stands below {base}, where search engines don't look for it"
            hint = (
                "nothing to do: without it they read everything, and find the sitemap if you tell them of it"
            )
            yield info("KB340", message, Place(path), hint)
        elif path in _ROOT_FILES or path.startswith(".well-known/"):
            message = f"{path} counts only at the root of a host, and the site stands below {base}"
            hint = "put it into the site at the host's root, or give this site a host of its own"
            yield info("KB340", message, whereabouts.name(path), hint)
