"""Posts among themselves: their order, neighbours, tags and series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from knowbrand.model import Model, Post
from knowbrand.model.slugs import slugify, sort_key
from knowbrand.site.page import Tag

MOST_RELATED = 3


class Shelf(NamedTuple):
    """The listed posts of one language, newest first, and what they have in common."""

    posts: tuple[Post, ...]
    tags: dict[str, Tag]
    by_tag: dict[str, tuple[Post, ...]]
    by_series: dict[str, tuple[Post, ...]]
    series_titles: dict[str, str]
    by_chapter: dict[str, tuple[Post, ...]]
    order: dict[str, int]
    """The place of each post among ``posts``, by its id."""
    filed: dict[str, int]
    """For each ``tag SLUG`` and ``chapter ID`` its posts, as the bits of a number: with thousands of posts, to count what
    two of them share takes too long."""


def shelve(model: Model, language: str) -> Shelf:
    """The posts of ``model`` in ``language`` that lists may show. A series runs from its oldest post to its newest."""
    zone = ZoneInfo(model.settings.timezone)
    posts = sorted(
        (post for post in model.posts if post.lang == language and not post.meta.unlisted),
        key=lambda post: (post.date.at(zone).timestamp(), post.id),
        reverse=True,
    )
    tags: dict[str, Tag] = {}
    by_tag: dict[str, list[Post]] = defaultdict(list)
    by_series: dict[str, list[Post]] = defaultdict(list)
    by_chapter: dict[str, list[Post]] = defaultdict(list)
    titles: dict[str, str] = {}
    for post in posts:
        for slug, name in post_tags(post).items():
            tags.setdefault(slug, Tag(slug, name))
            by_tag[slug].append(post)
        for chapter in dict.fromkeys(post.meta.expertise):
            by_chapter[chapter].append(post)
    for post in reversed(posts):
        series = series_id(post)
        if series and post.meta.series:
            by_series[series].append(post)
            titles.setdefault(series, post.meta.series.title or _readable(post.meta.series.id))
            if post.meta.series.title:
                titles[series] = post.meta.series.title
    order = {post.id: index for index, post in enumerate(posts)}
    subjects = {f"tag {slug}": found for slug, found in by_tag.items()}
    subjects |= {f"chapter {chapter}": found for chapter, found in by_chapter.items()}
    alphabet = model.languages[language].alphabet
    ordered = sorted(tags.values(), key=lambda tag: sort_key(tag.name, alphabet))
    return Shelf(
        tuple(posts),
        {tag.slug: tag for tag in ordered},
        {slug: tuple(found) for slug, found in by_tag.items()},
        {series: tuple(found) for series, found in by_series.items()},
        titles,
        {chapter: tuple(found) for chapter, found in by_chapter.items()},
        order,
        {subject: sum(1 << order[post.id] for post in found) for subject, found in subjects.items()},
    )


def post_tags(post: Post) -> dict[str, str]:
    """The tags of a post: name by slug, in the order written."""
    tags: dict[str, str] = {}
    for name in post.meta.tags:
        slug = slugify(name)
        if slug:
            tags.setdefault(slug, name)
    return tags


def series_id(post: Post) -> str:
    """The part of the address of the post's series; empty where it is in none."""
    return slugify(post.meta.series.id) if post.meta.series else ""


def relate(post: Post, shelf: Shelf) -> tuple[Post, ...]:
    """The listed posts nearest in subject, nearest first: a shared chapter counts for two shared tags."""
    subjects = [shelf.filed[f"tag {slug}"] for slug in post_tags(post) if slug in shelf.by_tag]
    for chapter in set(post.meta.expertise) & shelf.by_chapter.keys():
        subjects += [shelf.filed[f"chapter {chapter}"]] * 2
    left = -1
    if post.id in shelf.order:
        left ^= 1 << shelf.order[post.id]
    counts = _count(subjects)
    nearest: list[Post] = []
    while len(nearest) < MOST_RELATED and (best := _highest(counts, left)):
        newest = best & -best
        left ^= newest
        nearest.append(shelf.posts[newest.bit_length() - 1])
    return tuple(nearest)


def _count(subjects: Iterable[int]) -> list[int]:
    """For each post in how many ``subjects`` it is, as binary numbers that stand upright: the first result holds the last
    digit of every post's number, the next the digit before. So thousands of subjects take no longer than each alone."""
    digits: list[int] = []
    for carry in subjects:
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
            if not carry:
                break
        else:
            digits.append(carry)
    return digits


def _highest(digits: Sequence[int], among: int) -> int:
    """The posts of ``among`` with the highest number, but for 0."""
    found = among
    counted = False
    for digit in reversed(digits):
        if found & digit:
            found, counted = found & digit, True
    return found if counted else 0


def _readable(series: str) -> str:
    """A title for a series that nobody titled: its id, as words."""
    words = series.replace("-", " ").replace("_", " ") if " " not in series else series
    return words[:1].upper() + words[1:]
