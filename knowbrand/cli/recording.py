"""What a build notes for the first stage of the next (see ``unchanged.py``): what it was made from, and what it left."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import stat
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import TZPATH, ZoneInfo

from knowbrand.cli.unchanged import (
    MOST_RECENT,
    RECENT,
    Stamps,
    UnfitError,
    digest_file,
    digest_stamps,
    find_site,
    identify,
    stamp_sources,
    stamp_status,
    write_record,
)
from knowbrand.publish.paths import LIST_PATH

if TYPE_CHECKING:
    from knowbrand.build import Composition
    from knowbrand.model.dates import Moment
    from knowbrand.publish import Published

ALWAYS = (0.0, float("inf"))


class Recorder:
    """Begun before a build with ``arguments``, it notes afterwards what the same build would say again. What it can't
    note with certainty it leaves: the next build is a whole one then."""

    def __init__(self, arguments: Sequence[str] | None) -> None:
        self._arguments = list(arguments or ())
        self._begin = time.time_ns()
        self._site = find_site(self._arguments)
        self._sources: Stamps = {}
        self._recent: dict[str, str] = {}
        try:
            if self._site is not None:
                self._sources = stamp_sources(self._site)
                self._recent = self._digest_recent()
        except (OSError, UnfitError):
            self._site = None

    def write(
        self,
        composition: Composition,
        published: Published,
        folder: Path,
        now: Moment | None,
        stream: str,
        report: tuple[str, str],
    ) -> None:
        """Note ``report``: what stands on ``stream`` (``out`` or ``err``) before and after the seconds of a build."""
        if self._site is None or composition.site is None or not _is_plain(composition):
            return
        settings = composition.site.model.settings
        zone, out = _find_rules(settings.timezone), str(folder)
        span = ALWAYS if now else _span(composition.site.today, ZoneInfo(settings.timezone))
        outputs = _expect(published, out)
        with contextlib.suppress(OSError, UnfitError):
            if outputs is not None and self._is_untouched():
                key = identify(self._arguments, out, zone, self._site, outputs)
                recent = "\n".join(f"{path} {digest}" for path, digest in self._recent.items())
                sources = digest_stamps(self._sources)
                fields = (sources, key, *map(str, span), out, zone, stream, recent, *report)
                write_record(self._site, self._arguments, fields)

    def _is_untouched(self) -> bool:
        """Whether nobody wrote to the sources while they were built."""
        assert self._site is not None  # noqa: S101 - write looked
        return stamp_sources(self._site) == self._sources and self._digest_recent() == self._recent

    def _digest_recent(self) -> dict[str, str]:
        since = self._begin - RECENT
        recent = [
            path
            for path, stamps in self._sources.items()
            if any(
                word.isdigit() and int(word) > since for word in stamps.split()
            )  # no size or place is as large
        ]
        if len(recent) > MOST_RECENT:
            raise UnfitError(recent[0])
        return {path: digest_file(path) for path in recent}


def render_report(tell: Callable[[], None]) -> str:
    """What ``tell`` writes to standard error, which it takes for the terminal that it is."""
    with contextlib.redirect_stderr(_Copy(sys.stderr.isatty())) as copy:
        tell()
    return copy.getvalue()


class _Copy(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def _is_plain(composition: Composition) -> bool:
    """Whether nothing but the site's own files and knowbrand had a part in it: no package that others installed."""
    from knowbrand.themes.chain import INSTALLED

    theme, site = composition.theme, composition.site
    return bool(
        theme
        and site
        and not any(problem.code == "KB576" for problem in composition.problems)
        and not site.model.settings.extensions
        and not any(layer.shown.endswith(INSTALLED) for layer in theme.layers)
    )


def _expect(published: Published, out: str) -> Stamps | None:
    """The folder as it was published; None where its clock is too coarse to show an edit that follows at once."""
    owned = published.leaves.get(LIST_PATH)
    if owned is None or owned.st_ctime_ns % 10**9 == 0:
        return None
    return {
        f"{out}/{path}": stamp_status(status)
        for path, status in published.leaves.items()
        if not stat.S_ISDIR(status.st_mode)
    }


def _span(today: dt.date, zone: ZoneInfo) -> tuple[float, float]:
    begin, end = (
        dt.datetime.combine(day, dt.time(), zone).timestamp() for day in (today, today + dt.timedelta(days=1))
    )
    return begin, end


def _find_rules(zone: str) -> str:
    places = (Path(folder) / zone for folder in TZPATH)
    return next((str(place) for place in places if place.is_file()), "")
