"""Words that several commands take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

from knowbrand.model.dates import Moment, parse_moment

F = TypeVar("F", bound=Callable[..., Any])


def site_argument(function: F) -> F:
    """``[SITE]``: the site's folder, by default the current one."""
    return click.argument("site", required=False, default=".", type=click.Path(path_type=Path))(function)


def words_argument(*names: str) -> Callable[[F], F]:
    """``[SITE]`` and then one word for each of ``names``; :func:`split_words` takes them apart."""
    metavar = " ".join(["[SITE]", *names])
    return click.argument("words", nargs=-1, metavar=metavar)


def split_words(words: Sequence[str], *names: str) -> tuple[Path, list[str]]:
    """The site's folder and the words that the command takes."""
    if len(words) not in (len(names), len(names) + 1):
        wanted = " and ".join(names)
        raise click.UsageError(f"give {wanted} (put words that belong together in quotes)")
    own = list(words[-len(names) :])
    return Path(words[0] if len(words) > len(names) else "."), own


def read_moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Moment | None:
    """A day, or a day and a time, as an option says it."""
    try:
        return parse_moment(value) if value is not None else None
    except ValueError:
        message = f"'{value}' is not a day; write 2026-05-31 or 2026-05-31T10:30:00Z"
        raise click.BadParameter(message) from None


def read_address(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """An address that begins with http:// or https://."""
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        known = (
            parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
        )
    except ValueError:
        known = False
    if not known or any(character.isspace() or character in "<>\"'\\" for character in value):
        raise click.BadParameter(f"'{value}' is not an address; write https://example.org/")
    return value


def read_time_zone(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A zone of the IANA database."""
    try:
        ZoneInfo(value or "UTC")
    except (ValueError, OSError, LookupError):
        message = f"'{value}' is not a time zone; write one such as Europe/Amsterdam"
        raise click.BadParameter(message) from None
    return value
