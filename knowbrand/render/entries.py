"""Entries of the profile: projects, talks, publications, and the rest of a CV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from knowbrand.model.dates import PartialDate
from knowbrand.model.entry import Entry
from knowbrand.model.profile import (
    Award,
    Certificate,
    Delivery,
    Education,
    Project,
    Publication,
    Reference,
    ResumeEntry,
    Talk,
    Volunteer,
    Work,
)
from knowbrand.model.text import Localized
from knowbrand.render.chapters import claims_of
from knowbrand.render.dates import language_name
from knowbrand.render.entry_views import (
    AwardView,
    DeliveryView,
    EducationView,
    ProjectView,
    PublicationView,
    ReferenceView,
    TalkView,
    TopicView,
    WorkView,
)
from knowbrand.render.persons import link_people
from knowbrand.render.values import ImageView, ProseView, TextView
from knowbrand.render.viewer import Viewpoint
from knowbrand.render.views import ClaimView

T = TypeVar("T", Project, Talk, Publication)


def newest_first(entries: Sequence[T]) -> list[T]:
    """By their last day, what goes on first; what has no date comes last."""
    return sorted(entries, key=_recency, reverse=True)


def _recency(entry: Project | Talk | Publication) -> tuple[bool, dt.date]:
    if isinstance(entry, Project):
        ongoing = entry.start_date is not None and entry.end_date is None
        dates = [entry.end_date or entry.start_date]
        return (ongoing, _last(dates))
    if isinstance(entry, Talk):
        return (False, _last([delivery.date for delivery in entry.deliveries]))
    return (False, _last([entry.release_date]))


def _last(dates: Sequence[PartialDate | None]) -> dt.date:
    return max((date.last() for date in dates if date), default=dt.date.min)


def anchor(section: str, number: int, entry: ResumeEntry | Talk) -> str:
    """The id of an entry on the CV."""
    return f"{section}-{entry.id}" if entry.id else f"{section}_{number}"


def project_card(view: Viewpoint, project: Project, number: int = 0) -> ProjectView:
    """A project as lists and the CV show it."""
    return ProjectView(
        name=view.text(project.name) or view.text(project.description) or TextView(project.id or ""),
        url=view.link_to("project", project.id) if project.id else "",
        anchor=anchor("projects", number, project),
        period=view.period(project.start_date, project.end_date),
        description=view.prose(project.description, project.where("description")) if project.name else None,
        entity=view.text(project.entity),
        type=view.text(project.type),
        image=_image(view, project),
        roles=view.texts(project.roles),
        highlights=_prose_list(view, project.highlights, project, "highlights"),
        keywords=view.texts(project.keywords),
        website=project.url or "",
        people=link_people(view, project.with_),
        my_part=view.prose(project.my_part, project.where("my_part")),
    )


def _image(view: Viewpoint, project: Project) -> ImageView | None:
    if not project.image:
        return None
    profile = view.site.model.profile_path
    return view.image(project.image, view.text(project.image_alt), profile, project.where("image"))


def project_view(view: Viewpoint, project: Project) -> ProjectView:
    """A project, whole."""
    return msgspec.structs.replace(
        project_card(view, project), claims=claims_of(view, f"projects/{project.id}")
    )


def talk_card(view: Viewpoint, talk: Talk, number: int = 0) -> TalkView:
    """A talk as lists and the CV show it."""
    deliveries = sorted(talk.deliveries, key=lambda delivery: delivery.date.last(), reverse=True)
    return TalkView(
        title=view.text(talk.title) or TextView(talk.id or ""),
        url=view.link_to("talk", talk.id) if talk.id else "",
        anchor=anchor("talks", number, talk),
        summary=view.prose(talk.summary, talk.where("summary")),
        deliveries=tuple(_delivery(view, delivery) for delivery in deliveries),
        people=link_people(view, talk.with_),
        my_part=view.prose(talk.my_part, talk.where("my_part")),
    )


def talk_view(view: Viewpoint, talk: Talk) -> TalkView:
    """A talk, whole."""
    return msgspec.structs.replace(talk_card(view, talk), claims=claims_of(view, f"talks/{talk.id}"))


def _delivery(view: Viewpoint, delivery: Delivery) -> DeliveryView:
    date = view.date(delivery.date)
    assert date is not None  # noqa: S101 - a delivery has a date
    spoken = delivery.language if delivery.language != view.lang else None
    return DeliveryView(
        date=date,
        event=view.text(delivery.event),
        place=view.text(delivery.place),
        url=delivery.url or "",
        slides=_file_link(view, delivery),
        video=delivery.video or "",
        language=view.viewer.phrase(language_name, spoken, view.lang) if spoken else "",
        upcoming=delivery.date.first() > view.site.today,
    )


def _file_link(view: Viewpoint, delivery: Delivery) -> str:
    """The slides: an address, or a file of the site."""
    if not delivery.slides or ":" in delivery.slides:
        return delivery.slides or ""
    found = view.viewer.resolve(delivery.slides, view.site.model.profile_path, delivery.where("slides"))
    return view.link(found.url, found.suffix) if found else ""


def publication_card(view: Viewpoint, publication: Publication, number: int = 0) -> PublicationView:
    """A publication as lists and the CV show it."""
    return PublicationView(
        name=view.text(publication.name) or TextView(publication.id or ""),
        url=view.link_to("publication", publication.id) if publication.id else "",
        anchor=anchor("publications", number, publication),
        publisher=view.text(publication.publisher),
        date=view.date(publication.release_date),
        website=publication.url or "",
        summary=view.prose(publication.summary, publication.where("summary")),
        people=link_people(view, publication.with_),
        my_part=view.prose(publication.my_part, publication.where("my_part")),
    )


def publication_view(view: Viewpoint, publication: Publication) -> PublicationView:
    """A publication, whole."""
    return msgspec.structs.replace(
        publication_card(view, publication), claims=claims_of(view, f"publications/{publication.id}")
    )


def work_view(view: Viewpoint, work: Work | Volunteer, section: str, number: int) -> WorkView:
    """A job, paid or not."""
    paid = work if isinstance(work, Work) else None
    return WorkView(
        anchor=anchor(section, number, work),
        position=view.text(work.position),
        organisation=view.text(work.organization if isinstance(work, Volunteer) else work.name),
        website=work.url or "",
        location=view.text(paid.location) if paid else None,
        description=view.text(paid.description) if paid else None,
        period=view.period(work.start_date, work.end_date),
        summary=view.prose(work.summary, work.where("summary")),
        highlights=_prose_list(view, work.highlights, work, "highlights"),
        claims=_claims(view, section, work),
    )


def education_view(view: Viewpoint, education: Education, number: int) -> EducationView:
    """A course of study."""
    return EducationView(
        anchor=anchor("education", number, education),
        institution=view.text(education.institution),
        website=education.url or "",
        area=view.text(education.area),
        study_type=view.text(education.study_type),
        period=view.period(education.start_date, education.end_date),
        score=education.score or "",
        courses=view.texts(education.courses),
        claims=_claims(view, "education", education),
    )


def award_view(view: Viewpoint, award: Award | Certificate, section: str, number: int) -> AwardView:
    """A prize or a certificate."""
    prize = award if isinstance(award, Award) else None
    return AwardView(
        anchor=anchor(section, number, award),
        title=view.text(award.title if isinstance(award, Award) else award.name),
        giver=view.text(award.awarder if isinstance(award, Award) else award.issuer),
        date=view.date(award.date),
        website=award.url or "" if isinstance(award, Certificate) else "",
        summary=view.prose(prize.summary, prize.where("summary")) if prize else None,
        claims=_claims(view, section, award),
    )


def _claims(view: Viewpoint, section: str, entry: ResumeEntry) -> tuple[ClaimView, ...]:
    return claims_of(view, f"{section}/{entry.id}") if entry.id else ()


def topic_view(view: Viewpoint, name: Localized | None, details: Sequence[Localized | None]) -> TopicView:
    """A skill, an interest or a language."""
    return TopicView(name=view.text(name), details=view.texts([detail for detail in details if detail]))


def reference_view(view: Viewpoint, reference: Reference) -> ReferenceView | None:
    """What somebody said of the person; None where the words aren't there."""
    text = view.prose(reference.reference, reference.where("reference"))
    return ReferenceView(text=text, name=reference.name or "") if text else None


def _prose_list(
    view: Viewpoint, values: Sequence[Localized], entry: Entry, field: str
) -> tuple[ProseView, ...]:
    shown = (view.prose(value, entry.where(f"{field}.{number}")) for number, value in enumerate(values))
    return tuple(prose for prose in shown if prose)
