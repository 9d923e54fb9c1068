"""Words that several commands take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

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


class MomentType(click.ParamType):
    """A day, or a day and a time."""

    name = "ISO"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """The moment that ``value`` writes."""
        if isinstance(value, Moment):
            return value
        try:
            return parse_moment(value)
        except ValueError:
            self.fail(f"'{value}' is not a day; write 2026-05-31 or 2026-05-31T10:30:00Z", param, ctx)


class AddressType(click.ParamType):
    """An address that begins with http:// or https://."""

    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address, as it is."""
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            self.fail(f"'{value}' is not an address; write https://example.org/", param, ctx)
        return str(value)


class TimeZoneType(click.ParamType):
    """A zone of the IANA database."""

    name = "ZONE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The zone's name, as it is."""
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError):
            self.fail(f"'{value}' is not a time zone; write one such as Europe/Amsterdam", param, ctx)
        return str(value)
