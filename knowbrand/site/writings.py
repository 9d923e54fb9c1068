"""Posts among themselves: their order, neighbours, tags and series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
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
    titles: dict[str, str] = {}
    for post in posts:
        for slug, name in post_tags(post).items():
            tags.setdefault(slug, Tag(slug, name))
            by_tag[slug].append(post)
    for post in reversed(posts):
        series = series_id(post)
        if series and post.meta.series:
            by_series[series].append(post)
            titles.setdefault(series, post.meta.series.title or _readable(post.meta.series.id))
            if post.meta.series.title:
                titles[series] = post.meta.series.title
    alphabet = model.languages[language].alphabet
    ordered = sorted(tags.values(), key=lambda tag: sort_key(tag.name, alphabet))
    return Shelf(
        tuple(posts),
        {tag.slug: tag for tag in ordered},
        {slug: tuple(found) for slug, found in by_tag.items()},
        {series: tuple(found) for series, found in by_series.items()},
        titles,
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


def relate(post: Post, posts: Sequence[Post]) -> tuple[Post, ...]:
    """The posts nearest in subject, nearest first: a shared chapter counts for two shared tags."""
    tags = set(post_tags(post))
    chapters = set(post.meta.expertise)
    scored = []
    for index, other in enumerate(posts):
        if other.id == post.id:
            continue
        score = len(tags.intersection(post_tags(other))) + 2 * len(
            chapters.intersection(other.meta.expertise)
        )
        if score:
            scored.append((-score, index, other))
    return tuple(other for _, _, other in sorted(scored, key=lambda item: item[:2])[:MOST_RELATED])


def _readable(series: str) -> str:
    """A title for a series that nobody titled: its id, as words."""
    words = series.replace("-", " ").replace("_", " ") if " " not in series else series
    return words[:1].upper() + words[1:]
