"""Chapters, their claims, and the evidence of each."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from knowbrand.model import Post
from knowbrand.model.profile import Change, Chapter, Claim
from knowbrand.render.dates import language_name
from knowbrand.render.persons import host_of
from knowbrand.render.values import LinkView, ProseView, TextView
from knowbrand.render.viewer import Viewpoint
from knowbrand.render.views import (
    CarryOverView,
    ChangedView,
    ChangeView,
    ChapterView,
    ClaimView,
    EvidenceView,
    HandedOnView,
)
from knowbrand.site.changes import Changed
from knowbrand.site.chapters import is_shown
from knowbrand.site.evidence import VOUCHER_ORDER, Piece
from knowbrand.site.page import ENTRY_PAGES, Kind

STRONGEST = 3
"""Pieces of evidence that a claim shows at once."""
CARD_CLAIMS = 2
"""Claims of a chapter that the list of chapters shows."""
HOME_CLAIMS = 1
"""Claims of a chapter that the home page shows."""

_KINDS = {
    "posts": "post",
    "projects": "project",
    "talks": "talk",
    "publications": "publication",
    "certificates": "certificate",
    "awards": "award",
    "education": "education",
    "work": "work",
    "volunteer": "volunteer",
}


def chapter_card(view: Viewpoint, chapter: Chapter, claims: int = CARD_CLAIMS) -> ChapterView:
    """A chapter as lists show it: its ``claims`` strongest claims, each with its strongest evidence."""
    found = sorted(_shown_claims(view, chapter), key=lambda claim: _strength(view, chapter, claim))
    shown = tuple(claim_card(view, chapter, claim) for claim in found[:claims])
    card = msgspec.structs.replace(_chapter(view, chapter, shown), more_claims=len(found) > len(shown))
    return msgspec.structs.replace(card, carried_into=_carried_into(view, chapter)) if card.over else card


def chapter_view(view: Viewpoint, chapter: Chapter) -> ChapterView:
    """A chapter, whole but for its posts."""
    claims = tuple(_claim_view(view, chapter, claim) for claim in _shown_claims(view, chapter))
    return msgspec.structs.replace(
        _chapter(view, chapter, claims),
        carries_over=_carries_over(view, chapter),
        carried_into=_carried_into(view, chapter),
    )


def _chapter(view: Viewpoint, chapter: Chapter, claims: tuple[ClaimView, ...]) -> ChapterView:
    verdict = view.site.verdicts[chapter.id]
    was = view.words["state_master"] if verdict.was == "master" else None
    periods = [view.period(period.from_, period.until) for period in chapter.all_periods()]
    handed_on = chapter.handed_on
    return ChapterView(
        id=chapter.id,
        name=chapter_name(view, chapter),
        url=view.link_to("chapter", chapter.id),
        state="" if verdict.state == "hidden" else verdict.state,
        state_text=state_text(view, chapter),
        over=verdict.state in ("dormant", "handed-on"),
        was=was,
        until=view.date(verdict.until),
        summary=view.prose(chapter.summary, chapter.where("summary")),
        periods=tuple(period for period in periods if period),
        handed_on=HandedOnView(view.date(handed_on.date), view.text(handed_on.to)) if handed_on else None,
        claims=claims,
    )


def state_text(view: Viewpoint, chapter: Chapter) -> TextView | None:
    """The state of a chapter in words; None where its author hides it."""
    state = view.site.verdicts[chapter.id].state
    return None if state == "hidden" else view.words[f"state_{state.replace('-', '_')}"]


def chapter_name(view: Viewpoint, chapter: Chapter) -> TextView:
    """What a chapter is called."""
    return view.text(chapter.name) or TextView(chapter.id)


def chapter_link(view: Viewpoint, chapter: Chapter) -> LinkView:
    """A link to a chapter."""
    return LinkView(view.link_to("chapter", chapter.id), chapter_name(view, chapter))


def _shown_claims(view: Viewpoint, chapter: Chapter) -> list[Claim]:
    return [claim for claim in chapter.claims if is_shown(view.site, chapter, claim)]


def _strength(view: Viewpoint, chapter: Chapter, claim: Claim) -> tuple[int, int]:
    pieces = view.site.evidence.get((chapter.id, claim.id), ())
    if not pieces:
        return (len(VOUCHER_ORDER), 0)
    return (VOUCHER_ORDER.index(pieces[0].voucher), -len(pieces))


def claim_card(view: Viewpoint, chapter: Chapter, claim: Claim, *, in_chapter: bool = True) -> ClaimView:
    """A claim with its strongest evidence; ``in_chapter`` says that its chapter stands above it."""
    pieces = view.site.evidence.get((chapter.id, claim.id), ())
    url = view.find("chapter", chapter.id)
    return ClaimView(
        id=claim.id,
        url=view.link(url, f"#{claim.id}") if url else "",
        text=view.prose(claim.text, claim.where("text")) or ProseView("", ""),
        evidence=tuple(evidence_view(view, piece) for piece in pieces[:1]),
        learning=claim.learning and not pieces,
        on_request=claim.on_request and not pieces,
        chapter=None if in_chapter else chapter_link(view, chapter),
    )


def _claim_view(view: Viewpoint, chapter: Chapter, claim: Claim) -> ClaimView:
    shown = [evidence_view(view, piece) for piece in view.site.evidence.get((chapter.id, claim.id), ())]
    return msgspec.structs.replace(
        claim_card(view, chapter, claim),
        evidence=tuple(shown[:STRONGEST]),
        more=tuple(shown[STRONGEST:]),
        changes=change_views(view, claim.changes),
    )


def claims_of(view: Viewpoint, ref: str) -> tuple[ClaimView, ...]:
    """The claims that ``ref`` (``posts/x``, ``projects/y``) is evidence of, without their evidence."""
    return tuple(
        msgspec.structs.replace(claim_card(view, chapter, claim, in_chapter=False), evidence=())
        for chapter in view.site.model.profile.expertise
        for claim in chapter.claims
        if any(piece.ref == ref for piece in view.site.evidence.get((chapter.id, claim.id), ()))
    )


def change_views(view: Viewpoint, changes: Sequence[Change]) -> tuple[ChangeView, ...]:
    """What the author changed their mind about, newest first."""
    newest = sorted(changes, key=lambda change: change.date.last(), reverse=True)
    return tuple(
        ChangeView(date, reason)
        for change in newest
        if (date := view.date(change.date)) and (reason := view.prose(change.reason, change.where("reason")))
    )


def changed_view(view: Viewpoint, changed: Changed) -> ChangedView | None:
    """A change of mind as the list of them shows it; None where its reason is empty in every language."""
    date, place = view.date(changed.change.date), changed.change.where("reason")
    reason = view.prose(changed.change.reason, place)
    if not date or not reason:
        return None
    if isinstance(changed.about, Post):
        about = LinkView(view.post_url(changed.about), TextView(changed.about.meta.title))
        return ChangedView(date=date, reason=reason, about=about)
    chapter, claim = changed.about
    card = claim_card(view, chapter, claim, in_chapter=False)
    title = TextView(card.text.text, card.text.lang, card.text.direction)
    return ChangedView(
        date=date, reason=reason, about=LinkView(card.url, title), claim=True, chapter=card.chapter
    )


def evidence_view(view: Viewpoint, piece: Piece) -> EvidenceView:
    """A piece of evidence, with the link to it."""
    url, lang = _locate(view, piece)
    return EvidenceView(
        title=view.text(piece.title) or TextView(host_of(piece.url or "")),
        url=url,
        external=piece.url is not None,
        lang=lang,
        language=view.viewer.phrase(language_name, lang, view.lang) if lang else "",
        kind=_kind(view, piece),
        date=view.date(piece.date),
        voucher=piece.voucher,
        vouched=_vouched(view, piece),
    )


def _locate(view: Viewpoint, piece: Piece) -> tuple[str, str | None]:
    """Where a piece can be looked at, and the language there where it isn't the page's."""
    if piece.url:
        return piece.url, None
    section, _, key = (piece.ref or "").partition("/")
    kind: Kind = "post" if section == "posts" else ENTRY_PAGES.get(section, "cv")
    by_language = view.site.alternates.get((kind, "" if kind == "cv" else key, 1), {})
    for lang in (view.lang, *view.site.languages):
        if lang in by_language:
            anchor = f"#{section}-{key}" if kind == "cv" else ""
            return view.link(by_language[lang], anchor), None if lang == view.lang else lang
    return "", None


def _kind(view: Viewpoint, piece: Piece) -> TextView:
    """What a piece is: the interface's word for it where there is one, else the author's."""
    kind = piece.kind or _KINDS.get((piece.ref or "").partition("/")[0], "page")
    word = view.words.get(f"kind_{kind.casefold().replace(' ', '_').replace('-', '_')}")
    return word or TextView(kind)


def _vouched(view: Viewpoint, piece: Piece) -> TextView:
    if piece.voucher == "self":
        return view.words["vouched_self"]
    by = view.text(piece.by)
    word = f"vouched_{piece.voucher.replace(' ', '_')}"
    return view.say(f"{word}_by", by=by) if by else view.words[word]


def _carries_over(view: Viewpoint, chapter: Chapter) -> tuple[CarryOverView, ...]:
    chapters: dict[str, Chapter] = {found.id: found for found in view.site.model.profile.expertise}
    return tuple(
        CarryOverView(chapter_link(view, chapters[carried.from_]), what)
        for carried in chapter.carries_over
        if carried.from_ in chapters and (what := view.prose(carried.what, carried.where("what")))
    )


def _carried_into(view: Viewpoint, chapter: Chapter) -> tuple[CarryOverView, ...]:
    return tuple(
        CarryOverView(chapter_link(view, other), what)
        for other in view.site.model.profile.expertise
        for carried in other.carries_over
        if carried.from_ == chapter.id and (what := view.prose(carried.what, carried.where("what")))
    )
