"""What the author changed their mind about, in claims and posts: a page and a feed of their own in each language."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from knowbrand.model import Model, Post
from knowbrand.model.profile import Change, Chapter, Claim
from knowbrand.site.evidence import Piece, is_claim_shown


class Changed(NamedTuple):
    """One change, and what it is about: a post, or a claim of a chapter.

    ``key`` is its lasting name among the changes of the site: ``posts/ID/DATE`` or ``expertise/CHAPTER/CLAIM/DATE``, with
    ``/2`` … after it where one day has several. The reason isn't part of it, so that mending a slip in it makes no news.
    """

    key: str
    change: Change
    about: Post | tuple[Chapter, Claim]

    @property
    def day(self) -> dt.date:
        """The first day that its date can mean."""
        return self.change.date.first()


def collect_changes(
    model: Model, posts: Iterable[Post], evidence: Mapping[tuple[str, str], tuple[Piece, ...]]
) -> tuple[Changed, ...]:
    """Every change in ``posts`` (those of one language that lists show) and in the claims that the audience sees, newest
    first."""
    found: list[Changed] = []
    for post in posts:
        for key, change in _name(f"posts/{post.id}", post.meta.changes):
            found.append(Changed(key, change, post))
    for chapter in model.profile.expertise:
        for claim in chapter.claims:
            if is_claim_shown(claim, evidence.get((chapter.id, claim.id), ())):
                for key, change in _name(f"expertise/{chapter.id}/{claim.id}", claim.changes):
                    found.append(Changed(key, change, (chapter, claim)))
    return tuple(sorted(found, key=lambda changed: (-changed.day.toordinal(), changed.key)))


def _name(about: str, changes: Iterable[Change]) -> Iterator[tuple[str, Change]]:
    seen: Counter[str] = Counter()
    for change in changes:
        key = f"{about}/{change.date}"
        seen[key] += 1
        yield (key if seen[key] == 1 else f"{key}/{seen[key]}"), change
