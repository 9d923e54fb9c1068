"""``knowbrand new``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from knowbrand.author.new import LANGUAGES, check_resume, write_site
from knowbrand.cli.arguments import read_address, read_line, read_time_zone
from knowbrand.cli.console import mark, print_problems, say
from knowbrand.clock import present_day
from knowbrand.sources.text import read_text


def read_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A language that a new site can be written in; of another it is said how a site comes to speak that."""
    if value is None or value in LANGUAGES:
        return value
    known = ", ".join(f"'{code}'" for code in LANGUAGES)
    onward = "begin with en, and go on as docs/first-site.md says under 'Another language'"
    raise click.BadParameter(f"'{value}' is not one of {known}; for a site in another language, {onward}")


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    metavar=f"[{'|'.join(LANGUAGES)}]",
    callback=read_language,
    help="The language to begin with.",
)
@click.option("--name", callback=read_line, help="Your name.")
@click.option("--title", callback=read_line, help="The site's title; by default your name.")
@click.option("--base-url", metavar="URL", callback=read_address, help="Where the site will stand.")
@click.option(
    "--timezone",
    metavar="ZONE",
    callback=read_time_zone,
    help="The zone that dates are meant in, such as Europe/Amsterdam.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON Resume to begin with.",
)
def command(
    folder: Path,
    lang: str | None,
    name: str | None,
    title: str | None,
    base_url: str | None,
    timezone: str | None,
    source: Path | None,
) -> None:
    """Make a site in the folder DIR: it builds as it is, and its profile says what to fill in."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        lang = lang or click.prompt("Language", type=click.Choice(LANGUAGES), default="en", err=True)
        if name is None and source is None:
            name = (
                click.prompt("Your name (Enter to fill in later)", default="", show_default=False, err=True)
                or None
            )
    resume = read_text(source, source.name, 1, waits=True).encode() if source else None
    if source and resume is not None:
        resume_name, problems = check_resume(resume, source.name)
        print_problems(problems, source.parent)
        name = name or resume_name
    given = {"name": name, "title": title or name, "base_url": base_url, "timezone": timezone}
    today = present_day(None, timezone or "UTC")
    write_site(folder, lang or "en", today, {key: value for key, value in given.items() if value}, resume)
    say(f"{mark(True)} {folder}: fill in profile.yaml, and see it grow:\n  knowbrand serve {folder}")
    say(f"to publish it on GitHub Pages:\n  knowbrand deploy init github-pages {folder}")
