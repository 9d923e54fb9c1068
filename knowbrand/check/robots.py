"""A ``robots.txt`` of the author's own (RFC 9309) that asks search engines to leave out what is meant to be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from knowbrand.model.output import Output
from knowbrand.problems import Place, Problem, warning
from knowbrand.site.graph import Site
from knowbrand.site.urls import output_path


def check_robots(outputs: Iterable[Output], site: Site) -> Iterator[Problem]:
    """A warning where the file that the author placed hides the whole site from everybody."""
    url = site.urls.of("robots", site.languages[0])
    source = next((file.source for file in site.files if file.url == url), None)
    content = next((output.content for output in outputs if output.path == output_path(url)), b"")
    line = _find_ban(content.decode("utf-8", "replace"), urlsplit(site.base_url or "").path or "/")
    if source and line:
        message = "this robots.txt asks search engines to leave the whole site out"
        hint = "if they may find it, write Allow: / there, or delete the file: knowbrand makes one"
        yield warning("KB346", message, Place(source, line, 1), hint)


def _find_ban(text: str, path: str) -> int | None:
    """The line that forbids everybody the page at ``path`` and all below; an ``Allow`` of the same length goes before it
    (RFC 9309, 2.2.2)."""
    whole = {"/", "/*", "*", path, f"{path}*"}
    bans: list[tuple[int, int]] = []
    allowed = 0
    agents: set[str] = set()
    naming = False
    for number, line in enumerate(text.splitlines(), 1):
        name, _, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            agents = {*(agents if naming else ()), value}
        naming = name == "user-agent" or (naming and not name)
        if "*" in agents and name == "disallow" and value in whole:
            bans.append((len(value.rstrip("*")), number))
        elif "*" in agents and name == "allow" and value in whole:
            allowed = max(allowed, len(value.rstrip("*")) or 1)
    longest, found = max(bans, default=(0, 0))
    return found if bans and longest > allowed else None
