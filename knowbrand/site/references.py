"""References by id, checked both ways before anything is filtered: what points nowhere is an error with the nearest id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from knowbrand.model import Model
from knowbrand.model.profile import Chapter, Claim, Evidence, Profile, Voucher
from knowbrand.model.text import Localized, localize
from knowbrand.model.writing import Support
from knowbrand.problems import Place, Problem, error, nearest, warning
from knowbrand.site.evidence import REFERABLE, entry_date, find_entry, fold_names, is_author

_MISSING_EVIDENCE = (
    "if you deleted it, delete this line, too; a claim that is left without evidence is shown "
    "with learning: true (you are on your way there) or on_request: true (it can't be shown) in its place"
)


def check_references(model: Model) -> list[Problem]:
    """Every reference of the profile and the posts that names nothing, or that its two ends tell differently."""
    return [
        *_check_profile(model),
        *_check_posts(model),
        *_check_unlisted(model),
        *_check_vouchers(model),
    ]


def known_references(model: Model) -> frozenset[str]:
    """Everything that evidence can name: ``posts/ID`` and ``SECTION/ID``."""
    entries = {
        f"{section}/{entry.id}"
        for section in REFERABLE
        for entry in getattr(model.profile, section)
        if entry.id is not None
    }
    return frozenset(entries | {f"posts/{post.id}" for post in model.posts})


def _check_profile(model: Model) -> Iterator[Problem]:
    known = known_references(model)
    chapters: dict[str, Chapter] = {chapter.id: chapter for chapter in model.profile.expertise}
    for chapter in model.profile.expertise:
        for carried in chapter.carries_over:
            if carried.from_ not in chapters:
                yield _dangling("KB112", "chapter", carried.from_, chapters, carried.where("from_"))
            elif carried.from_ == chapter.id:
                yield error(
                    "KB112", "a chapter can't carry over from itself", carried.where("from_"), "name another"
                )
        for claim in chapter.claims:
            yield from _check_doubles(claim)
            for evidence in claim.evidence:
                yield from _check_evidence(evidence, known)
                yield from _check_standing(model.profile, evidence)
    yield from _check_circles(chapters)
    yield from _check_contact(model)


def _check_evidence(evidence: Evidence, known: frozenset[str]) -> Iterator[Problem]:
    place = evidence.where("ref", "url")
    if not evidence.ref and not evidence.url:
        hint = "add ref: posts/… (or projects/…), or url: https://…"
        yield error("KB112", "evidence that points nowhere", place, hint)
    elif evidence.ref and evidence.url:
        yield error(
            "KB112",
            "evidence with both a 'ref' and a 'url'",
            place,
            "keep one; make two pieces of it otherwise",
        )
    elif evidence.ref and "://" in evidence.ref:
        hint = 'write - {url: "https://…", title: …}'
        yield error("KB112", "an address as evidence goes into 'url'", place, hint)
    elif evidence.ref and evidence.ref.startswith("-"):
        yield error("KB112", f"no post or entry '{evidence.ref}'", place, "put a space after the '-'")
    elif evidence.ref and evidence.ref not in known:
        guess = nearest(evidence.ref, known)
        hint = f"did you mean '{guess}'?" if guess else _MISSING_EVIDENCE
        yield error("KB112", f"no post or entry '{evidence.ref}'", place, hint)


def _check_standing(profile: Profile, evidence: Evidence) -> Iterator[Problem]:
    """How far a piece of evidence that leads somewhere says when it was made and who stands behind it."""
    if not evidence.date and not _is_dated(profile, evidence):
        message = "this evidence has no date, so nobody sees how recent it is"
        hint = "say when it was made: date: 2023-05"
        yield warning("KB130", message, evidence.where("ref", "url"), hint)
    if is_author(profile, evidence.by):
        yield _self_named(evidence)
    elif evidence.voucher not in (None, "self") and not evidence.url and not evidence.by:
        message = f"'{evidence.voucher}' vouches for this, but nobody is named; it counts as 'self'"
        yield warning("KB122", message, evidence.where("voucher"), "add by: and their name, or a url")


def _is_dated(profile: Profile, evidence: Evidence) -> bool:
    """Whether what ``ref`` names has a date, or is told as missing elsewhere."""
    section, _, target = (evidence.ref or "").partition("/")
    entry = find_entry(profile, section, target)
    return entry_date(entry) is not None if entry else not evidence.url


def _check_doubles(claim: Claim) -> Iterator[Problem]:
    seen: dict[str, Evidence] = {}
    for evidence in claim.evidence:
        target = evidence.ref or evidence.url
        if target and target in seen:
            line = seen[target].where("ref", "url")
            message = f"this evidence stands twice in this claim{f' (line {line.line})' if line else ''}"
            yield warning("KB132", message, evidence.where("ref", "url"), "take one of them out")
        elif target:
            seen[target] = evidence


def _check_circles(chapters: dict[str, Chapter]) -> Iterator[Problem]:
    for start in chapters.values():
        for carried in start.carries_over:
            if carried.from_ != start.id and start.id in _ancestors(carried.from_, chapters):
                message = f"a circle: '{carried.from_}' itself carries over from '{start.id}'"
                yield error("KB112", message, carried.where("from_"), "keep the direction in which it went")


def _ancestors(chapter_id: str, chapters: dict[str, Chapter]) -> set[str]:
    found: set[str] = set()
    waiting = [chapter_id]
    while waiting:
        chapter = chapters.get(waiting.pop())
        for carried in chapter.carries_over if chapter else ():
            if carried.from_ not in found:
                found.add(carried.from_)
                waiting.append(carried.from_)
    return found


def _check_contact(model: Model) -> Iterator[Problem]:
    contact = model.profile.contact
    if contact is None or ":" in contact.how:
        return
    networks = {profile.network.casefold() for profile in model.profile.basics.profiles if profile.network}
    known = {"email", "phone", *networks}
    if contact.how.casefold() not in known:
        yield _dangling("KB112", "way to get in touch", contact.how, known, contact.where("how"))
    elif contact.how in {"email", "phone"} and not getattr(model.profile.basics, contact.how):
        hint = f"add basics.{contact.how}, and open it with visibility: {{{contact.how}: public}}"
        yield error(
            "KB112",
            f"the way to get in touch is '{contact.how}', which basics lacks",
            contact.where("how"),
            hint,
        )


def _check_posts(model: Model) -> Iterator[Problem]:
    chapters = {chapter.id for chapter in model.profile.expertise}
    claims = {f"{chapter.id}/{claim.id}" for chapter in model.profile.expertise for claim in chapter.claims}
    for post in model.posts:
        for number, chapter_id in enumerate(post.meta.expertise):
            if chapter_id not in chapters:
                yield _dangling(
                    "KB215", "chapter", chapter_id, chapters, post.meta.where(f"expertise.{number}")
                )
        for support in post.meta.supports:
            if support.claim not in claims:
                yield _dangling("KB215", "claim", support.claim, claims, support.where("claim"))


def _check_unlisted(model: Model) -> Iterator[Problem]:
    """Unlisted posts that claims rest on, which they can't: once for each, at the claim or at the post."""
    listed = {post.id for post in model.posts if not post.meta.unlisted}
    unlisted = {post.id: post for post in model.posts if post.meta.unlisted}
    told: set[str] = set()
    for chapter in model.profile.expertise:
        for evidence in (evidence for claim in chapter.claims for evidence in claim.evidence):
            section, _, name = (evidence.ref or "").partition("/")
            if section == "posts" and name in unlisted.keys() - listed - told:
                told.add(name)
                yield _unlisted_evidence(evidence.where("ref"))
    for post in unlisted.values():
        if post.meta.supports and post.id not in told:
            yield _unlisted_evidence(post.meta.supports[0].where("claim"))


