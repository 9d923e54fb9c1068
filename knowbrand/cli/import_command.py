"""``knowbrand import``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from knowbrand.author.files import write_new_files
from knowbrand.cli.arguments import read_address, split_words, words_argument
from knowbrand.cli.console import mark, say, summarise
from knowbrand.cli.report import print_report
from knowbrand.importers import Imported, Tool, import_posts
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
    path = Path(source)
    imported = import_posts(
        path,
        languages=settings.languages,
        existing=frozenset(list_files(site)),
        permalink=settings.posts.permalink,
        tool=tool,
        old_url=old_url,
    )
    print_report(imported.problems, path if path.is_dir() else path.parent)
    if not dry_run:
        write_new_files(site, imported.files)
    say(f"{mark(True)} {_outcome(imported, site, dry_run)}")
    return 0


def _outcome(imported: Imported, site: Path, dry_run: bool) -> str:
    there = f"{_count(imported.present)} {'is' if imported.present == 1 else 'are'} there already"
    if not imported.posts:
        return f"nothing new: {there}"
    text = f"{_count(imported.posts)} {'would come' if dry_run else 'came'} along"
    if imported.present:
        text += f"; {there}"
    if found := summarise(imported.problems):
        text += f", with {found}"
    if dry_run:
        return f"{text}; nothing was written"
    return f"{text}; next: knowbrand check{'' if site == Path() else f' {site}'}"


def _count(posts: int) -> str:
    return "1 post" if posts == 1 else f"{posts} posts"
