"""The state of a chapter: derived from its periods and its evidence, never self-rated."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Literal

import msgspec

from knowbrand.model.dates import PartialDate
from knowbrand.model.profile import Chapter

State = Literal["handed-on", "returning", "dormant", "master", "practising", "exploring"]

GAP = 36
"""Months without evidence or period that make a return, or a rest."""
FRESH = 18
"""Months within which evidence shows that someone is back."""
MASTER_PIECES = 5
MASTER_MONTHS = 24
MASTER_OTHERS = 2
"""Pieces that somebody else vouches for, from different sources."""


class Sign(msgspec.Struct, frozen=True):
    """What a piece of evidence tells about a state: when, and whose word it is (None is the author's own)."""

    date: PartialDate | None
    source: str | None


class Verdict(msgspec.Struct, frozen=True):
    """A state and how it came about: facts by name, for ``knowbrand why``."""

    state: State
    facts: dict[str, str | int]


def derive_state(chapter: Chapter, signs: Sequence[Sign], today: dt.date) -> Verdict:
    """The state of ``chapter`` on the day ``today``, from the evidence that one audience may see."""
    dates = sorted(sign.date.last() for sign in signs if sign.date)
    newest = dates[-1] if dates else None
    span = months_between(dates[0], dates[-1]) if dates else 0
    others = len({sign.source for sign in signs if sign.source})
    facts: dict[str, str | int] = {"pieces": len(signs), "months": span, "others": others}
    if newest:
        facts["newest"] = newest.isoformat()
    if chapter.handed_on:
        return Verdict("handed-on", facts)
    back = _returned(chapter, dates, today)
    if newest and months_between(newest, today) < FRESH and back and months_between(back, today) < GAP:
        return Verdict("returning", {**facts, "back_since": back.isoformat()})
    if _has_ended(chapter, today) or (newest and months_between(newest, today) >= GAP):
        return Verdict("dormant", facts)
    if len(signs) >= MASTER_PIECES and span >= MASTER_MONTHS and others >= MASTER_OTHERS:
        return Verdict("master", facts)
    return Verdict("practising" if len(signs) >= 2 else "exploring", facts)


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Whole months from ``earlier`` to ``later``; 0 where it isn't later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(0, months - (later.day < earlier.day))


def _has_ended(chapter: Chapter, today: dt.date) -> bool:
    periods = chapter.all_periods()
    return bool(periods) and all(
        period.until is not None and period.until.last() < today for period in periods
    )


def _returned(chapter: Chapter, dates: Sequence[dt.date], today: dt.date) -> dt.date | None:
    """The day on which the latest gap, in evidence or between periods, ended."""
    ends = [later for earlier, later in itertools.pairwise(dates) if months_between(earlier, later) >= GAP]
    covered: dt.date | None = None
    for period in sorted(chapter.all_periods(), key=lambda period: period.from_.first()):
        start = period.from_.first()
        if covered and start <= today and months_between(covered, start) >= GAP:
            ends.append(start)
        covered = max(covered or start, period.until.last() if period.until else today)
    return max(ends, default=None)
