"""Claims that an audience won't see, because it sees nothing to believe them by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowbrand.check.placeholders import has_placeholder
from knowbrand.model.profile import Chapter, Claim
from knowbrand.problems import Problem, info, warning
from knowbrand.site.chapters import is_shown
from knowbrand.site.graph import Site
from knowbrand.site.states import GAP, months_between

LONG = GAP
"""Months after which nobody would call a chapter a beginning."""


def check_claims(site: Site) -> Iterator[Problem]:
    """Each claim that ``site`` leaves out for want of evidence that its audience sees, and each chapter of years that
    therefore reads as a beginning."""
    for chapter in site.model.profile.expertise:
        unseen = [claim for claim in chapter.claims if not is_shown(site, chapter, claim)]
        if unseen:  # what mends a claim mends its chapter, so one of the two is told
            yield from (_tell_unseen(site, claim) for claim in unseen)
        else:
            yield from _check_beginning(site, chapter)


def _tell_unseen(site: Site, claim: Claim) -> Problem:
    """``site`` holds no evidence that its audience doesn't see, so why there is none isn't known here."""
    message = f"'{site.audience}' sees no evidence for this claim, so the claim isn't shown there"
    hint = (
        "add a published post or an address under evidence:, or write learning: true (you are on your way there) "
        "or on_request: true (it can't be shown) below the text"
    )
    return warning("KB128", message, claim.where("text"), hint)


def _check_beginning(site: Site, chapter: Chapter) -> Iterator[Problem]:
    """Half a lifetime of work that can't be shown must not read as a beginner's; only the author can say that it is so,
    and who says of every claim that they are learning has said it."""
    if chapter.claims and all(claim.learning for claim in chapter.claims):
        return
    if site.verdicts[chapter.id].state != "exploring" or has_placeholder(chapter):
        return
    months = count_months(chapter, site.today)
    if months >= LONG:
        message = (
            f"this chapter of {months // 12} years still says 'exploring': "
            f"'{site.audience}' sees too little of it"
        )
        hint = (
            "nothing is wrong, and each post or other evidence that you add counts; if it can't be shown, write "
            "on_request: true of a claim; hide_state: true shows the years alone"
        )
        yield info("KB135", message, chapter.where("name"), hint)


def count_months(chapter: Chapter, today: dt.date) -> int:
    """How long the chapter's periods lasted until ``today``, what they have in common counted once."""
    months, reached = 0, dt.date.min
    for period in sorted(chapter.all_periods(), key=lambda period: period.from_.first()):
        end = min(period.until.last(), today) if period.until else today
        months += months_between(max(period.from_.first(), reached), end)
        reached = max(reached, end)
    return months