def _unlisted_evidence(place: Place | None) -> Problem:
    message = "an unlisted post is in no list, so it can't be evidence for a claim"
    return warning("KB136", message, place, "take 'unlisted' out of the post, or take it out as evidence")


class _Said(NamedTuple):
    """What one end says of who vouches for a post as evidence, and where it says so."""

    voucher: Voucher | None
    by: Localized | None
    entry: Evidence | Support


def _check_vouchers(model: Model) -> Iterator[Problem]:
    """What a post and a claim, or two languages of a post, tell differently."""
    ends: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    for chapter in model.profile.expertise:
        for claim in chapter.claims:
            for evidence in claim.evidence:
                if evidence.ref:
                    said = _Said(evidence.voucher, evidence.by, evidence)
                    ends[f"{chapter.id}/{claim.id}", evidence.ref].append(said)
    for post in model.posts:
        for support in post.meta.supports:
            by = localize(support.by) if support.by else None
            said = _Said(support.voucher, by, support)
            known = ends[support.claim, f"posts/{post.id}"]
            yield from _compare_vouchers(said, known)
            known.append(said)
            if is_author(model.profile, by):
                yield _self_named(support)


def _compare_vouchers(said: _Said, known: Sequence[_Said]) -> Iterator[Problem]:
    for other in known:
        if said.voucher and other.voucher and said.voucher != other.voucher:
            yield _differ(said.entry, said.voucher, other.entry, other.voucher, "voucher")
            return
        if said.by and other.by and fold_names(said.by).isdisjoint(fold_names(other.by)):
            yield _differ(said.entry, said.by.texts()[0], other.entry, other.by.texts()[0], "by")
            return


def _differ(
    here: Evidence | Support, said: str, there: Evidence | Support, other: str, field: str
) -> Problem:
    place = there.where(field)
    line = f"{place.path}:{place.line}" if place else "the profile"
    message = f"'{said}' vouches for this here, '{other}' at {line}"
    return error("KB215", message, here.where(field), "say it once, at one end")


def _self_named(entry: Evidence | Support) -> Problem:
    message = "you vouch for this yourself, so it counts as 'self'"
    hint = "name somebody else in by:, or leave voucher and by out"
    return warning("KB131", message, entry.where("by"), hint)


def _dangling(code: str, what: str, name: str, known: Iterable[str], place: Place | None) -> Problem:
    guess = nearest(name, known)
    hint = f"did you mean '{guess}'?" if guess else f"known: {', '.join(sorted(known)[:8]) or 'none yet'}"
    return error(code, f"no {what} '{name}'", place, hint)
