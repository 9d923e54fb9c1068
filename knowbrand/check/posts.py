"""What can't be true in the front matter of posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from knowbrand.model import Model
from knowbrand.problems import Problem, error


def check_posts(model: Model, today: dt.date) -> Iterator[Problem]:
    """Days on which a post was changed that are in the future; a post that is to come may have them on its own day."""
    zone = ZoneInfo(model.settings.timezone)
    for post in model.posts:
        latest = max(today, post.date.date(zone))
        if post.meta.updated and post.meta.updated.date(zone) > latest:
            hint = "write the day on which you changed it"
            yield error("KB235", "'updated' is in the future", post.meta.where("updated"), hint)
        for change in post.meta.changes:
            if change.date.first() > latest:
                hint = "write the day on which you changed your mind"
                yield error("KB235", f"{change.date} is in the future", change.where("date"), hint)
