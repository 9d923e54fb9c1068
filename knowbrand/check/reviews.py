"""What the author wanted to look at again: told to the author alone, and never part of an output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knowbrand.model import Model
from knowbrand.model.profile import Claim
from knowbrand.model.writing import PostMeta
from knowbrand.problems import Problem, info


def check_reviews(model: Model, today: dt.date) -> Iterator[Problem]:
    """Each claim and post whose ``review_by`` has come, from the first day that it can mean."""
    for chapter in model.profile.expertise:
        for claim in chapter.claims:
            yield from _remind(claim, "claim", today)
    for post in model.posts:
        yield from _remind(post.meta, "post", today)


def _remind(entry: Claim | PostMeta, what: str, today: dt.date) -> Iterator[Problem]:
    if entry.review_by and entry.review_by.first() <= today:
        message = f"you wanted to look at this {what} again by {entry.review_by}"
        hint = "see whether it still holds, and move review_by; what you changed your mind about goes into changes"
        yield info("KB134", message, entry.where("review_by"), hint)
