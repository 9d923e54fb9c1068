"""Claims and their evidence, joined from both ends: the profile's ``evidence`` and the posts' ``supports``."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args
from urllib.parse import urldefrag, urlsplit

import msgspec

from knowbrand.model import Model, Post
from knowbrand.model.dates import PartialDate, on_day
from knowbrand.model.profile import Chapter, Claim, Evidence, Profile, Talk, Voucher
from knowbrand.model.text import Localized, localize

REFERABLE = (
    "projects",
    "talks",
    "publications",
    "certificates",
    "awards",
    "education",
    "work",
    "volunteer",
)
"""Sections of the profile whose entries can be evidence, by ``SECTION/ID``."""

VOUCHER_ORDER: tuple[Voucher, ...] = get_args(Voucher)[::-1]
"""From the most independent to the least."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence for one claim. ``ref`` names a post or an entry (``posts/x``), ``url`` an address."""

    chapter: str
    claim: str
    ref: str | None = None
    url: str | None = None
    title: Localized | None = None
    kind: str | None = None
    date: PartialDate | None = None
    voucher: Voucher = "self"
    by: Localized | None = None

    @property
    def target(self) -> str:
        """What it leads to, the same for every claim that it supports."""
        return self.ref or urldefrag(self.url or "").url

    @property
    def names(self) -> frozenset[str]:
        """Whose word it is, by every name that they have, to tell sources apart; none where it is the author's own.
        Where nobody is named it is the host of the address."""
        if self.voucher == "self":
            return frozenset()
        if self.by:
            return fold_names(self.by)
        return frozenset({(urlsplit(self.url).hostname or "").removeprefix("www.") if self.url else ""})


def fold_names(name: Localized) -> frozenset[str]:
    """A name in every language that it is written in, without what doesn't tell names apart."""
    return frozenset(" ".join(unicodedata.normalize("NFC", text).casefold().split()) for text in name.texts())


def find_entry(profile: Profile, section: str, entry_id: str) -> msgspec.Struct | None:
    """The entry that ``SECTION/ID`` names, or None."""
    if section not in REFERABLE:
        return None
    return next((entry for entry in getattr(profile, section) if entry.id == entry_id), None)


def entry_title(entry: object) -> Localized | None:
    """What an entry is called."""
    for field in ("name", "title", "institution", "organization", "position"):
        value = getattr(entry, field, None)
        if value is not None:
            return value if isinstance(value, Localized) else localize(str(value))
    return None


def entry_date(entry: object, today: dt.date | None = None) -> PartialDate | None:
    """The day that an entry counts for: its last one that isn't to come."""
    if isinstance(entry, Talk):
        past = [d.date for d in entry.deliveries if today is None or d.date.first() <= today]
        return max(past, key=PartialDate.last, default=None)
    for field in ("release_date", "date", "end_date", "start_date"):
        value = getattr(entry, field, None)
        if isinstance(value, PartialDate) and (today is None or value.first() <= today):
            return value
    return None


def collect_evidence(model: Model, today: dt.date) -> dict[tuple[str, str], tuple[Piece, ...]]:
    """The evidence of every claim that is visible in ``model``, strongest first, by chapter and claim.

    Evidence whose target isn't in ``model`` (withheld, a draft, to come) isn't either, nor are unlisted posts: what a
    claim rests on is a list.
    """
    found: dict[tuple[str, str], dict[str, Piece]] = defaultdict(dict)
    listed = tuple(post for post in model.posts if not post.meta.unlisted)
    model = msgspec.structs.replace(model, posts=listed)
    posts = posts_by_id(model)
    for chapter in model.profile.expertise:
        for claim in chapter.claims:
            key = (chapter.id, claim.id)
            for number, evidence in enumerate(claim.evidence):
                piece = _from_profile(model.profile, posts, key, evidence, today)
                if piece:
                    found[key][piece.ref or piece.url or str(number)] = piece
    for piece in _from_posts(model):
        pieces = found[piece.chapter, piece.claim]
        known = pieces.get(piece.ref or "")
        pieces[piece.ref or ""] = _merge(known, piece) if known else piece
    return {key: tuple(sorted(pieces.values(), key=_strength)) for key, pieces in found.items()}


