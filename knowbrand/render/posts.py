"""Posts: as lists show them, and whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from knowbrand.markup import Heading
from knowbrand.model import Page, Post
from knowbrand.model.text import localize
from knowbrand.render.chapters import change_views, chapter_link, claims_of
from knowbrand.render.persons import host_of, link_people, owner_card
from knowbrand.render.post_views import (
    AlternateView,
    Pagination,
    PostCard,
    PostView,
    SeriesNav,
    TagView,
    YearView,
)
from knowbrand.render.values import BodyView, HeadingView, LinkView, ProseView, TextView
from knowbrand.render.viewer import Viewpoint
from knowbrand.render.views import OnlineProfileView
from knowbrand.site.chapters import chapters_about
from knowbrand.site.page import SitePage
from knowbrand.site.writings import relate, series_id

TOC_HEADINGS = 3
"""From so many headings on, a table of contents helps."""


def post_card(view: Viewpoint, post: Post) -> PostCard:
    """A post as lists show it."""
    return PostCard(
        title=post.meta.title,
        url=view.post_url(post),
        date=view.day(post.date),
        updated=view.day(post.meta.updated) if post.meta.updated else None,
        summary=post_summary(view, post),
        tags=_tag_links(view, post),
        draft=post.meta.draft,
        people=link_people(view, post.meta.with_),
    )


def post_cards(view: Viewpoint, posts: Iterable[Post]) -> tuple[PostCard, ...]:
    """Posts as lists show them."""
    return tuple(post_card(view, post) for post in posts)


def post_summary(view: Viewpoint, post: Post) -> ProseView | None:
    """What a post says in short: the author's words, else its beginning."""
    if post.meta.summary:
        return view.markdown(TextView(post.meta.summary), post.meta.where("summary"), post.path)
    excerpts = view.viewer.excerpts
    excerpt = view.viewer.bodies.excerpt(post.path)  # at each use, so that it is noted for each page
    if post.path not in excerpts:
        shown = ProseView(f"<p>{TextView(excerpt).__html__()}</p>", excerpt) if excerpt else None
        excerpts[post.path] = shown
    return excerpts[post.path]


def _tag_links(view: Viewpoint, post: Post) -> tuple[LinkView, ...]:
    listed = view.shelf.tags
    return tuple(tag_link(view, slug) for slug in view.viewer.tags.list_slugs(post) if slug in listed)


def tag_link(view: Viewpoint, slug: str) -> LinkView:
    """A link to a tag, remembered for the pages from which it is the same."""
    if view.page.kind == "tag" and view.page.key == slug:
        return LinkView(view.link(view.page.url), TextView(view.shelf.tags[slug].name))
    link = view.tag_links.get(slug)
    if link is None:
        link = LinkView(view.link_to("tag", slug), TextView(view.shelf.tags[slug].name))
        view.tag_links[slug] = link
    return link


def post_link(view: Viewpoint, post: Post, *, current: bool = False) -> LinkView:
    """A link to a post."""
    return LinkView(view.post_url(post), TextView(post.meta.title), current)


def body_view(view: Viewpoint, writing: Post | Page) -> BodyView:
    """A body, its links placed for this page."""
    body = view.viewer.bodies[writing.path]
    headings = [heading for heading in body.headings if heading.level in (2, 3)]
    toc = _nest(headings) if len(headings) >= TOC_HEADINGS else ()
    return BodyView(body.place_on_page(view.link, view.viewer.sizes), body.text, toc)


def _nest(headings: Sequence[Heading]) -> tuple[HeadingView, ...]:
    nested: list[tuple[Heading, list[HeadingView]]] = []
    for heading in headings:
        if not nested or heading.level <= nested[-1][0].level:
            nested.append((heading, []))
        else:
            nested[-1][1].append(HeadingView(heading.text, f"#{heading.id}"))
    return tuple(HeadingView(heading.text, f"#{heading.id}", tuple(below)) for heading, below in nested)


def post_view(view: Viewpoint, post: Post) -> PostView:
    """A post, whole."""
    card = post_card(view, post)
    newer, older = neighbours(view, post)
    meta = post.meta
    return PostView(
        **{name: getattr(card, name) for name in PostCard.__struct_fields__},
        body=body_view(view, post),
        author=owner_card(view),
        chapters=tuple(chapter_link(view, chapter) for chapter in chapters_about(view.site, post)),
        claims=claims_of(view, f"posts/{post.id}"),
        series=_series_nav(view, post),
        previous=post_link(view, older) if older else None,
        next=post_link(view, newer) if newer else None,
        related=post_cards(view, relate(post, view.shelf)),
        translations=translations(view, view.page),
        syndication=tuple(OnlineProfileView(host_of(url), url) for url in meta.syndication),
        first_published=meta.canonical or "",
        changes=change_views(view, meta.changes),
        my_part=view.text(localize(meta.my_part)) if meta.my_part else None,
        x=dict(meta.extra),
    )


def neighbours(view: Viewpoint, post: Post) -> tuple[Post | None, Post | None]:
    """The post after and the one before it in time; neither for a post that no list shows."""
    posts = view.shelf.posts
    place = view.shelf.order.get(post.id)
    if place is None:
        return None, None
    return (posts[place - 1] if place else None, posts[place + 1] if place + 1 < len(posts) else None)


def _series_nav(view: Viewpoint, post: Post) -> SeriesNav | None:
    series = series_id(post)
    posts = view.shelf.by_series.get(series, ())
    place = next((number for number, other in enumerate(posts) if other.path == post.path), None)
    if place is None or len(posts) < 2:
        return None
    return SeriesNav(
        title=view.shelf.series_titles[series],
        url=view.link_to("series", series),
        posts=tuple(post_link(view, other, current=other.path == post.path) for other in posts),
        previous=post_link(view, posts[place - 1]) if place else None,
        next=post_link(view, posts[place + 1]) if place + 1 < len(posts) else None,
    )


def translations(view: Viewpoint, page: SitePage) -> tuple[AlternateView, ...]:
    """The same page in other languages."""
    urls = view.site.alternates[page.kind, page.key, page.number]
    return tuple(
        AlternateView(lang, view.site.model.languages[lang].name, view.link(urls[lang]))
        for lang in view.site.languages
        if lang in urls and lang != page.lang
    )


def pagination(view: Viewpoint, number: int) -> Pagination | None:
    """Where the page ``number`` of the list stands; None where it is the only one."""
    total = -(-len(view.shelf.posts) // view.site.model.settings.posts.per_page)
    if total < 2:
        return None
    return Pagination(
        text=view.say("pagination", number=number, total=total),
        newer=view.link_to("posts", number=number - 1) if number > 1 else "",
        older=view.link_to("posts", number=number + 1) if number < total else "",
    )


def list_tags(view: Viewpoint) -> tuple[TagView, ...]:
    """All tags, in the order of the alphabet."""
    return tuple(
        TagView(tag.name, view.link_to("tag", tag.slug), len(view.shelf.by_tag[tag.slug]))
        for tag in view.shelf.tags.values()
    )


def list_years(view: Viewpoint) -> tuple[YearView, ...]:
    """All posts by year, newest first."""
    grouped = groupby(view.shelf.posts, key=lambda post: post.date.day.year)
    return tuple(YearView(f"{year:04}", post_cards(view, posts)) for year, posts in grouped)
