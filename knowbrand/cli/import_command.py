"""``knowbrand import``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from knowbrand.author.files import write_new_files
from knowbrand.cli.arguments import read_address, split_words, words_argument
from knowbrand.cli.console import mark, print_problems, say, summarise
from knowbrand.importers import Tool, import_posts
from knowbrand.sources import list_files, read_settings


@click.command("import")
@words_argument("posts", "PATH")
@click.option("--dry-run", is_flag=True, help="Tell what would come along, and write nothing.")
@click.option(
    "--tool", type=click.Choice(get_args(Tool)), help="What the posts were written for, if it isn't seen."
)
@click.option(
    "--old-url", metavar="URL", callback=read_address, help="Where they stood, for links that lead there."
)
def command(words: tuple[str, ...], dry_run: bool, tool: Tool | None, old_url: str | None) -> int:
    """Bring the folder of posts PATH from Jekyll, Hugo, Eleventy, Pelican or Zola into the site.

    Each thing that isn't understood is reported at its file and line; old addresses are kept as aliases.
    """
    site, (kind, source) = split_words(words, "posts", "PATH")
    if kind != "posts":
        raise click.UsageError(f"'{kind}' can't be imported; write: knowbrand import posts PATH")
    if not Path(source).exists():
        raise click.UsageError(f"there is no '{source}'")
    settings = read_settings(site)
    imported = import_posts(
        Path(source),
        languages=settings.languages,
        existing=frozenset(list_files(site)),
        permalink=settings.posts.permalink,
        tool=tool,
        old_url=old_url,
    )
    print_problems(imported.problems, Path(source))
    if not imported.posts:
        say(f"{mark(False)} no post came along")
        return 1
    if not dry_run:
        write_new_files(site, imported.files)
    found = summarise(imported.problems)
    verb = "would come" if dry_run else "came"
    say(
        f"{mark(True)} {imported.posts} posts {verb} along{f', with {found}' if found else ''}; look at them with: knowbrand check"
    )
    return 0
