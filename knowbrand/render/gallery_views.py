"""The view of the theme author's page with every component."""

from __future__ import annotations

from knowbrand.render.entry_views import (
    AwardView,
    EducationView,
    ProjectView,
    PublicationView,
    TalkView,
    WorkView,
)
from knowbrand.render.page_views import Shell
from knowbrand.render.post_views import Pagination, PostView, TagView, YearView
from knowbrand.render.views import (
    ChapterView,
    CollaborationView,
    PersonCard,
    PersonLink,
    TimelineView,
)


class GalleryPage(Shell, frozen=True, kw_only=True):
    """`gallery.html`: every component in every state, for the theme's author (`knowbrand theme gallery`). It is no page of
    a site."""

    person: PersonCard
    """The person, whole."""
    timeline: TimelineView | None
    """The career as chapters."""
    collaboration: CollaborationView | None
    """What to ask this person for."""
    chapters: tuple[ChapterView, ...]
    """Chapters in every state, whole: claims with evidence of every kind and voucher."""
    cards: tuple[ChapterView, ...]
    """The same as lists show them."""
    posts: tuple[PostView, ...]
    """Posts, whole, newest first: with every element of a text, with one line."""
    projects: tuple[ProjectView, ...]
    """Projects."""
    talks: tuple[TalkView, ...]
    """Talks, given and to come."""
    publications: tuple[PublicationView, ...]
    """Publications."""
    work: tuple[WorkView, ...]
    """Work, as the CV shows it."""
    education: tuple[EducationView, ...]
    """Education."""
    awards: tuple[AwardView, ...]
    """Awards."""
    pagination: Pagination | None
    """Where a list stands that runs over several pages."""
    tags: tuple[TagView, ...]
    """Tags."""
    years: tuple[YearView, ...]
    """Posts by year."""
    people: tuple[PersonLink, ...]
    """People worked with."""
