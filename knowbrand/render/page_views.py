"""Views of whole pages: what each kind of page gives to its template. The fields are the template's names."""

from __future__ import annotations

from typing import Any

import msgspec

from knowbrand.render.entry_views import (
    AwardView,
    EducationView,
    ProjectView,
    PublicationView,
    ReferenceView,
    TalkView,
    TopicView,
    WorkView,
)
from knowbrand.render.post_views import (
    AlternateView,
    FeedView,
    Pagination,
    PostCard,
    PostView,
    TagView,
    YearView,
)
from knowbrand.render.values import BodyView, LinkView, MetaView, ScriptData, TextView
from knowbrand.render.views import (
    ChangedView,
    ChapterView,
    CollaborationView,
    PersonCard,
    PersonLink,
    TimelineView,
)


class SiteView(msgspec.Struct, frozen=True, kw_only=True):
    """What every page shares; it holds no state, count or date of anything that changes."""

    title: TextView
    """The site's name."""
    home: LinkView
    """The home page in this language."""
    menu: tuple[LinkView, ...]
    """The sections that aren't empty, and the author's pages that ask for a place."""
    owner: PersonCard
    """The person, with the contact line and profiles elsewhere; no summary, no portrait."""
    people: LinkView
    """The page that names the people worked with; without an address where there is none."""
    follow: LinkView
    """The page about feeds; without an address where nothing can be followed yet."""
    changes: LinkView
    """What the author changed their mind about; without an address where that is nothing."""
    options: dict[str, Any]
    """The theme's options, each with the site's value or its default. A text that the site gave by language is a
    TextView in the page's."""
    assets: dict[str, str]
    """Links to the theme's files by their name below `assets/`: `site.assets["logo.svg"]`."""
    stylesheet: str
    """The link to the one style sheet."""
    icon: str
    """What a browser shows beside the title: `favicon.svg`, `favicon.ico` or `favicon.png` of the site's `assets/`, else
    an empty icon, so that no browser asks for one in vain."""


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """The page itself: what its head says, and how to get elsewhere from it."""

    kind: str
    """What it shows: `home`, `post`, `chapter` …"""
    title: str
    """Its title, without the site's, as text."""
    heading: TextView
    """The same, to be printed in the page: it says its language where a word stands in for a missing one."""
    full_title: str
    """The text of the `title` element."""
    description: str
    """One or two sentences for search engines and previews; may be empty."""
    lang: str
    """Its language (BCP 47)."""
    direction: str
    """`ltr` or `rtl`."""
    url: str
    """The link to itself."""
    policy: str
    """What the page may load and run: its Content-Security-Policy, for a `meta` element at the head's beginning."""
    canonical: str = ""
    """Its absolute address; empty where the site has no `base_url`."""
    alternates: tuple[AlternateView, ...] = ()
    """Its absolute address in each language and `x-default`, where it exists in more than one."""
    languages: tuple[AlternateView, ...] = ()
    """For the language switcher: the other languages of the site."""
    breadcrumbs: tuple[LinkView, ...] = ()
    """The pages above it, home first; empty at the top."""
    feeds: tuple[FeedView, ...] = ()
    """The feeds to offer on it."""
    og: tuple[MetaView, ...] = ()
    """Open Graph properties."""
    json_ld: ScriptData | None = None
    """Structured data (schema.org)."""
    robots: str = ""
    """What search engines are asked; mostly nothing."""
    previous: str = ""
    """The link to what comes before it in its order."""
    next: str = ""
    """The link to what comes after it in its order."""


class Shell(msgspec.Struct, frozen=True, kw_only=True):
    """What every template sees."""

    site: SiteView
    """What every page shares."""
    page: PageView
    """The page itself."""
    words: dict[str, str | TextView]
    """The interface's words in the page's language, and the theme's own: `words.read_more`. One that stands in for a word
    that is missing says its language."""


class HomePage(Shell, frozen=True, kw_only=True):
    """`home.html`: the front of the site in one language."""

    person: PersonCard
    """The person, whole."""
    chapters: tuple[ChapterView, ...] = ()
    """The chapters in the author's order, each with its strongest claim."""
    posts: tuple[PostCard, ...] = ()
    """The newest posts."""
    projects: tuple[ProjectView, ...] = ()
    """The newest projects."""
    talks: tuple[TalkView, ...] = ()
    """The newest talks."""
    publications: tuple[PublicationView, ...] = ()
    """The newest publications."""
    work: tuple[WorkView, ...] = ()
    """The work that the profile names first."""
    education: tuple[EducationView, ...] = ()
    """The education that the profile names first."""
    timeline: TimelineView | None = None
    """The career as chapters; nothing where no chapter says when."""
    changes: tuple[ChangedView, ...] = ()
    """The newest change of mind."""
    collaboration: CollaborationView | None = None
    """What to ask this person for."""
    more_posts: str = ""
    """The link to all posts, where there are more."""
    more_projects: str = ""
    """The link to all projects, where there are more."""
    more_talks: str = ""
    """The link to all talks, where there are more."""
    more_publications: str = ""
    """The link to all publications, where there are more."""
    cv: str = ""
    """The link to the CV."""


class ExpertisePage(Shell, frozen=True, kw_only=True):
    """`expertise.html`: all chapters."""

    chapters: tuple[ChapterView, ...]
    """The chapters in the author's order, each with its strongest claims."""
    timeline: TimelineView | None = None
    """The career as chapters; nothing where no chapter says when."""


class ChapterPage(Shell, frozen=True, kw_only=True):
    """`chapter.html`: one chapter."""

    chapter: ChapterView
    """The chapter, whole."""
    posts: tuple[PostCard, ...]
    """The posts about it, newest first."""
    contact: PersonCard
    """The person, to ask for evidence or to reply."""
    collaboration: CollaborationView | None = None
    """What to ask this person for."""


