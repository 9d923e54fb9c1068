"""``knowbrand serve``."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knowbrand.cli import INTERRUPTED, TERMINATED, Terminated
from knowbrand.cli.arguments import site_argument
from knowbrand.cli.console import mark, print_defect, print_problems, say, summarise
from knowbrand.problems import KnowbrandError, Problem

if TYPE_CHECKING:
    from knowbrand.request import Request
    from knowbrand.serve import Preview, PreviewServer, Rebuild

HOPELESS = frozenset({"KB116", "KB124"})
"""No site here, or none for this audience: a save mends neither."""
ALL_FIXTURES = "all"
MOST_NAMED = 2
"""Files named in a line before they are only counted."""


@click.command("serve")
@site_argument
@click.option(
    "--host", default="127.0.0.1", metavar="ADDRESS", help="Where to listen; by default this machine alone."
)
@click.option(
    "--port", default=8000, type=click.IntRange(0, 65535), help="By default 8000, or the next that is free."
)
@click.option("--audience", metavar="NAME", help="Whom to show it to; by default the widest audience.")
@click.option("--drafts", is_flag=True, help="With drafts, marked as such.")
@click.option(
    "--fixture",
    is_flag=False,
    flag_value=ALL_FIXTURES,
    metavar="[NAME]",
    help="Show the hard test sites of `theme check` in the site's theme, or the one of that name.",
)
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
def command(
    site: Path, host: str, port: int, audience: str | None, drafts: bool, fixture: str | None, opens: bool
) -> int:
    """Show the site at an address of this machine, rebuilt and reloaded on every save."""
    from knowbrand.request import Request
    from knowbrand.serve import Preview

    reporter = TerminalReporter(site)
    if fixture is None:
        preview = Preview(Request(site, audience, drafts), reporter)
    elif audience or drafts:
        raise click.UsageError("a test site has no audiences and no drafts: leave these options out")
    else:
        preview = _preview_fixtures(Request(site), fixture, reporter)
    try:
        _serve(preview, host, port, opens=opens)
    except KeyboardInterrupt:
        say("\ngoodbye")
        return INTERRUPTED
    except Terminated:
        say("goodbye")
        return TERMINATED
    return 0


def _preview_fixtures(request: Request, name: str, reporter: TerminalReporter) -> Preview:
    """The test sites in the theme of the site that ``request`` names: all, or the one called ``name``."""
    from functools import partial

    from knowbrand.problems import nearest
    from knowbrand.serve import FIXTURES, Preview, fixture_composer, fixture_snapshot

    if name not in (ALL_FIXTURES, *FIXTURES):
        guess = nearest(name, FIXTURES)
        message = f"no test site '{name}'; " + (
            f"did you mean '{guess}'?" if guess else f"there are: {', '.join(FIXTURES)}"
        )
        if (request.root / name).is_dir():
            message += f" (the site's folder comes first: knowbrand serve {name} --fixture)"
        raise click.BadParameter(message, param_hint="--fixture")
    names = tuple(FIXTURES) if name == ALL_FIXTURES else (name,)
    return Preview(request, reporter, fixture_composer(names), partial(fixture_snapshot, names))


def _serve(preview: Preview, host: str, port: int, *, opens: bool) -> None:
    from knowbrand.serve import Watcher, address_of, open_server

    with open_server(preview, host, port) as server, Watcher(preview.root, say) as watcher:
        first = preview.rebuild()
        if any(problem.code in HOPELESS for problem in first.problems):
            raise KnowbrandError
        server.start()
        _greet(server, host, port)
        if opens and not webbrowser.open(address_of(server)):
            say("no browser was found to open it in")
        preview.watch(watcher)


def _greet(server: PreviewServer, host: str, port: int) -> None:
    from knowbrand.serve import address_of, is_loopback

    if server.server_port != port and port:
        say(f"port {port} is in use; taking {server.server_port}")
    if not is_loopback(host):
        say(
            f"warning: at {host} everybody on this network can read the preview, also what isn't published yet"
        )
    say(f"look at {address_of(server)} (Ctrl-C ends the preview)")


class TerminalReporter:
    """One line for each rebuild of the site in the folder ``root``, and the problems that are new since the last."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: frozenset[tuple[str, ...]] = frozenset()
        self._shows = False

    def rebuilt(self, rebuild: Rebuild) -> None:
        """What changed, and what is wrong now."""
        if rebuild.defect is not None:
            print_defect(rebuild.defect)
        news = [problem for problem in rebuild.problems if _name(problem) not in self._known]
        print_problems(news, self._root)
        begin = f"{mark(not rebuild.failed)} {_list(rebuild.paths)}"
        found = summarise(rebuild.problems)
        if rebuild.failed:
            say(f"{begin}{found}; the last good version is still shown" if self._shows else f"{begin}{found}")
        else:
            pages = (
                f"{rebuild.pages} page{'s' * (rebuild.pages != 1)}" if rebuild.pages else "no page changed"
            )
            say(f"{begin}{pages} in {rebuild.seconds:.1f} s" + (f", with {found}" if found else ""))
        self._shows = self._shows or not rebuild.failed
        self._known = frozenset(map(_name, rebuild.problems))

    def say(self, line: str) -> None:
        """A line about the preview itself."""
        say(line)


def _name(problem: Problem) -> tuple[str, ...]:
    """What makes a problem the same one after an edit that moved it to another line."""
    return (problem.code, problem.message, problem.place.path if problem.place else "")


def _list(paths: Iterable[str]) -> str:
    names = ["".join(c if c.isprintable() else "\ufffd" for c in path) for path in sorted(paths)]
    if not names:
        return ""
    shown = ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} files"
    return f"{shown} → "
