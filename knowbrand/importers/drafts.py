"""One file of an old site, read and understood but not yet placed among the others."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from knowbrand.importers.addresses import Facts, clean_address, old_addresses
from knowbrand.importers.candidates import Candidate
from knowbrand.importers.dates import ReadDate, is_ambiguous, read_date
from knowbrand.importers.decoding import read_foreign_text
from knowbrand.importers.fields import Fields, Written, read_fields
from knowbrand.importers.metadata import Document, split_document
from knowbrand.importers.origin import Origin
from knowbrand.problems import Place, Problem, info, warning

_HEADING = re.compile(r"\s*#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|$)|\s*([^\n]{1,300})\n=+[ \t]*(?:\n|$)")


@dataclass(slots=True)
class Draft:
    """A post on its way. ``id`` and ``path`` (in the site) are given when all posts are known; ``addresses`` are where
    it stood, the likeliest first, ``aliases`` what else led to it."""

    candidate: Candidate
    document: Document
    fields: Fields
    title: str
    date: ReadDate
    lang: str | None
    draft: bool
    body: str
    body_offset: int
    """Where ``body`` begins in the document's body."""
    addresses: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    id: str = ""
    slug: str = ""
    path: str = ""


def read_draft(candidate: Candidate, origin: Origin, problems: list[Problem]) -> Draft | None:
    """What ``candidate`` says; None where it is no post, which ``problems`` then tells."""
    label = candidate.label
    text = read_foreign_text(candidate.file, label, problems)
    if text is None:
        return None
    document = split_document(text, label, problems)
    if not document.form and not candidate.date:
        message = "not imported: it has no front matter and no date in its name, so it is no post"
        problems.append(
            info("KB241", message, Place(label, 1, 1), "begin it with title: and date: between two lines ---")
        )
        return None
    fields = read_fields(document.fields, origin.tool, problems)
    if candidate.doubtful and not candidate.date and not fields.first("date"):
        message = "not imported: it has no date, so it looks like a page"
        problems.append(
            info("KB241", message, Place(label, 1, 1), "copy it into content/pages/, or give it a date")
        )
        return None
    title, body, offset = _read_title(document, fields, candidate, problems)
    date, undated = _read_date(candidate, fields, problems)
    lang = fields.first("lang")
    code = lang.text.replace("_", "-").split(".")[0].lower() if lang else candidate.lang or origin.language
    made = Draft(
        candidate=candidate,
        document=document,
        fields=fields,
        title=title,
        date=date,
        lang=code if code and re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", code) else None,
        draft=fields.draft or candidate.draft or undated,
        body=body,
        body_offset=offset,
    )
    _find_addresses(made, origin, problems)
    return made


def _read_title(
    document: Document, fields: Fields, candidate: Candidate, problems: list[Problem]
) -> tuple[str, str, int]:
    """The title, and the body without it where it stood there, with the place where that begins."""
    written = fields.first("title")
    body = document.body
    if written:
        return written.text, body, 0
    place = Place(candidate.label, 1, 1)
    heading = _HEADING.match(body)
    if heading:
        title = " ".join((heading[1] or heading[2]).split())
        problems.append(info("KB251", "no title in the front matter; the first heading is taken", place))
        return title[:500], body[heading.end() :], heading.end()
    title = " ".join(re.split(r"[-_\s]+", candidate.name)).strip() or candidate.stem
    title = title[:1].upper() + title[1:]
    message = f"no title; made '{title[:60]}' of the file's name"
    problems.append(info("KB251", message, place, "write a better one after title:"))
    return title, body, 0


