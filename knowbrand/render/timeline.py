"""The career as chapters, one under the other along one axis of years: what a chart needs, as numbers.

Across, everything is a percentage of the chart's width, and down it is in `em`: a chart that is drawn so keeps its letters
at the size of the page's, on a phone and on paper. In languages that run from right to left the years do, too.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence

from knowbrand.model.profile import Chapter, Period
from knowbrand.render.chapters import chapter_link, state_text
from knowbrand.render.viewer import Viewpoint
from knowbrand.render.views import TimelineBar, TimelineLine, TimelineRow, TimelineTick, TimelineView

LINE = 1.35
"""The height of a line of a name."""
BASELINE = 1.0
"""From the top of a line to where its letters stand."""
BAR = 0.7
"""The height of a bar."""
BELOW = 0.9
"""The white below a bar."""
WIDEST = 20.0
"""Of a line of a name, by a rough measure of its letters: what a screen of 320 pixels holds."""
NARROWEST_BAR = 0.8
PER_EM = 100.0 / WIDEST
"""Percent of the width that an em has there."""
APART = 0.5
"""The white between two labels of the axis."""
_STEPS = (1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000)
_ROUND = 5
"""From this step on the axis begins at a round year, where that costs it a quarter of a step at most."""


def timeline_view(view: Viewpoint) -> TimelineView | None:
    """The chapters that have periods, in the order in which they began; None where there are none."""
    today = view.site.today
    dated = [
        (chapter, periods)
        for chapter in view.site.model.profile.expertise
        if (periods := [period for period in chapter.all_periods() if period.from_.first() <= today])
    ]
    if not dated:
        return None
    dated.sort(key=lambda found: min(period.from_.first() for period in found[1]))
    axis = _Axis([period for _, periods in dated for period in periods], today, view)
    rows, height = _stack(view, dated, axis)
    return TimelineView(
        rows=rows,
        ticks=tuple(axis.ticks()),
        edge=axis.edge,
        floor=height,
        baseline=_rounded(height + BASELINE + 0.25),
        height=_rounded(height + LINE + 0.25),
        facts=" ".join(_facts(row) for row in rows),
    )


class _Axis:
    """The years, from the first of January of the first one (or of a round one just before) to today, or to the end of the
    last where all is over. Every label is as far from the one before it."""

    def __init__(self, periods: Sequence[Period], today: dt.date, view: Viewpoint) -> None:
        self.today = today
        self.open = any(period.until is None or period.until.last() >= today for period in periods)
        self._words = view.words
        self._turned = view.language.direction == "rtl"
        last = max((period.until.last() for period in periods if period.until), default=today)
        end = today if self.open else dt.date(last.year, 12, 31)
        self._last = end.year
        first = min(period.from_.first() for period in periods).year
        self._label = measure(f"{self._last}")
        self._first, self._step = self._choose_years(first, end)
        self._start = dt.date(self._first, 1, 1).toordinal()
        self._days = max(1, end.toordinal() + 1 - self._start)
        self.edge = 100.0 if self._turned else 0.0

    def _choose_years(self, first: int, end: dt.date) -> tuple[int, int]:
        """The year that the axis begins with, and the years between two labels: the fewest for which there is room, also
        beside the first label, which stands to one side of its year."""
        for step in _STEPS:
            over = first % step
            begin = first - over if step >= _ROUND and 4 * over <= step and first > over else first
            days = max(1, end.toordinal() + 1 - dt.date(begin, 1, 1).toordinal())
            if 100.0 * 365.2425 * step / days >= (1.5 * self._label + APART) * PER_EM:
                return begin, step
        return first, _STEPS[-1]

    def bar(self, period: Period) -> TimelineBar:
        """A period, as wide as it lasted and never invisible."""
        goes_on = period.until is None or period.until.last() >= self.today
        left = self._percent(period.from_.first().toordinal())
        right = 100.0 if goes_on or not period.until else self._percent(period.until.last().toordinal() + 1)
        width = max(right - left, NARROWEST_BAR)
        left = min(left, 100.0 - width)
        return TimelineBar(_rounded(100.0 - left - width if self._turned else left), _rounded(width), goes_on)

    def ticks(self) -> Iterator[TimelineTick]:
        """The first year, every so many years after it, and today."""
        yield self._tick(0.0, f"{self._first}")
        now = self._words["timeline_now"].text
        limit = 100.0 - ((measure(now) + APART if self.open else 0.0) + self._label / 2) * PER_EM
        for year in range(self._first + self._step, self._last + 1, self._step):
            place = self._percent(dt.date(year, 1, 1).toordinal())
            if place <= limit:
                yield self._tick(place, f"{year}")
        if self.open:
            yield self._tick(100.0, now)

    def _tick(self, place: float, text: str) -> TimelineTick:
        anchor = "start" if place == 0.0 else "end" if place == 100.0 else "middle"
        return TimelineTick(_rounded(100.0 - place if self._turned else place), text, anchor)

    def _percent(self, day: int) -> float:
        return min(100.0, max(0.0, 100.0 * (day - self._start) / self._days))


def _stack(
    view: Viewpoint, dated: Sequence[tuple[Chapter, Sequence[Period]]], axis: _Axis
) -> tuple[tuple[TimelineRow, ...], float]:
    """The rows, each below the one before it, and where the last ends."""
    rows = []
    top = 0.0
    for chapter, periods in dated:
        link = chapter_link(view, chapter)
        lines = tuple(
            TimelineLine(text, _rounded(top + BASELINE + number * LINE))
            for number, text in enumerate(wrap(link.title.text))
        )
        bar_top = top + len(lines) * LINE + 0.1
        written = [view.period(period.from_, period.until) for period in periods]
        rows.append(
            TimelineRow(
                chapter=link,
                state_text=state_text(view, chapter),
                periods=tuple(period for period in written if period),
                lines=lines,
                top=_rounded(bar_top),
                height=BAR,
                bottom=_rounded(bar_top + BAR),
                bars=tuple(axis.bar(period) for period in sorted(periods, key=lambda p: p.from_.first())),
            )
        )
        top = bar_top + BAR + BELOW
    return tuple(rows), _rounded(top)


def _facts(row: TimelineRow) -> str:
    """A row in words."""
    details = ", ".join(
        (*(period.text for period in row.periods), *([row.state_text.text] if row.state_text else []))
    )
    return f"{row.chapter.title.text}: {details}."


def wrap(text: str, widest: float = WIDEST) -> list[str]:
    """``text`` in lines of at most ``widest`` em, by :func:`measure`, broken between words and, where one is too long,
    in it."""
    lines: list[str] = [""]
    for word in text.split():
        for number, part in enumerate(_parts(word, widest)):
            joined = f"{lines[-1]} {part}" if lines[-1] and number == 0 else lines[-1] + part
            if lines[-1] and measure(joined) > widest:
                lines.append(part)
            else:
                lines[-1] = joined
    return lines


def _parts(word: str, widest: float) -> list[str]:
    if measure(word) <= widest:
        return [word]
    parts = [""]
    for character in word:
        if measure(parts[-1] + character) > widest and not unicodedata.combining(character):
            parts.append("")
        parts[-1] += character
    return parts


def measure(text: str) -> float:
    """How wide ``text`` is in em, roughly and rather too much: no font is known here."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.0
    if character in " iIjltf.,:;'’|!()[]-":
        return 0.36
    if character in "mwMWÆŒæœ@—…":
        return 0.95
    return 0.74 if character.isupper() else 0.56


def _rounded(number: float) -> float:
    return round(number, 2)
