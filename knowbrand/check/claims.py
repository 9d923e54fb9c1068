"""Claims that an audience won't see, because it sees nothing to believe them by."""

from __future__ import annotations

from collections.abc import Iterator

from knowbrand.check.placeholders import has_placeholder
from knowbrand.model.profile import Chapter
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
        yield from _check_beginning(site, chapter)
        for claim in chapter.claims:
            if is_shown(site, chapter, claim):
                continue
            message = (
                f"nothing that '{site.audience}' sees is evidence for this claim, so it is left out there"
            )
            hint = (
                f"add evidence that '{site.audience}' may see and that is published already, or say learning: true "
                "(not there yet) or on_request: true (it can't be shown)"
            )
            yield warning("KB128", message, claim.where("text"), hint)


def _check_beginning(site: Site, chapter: Chapter) -> Iterator[Problem]:
    """Half a lifetime of work that can't be shown must not read as a beginner's; only the author can say that it is so."""
    if site.verdicts[chapter.id].state != "exploring" or has_placeholder(chapter):
        return
    months = sum(
        months_between(
            period.from_.first(), min(period.until.last(), site.today) if period.until else site.today
        )
        for period in chapter.all_periods()
    )
    if months >= LONG:
        message = f"this chapter of {months // 12} years shows as 'exploring' to '{site.audience}'"
        hint = (
            "add evidence, say on_request: true of a claim whose evidence can't be shown, "
            "or hide the state: hide_state: true"
        )
        yield info("KB135", message, chapter.where("name"), hint)
