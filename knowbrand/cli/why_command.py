"""``knowbrand why``."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from knowbrand.cli.arguments import split_words, words_argument
from knowbrand.problems import KnowbrandError

if TYPE_CHECKING:
    from knowbrand.request import Request
    from knowbrand.site.explanation import Facts
    from knowbrand.site.graph import Site
    from knowbrand.site.page import SitePage


@click.command("why")
@words_argument("URL")
@click.option("--audience", metavar="NAME", help="In the site of this audience.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(words: tuple[str, ...], audience: str | None, as_json: bool) -> None:
    """Tell which sources, template and settings made the page at URL; for a chapter, how its state came about."""
    site, (url,) = split_words(words, "URL")
    facts = _find_facts(Path(site), url, audience)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        _print(facts)


def _find_facts(root: Path, url: str, audience: str | None) -> Facts:
    """What made the page at ``url``, of the site as it is published, where a draft is no evidence; else of the site with
    drafts and posts to come. Raises KnowbrandError."""
    from knowbrand.request import Request

    with contextlib.suppress(KnowbrandError):
        return _explain(Request(root, audience), url)
    return {**_explain(Request(root, audience, drafts=True, future=True), url), "published": "not yet"}


def _explain(request: Request, url: str) -> Facts:
    from knowbrand.build import compose
    from knowbrand.site.explanation import explain, explain_file, explain_redirect, find_page

    composition = compose(request)
    if composition.site is None or composition.failed:
        raise KnowbrandError(*composition.problems)
    facts = explain_redirect(composition.site, url) or explain_file(composition.site, url)
    if facts is None:
        page = find_page(composition.site, url)
        facts = explain(composition.site, page, find_templates(request.root, composition.site, page))
    return facts


def find_templates(root: Path, site: Site, page: SitePage) -> list[str]:
    """The files, from the nearest layer of the theme to its root, whose template shapes ``page``."""
    from knowbrand.render import SHAPES
    from knowbrand.themes import load_theme

    theme, _ = load_theme(root, site.model.settings)
    name = SHAPES[page.kind].template
    return [layer.place(name).path for layer in theme.layers if name in layer.files] if theme else [name]


def _print(facts: Facts) -> None:
    width = max(len(name) for name in facts)
    for name, value in facts.items():
        values = value if isinstance(value, list) else [value]
        for number, line in enumerate(values):
            click.echo(f"{name if number == 0 else '':<{width}}  {line}")
