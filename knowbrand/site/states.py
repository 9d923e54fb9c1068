"""The state of a chapter: derived from its periods and its evidence, never self-rated.

The table is :data:`RULES`; ``docs/expertise.md`` shows it with a case for each line.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Literal

import msgspec

from knowbrand.model.dates import PartialDate
from knowbrand.model.profile import Chapter

State = Literal[
    "handed-on", "returning", "dormant", "master", "practising", "exploring", "on-request", "hidden"
]
"""In the order in which they are looked at. The last two stand where no state is stated."""

GAP = 36
"""Months without evidence or period that make a return, or a rest."""
FRESH = 18
"""Months within which evidence shows that someone is back."""
MASTER_PIECES = 5
MASTER_MONTHS = 24
MASTER_OTHERS = 2
"""Pieces that somebody else vouches for, from different sources."""
PRACTISING_PIECES = 2

RULES: dict[State, str] = {
    "handed-on": "'handed_on' is given",
    "returning": f"the newest evidence is at most {FRESH} months old, and there was a gap of {GAP} months or more in "
    f"evidence or periods that ended less than {GAP} months ago",
    "dormant": f"the last period ended, or the newest evidence is more than {GAP} months old",
    "master": f"at least {MASTER_PIECES} pieces over at least {MASTER_MONTHS} months, at least {MASTER_OTHERS} of them "
    "not vouched by 'self', from different sources",
    "practising": f"at least {PRACTISING_PIECES} pieces",
    "exploring": "none of the lines above",
    "on-request": "a claim says 'on_request', so what this audience can't see is no ground for a state",
    "hidden": "the chapter says 'hide_state'",
}
"""When each state holds, in words."""


class Sign(msgspec.Struct, frozen=True):
    """What a piece of evidence tells about a state: when, and the names of whoever vouches for it (none: the author)."""

    date: PartialDate | None
    names: frozenset[str] = frozenset()


class Verdict(msgspec.Struct, frozen=True):
    """A state and how it came about: ``facts`` by name, for ``knowbrand why``. For a chapter that is over, ``was`` is what
    its evidence made of it, and ``until`` when it ended (or its newest evidence, where it didn't)."""

    state: State
    facts: dict[str, str | int]
    was: State | None = None
    until: PartialDate | None = None


def derive_state(
    chapter: Chapter, signs: Sequence[Sign], today: dt.date, *, on_request: bool = False
) -> Verdict:
    """The state of ``chapter`` on the day ``today``, from the evidence that one audience may see. ``on_request`` says that
    one of its claims is shown with "evidence on request": a state that follows from a lack of evidence isn't stated
    then."""
    dates = sorted(sign.date.last() for sign in signs if sign.date)
    facts = _count(signs, dates)
    back = _returned(chapter, dates, today)
    state = _decide(chapter, signs, dates, back[0], today)
    if state == "returning" and back[0]:
        facts["back_since"] = back[0].isoformat()
    verdict = Verdict(state, facts)
    if state in ("dormant", "handed-on"):
        verdict = Verdict(state, facts, climb(signs), _ended(chapter, signs))
    if on_request and _rests_on_a_lack(state, chapter, by_evidence=back[1], today=today):
        verdict = Verdict("on-request", {**facts, "else": state})
    return Verdict("hidden", {**facts, "else": verdict.state}) if chapter.hide_state else verdict


def _decide(
    chapter: Chapter, signs: Sequence[Sign], dates: Sequence[dt.date], back: dt.date | None, today: dt.date
) -> State:
    newest = dates[-1] if dates else None
    if chapter.handed_on:
        return "handed-on"
    fresh = newest is not None and today <= add_months(newest, FRESH)
    if fresh and back and today < add_months(back, GAP):
        return "returning"
    if has_ended(chapter, today) or (newest and today > add_months(newest, GAP)):
        return "dormant"
    return climb(signs)


def climb(signs: Sequence[Sign]) -> State:
    """What evidence alone makes of a chapter: exploring, practising or master."""
    dates = sorted(sign.date.last() for sign in signs if sign.date)
    long_enough = bool(dates) and dates[-1] >= add_months(dates[0], MASTER_MONTHS)
    if len(signs) >= MASTER_PIECES and long_enough and count_sources(signs) >= MASTER_OTHERS:
        return "master"
    return "practising" if len(signs) >= PRACTISING_PIECES else "exploring"


def count_sources(signs: Sequence[Sign]) -> int:
    """How many different sources vouch for ``signs``: as many as have no name in common. 0 where it is the author alone."""
    named = sorted(
        {sign.names for sign in signs if sign.names}, key=lambda names: (len(names), sorted(names))
    )
    apart: list[frozenset[str]] = []
    for names in named:
        if all(names.isdisjoint(other) for other in apart):
            apart.append(names)
    pair = any(one.isdisjoint(other) for one, other in itertools.combinations(named, 2))
    return max(len(apart), 2 if pair else 0)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Whole months from ``earlier`` to ``later``; 0 where it isn't later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(0, months - (add_months(earlier, max(0, months)) > later))


def has_ended(chapter: Chapter, today: dt.date) -> bool:
    """Whether the chapter has periods and the last of them is over."""
    periods = chapter.all_periods()
    return bool(periods) and all(
        period.until is not None and period.until.last() < today for period in periods
    )


def _count(signs: Sequence[Sign], dates: Sequence[dt.date]) -> dict[str, str | int]:
    facts: dict[str, str | int] = {
        "pieces": len(signs),
        "months": months_between(dates[0], dates[-1]) if dates else 0,
        "others": count_sources(signs),
    }
    if dates:
        facts["newest"] = dates[-1].isoformat()
    return facts


def _ended(chapter: Chapter, signs: Sequence[Sign]) -> PartialDate | None:
    """The day that a chapter which is over ended: as handed on, as its last period says, else its newest evidence."""
    if chapter.handed_on and chapter.handed_on.date:
        return chapter.handed_on.date
    ends = [period.until for period in chapter.all_periods()]
    closed = [end for end in ends if end]
    if closed and len(closed) == len(ends):
        return max(closed, key=PartialDate.last)
    return max((sign.date for sign in signs if sign.date), key=PartialDate.last, default=None)


def _rests_on_a_lack(state: State, chapter: Chapter, *, by_evidence: bool, today: dt.date) -> bool:
    """Whether ``state`` follows from evidence that this audience doesn't see."""
    if state == "dormant":
        return not has_ended(chapter, today)
    return state == "exploring" or (state == "returning" and by_evidence)


def _returned(chapter: Chapter, dates: Sequence[dt.date], today: dt.date) -> tuple[dt.date | None, bool]:
    """The day on which the latest gap ended, and whether evidence alone tells of that gap: it may be one in evidence,
    between periods, or from the last period to the evidence after it."""
    ends = [
        (later, True) for earlier, later in itertools.pairwise(dates) if add_months(earlier, GAP) <= later
    ]
    covered: dt.date | None = None
    for period in sorted(chapter.all_periods(), key=lambda period: period.from_.first()):
        start = period.from_.first()
        if start > today:
            break
        if covered and add_months(covered, GAP) <= start:
            ends.append((start, False))
        covered = max(covered or start, period.until.last() if period.until else today)
    after = next((date for date in dates if covered and date > covered), None)
    if covered and after and add_months(covered, GAP) <= after:
        ends.append((after, False))
    return max(ends, default=(None, False), key=lambda end: (end[0] or dt.date.min, not end[1]))