def _read_date(candidate: Candidate, fields: Fields, problems: list[Problem]) -> tuple[ReadDate, bool]:
    """The date, and whether it had to be guessed."""
    written = fields.first("date")
    if written:
        found = read_date(written.text)
        if found:
            if found.doubt:
                problems.append(warning("KB243", f"'{written.text[:40]}': {found.doubt}", written.place))
            return found, False
    by_name = read_date(candidate.date) if candidate.date else None
    known = bool(by_name or candidate.draft or fields.draft)
    use = "the day of the file's last change is taken"
    if by_name:
        use = f"the date in the file's name, {by_name.text}, is taken"
    elif not known:
        use = "it comes in as a draft with the day of the file's last change"
    after = "" if known else " and delete draft: true"
    if written:
        why = "could mean two days" if is_ambiguous(written.text) else "isn't understood"
        hint = f"write it as 2024-05-31 or 2024-05-31 10:30 +02:00{after and f',{after}'}"
        message = f"the date '{written.text[:40]}' {why}; {use}"
        problems.append(warning("KB243", message, written.place, hint))
    elif not known:
        problems.append(
            warning("KB243", f"no date; {use}", Place(candidate.label, 1, 1), f"set date:{after}")
        )
    if by_name:
        return by_name, False
    changed = dt.datetime.fromtimestamp(_changed(candidate.file), dt.UTC).date()
    guessed = read_date(changed.isoformat())
    assert guessed is not None  # noqa: S101 - a day's own form is a date
    return guessed, True


def _changed(file: Path) -> float:
    try:
        return max(file.stat().st_mtime, 0.0)
    except OSError:
        return 0.0


def _find_addresses(draft: Draft, origin: Origin, problems: list[Problem]) -> None:
    fields, candidate = draft.fields, draft.candidate
    slug, author = fields.first("slug"), fields.first("authors")
    written = _own_address(fields.texts.get("address", []), origin)
    hidden = draft.draft and not written
    for day in () if hidden else _days(draft, origin):
        facts = Facts(
            candidate=candidate,
            title=draft.title,
            slug=slug.text if slug else None,
            day=day,
            lang=draft.lang,
            categories=tuple(fields.categories),
            author=author.text if author else None,
            written=written.text if written else None,
        )
        draft.addresses += [one for one in old_addresses(origin, facts) if one not in draft.addresses]
    if not draft.addresses and not hidden and (origin.tool or written):
        place = written.place if written else Place(candidate.label, 1, 1)
        message = "its old address isn't known"
        if written:
            message = f"the old address '{written.text[:60]}' isn't understood"
        problems.append(info("KB250", message, place, "write it under aliases: - /old/address/"))
    for alias in fields.texts.get("aliases", []):
        base = (draft.addresses or ["/"])[0]
        text = alias.text
        if origin.tool == "hugo" and not text.startswith("/") and ":" not in text:
            text = base.rstrip("/").rpartition("/")[0] + "/" + text
        cleaned = clean_address(text, origin)
        if cleaned:
            draft.aliases.append(cleaned)
        else:
            message = f"'{alias.text[:60]}' isn't an address of the old site, so it can't lead here"
            problems.append(info("KB250", message, alias.place))


def _days(draft: Draft, origin: Origin) -> list[dt.date]:
    """The days that the old address may name: Jekyll takes that of its own time zone, or of the machine's."""
    moment = draft.date.moment
    if origin.tool != "jekyll" or moment.offset is None:
        return [moment.day]
    try:
        zone = ZoneInfo(origin.timezone) if origin.timezone else None
    except (ValueError, OSError, LookupError):
        zone = None
    if zone:
        return [moment.date(zone)]
    return list(dict.fromkeys((moment.day, moment.date(dt.UTC))))


def _own_address(written: list[Written], origin: Origin) -> Written | None:
    """The address that a post gives itself, by the key that its tool reads."""
    keys = {
        "jekyll": ("permalink",),
        "hugo": ("url",),
        "zola": ("path",),
        "pelican": ("url", "save_as"),
        "eleventy": ("permalink",),
    }.get(origin.tool or "", ("permalink", "url"))
    return next((one for key in keys for one in written if one.key.lower() == key), None)
