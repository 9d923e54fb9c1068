"""``knowbrand post``."""

from __future__ import annotations

import click

from knowbrand.author.post import write_post
from knowbrand.cli.arguments import clean_line, read_moment, split_words, words_argument
from knowbrand.cli.console import mark, say
from knowbrand.clock import present_day
from knowbrand.model.dates import Moment
from knowbrand.sources import read_settings


@click.command("post")
@words_argument("TITLE")
@click.option("--lang", metavar="CODE", help="The post's language; by default the site's first.")
@click.option("--date", "now", metavar="ISO", callback=read_moment, help="The post's day; by default today.")
def command(words: tuple[str, ...], lang: str | None, now: Moment | None) -> None:
    """Begin a new post: a file in content/posts/ with its front matter filled in."""
    site, (given,) = split_words(words, "TITLE")
    title = clean_line(given)
    settings = read_settings(site)
    file = write_post(site, settings, title, lang, present_day(now, settings.timezone))
    say(f"{mark(True)} {file}: write on there; it is a draft until you take out 'draft: true'")
    click.echo(site / file)
