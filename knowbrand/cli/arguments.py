"""Words that several commands take."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from knowbrand.model.dates import Moment, parse_moment
from knowbrand.model.kinds import BaseUrl, TimeZone

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
    refuse_swapped(words)
    own = list(words[-len(names) :])
    return Path(words[0] if len(words) > len(names) else "."), own


def is_site(folder: str) -> bool:
    """Whether ``folder`` holds the settings of a site."""
    return any(os.path.isfile(os.path.join(folder, name)) for name in ("knowbrand.yaml", "knowbrand.yml"))  # noqa: PTH113, PTH118 - any word may be asked, also one too long for a Path


def refuse_swapped(words: Sequence[str]) -> None:
    """Raise click's UsageError where the site's folder is the second of two ``words``."""
    if len(words) == 2 and not is_site(words[0]) and is_site(words[1]):
        command = click.get_current_context().command_path
        raise click.UsageError(f"the site's folder comes first: {command} {shlex.join([words[1], words[0]])}")


def read_moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Moment | None:
    """A day, or a day and a time, as an option says it."""
    try:
        return parse_moment(value) if value is not None else None
    except ValueError:
        message = f"'{value}' is no day of the years 2 to 9998; write 2026-05-31 or 2026-05-31T10:30:00Z"
        raise click.BadParameter(message) from None


def read_address(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Where a site stands: an address that the settings would take, too."""
    return None if value is None else parse_address(value)


def parse_address(text: str) -> str:
    """``text`` as the address of a site. Raises click's BadParameter where it can't be one."""
    return _read_value(BaseUrl, text)


def read_line(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A text of one line, as an option says it."""
    return None if value is None else clean_line(value)


def clean_line(text: str) -> str:
    """``text`` on one line. Raises click's BadParameter where it holds what no text file can."""
    from knowbrand.sources.text import STRAY

    line = " ".join(text.split())
    if STRAY.search(line) or any("\ud800" <= character <= "\udfff" for character in line):
        raise click.BadParameter("a text can't hold control characters, or bytes that aren't UTF-8")
    return line


def read_time_zone(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A zone of the IANA database."""
    return None if value is None else _read_value(TimeZone, value)


def _read_value(kind: Any, text: str) -> str:
    from knowbrand.sources.values import VALUES, Refused

    try:
        return str(VALUES[kind](text))
    except Refused as refusal:
        raise click.BadParameter(f"{refusal.message}; {refusal.hint}") from None