def is_claim_shown(claim: Claim, pieces: Sequence[Piece]) -> bool:
    """Whether an audience that sees ``pieces`` is shown ``claim``: it has evidence, or says why there is none."""
    return bool(pieces) or claim.learning or claim.on_request


def pieces_of(evidence: Mapping[tuple[str, str], tuple[Piece, ...]], chapter: Chapter) -> tuple[Piece, ...]:
    """The evidence of a whole chapter, strongest first: what supports several of its claims counts once."""
    found: dict[str, Piece] = {}
    for claim in chapter.claims:
        for piece in evidence.get((chapter.id, claim.id), ()):
            known = found.get(piece.target)
            found[piece.target] = min(known, piece, key=_strength) if known else piece
    return tuple(sorted(found.values(), key=_strength))


def posts_by_id(model: Model) -> dict[str, tuple[Post, ...]]:
    """Every post's languages, the default first."""
    found: dict[str, list[Post]] = defaultdict(list)
    order: dict[str, int] = {language: index for index, language in enumerate(model.settings.languages)}
    for post in sorted(model.posts, key=lambda post: (post.id, order.get(post.lang, 99))):
        found[post.id].append(post)
    return {post_id: tuple(posts) for post_id, posts in found.items()}


def _from_profile(
    profile: Profile,
    posts: dict[str, tuple[Post, ...]],
    key: tuple[str, str],
    evidence: Evidence,
    today: dt.date,
) -> Piece | None:
    title, date = evidence.title, evidence.date
    if evidence.ref:
        section, _, target = evidence.ref.partition("/")
        if section == "posts":
            if target not in posts:
                return None
            title = title or post_title(posts[target])
            date = date or on_day(posts[target][0].date.day)
        else:
            entry = find_entry(profile, section, target)
            if entry is None:
                return None
            title = title or entry_title(entry)
            date = date or entry_date(entry, today)
    return Piece(
        chapter=key[0],
        claim=key[1],
        ref=evidence.ref,
        url=evidence.url,
        title=title,
        kind=evidence.kind,
        date=date,
        voucher=effective_voucher(profile, evidence.voucher, evidence.url, evidence.by),
        by=evidence.by,
    )


def effective_voucher(
    profile: Profile, voucher: Voucher | None, url: str | None, by: Localized | None
) -> Voucher:
    """The voucher that counts: anyone but the author needs an address or a name, and a name that isn't the author's."""
    if not voucher or not (url or by) or is_author(profile, by):
        return "self"
    return voucher


def is_author(profile: Profile, by: Localized | None) -> bool:
    """Whether ``by`` names the person whose profile this is."""
    return by is not None and not fold_names(by).isdisjoint(fold_names(profile.basics.name))


def _from_posts(model: Model) -> Iterator[Piece]:
    claims = {
        f"{chapter.id}/{claim.id}": (chapter.id, claim.id)
        for chapter in model.profile.expertise
        for claim in chapter.claims
    }
    seen: set[tuple[str, str]] = set()
    posts = posts_by_id(model)
    for variants in posts.values():
        for post in variants:
            for support in post.meta.supports:
                if support.claim not in claims or (post.id, support.claim) in seen:
                    continue
                seen.add((post.id, support.claim))
                chapter_id, claim_id = claims[support.claim]
                by = localize(support.by) if support.by else None
                yield Piece(
                    chapter=chapter_id,
                    claim=claim_id,
                    ref=f"posts/{post.id}",
                    title=post_title(variants),
                    kind=support.kind,
                    date=on_day(post.date.day),
                    voucher=effective_voucher(model.profile, support.voucher, None, by),
                    by=by,
                )


def post_title(variants: tuple[Post, ...]) -> Localized:
    """The title of a post in each language that it is written in."""
    return Localized(tuple((post.lang, post.meta.title) for post in variants))


def _merge(known: Piece, other: Piece) -> Piece:
    """Both ends said it: what one leaves out, the other fills in."""
    return msgspec.structs.replace(
        known,
        kind=known.kind or other.kind,
        voucher=known.voucher if known.voucher != "self" else other.voucher,
        by=known.by or other.by,
    )


def _strength(piece: Piece) -> tuple[int, int, str]:
    newest = -piece.date.last().toordinal() if piece.date else 0
    return (VOUCHER_ORDER.index(piece.voucher), newest, piece.ref or piece.url or "")
