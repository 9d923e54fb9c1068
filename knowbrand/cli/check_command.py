"""``knowbrand check``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from knowbrand import __version__
from knowbrand.cli.arguments import site_argument
from knowbrand.cli.console import mark, print_problems, say, summarise
from knowbrand.problems import Problem
from knowbrand.problems.report import count, to_annotation, to_json, to_sarif


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
def command(site: Path, style: str, strict: bool) -> int:
    """Find everything that is wrong with the site, drafts and posts to come included, without writing a file."""
    from knowbrand.build import Request, compose
    from knowbrand.check import check_outputs

    composition = compose(Request(site, drafts=True, future=True))
    problems = composition.problems
    if composition.outputs:
        problems = tuple(sorted({*problems, *check_outputs(composition.outputs)}, key=Problem.sort_key))
    report(problems, style, site)
    found = count(problems)
    return 1 if found["error"] or (strict and found["warning"]) else 0


def report(problems: tuple[Problem, ...], style: str, site: Path) -> None:
    """Print ``problems`` in one of the styles: for people on standard error, for machines on standard output."""
    if style == "json":
        document = {"problems": [to_json(problem) for problem in problems], "summary": count(problems)}
        click.echo(json.dumps(document, ensure_ascii=False))
    elif style == "sarif":
        click.echo(json.dumps(to_sarif(problems, __version__), ensure_ascii=False))
    elif style == "github":
        for problem in problems:
            click.echo(to_annotation(problem))
    else:
        print_problems(problems, site)
        say(f"{mark(not count(problems)['error'])} {summarise(problems) or 'nothing is wrong'}")
