"""``knowbrand lock``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knowbrand.cli.arguments import read_address, read_moment, site_argument
from knowbrand.cli.console import mark, print_problems, say
from knowbrand.model.dates import Moment
from knowbrand.problems import KnowbrandError, Problem, Trouble
from knowbrand.problems.report import to_json

if TYPE_CHECKING:
    from knowbrand.build import Composition
    from knowbrand.publish import Recorded


@click.command("lock")
@site_argument
@click.option("--audience", metavar="NAME", help="For whom; by default the widest audience.")
@click.option(
    "--base-url",
    metavar="URL",
    callback=read_address,
    help="Where the site stands, instead of what the settings say.",
)
@click.option("--now", metavar="ISO", callback=read_moment, help="The moment at which it was published.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(site: Path, audience: str | None, base_url: str | None, now: Moment | None, as_json: bool) -> int:
    """Record the site's addresses in urls.lock, once they are published: from then on they are promises."""
    from knowbrand.build import compose
    from knowbrand.request import Request

    composition = compose(Request(site, audience=audience, base_url=base_url, publish=True, now=now))
    try:
        recorded, named = record(site, composition)
    except KnowbrandError as fault:
        return _report_failure(fault, site, as_json)
    widest = recorded.name == "urls.lock"
    if as_json:
        _print_json(recorded, composition.problems)
    else:
        print_problems(composition.problems, site)
        _print_summary(recorded, widest)
        if named:
            say("  knowbrand.yaml: the site has an id now; commit it, too")
    return 0


def record(site: Path, composition: Composition) -> tuple[Recorded, bool]:
    """Write down what was published: the addresses, and the id of a site that was begun without one (whether it was).

    The id is the one that its feeds have by its address. Raises KnowbrandError where the site wasn't fit to be
    published, Trouble where the disk refuses.
    """
    from knowbrand.author.identity import write_id
    from knowbrand.formats.identity import namespace_of_address
    from knowbrand.publish import record_urls

    if composition.failed or composition.promises is None or composition.site is None:
        raise KnowbrandError(*composition.problems)
    recorded = record_urls(site, composition.promises)
    model, base_url = composition.site.model, composition.site.base_url
    widest = composition.site.audience == model.settings.audiences[0].name
    namespace = namespace_of_address(base_url) if widest and model.settings.id is None else None
    return recorded, bool(namespace and write_id(site, str(namespace)))


def _report_failure(fault: KnowbrandError, site: Path, as_json: bool) -> int:
    if as_json:
        _print_json(None, fault.problems)
    else:
        print_problems(fault.problems, site)
        say(f"{mark(False)} nothing was recorded")
    return 75 if isinstance(fault, Trouble) else 1


def _print_json(recorded: Recorded | None, problems: tuple[Problem, ...]) -> None:
    document = {
        "path": recorded.name if recorded else None,
        "added": recorded.added if recorded else 0,
        "total": recorded.total if recorded else 0,
        "problems": [to_json(problem) for problem in problems],
    }
    click.echo(json.dumps(document, ensure_ascii=False))


def _print_summary(recorded: Recorded, widest: bool) -> None:
    if not recorded.added:
        say(f"{mark(True)} {recorded.name}: nothing new; it holds {recorded.total} lines")
        return
    lines = "line" if recorded.added == 1 else "lines"
    say(f"{mark(True)} {recorded.name}: {recorded.added} {lines} added, {recorded.total} in all")
    if widest:
        say(f"  commit it: git add {recorded.name}")
    else:
        say(
            "  it names what the public doesn't know, so git ignores it; git add --force commits it all the same"
        )
