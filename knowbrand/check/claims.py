"""Claims that an audience won't see, because it sees nothing to believe them by."""

from __future__ import annotations

from collections.abc import Iterator

from knowbrand.problems import Problem, warning
from knowbrand.site.chapters import is_shown
from knowbrand.site.graph import Site


def check_claims(site: Site) -> Iterator[Problem]:
    """Each claim that ``site`` leaves out for want of evidence that its audience sees."""
    for chapter in site.model.profile.expertise:
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
