"""What can't be true in the profile and the settings: doubles, and dates that don't fit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from knowbrand.check.walk import walk_entries, walk_fields
from knowbrand.model import Model, Profile, Settings
from knowbrand.model.dates import PartialDate
from knowbrand.model.entry import Entry
from knowbrand.model.profile import Chapter, Delivery, ResumeEntry
from knowbrand.model.text import Localized
from knowbrand.problems import Place, Problem, error, nearest, warning


def check_profile(model: Model, today: dt.date) -> list[Problem]:
    """The problems of the profile and the settings on the day ``today``: ids that stand twice in their section, periods
    that end before they begin, dates of the future where none belongs, texts in a language that the site doesn't have,
    and names that stand twice in the settings."""
    return [
        *_check_settings(model.settings),
        *_check_ids(model.profile),
        *_check_periods(model.profile),
        *_check_future(model.profile, today),
        *_check_languages(model),
    ]


def _check_settings(settings: Settings) -> Iterator[Problem]:
    yield from _find_doubles(
        "KB125", "audience", ((audience.name, audience.where("name")) for audience in settings.audiences)
    )
    yield from _find_doubles(
        "KB125",
        "language",
        ((code, settings.where(f"languages.{number}")) for number, code in enumerate(settings.languages)),
    )


def _check_ids(profile: Profile) -> Iterator[Problem]:
    for section in profile.__struct_fields__:
        entries = getattr(profile, section)
        if isinstance(entries, tuple):
            yield from _find_doubles("KB111", f"id in {section}", _ids(entries))
    for chapter in profile.expertise:
        yield from _find_doubles("KB111", f"id among the claims of '{chapter.id}'", _ids(chapter.claims))


def _ids(entries: Iterable[Entry]) -> Iterator[tuple[str, Place | None]]:
    for entry in entries:
        entry_id = getattr(entry, "id", None)
        if entry_id is not None:
            yield entry_id, entry.where("id")


def _find_doubles(code: str, what: str, names: Iterable[tuple[str, Place | None]]) -> Iterator[Problem]:
    first: dict[str, Place | None] = {}
    for name, place in names:
        if name in first:
            taken = first[name]
            line = f" (line {taken.line})" if taken and taken.line else ""
            yield error(code, f"the {what} '{name}' stands twice{line}", place, "rename one of them")
        else:
            first[name] = place


_PERIODS = (("start_date", "end_date"), ("from_", "until"))


def _check_periods(profile: Profile) -> Iterator[Problem]:
    for entry in walk_entries(profile):
        for begin, end in _PERIODS:
            first, last = getattr(entry, begin, None), getattr(entry, end, None)
            if (
                isinstance(first, PartialDate)
                and isinstance(last, PartialDate)
                and last.last() < first.first()
            ):
                message = f"this ends ({last}) before it begins ({first})"
                yield _judge(entry)("KB120", message, entry.where(end), "swap the two, or mend one")
        if isinstance(entry, Chapter):
            yield from _check_chapter(entry)


def _check_chapter(chapter: Chapter) -> Iterator[Problem]:
    if chapter.periods and (chapter.from_ or chapter.until):
        message = "a chapter has either 'from' and 'until', or 'periods'"
        hint = "move them into periods: [{from: …, until: …}]"
        yield error("KB127", message, chapter.where("from_", "until"), hint)
    elif chapter.until and not chapter.from_:
        yield error("KB127", "'until' without 'from'", chapter.where("until"), "add from: …")
    handed_on = chapter.handed_on.date if chapter.handed_on else None
    began = min((period.from_ for period in chapter.all_periods()), key=PartialDate.first, default=None)
    if chapter.handed_on and handed_on and began and handed_on.last() < began.first():
        message = f"this was handed on ({handed_on}) before it began ({began})"
        yield error("KB120", message, chapter.handed_on.where("date"), "mend one of the two")


_MAY_BE_AHEAD = frozenset({"available_from", "review_by"})


def _check_future(top: Entry, today: dt.date) -> Iterator[Problem]:
    for entry in walk_entries(top):
        for name, value in walk_fields(entry):
            ahead = isinstance(value, PartialDate) and value.first() > today
            if ahead and name not in _MAY_BE_AHEAD and not (isinstance(entry, Delivery) and name == "date"):
                message = f"{value} is in the future"
                hint = "only deliveries of a talk, 'available_from' and 'review_by' may be ahead"
                yield _judge(entry)("KB121", message, entry.where(name), hint)


def _judge(entry: Entry) -> Callable[[str, str, Place | None, str], Problem]:
    """A JSON Resume may say such a thing and be valid: that is a warning."""
    return warning if isinstance(entry, ResumeEntry) else error


def _check_languages(model: Model) -> Iterator[Problem]:
    places: dict[str, Place | None] = {}
    counts: Counter[str] = Counter()
    for top in (model.settings, model.profile):
        for language, place in _find_languages(top):
            if language not in model.settings.languages:
                places.setdefault(language, place)
                counts[language] += 1
    for language, place in places.items():
        guess = nearest(language, model.settings.languages)
        hint = (
            f"did you mean '{guess}'?"
            if guess
            else f"add '{language}' to languages in knowbrand.yaml, or mend the code"
        )
        texts = "a text" if counts[language] == 1 else f"{counts[language]} texts"
        message = f"{texts} in '{language}', which isn't a language of this site"
        yield warning("KB119", message, place, hint)


def _find_languages(top: Entry) -> Iterator[tuple[str, Place | None]]:
    for entry in walk_entries(top):
        for name, value in walk_fields(entry):
            for number, item in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(item, Localized):
                    place = entry.where(f"{name}.{number}", name)
                    yield from ((language, place) for language, _ in item.variants if language)
