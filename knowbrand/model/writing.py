"""What the author writes in Markdown: posts and pages."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from knowbrand.model.dates import Moment, PartialDate
from knowbrand.model.entry import Entry, UnknownKeys, says
from knowbrand.model.kinds import Id, LanguageCode, Link, Slug, Url
from knowbrand.model.profile import Change, Visibility, VisibleEntry, Voucher
from knowbrand.problems import Place

IMPORTED = "x-imported"
"""The key of front matter that says that a text was written elsewhere, before."""


class Support(VisibleEntry, frozen=True, kw_only=True):
    """The claim that a post is evidence of, as ``CHAPTER/CLAIM``."""

    shorthand: ClassVar[str | None] = "claim"

    claim: Annotated[str, says("The claim, as `CHAPTER/CLAIM`.")]
    kind: Annotated[str | None, says("What kind of evidence the post is.")] = None
    voucher: Annotated[Voucher | None, says("Who vouches for it.")] = None
    by: Annotated[str | None, says("Who, by name.")] = None


class Series(Entry, frozen=True, kw_only=True):
    """The series that a post belongs to, by its id; one of its posts may give it a title."""

    shorthand: ClassVar[str | None] = "id"

    id: Annotated[str, says("A name for the series and its address.")]
    title: Annotated[str | None, says("Its title; one post of the series may say it.")] = None


class _FrontMatter(VisibleEntry, frozen=True, kw_only=True):
    unknown_keys: ClassVar[UnknownKeys] = "own"

    title: Annotated[str, says("The title.")]
    id: Annotated[Id | None, says("By default the file's or folder's name without date and language.")] = None
    slug: Annotated[Slug | None, says("The last part of the address; by default the id.")] = None
    lang: Annotated[
        LanguageCode | None, says("The language; by default that of the file's name, else the site's first.")
    ] = None
    summary: Annotated[str | None, says("One or two sentences for lists, feeds and search engines.")] = None
    unlisted: Annotated[bool, says("Public, but in no list, feed, sitemap or search.")] = False
    aliases: Annotated[tuple[str, ...], says("Old addresses that lead here.", ["/old/address/"])] = ()
    withdrawn: Annotated[
        str | None,
        says("Why this was taken back: its address then shows that reason, and nothing else of it."),
    ] = None
    image: Annotated[Link | None, says("A picture for previews elsewhere.")] = None
    image_alt: Annotated[str | None, says("What the picture shows.")] = None


class PostMeta(_FrontMatter, frozen=True, kw_only=True):
    """The front matter of a post."""

    date: Annotated[
        Moment | None, says("By default the date that the file's name begins with.", "2026-05-31")
    ] = None
    updated: Annotated[Moment | None, says("When it was last changed.")] = None
    tags: Annotated[tuple[str, ...], says("Subjects, for lists.")] = ()
    expertise: Annotated[tuple[Id, ...], says("Chapters, by id.")] = ()
    supports: Annotated[
        tuple[Support, ...], says("Claims that this post is evidence of.", ["chapter/claim"])
    ] = ()
    series: Annotated[Series | None, says("A series of posts, in the order of their dates.", "measuring")] = (
        None
    )
    draft: Annotated[bool, says("Left out until this is deleted or false.")] = False
    entry_id: Annotated[str | None, says("The id that an old feed gave this post.")] = None
    syndication: Annotated[tuple[Url, ...], says("Copies elsewhere.")] = ()
    canonical: Annotated[Url | None, says("Where this was published first.")] = None
    changes: tuple[Change, ...] = ()
    review_by: Annotated[PartialDate | None, says("When to look at this again; may be ahead.")] = None
    with_: Annotated[tuple[str, ...], says("Who else made it.")] = msgspec.field(default=(), name="with")
    my_part: Annotated[str | None, says("What was yours.")] = None


class PageMeta(_FrontMatter, frozen=True, kw_only=True):
    """The front matter of a page."""

    menu: Annotated[int | None, says("Its place in the menu; absent means not in the menu.")] = None


class BodyPart(msgspec.Struct, frozen=True):
    """A stretch of a body. ``visibility`` names the audiences of the blocks around it, outermost first; none for what
    all may see who see the file. ``place`` is the line that opens the innermost block. Parts join to the body, line for
    line; the ``:::`` lines around a block stand as empty lines."""

    text: str
    visibility: tuple[str, ...] = ()
    place: Place | None = None


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """A Markdown file: its front matter and body. ``path`` is relative to the site; ``first_line`` is the body's first
    line in the file; ``id`` and ``lang`` are final; ``files`` are the other files of its folder, relative to the site."""

    path: str
    id: str
    lang: str
    body: tuple[BodyPart, ...]
    first_line: int
    files: tuple[str, ...] = ()

    def text(self) -> str:
        """The body."""
        return "".join(part.text for part in self.body)


class Post(Writing, frozen=True, kw_only=True):
    """A dated piece of writing; ``date`` is final."""

    meta: PostMeta
    date: Moment

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.meta.slug or self.id


class Page(Writing, frozen=True, kw_only=True):
    """An undated page."""

    meta: PageMeta

    @property
    def slug(self) -> str:
        """Its address below the language."""
        return self.meta.slug or self.id


__all__ = ["BodyPart", "Page", "PageMeta", "Post", "PostMeta", "Series", "Support", "Visibility", "Writing"]
