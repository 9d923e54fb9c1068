"""What is wrong with who may see what: unknown audiences, and children wider than their parents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowbrand.audience.circles import Audiences, Circle
from knowbrand.audience.selection import IDENTITY
from knowbrand.model import AssetFolder, Model, Page, Post, Profile
from knowbrand.model.entry import INTERNAL_FIELDS, Entry, list_children
from knowbrand.model.profile import VisibleEntry
from knowbrand.problems import Place, Problem, error, nearest, warning


def check_visibility(model: Model) -> list[Problem]:
    """Every fault in the visibility of the whole ``model``, each where it is written."""
    audiences = Audiences(model.settings)
    profile = _Checker(audiences, 1)
    profile.check(model.profile, Circle())
    folders = _check_folders(model.asset_folders, audiences)
    problems = [*profile.problems, *folders, *_check_contact(model.profile, audiences)]
    writings: Iterable[Post | Page] = (*model.posts, *model.pages)
    for writing in writings:
        checker = _Checker(audiences, 2)
        circle = checker.check(writing.meta, Circle())
        checker.check_identity(writing.meta)
        checker.check_body(writing, circle)
        problems += checker.problems
    return problems


class _Checker:
    """Collects the problems of one file; ``family`` is the hundred of their codes."""

    def __init__(self, audiences: Audiences, family: int) -> None:
        self.audiences = audiences
        self.family = family
        self.problems: list[Problem] = []

    def check(self, entry: Entry, around: Circle) -> Circle:
        """Checks ``entry``, which stands within ``around``, and all in it; gives its circle."""
        circle = self.audiences.enter(entry, around)
        visibility = entry.visibility if isinstance(entry, VisibleEntry) else None
        if isinstance(visibility, str):
            self._check_name(visibility, around, entry.where("visibility"))
        elif isinstance(visibility, dict):
            self._check_fields(entry, visibility, circle)
        for key, child in list_children(entry):
            self.check(child, self.audiences.field(entry, key, circle))
        for key, value in entry.extra.items():
            inside = self.audiences.field(entry, key, circle)
            self._check_plain(value, inside, entry.where(f"extra.{key}"))
        return circle

    def _check_fields(self, entry: Entry, visibility: dict[str, str], circle: Circle) -> None:
        fields = dict(zip(entry.__struct_encode_fields__, entry.__struct_fields__, strict=True))
        known = (set(fields) - INTERNAL_FIELDS - {"visibility"}) | set(entry.extra)
        for key, name in visibility.items():
            place = entry.where(f"visibility.{key}", "visibility")
            if key not in known:
                guess = nearest(key, known)
                hint = f"did you mean '{guess}'?" if guess else "name a field of this entry"
                self._report("01", f"'{key}' is no field that can be kept from somebody", place, hint)
                continue
            if key in fields and isinstance(getattr(entry, fields[key]), bool):
                hint = "give the whole entry a visibility"
                self._report("05", f"'{key}' can't be kept from somebody by itself", place, hint)
            self._check_name(name, circle, place)

    def check_identity(self, meta: VisibleEntry) -> None:
        """Checks that no field is withheld without which there is no post or page."""
        for key in meta.visibility if isinstance(meta.visibility, dict) else ():
            if key in IDENTITY:
                place = meta.where(f"visibility.{key}")
                hint = "give the whole file a visibility: visibility: organisation"
                self._report("05", f"'{key}' can't be kept from somebody by itself", place, hint)

    def check_body(self, writing: Post | Page, around: Circle) -> None:
        """Checks the blocks of a body, each once."""
        seen: set[Place | None] = set()
        for part in writing.body:
            circle = around
            for name in part.visibility[:-1]:
                circle = self.audiences.narrow(name, circle)
            if part.visibility and part.visibility[-1] and part.place not in seen:
                seen.add(part.place)
                self._check_name(part.visibility[-1], circle, part.place)

    def _check_plain(self, value: Any, circle: Circle, place: Place | None) -> None:
        if isinstance(value, list):
            for item in value:
                self._check_plain(item, circle, place)
        if not isinstance(value, dict):
            return
        rule = value.get("visibility")
        rules = {str(key): name for key, name in rule.items()} if isinstance(rule, dict) else {}
        if isinstance(rule, str):
            self._check_name(rule, circle, place)
            circle = self.audiences.narrow(rule, circle)
        for key, item in value.items():
            inside = circle
            if key in rules:
                self._check_name(str(rules[key]), circle, place)
                inside = self.audiences.narrow(str(rules[key]), circle)
            if key != "visibility":
                self._check_plain(item, inside, place)

    def _check_name(self, name: str, around: Circle, place: Place | None) -> None:
        code = {1: ("KB126", "KB113"), 2: ("KB217", "KB219")}[self.family]
        if name not in self.audiences.numbers:
            guess = nearest(name, self.audiences.names)
            known = ", ".join(self.audiences.names)
            hint = f"did you mean '{guess}'?" if guess else f"known are: {known}"
            self.problems.append(error(code[0], f"unknown audience '{name}'", place, hint))
        elif self.audiences.number(name) < around.ceiling:
            parent = self.audiences.names[around.ceiling]
            message = f"'{name}' is wider than what it stands in, which is for '{parent}'"
            hint = f"write '{parent}' or narrower here, or open what is around it"
            self.problems.append(error(code[1], message, place, hint))

    def _report(self, number: str, message: str, place: Place | None, hint: str) -> None:
        self.problems.append(error(f"KB{self.family}{number}", message, place, hint))


def _check_folders(folders: tuple[AssetFolder, ...], audiences: Audiences) -> list[Problem]:
    checker = _Checker(audiences, 1)
    circles: dict[str, Circle] = {}
    for folder in sorted(folders, key=lambda folder: folder.path):
        parents = [circles[path] for path in circles if folder.path.startswith(f"{path}/")]
        around = max(parents, default=Circle())
        circles[folder.path] = checker.check(folder.rule, around)
    return checker.problems


def _check_contact(profile: Profile, audiences: Audiences) -> list[Problem]:
    contact = profile.contact
    if contact is None or contact.how not in {"email", "phone"}:
        return []
    circle = audiences.enter(profile.basics, audiences.field(profile, "basics", Circle()))
    there = audiences.field(profile.basics, contact.how, circle).number
    asked = audiences.enter(contact, audiences.field(profile, "contact", Circle())).number
    if there <= asked or getattr(profile.basics, contact.how) is None:
        return []
    wanted = audiences.names[asked]
    message = f"'{wanted}' may not see basics.{contact.how}, so there is no way to reach you"
    hint = f"open it under basics with visibility: {{{contact.how}: {wanted}}}"
    return [warning("KB114", message, contact.where("how"), hint)]
