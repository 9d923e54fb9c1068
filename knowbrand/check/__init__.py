"""Model, site and outputs (``check.pages``, which only a check imports) into problems."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from knowbrand.check.claims import check_claims
from knowbrand.check.credit import check_credit
from knowbrand.check.files import check_files
from knowbrand.check.placeholders import check_placeholders
from knowbrand.check.posts import check_posts, check_tags
from knowbrand.check.profile import check_profile
from knowbrand.check.reviews import check_reviews
from knowbrand.model import Model
from knowbrand.problems import Problem
from knowbrand.site.collisions import check_addresses
from knowbrand.site.references import check_references

__all__ = ["check_claims", "check_model"]


def check_model(model: Model, today: dt.date, *, publish: bool = False) -> list[Problem]:
    """What is wrong with what the author wrote, before anything is filtered. Placeholders are errors where the site is
    to be published."""
    placeholders = check_placeholders(model)
    if publish:
        placeholders = [replace(problem, severity="error") for problem in placeholders]
    return [
        *check_profile(model, today),
        *check_posts(model, today),
        *check_tags(model),
        *check_files(model),
        *check_references(model),
        *check_credit(model),
        *check_reviews(model, today),
        *check_addresses(model),
        *placeholders,
    ]
