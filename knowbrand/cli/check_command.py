"""``knowbrand check``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knowbrand import __version__
from knowbrand.cli.arguments import read_address, site_argument
from knowbrand.cli.console import mark, print_problems, say, summarise
from knowbrand.cli.findings import list_suppressions, praise, teach_once
from knowbrand.cli.job_summary import find_prefix, write_summary
from knowbrand.problems import Problem
from knowbrand.problems.report import count, to_annotation, to_json, to_sarif
from knowbrand.publish.cache import CACHE_FOLDER
from knowbrand.publish.tracking import is_tracked

if TYPE_CHECKING:
    from knowbrand.build import Composition
    from knowbrand.request import Request


@click.command("check")
@site_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How to report.",
)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option(
    "--base-url",
    metavar="URL",
    callback=read_address,
    help="Where the site will stand, instead of what the settings say.",
)
@click.option("--external", is_flag=True, help="Try the links to other sites, too; needs the network.")
@click.option("--imported", is_flag=True, help="Read imported posts for filler, too.")
@click.option("--suppressions", is_flag=True, help="List what is silenced, with the reasons, and stop.")
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a summary in the site's language to this file, for the page of a workflow's run.",
)
def command(
    site: Path,
    style: str,
    strict: bool,
    base_url: str | None,
    external: bool,
    imported: bool,
    suppressions: bool,
    summary: Path | None,
) -> int:
    """Find everything that is wrong with the site, drafts and posts to come included, without writing a file."""
    from knowbrand.check.pages import check_outputs
    from knowbrand.cli.sourcetexts import read_texts
    from knowbrand.request import Prose, Request

    prose: Prose = "imported" if imported else "texts"
    composition = compose_site(Request(site, drafts=True, future=True, base_url=base_url, prose=prose))
    if suppressions and composition.substance:
        list_suppressions(composition.substance.suppressions, style)
        return 0
    problems = composition.problems
    if composition.outputs and composition.site:
        texts = read_texts(site, composition.site)
        found_in_pages = check_outputs(composition.outputs, composition.site, texts)
        outside = try_links(site, composition, texts) if external else []
        problems = tuple(sorted({*problems, *found_in_pages, *outside}, key=Problem.sort_key))
    report(problems, style, site)
    if style == "text" and composition.substance:
        praise(composition.substance.strongest)
    if summary is not None:
        write_summary(summary, problems, site, built=False)
    found = count(problems)
    return 1 if found["error"] or (strict and found["warning"]) else 0


def compose_site(request: Request) -> Composition:
    """The site in memory. What a build remembers helps, and is kept up to date; where none did, nothing is written."""
    from knowbrand.build import compose, open_memo

    if not (request.root / CACHE_FOLDER).is_dir():
        return compose(request)
    memo = open_memo(request)
    try:
        composition = compose(request, memo=memo)
        memo.save()
    finally:
        memo.close()
    return composition


def try_links(root: Path, composition: Composition, texts: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the links to other sites; what was found out lately isn't asked again."""
    from knowbrand.check.external import check_external
    from knowbrand.check.pages import list_outside_links
    from knowbrand.check.remembering import Memory

    assert composition.site is not None  # noqa: S101 - there are outputs
    links = list_outside_links(composition.outputs, composition.site, texts)
    say(f"trying {len(links)} link{'s' * (len(links) != 1)} to other sites")
    memory = Memory(None if is_tracked(root) else root / CACHE_FOLDER / "links.json")
    now = dt.datetime.now(dt.UTC)
    problems = check_external(links, memory, now)
    memory.save(now)
    return problems


def report(problems: tuple[Problem, ...], style: str, site: Path) -> None:
    """Print ``problems`` in one of the styles: for people on standard error, for machines on standard output."""
    if style == "json":
        document = {"problems": [to_json(problem) for problem in problems], "summary": count(problems)}
        click.echo(json.dumps(document, ensure_ascii=False))
    elif style == "sarif":
        click.echo(json.dumps(to_sarif(problems, __version__), ensure_ascii=False))
    elif style == "github":
        prefix = find_prefix(site)
        for problem in problems:
            click.echo(to_annotation(problem, prefix))
    else:
        print_problems(teach_once(problems), site)
        say(f"{mark(not count(problems)['error'])} {summarise(problems) or 'nothing is wrong'}")
