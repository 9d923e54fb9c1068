"""What one audience may see of everything the author wrote, on a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from knowbrand.audience.circles import Audiences, Circle
from knowbrand.audience.filtering import Filter
from knowbrand.model import AssetFolder, Model, Page, Post, Profile, Settings
from knowbrand.model.profile import Basics, Contact
from knowbrand.model.writing import BodyPart, PostMeta
from knowbrand.problems import KnowbrandError, Problem, error, nearest

W = TypeVar("W", Post, Page)

IDENTITY = ("title", "id", "slug", "lang", "date")
"""Fields of front matter that a post or page can't be shown without, even where the file's name says them too."""


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What an audience may see.

    ``drafts`` and ``scheduled`` count the posts left out that it would see otherwise, ``next_date`` is the first day
    on which one of the scheduled appears. ``withheld`` says why each source file was left out: ``audience``, ``draft``
    or ``scheduled``.
    """

    model: Model
    drafts: int = 0
    scheduled: int = 0
    next_date: dt.date | None = None
    withheld: dict[str, str] = {}


def buildable(settings: Settings) -> tuple[str, ...]:
    """The audiences that a site can be built for: all but the last, which is what stays in the files."""
    return Audiences(settings).names[:-1]


def select(
    model: Model, audience: str, *, today: dt.date, drafts: bool = False, future: bool = False
) -> Selection:
    """``model`` as ``audience`` may see it on the day ``today``, with ``drafts`` and ``future`` posts where asked.

    Nothing that is withheld is left in the selected model, and nothing in it says that something was. References to
    what is withheld remain. Raises KnowbrandError where the audience can't be built for or may not see the name.
    """
    audiences = Audiences(model.settings)
    if audience not in buildable(model.settings):
        raise KnowbrandError(_refuse(audience, buildable(model.settings)))
    viewer = audiences.number(audience)
    keep = Filter(audiences, viewer)
    profile = keep.entry(model.profile, Circle())
    if profile is None:
        place = model.profile.basics.where("visibility", "name")
        message = f"the audience '{audience}' may not see basics.name, which stands on every page"
        raise KnowbrandError(error("KB123", message, place, "open it, or don't build for this audience"))
    withheld: dict[str, str] = {}
    sorted_out = _PostSorter(ZoneInfo(model.settings.timezone), today, drafts, future, withheld)
    posts = sorted_out.sort(_select_writings(model.posts, keep, withheld))
    pages = _select_writings(model.pages, keep, withheld)
    withheld |= _withhold_files([*model.posts, *model.pages], withheld)
    hidden = _list_hidden_folders(model.asset_folders, audiences, viewer)
    assets = tuple(path for path in model.assets if not hidden & _parents(path))
    withheld |= {path: "audience" for path in model.assets if hidden & _parents(path)}
    selected = msgspec.structs.replace(
        model,
        profile=_drop_deaf_contact(profile),
        posts=tuple(posts),
        pages=tuple(pages),
        assets=assets,
        asset_folders=(),
    )
    return Selection(
        model=selected,
        drafts=sorted_out.drafts,
        scheduled=sorted_out.scheduled,
        next_date=sorted_out.next_date,
        withheld=withheld,
    )


def _refuse(audience: str, known: tuple[str, ...]) -> Problem:
    guess = nearest(audience, known)
    hint = f"did you mean '{guess}'?" if guess else f"a site can be built for: {', '.join(known) or 'nobody'}"
    return error("KB124", f"no site is built for the audience '{audience}'", None, hint)


class _PostSorter:
    """Leaves out drafts and posts of the future, and counts them."""

    def __init__(
        self, zone: dt.tzinfo, today: dt.date, with_drafts: bool, with_future: bool, withheld: dict[str, str]
    ) -> None:
        self.zone = zone
        self.today = today
        self.with_drafts = with_drafts
        self.with_future = with_future
        self.withheld = withheld
        self.drafts = 0
        self.scheduled = 0
        self.next_date: dt.date | None = None

    def sort(self, posts: Iterable[Post]) -> list[Post]:
        return [post for post in posts if self._appears(post)]

    def _appears(self, post: Post) -> bool:
        if post.meta.draft and not self.with_drafts:
            self.drafts += 1
            self.withheld[post.path] = "draft"
            return False
        date = post.date.date(self.zone)
        if date > self.today and not self.with_future:
            self.scheduled += 1
            self.next_date = min(date, self.next_date or date)
            self.withheld[post.path] = "scheduled"
            return False
        return True


def _select_writings(writings: Iterable[W], keep: Filter, withheld: dict[str, str]) -> list[W]:
    kept = []
    for writing in writings:
        if is_open(writing):
            kept.append(writing)
            continue
        circle = keep.audiences.enter(writing.meta, Circle())
        hidden = any(keep.audiences.field(writing.meta, key, circle).number > keep.viewer for key in IDENTITY)
        meta = None if hidden else keep.entry(writing.meta, Circle())
        if meta is None:
            withheld[writing.path] = "audience"
            continue
        body = tuple(_select_part(part, keep) for part in writing.body)
        kept.append(msgspec.structs.replace(writing, meta=meta, body=body))
    return kept


def is_open(writing: Post | Page) -> bool:
    """Whether nothing in ``writing`` could be for some audience alone, as in most: then it is kept as it is."""
    meta = writing.meta
    inner = (meta.supports, meta.changes, meta.series) if isinstance(meta, PostMeta) else ()
    said = meta.visibility is not None or "visibility" in meta.places or meta.extra or any(inner)
    return not said and all(not part.visibility and part.place is None for part in writing.body)


def _select_part(part: BodyPart, keep: Filter) -> BodyPart:
    """The part, or as many empty lines, so that the lines after it keep their number."""
    if all(keep.audiences.number(name) <= keep.viewer for name in part.visibility):
        return BodyPart(part.text)
    return BodyPart("\n" * part.text.count("\n"))


def _withhold_files(writings: list[Post | Page], withheld: dict[str, str]) -> dict[str, str]:
    """The files beside withheld posts and pages that nothing else has beside it."""
    shown = {file for writing in writings if writing.path not in withheld for file in writing.files}
    return {
        file: withheld[writing.path]
        for writing in writings
        if writing.path in withheld
        for file in writing.files
        if file not in shown
    }


def _list_hidden_folders(rules: tuple[AssetFolder, ...], audiences: Audiences, viewer: int) -> set[str]:
    return {folder.path for folder in rules if audiences.enter(folder.rule, Circle()).number > viewer}


def _parents(path: str) -> set[str]:
    return {str(parent) for parent in PurePosixPath(path).parents}


def _drop_deaf_contact(profile: Profile) -> Profile:
    """Without ``contact`` where it names a way that isn't there for this audience."""
    if profile.contact is None or _is_reachable(profile.contact, profile.basics):
        return profile
    places = {key: place for key, place in profile.places.items() if key != "contact"}
    return msgspec.structs.replace(profile, contact=None, places=places)


def _is_reachable(contact: Contact, basics: Basics) -> bool:
    if contact.how in {"email", "phone"}:
        return getattr(basics, contact.how) is not None
    networks = {(online.network or "").casefold() for online in basics.profiles if online.url}
    return ":" in contact.how or contact.how.casefold() in networks
