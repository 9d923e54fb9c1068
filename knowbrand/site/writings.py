"""Posts among themselves: their order, neighbours, tags and series."""

from __future__ import annotations

from collections import Counter, defaultdict
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
    alphabet = model.languages[language].alphabet
    ordered = sorted(tags.values(), key=lambda tag: sort_key(tag.name, alphabet))
    return Shelf(
        tuple(posts),
        {tag.slug: tag for tag in ordered},
        {slug: tuple(found) for slug, found in by_tag.items()},
        {series: tuple(found) for series, found in by_series.items()},
        titles,
        {chapter: tuple(found) for chapter, found in by_chapter.items()},
        {post.id: index for index, post in enumerate(posts)},
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
    scores: Counter[str] = Counter()
    for slug in post_tags(post):
        scores.update(other.id for other in shelf.by_tag.get(slug, ()))
    for chapter in set(post.meta.expertise):
        for other in shelf.by_chapter.get(chapter, ()):
            scores[other.id] += 2
    del scores[post.id]
    nearest = sorted(scores, key=lambda found: (-scores[found], shelf.order[found]))
    return tuple(shelf.posts[shelf.order[found]] for found in nearest[:MOST_RELATED])


def _readable(series: str) -> str:
    """A title for a series that nobody titled: its id, as words."""
    words = series.replace("-", " ").replace("_", " ") if " " not in series else series
    return words[:1].upper() + words[1:]