class ProjectsPage(Shell, frozen=True, kw_only=True):
    """`projects.html`: all projects."""

    projects: tuple[ProjectView, ...]
    """The projects, newest first."""


class ProjectPage(Shell, frozen=True, kw_only=True):
    """`project.html`: one project."""

    project: ProjectView
    """The project, whole."""


class TalksPage(Shell, frozen=True, kw_only=True):
    """`talks.html`: all talks."""

    talks: tuple[TalkView, ...]
    """The talks, newest first."""


class TalkPage(Shell, frozen=True, kw_only=True):
    """`talk.html`: one talk."""

    talk: TalkView
    """The talk, whole."""


class PublicationsPage(Shell, frozen=True, kw_only=True):
    """`publications.html`: all publications."""

    publications: tuple[PublicationView, ...]
    """The publications, newest first."""


class PublicationPage(Shell, frozen=True, kw_only=True):
    """`publication.html`: one publication."""

    publication: PublicationView
    """The publication, whole."""


class PostsPage(Shell, frozen=True, kw_only=True):
    """`posts.html`: one page of the list of posts."""

    posts: tuple[PostCard, ...]
    """Its posts, newest first."""
    pagination: Pagination | None = None
    """Where it stands, when there are more pages than one."""
    archive: str = ""
    """The link to the archive."""
    tags: str = ""
    """The link to the tags; empty where there are none."""


class PostPage(Shell, frozen=True, kw_only=True):
    """`post.html`: one post."""

    post: PostView
    """The post, whole."""


class SeriesPage(Shell, frozen=True, kw_only=True):
    """`series.html`: one series."""

    posts: tuple[PostCard, ...]
    """Its posts, oldest first."""


class TagsPage(Shell, frozen=True, kw_only=True):
    """`tags.html`: all tags."""

    tags: tuple[TagView, ...]
    """The tags, in the order of the alphabet."""


class TagPage(Shell, frozen=True, kw_only=True):
    """`tag.html`: the posts with one tag."""

    tag: str
    """The tag as the author writes it."""
    posts: tuple[PostCard, ...]
    """Its posts, newest first."""


class ArchivePage(Shell, frozen=True, kw_only=True):
    """`archive.html`: all posts by year."""

    years: tuple[YearView, ...]
    """The years, newest first."""


class ChangesPage(Shell, frozen=True, kw_only=True):
    """`changes.html`: what the author changed their mind about."""

    changes: tuple[ChangedView, ...]
    """The changes, newest first."""
    feed: FeedView | None = None
    """Their feed."""


class CvPage(Shell, frozen=True, kw_only=True):
    """`cv.html`: the CV."""

    person: PersonCard
    """The person, whole."""
    resume: str
    """The link to the CV as JSON Resume."""
    vcard: str
    """The link to the vCard."""
    work: tuple[WorkView, ...] = ()
    """Jobs and assignments."""
    volunteer: tuple[WorkView, ...] = ()
    """Unpaid work."""
    projects: tuple[ProjectView, ...] = ()
    """Projects."""
    education: tuple[EducationView, ...] = ()
    """Studies."""
    certificates: tuple[AwardView, ...] = ()
    """Certificates."""
    awards: tuple[AwardView, ...] = ()
    """Prizes."""
    publications: tuple[PublicationView, ...] = ()
    """Publications."""
    talks: tuple[TalkView, ...] = ()
    """Talks."""
    skills: tuple[TopicView, ...] = ()
    """Skills, without a level."""
    languages: tuple[TopicView, ...] = ()
    """Languages that the person uses."""
    interests: tuple[TopicView, ...] = ()
    """What the person cares for."""
    references: tuple[ReferenceView, ...] = ()
    """What others said, where this audience may see it."""


class PeoplePage(Shell, frozen=True, kw_only=True):
    """`people.html`: who the person works with."""

    people: tuple[PersonLink, ...]
    """The people, in the author's order."""
    collaboration: CollaborationView | None = None
    """What to ask this person for."""


class OwnPage(Shell, frozen=True, kw_only=True):
    """`page.html`: a page of the author's own."""

    body: BodyView
    """What it says."""
    x: dict[str, Any] = {}
    """The author's own keys (`x-…`), as written."""


class FollowPage(Shell, frozen=True, kw_only=True):
    """`follow.html`: what feeds are, and which there are."""

    feeds: tuple[FeedView, ...]
    """The feeds of the whole site."""
    chapter_feeds: tuple[FeedView, ...]
    """A feed for each chapter that has posts."""
    changes_feed: FeedView | None = None
    """The feed of what the author changed their mind about."""


class NotFoundPage(Shell, frozen=True, kw_only=True):
    """`not-found.html`: what hosts show at an address that doesn't exist (`/404.html`)."""

    sections: tuple[LinkView, ...] = ()
    """Where to go on from here: the lists that exist."""


class WithdrawnPage(Shell, frozen=True, kw_only=True):
    """`withdrawn.html`: what was published here was taken back."""

    reason: TextView
    """Why, in the author's words."""


class RedirectPage(msgspec.Struct, frozen=True, kw_only=True):
    """`redirect.html`: an old address that leads to a page."""

    lang: str
    """The language of the page that it leads to."""
    direction: str
    """`ltr` or `rtl`."""
    title: str
    """That page's title."""
    url: str
    """The link to it."""
    canonical: str
    """Its absolute address; empty where the site has no `base_url`."""
    policy: str
    """What the page may load and run: its Content-Security-Policy."""
    words: dict[str, str | TextView]
    """The interface's words."""
