"""From a page of the site to its view: one function a kind, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from knowbrand.model import Page, Post
from knowbrand.model.profile import Chapter, Project, Publication, Talk
from knowbrand.render import page_views as views
from knowbrand.render.chapters import HOME_CLAIMS, changed_view, chapter_card, chapter_view
from knowbrand.render.entries import (
    award_view,
    education_view,
    newest_first,
    project_card,
    project_view,
    publication_card,
    publication_view,
    reference_view,
    talk_card,
    talk_view,
    topic_view,
    work_view,
)
from knowbrand.render.frame import (
    Picture,
    Summary,
    changes_feed,
    chapter_feeds,
    list_feeds,
    page_view,
    section_link,
    section_name,
    site_view,
)
from knowbrand.render.persons import collaboration_view, list_people, owner_card, person_card
from knowbrand.render.policy import list_html
from knowbrand.render.posts import body_view, list_tags, list_years, pagination, post_cards, post_view
from knowbrand.render.timeline import timeline_view
from knowbrand.render.values import TextView
from knowbrand.render.viewer import Viewpoint
from knowbrand.render.views import ChangedView
from knowbrand.site.chapters import posts_about
from knowbrand.site.page import Kind

HOME_POSTS = 5
HOME_ENTRIES = 3
HOME_WORK = 5
HOME_CHANGES = 1

Built = tuple[Summary, Mapping[str, Any]]
"""What a page says of itself, and the fields of its view."""


class Shape(NamedTuple):
    """How one kind of page is made: its template, the view that the template sees, and what fills the view."""

    template: str
    view: type[views.Shell]
    build: Callable[[Viewpoint], Built]


def build_view(view: Viewpoint) -> tuple[str, views.Shell]:
    """The template of a page, and the view that it sees."""
    shape = SHAPES[view.page.kind]
    summary, fields = shape.build(view)
    page = page_view(view, summary, view.policy(list_html(fields)))
    return shape.template, shape.view(site=site_view(view), page=page, words=view.shown_words, **fields)


def _home(view: Viewpoint) -> Built:
    profile = view.site.model.profile
    person = person_card(view)
    description = person.summary.text if person.summary else str(person.label or "")
    title = view.text(view.site.model.settings.title)
    return Summary(title or person.name, description, image=_portrait(view)), {
        "person": person,
        "chapters": tuple(chapter_card(view, chapter, HOME_CLAIMS) for chapter in profile.expertise),
        "posts": post_cards(view, view.shelf.posts[:HOME_POSTS]),
        "projects": tuple(
            project_card(view, found) for found in newest_first(profile.projects)[:HOME_ENTRIES]
        ),
        "talks": tuple(talk_card(view, found) for found in newest_first(profile.talks)[:HOME_ENTRIES]),
        "publications": tuple(
            publication_card(view, found) for found in newest_first(profile.publications)[:HOME_ENTRIES]
        ),
        "work": tuple(
            work_view(view, found, "work", n) for n, found in enumerate(profile.work[:HOME_WORK], 1)
        ),
        "education": tuple(
            education_view(view, found, n) for n, found in enumerate(profile.education[:HOME_ENTRIES], 1)
        ),
        "timeline": timeline_view(view),
        "changes": _changed(view, HOME_CHANGES),
        "collaboration": collaboration_view(view),
        "more_posts": view.link_to("posts") if len(view.shelf.posts) > HOME_POSTS else "",
        "more_projects": view.link_to("projects") if len(profile.projects) > HOME_ENTRIES else "",
        "more_talks": view.link_to("talks") if len(profile.talks) > HOME_ENTRIES else "",
        "more_publications": view.link_to("publications") if len(profile.publications) > HOME_ENTRIES else "",
        "cv": view.link_to("cv"),
    }


def _portrait(view: Viewpoint) -> Picture | None:
    basics = view.site.model.profile.basics
    if not basics.image:
        return None
    alt = str(view.text(basics.image_alt) or "")
    return Picture(basics.image, view.site.model.profile_path, basics.where("image"), alt)


def _section(view: Viewpoint, **more: str) -> Summary:
    return Summary(section_name(view, view.page.kind), image=_portrait(view), **more)


def _expertise(view: Viewpoint) -> Built:
    chapters = tuple(chapter_card(view, chapter) for chapter in view.site.model.profile.expertise)
    return _section(view), {"chapters": chapters, "timeline": timeline_view(view)}


def _chapter(view: Viewpoint) -> Built:
    found: Chapter = _entry(view, "expertise")
    chapter = chapter_view(view, found)
    description = chapter.summary.text if chapter.summary else ""
    summary = Summary(chapter.name, description, image=_portrait(view))
    posts = post_cards(view, posts_about(view.site, found, view.lang))
    return summary, {
        "chapter": chapter,
        "posts": posts,
        "contact": owner_card(view),
        "collaboration": collaboration_view(view),
    }


def _entry(view: Viewpoint, section: str) -> Any:
    return next(entry for entry in getattr(view.site.model.profile, section) if entry.id == view.page.key)


def _projects(view: Viewpoint) -> Built:
    projects = newest_first(view.site.model.profile.projects)
    return _section(view), {"projects": tuple(project_card(view, project) for project in projects)}


def _project(view: Viewpoint) -> Built:
    found: Project = _entry(view, "projects")
    project = project_view(view, found)
    description = project.description.text if project.description else ""
    return Summary(project.name, description, image=_portrait(view)), {"project": project}


def _talks(view: Viewpoint) -> Built:
    talks = newest_first(view.site.model.profile.talks)
    return _section(view), {"talks": tuple(talk_card(view, talk) for talk in talks)}


def _talk(view: Viewpoint) -> Built:
    found: Talk = _entry(view, "talks")
    talk = talk_view(view, found)
    description = talk.summary.text if talk.summary else ""
    return Summary(talk.title, description, image=_portrait(view)), {"talk": talk}


def _publications(view: Viewpoint) -> Built:
    publications = newest_first(view.site.model.profile.publications)
    return _section(view), {"publications": tuple(publication_card(view, found) for found in publications)}


def _publication(view: Viewpoint) -> Built:
    found: Publication = _entry(view, "publications")
    publication = publication_view(view, found)
    description = publication.summary.text if publication.summary else ""
    return Summary(publication.name, description, image=_portrait(view)), {"publication": publication}


def _posts(view: Viewpoint) -> Built:
    number = view.page.number
    size = view.site.model.settings.posts.per_page
    where = pagination(view, number)
    summary = _section(view, previous=where.newer if where else "", next=where.older if where else "")
    if number > 1 and where:
        title = f"{summary.title}, {where.text}"
        summary = summary._replace(heading=msgspec.structs.replace(summary.heading, text=title))
    return summary, {
        "posts": post_cards(view, view.shelf.posts[(number - 1) * size : number * size]),
        "pagination": where,
        "archive": view.link_to("archive"),
        "tags": view.link_to("tags"),
    }


def _post(view: Viewpoint) -> Built:
    found = view.site.writings[view.page.sources[0]]
    assert isinstance(found, Post)  # noqa: S101 - the page's kind says so
    post = post_view(view, found)
    image = _picture(found) or _portrait(view)
    description = post.summary.text if post.summary else ""
    previous = post.previous.url if post.previous else ""
    following = post.next.url if post.next else ""
    summary = Summary(TextView(post.title), description, post.body.text, image, previous, following)
    return summary, {"post": post}


def _picture(writing: Post | Page) -> Picture | None:
    meta = writing.meta
    if not meta.image:
        return None
    return Picture(meta.image, writing.path, meta.where("image"), meta.image_alt or "")


def _series(view: Viewpoint) -> Built:
    summary = Summary(TextView(view.shelf.series_titles[view.page.key]), image=_portrait(view))
    return summary, {"posts": post_cards(view, view.shelf.by_series[view.page.key])}


def _tags(view: Viewpoint) -> Built:
    return _section(view), {"tags": list_tags(view)}


def _tag(view: Viewpoint) -> Built:
    tag = view.shelf.tags[view.page.key].name
    summary = Summary(view.say("posts_about", tag=tag), image=_portrait(view))
    return summary, {"tag": tag, "posts": post_cards(view, view.shelf.by_tag[view.page.key])}


def _archive(view: Viewpoint) -> Built:
    return _section(view), {"years": list_years(view)}


def _cv(view: Viewpoint) -> Built:
    profile = view.site.model.profile
    person = person_card(view)
    description = person.summary.text if person.summary else ""
    references = (reference_view(view, found) for found in profile.references)
    number = enumerate
    return Summary(view.words["section_cv"], description, image=_portrait(view)), {
        "person": person,
        "resume": view.link(view.site.urls.of("resume", view.lang)),
        "vcard": view.link(view.site.urls.of("vcard", view.lang)),
        "work": tuple(work_view(view, found, "work", n) for n, found in number(profile.work, 1)),
        "volunteer": tuple(
            work_view(view, found, "volunteer", n) for n, found in number(profile.volunteer, 1)
        ),
        "projects": tuple(project_card(view, found, n) for n, found in number(profile.projects, 1)),
        "education": tuple(education_view(view, found, n) for n, found in number(profile.education, 1)),
        "certificates": tuple(
            award_view(view, found, "certificates", n) for n, found in number(profile.certificates, 1)
        ),
        "awards": tuple(award_view(view, found, "awards", n) for n, found in number(profile.awards, 1)),
        "publications": tuple(
            publication_card(view, found, n) for n, found in number(profile.publications, 1)
        ),
        "talks": tuple(talk_card(view, found, n) for n, found in number(profile.talks, 1)),
        "skills": tuple(topic_view(view, found.name, found.keywords) for found in profile.skills),
        "languages": tuple(topic_view(view, found.language, [found.fluency]) for found in profile.languages),
        "interests": tuple(topic_view(view, found.name, found.keywords) for found in profile.interests),
        "references": tuple(found for found in references if found),
    }


def _people(view: Viewpoint) -> Built:
    return _section(view), {"people": list_people(view), "collaboration": collaboration_view(view)}


def _changes(view: Viewpoint) -> Built:
    return _section(view), {"changes": _changed(view), "feed": changes_feed(view)}


def _changed(view: Viewpoint, most: int | None = None) -> tuple[ChangedView, ...]:
    shown = (changed_view(view, changed) for changed in view.site.changes[view.lang])
    return tuple(changed for changed in shown if changed)[:most]


def _page(view: Viewpoint) -> Built:
    found = view.site.writings[view.page.sources[0]]
    body = body_view(view, found)
    image = _picture(found) or _portrait(view)
    description = found.meta.summary or view.viewer.bodies.excerpt(found.path)
    summary = Summary(TextView(found.meta.title), description, body.text, image)
    return summary, {"body": body, "x": dict(found.meta.extra)}


def _follow(view: Viewpoint) -> Built:
    return _section(view), {
        "feeds": list_feeds(view),
        "chapter_feeds": chapter_feeds(view),
        "changes_feed": changes_feed(view),
    }


def _not_found(view: Viewpoint) -> Built:
    kinds: tuple[Kind, ...] = ("home", "expertise", "posts", "tags", "archive", "cv")
    sections = tuple(section_link(view, kind) for kind in kinds if view.find(kind))
    return Summary(view.words["not_found"]), {"sections": sections}


def _withdrawn(view: Viewpoint) -> Built:
    taken = view.site.withdrawn[view.page.url]
    return Summary(view.words["withdrawn"]), {"reason": view.text(taken.reason)}


SHAPES: dict[Kind, Shape] = {
    "home": Shape("home.html", views.HomePage, _home),
    "expertise": Shape("expertise.html", views.ExpertisePage, _expertise),
    "chapter": Shape("chapter.html", views.ChapterPage, _chapter),
    "projects": Shape("projects.html", views.ProjectsPage, _projects),
    "project": Shape("project.html", views.ProjectPage, _project),
    "talks": Shape("talks.html", views.TalksPage, _talks),
    "talk": Shape("talk.html", views.TalkPage, _talk),
    "publications": Shape("publications.html", views.PublicationsPage, _publications),
    "publication": Shape("publication.html", views.PublicationPage, _publication),
    "posts": Shape("posts.html", views.PostsPage, _posts),
    "post": Shape("post.html", views.PostPage, _post),
    "series": Shape("series.html", views.SeriesPage, _series),
    "tags": Shape("tags.html", views.TagsPage, _tags),
    "tag": Shape("tag.html", views.TagPage, _tag),
    "archive": Shape("archive.html", views.ArchivePage, _archive),
    "changes": Shape("changes.html", views.ChangesPage, _changes),
    "cv": Shape("cv.html", views.CvPage, _cv),
    "people": Shape("people.html", views.PeoplePage, _people),
    "page": Shape("page.html", views.OwnPage, _page),
    "follow": Shape("follow.html", views.FollowPage, _follow),
    "not-found": Shape("not-found.html", views.NotFoundPage, _not_found),
    "withdrawn": Shape("withdrawn.html", views.WithdrawnPage, _withdrawn),
}
"""Every kind of page: its template, its view, and what fills it."""
