"""``knowbrand deploy``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knowbrand.cli.arguments import read_address, read_moment, site_argument
from knowbrand.cli.console import ProgressBar, mark, print_problems, say, summarise
from knowbrand.model.dates import Moment
from knowbrand.problems import Problem
from knowbrand.problems.report import to_json

if TYPE_CHECKING:
    from knowbrand.build import Composition
    from knowbrand.publish.branch import Pushed, Target

HOSTS = ("github-pages",)


@click.group("deploy")
def command() -> None:
    """Bring the site to its host."""


@command.command("init")
@click.argument("host", type=click.Choice(HOSTS))
@site_argument
@click.option(
    "--requirement", metavar="LINE", help="What pip shall install there; by default this very version."
)
@click.option("--force", is_flag=True, help="Replace the two files where they stand already.")
def init(host: str, site: Path, requirement: str | None, force: bool) -> int:
    """Write what GitHub needs to publish the site on every change: a workflow, and the version to use."""
    del host  # there is one, so far
    from knowbrand.author.hosting import write_hosting
    from knowbrand.sources import read_settings

    written = write_hosting(site, read_settings(site), requirement, force=force)
    say(f"{mark(True)} {', '.join(written) if written else 'nothing to change: the files are there already'}")
    say("  commit them and push; then, once, on GitHub: Settings, Pages, Source: GitHub Actions")
    return 0


@command.command("push")
@site_argument
@click.option("--remote", metavar="NAME", help="The remote; by default what the settings say, else origin.")
@click.option("--branch", metavar="NAME", help="The branch; by default what the settings say, else gh-pages.")
@click.option("--base-url", metavar="URL", callback=read_address, help="Where the site will stand.")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and push nothing.")
@click.option("--now", metavar="ISO", callback=read_moment, help="The moment that counts as now.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def push(
    site: Path,
    remote: str | None,
    branch: str | None,
    base_url: str | None,
    dry_run: bool,
    now: Moment | None,
    as_json: bool,
) -> int:
    """Build the site afresh and push it to a branch, on top of what stands there."""
    from knowbrand.build import compose
    from knowbrand.cli.lock_command import record
    from knowbrand.publish.branch import Target, push_branch
    from knowbrand.request import Request
    from knowbrand.sources import read_settings

    deploy = read_settings(site).deploy
    target = Target(site, remote or deploy.remote, branch or deploy.branch)
    progress = ProgressBar()
    try:
        composition = compose(Request(site, base_url=base_url, publish=True, now=now), progress.track)
    finally:
        progress.close()
    if composition.failed:
        return _report_refusal(composition.problems, target, as_json)
    pushed = push_branch(composition.outputs, target, dry_run=dry_run)
    recorded, named = (None, False) if dry_run else record(site, composition)
    if as_json:
        lines = recorded.added if recorded else 0
        outcome = {**asdict(pushed), "dry_run": dry_run, "locked": lines}
        document = {**_to_json(target, composition.problems), **outcome}
        click.echo(json.dumps(document, ensure_ascii=False))
        return 0
    print_problems(composition.problems, site)
    say(f"{mark(True)} {_tell(pushed, target, dry_run)}")
    for line in _tell_more(pushed, target, composition, dry_run):
        say(f"  {line}")
    if recorded and (recorded.added or named):
        say(
            f"  commit {recorded.name}{' and knowbrand.yaml' if named else ''}: what was published is written down there"
        )
    return 0


def _report_refusal(problems: tuple[Problem, ...], target: Target, as_json: bool) -> int:
    if as_json:
        document = {**_to_json(target, problems), "commit": None, "changed": False}
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_problems(problems, target.site)
        say(f"{mark(False)} nothing was pushed: {summarise(problems)}")
    return 1


def _to_json(target: Target, problems: tuple[Problem, ...]) -> dict[str, object]:
    return {
        "remote": target.remote,
        "branch": target.branch,
        "problems": [to_json(problem) for problem in problems],
    }


def _tell(pushed: Pushed, target: Target, dry_run: bool) -> str:
    where = f"{target.branch} on {target.remote}"
    if not pushed.changed:
        return f"{where} is up to date: nothing to push"
    kept = f", {pushed.kept} of others kept" if pushed.kept else ""
    files = f"{pushed.written} files written, {pushed.removed} removed, {pushed.unchanged} unchanged{kept}"
    if dry_run:
        return f"{where} would change: {files}; nothing was pushed"
    return f"{where} is now {str(pushed.commit)[:12]}: {files}"


def _tell_more(pushed: Pushed, target: Target, composition: Composition, dry_run: bool) -> Iterator[str]:
    """What nobody might expect of a push."""
    from knowbrand.publish.paths import shown

    if pushed.made:
        made = "would be made" if dry_run else "was made"
        yield f"the branch {target.branch} wasn't there before and {made}; choose it where the host asks for one"
    if pushed.uncommitted:
        named = ", ".join(map(shown, pushed.uncommitted[:_NAMED]))
        more = f" and {len(pushed.uncommitted) - _NAMED} more" if len(pushed.uncommitted) > _NAMED else ""
        yield f"with what isn't committed yet: {named}{more}"
    if composition.site and not composition.site.base_url:
        yield "without feeds, sitemap and link previews: the site has no base_url, which these need"


_NAMED = 5
