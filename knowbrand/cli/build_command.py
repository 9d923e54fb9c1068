"""``knowbrand build``."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knowbrand.cli.arguments import read_address, read_moment, site_argument
from knowbrand.cli.console import ProgressBar, mark, print_problems, say, summarise
from knowbrand.cli.job_summary import write_summary
from knowbrand.model.dates import Moment
from knowbrand.problems import KnowbrandError, Problem, Trouble
from knowbrand.problems.report import to_json
from knowbrand.problems.summary import PLACEHOLDER

if TYPE_CHECKING:
    from knowbrand.build import Composition
    from knowbrand.publish import Published


@click.command("build")
@site_argument
@click.option("--out", type=click.Path(path_type=Path), help="The folder to publish into; by default _site.")
@click.option("--audience", metavar="NAME", help="Whom to build for; by default the widest audience.")
@click.option("--drafts", is_flag=True, help="With drafts.")
@click.option("--future", is_flag=True, help="With posts whose date is to come.")
@click.option(
    "--base-url",
    metavar="URL",
    callback=read_address,
    help="Where the site will stand, instead of what the settings say.",
)
@click.option("--offline", is_flag=True, help="Name index.html in links, so that the folder opens from disk.")
@click.option(
    "--publish", is_flag=True, help="Refuse placeholders, and to lose an address that was published."
)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--now", metavar="ISO", callback=read_moment, help="The moment that counts as now.")
@click.option("--clean", is_flag=True, help="Build everything anew, whatever earlier builds remembered.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many processes share the work; by default one a processor, and one alone for a small site.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a summary in the site's language to this file, for the page of a workflow's run.",
)
def command(
    site: Path,
    out: Path | None,
    audience: str | None,
    drafts: bool,
    future: bool,
    base_url: str | None,
    offline: bool,
    publish: bool,
    strict: bool,
    now: Moment | None,
    clean: bool,
    jobs: int | None,
    as_json: bool,
    summary: Path | None,
) -> int:
    """Make the site: read everything, and swap the output folder for the new one."""
    from knowbrand.build import build
    from knowbrand.cli.recording import Recorder, render_report
    from knowbrand.publish import Published
    from knowbrand.request import Request

    if publish and (drafts or future or offline):
        raise click.UsageError(
            "--publish goes with none of --drafts, --future and --offline: these are to look at"
        )
    request = Request(
        site,
        audience,
        drafts,
        future,
        base_url,
        offline,
        publish,
        strict,
        now,
        jobs,
        clean,
        prose="summaries",
    )
    begin = time.perf_counter()
    recorder = Recorder(click.get_current_context().obj)
    progress = ProgressBar()
    try:
        composition, published, folder = build(request, out, progress.track, waiting=_tell_waiting)
    except KnowbrandError as fault:
        progress.close()
        _summarise_in(summary, fault.problems, site)
        return _report_failure(fault, site, audience, as_json, time.perf_counter() - begin)
    finally:  # whatever stops the build, the terminal gets its cursor back
        progress.close()
    seconds = time.perf_counter() - begin
    _summarise_in(summary, composition.problems, site)
    again = Published(0, 0, len(composition.outputs))
    if as_json:
        click.echo(_write_json(composition, published, seconds))
        head, tail = _write_json(composition, again, 0.0).split('"seconds": 0.0', 1)
        recorder.write(composition, published, folder, now, "out", (f'{head}"seconds": ', f"{tail}\n"))
    else:
        _tell(composition, published, folder, f"{seconds:.1f}", site)
        report = render_report(lambda: _tell(composition, again, folder, "\0", site))
        if report.count("\0") == 1:
            head, tail = report.split("\0")
            recorder.write(composition, published, folder, now, "err", (head, tail))
    return 0


def _tell(composition: Composition, published: Published, folder: Path, seconds: str, site: Path) -> None:
    print_problems([problem for problem in composition.problems if not problem.rule], site)
    _print_summary(composition, published, folder, seconds)


def _summarise_in(file: Path | None, problems: Sequence[Problem], site: Path) -> None:
    if file is not None:
        write_summary(file, problems, site, built=True)


def _tell_waiting() -> None:
    say("another build of this site is running; waiting for it")


def _report_failure(
    fault: KnowbrandError, site: Path, audience: str | None, as_json: bool, seconds: float
) -> int:
    if as_json:
        document = _to_json(audience or "public", 0, None, seconds, fault.problems)
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        print_problems(fault.problems, site)
        say(f"{mark(False)} nothing was published: {summarise(fault.problems)}")
    return 75 if isinstance(fault, Trouble) else 1


def _write_json(composition: Composition, published: Published, seconds: float) -> str:
    name = composition.site.audience if composition.site else ""
    document = _to_json(name, len(composition.outputs), published, seconds, composition.problems)
    return json.dumps(document, ensure_ascii=False)


def _to_json(
    audience: str, outputs: int, published: Published | None, seconds: float, problems: Sequence[Problem]
) -> dict[str, object]:
    return {
        "audience": audience,
        "outputs": outputs,
        "written": published.written if published else 0,
        "removed": published.removed if published else 0,
        "unchanged": published.unchanged if published else 0,
        "seconds": round(seconds, 3),
        "problems": [to_json(problem) for problem in problems],
    }


def _print_summary(composition: Composition, published: Published, folder: Path, seconds: str) -> None:
    pages = sum(output.path.endswith(".html") for output in composition.outputs)
    found = summarise([problem for problem in composition.problems if not problem.rule])
    say(f"{mark(True)} {folder}: {pages} pages in {seconds} s" + (f", with {found}" if found else ""))
    changed = (
        f"{published.written} files written, {published.removed} removed, {published.unchanged} unchanged"
    )
    say(f"  {changed}")
    selection = composition.selection
    left_out = []
    if selection and selection.drafts:
        left_out.append(f"{selection.drafts} draft{'s' * (selection.drafts > 1)}")
    if selection and selection.scheduled:
        left_out.append(f"{selection.scheduled} to come, the next on {selection.next_date}")
    if left_out:
        say(f"  left out: {'; '.join(left_out)}")
    filler = sum(problem.rule is not None for problem in composition.problems)
    if filler:
        places = f"{filler} places read" if filler > 1 else "1 place reads"
        say(f"  {places} like filler; `knowbrand check` shows more")
    if any(problem.code == PLACEHOLDER for problem in composition.problems):
        say("  placeholders ⟨like this⟩ still stand in it; --publish would refuse them")
