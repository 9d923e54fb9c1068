"""``knowbrand schema``."""

from __future__ import annotations

import json
from typing import Literal

import click

from knowbrand.sources.schema import schema


@click.command("schema")
@click.argument("kind", type=click.Choice(["profile", "site", "post"]))
def command(kind: Literal["profile", "site", "post"]) -> None:
    """Print the JSON Schema of the profile, the settings or a post's front matter, for an editor to check with."""
    click.echo(json.dumps(schema(kind), indent=2, ensure_ascii=False))
