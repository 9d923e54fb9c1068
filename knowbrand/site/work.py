"""The person's work as of today."""

from __future__ import annotations

from knowbrand.model.profile import Work
from knowbrand.site.graph import Site


def current_work(site: Site) -> list[Work]:
    """The jobs, by employers with a name, that have begun and not ended, in the profile's order."""
    return [work for work in site.model.profile.work if work.name and _is_current(site, work)]


def _is_current(site: Site, work: Work) -> bool:
    begun = work.start_date is None or work.start_date.first() <= site.today
    return begun and (work.end_date is None or work.end_date.last() >= site.today)
