"""What can't be true in the front matter of posts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from knowbrand.model import Model
from knowbrand.model.slugs import fold, slugify
from knowbrand.problems import Problem, error, warning

_SPELLING = re.compile(r"[\s_./,'’&-]+")
"""What a tag may be written with or without, and be the same tag."""


def check_posts(model: Model, today: dt.date) -> Iterator[Problem]:
    """Days on which a post was changed that are in the future, or before the post; a post that is to come may have them on its own day."""
    zone = ZoneInfo(model.settings.timezone)
    for post in model.posts:
        latest = max(today, post.date.date(zone))
        if post.meta.updated and post.meta.updated.date(zone) > latest:
            hint = "write the day on which you changed it"
            yield error("KB235", "'updated' is in the future", post.meta.where("updated"), hint)
        elif post.meta.updated and post.meta.updated.date(zone) < post.date.date(zone):
            hint = "write the day of the last change, or leave it out"
            yield warning("KB236", "'updated' is before 'date'", post.meta.where("updated"), hint)
        for change in post.meta.changes:
            if change.date.first() > latest:
                hint = "write the day on which you changed your mind"
                yield error("KB235", f"{change.date} is in the future", change.where("date"), hint)


def check_tags(model: Model) -> Iterator[Problem]:
    """Tags whose page another tag has, as `C#` and `C++`, and tags that can't have one."""
    known: dict[str, str] = {}
    told: set[str] = set()
    for post in model.posts:
        for name in post.meta.tags:
            if name in told:
                continue
            told.add(name)
            slug, place = slugify(name), post.meta.where("tags")
            first = known.setdefault(slug, name)
            if not slug:
                message, hint = f"the tag '{name}' has no page: it has no letters", "give it a word"
                yield warning("KB581", message, place, hint)
            elif _SPELLING.sub("", fold(name)) != _SPELLING.sub("", fold(first)):
                message = f"the tags '{first}' and '{name}' have one page, /tags/{slug}/"
                hint = "write one of them in words, such as c-sharp; or both the same"
                yield warning("KB581", message, place, hint)
