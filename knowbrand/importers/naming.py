"""Where each post goes in the new site: its id, its file, its address, and the old addresses that lead to it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from knowbrand.importers.drafts import Draft
from knowbrand.problems import Place, Problem, info, warning

_LONGEST = 80


def sanitise_id(name: str) -> str:
    """``name`` as an id may be: letters, digits, ``-`` and ``.``; empty where nothing is left."""
    text = unicodedata.normalize("NFC", name).removesuffix(".md")
    text = re.sub(r"[^\w.]+|_+", "-", text)
    text = re.sub(r"\.{2,}|-{2,}|\.-|-\.", "-", text).strip("-.")
    return text[:_LONGEST].rstrip("-.")


def name_posts(
    drafts: list[Draft],
    languages: tuple[str, ...],
    existing: frozenset[str],
    permalink: str,
    problems: list[Problem],
) -> list[Draft]:
    """``drafts`` with their id, slug, path and aliases set; those that are in the site already have a path only, and are
    left out."""
    taken = {_fold(path) for path in existing}
    ids = {
        (_fold(_id_of(path)), lang)
        for path in existing
        if path.startswith("content/posts/")
        for lang in languages
    }
    present: set[str] = set()
    named: list[Draft] = []
    for draft in drafts:
        lang = draft.lang or languages[0]
        own = _id_from(draft) or f"post-{draft.date.moment.day.isoformat()}"
        here = False
        for name in _possible_ids(own, draft.date.moment.day):
            draft.id = name
            draft.path = _path_of(draft, languages)
            here = draft.path in existing and draft.path not in present
            if here or ((_fold(draft.id), lang) not in ids and _fold(draft.path) not in taken):
                break
        if here:
            present.add(draft.path)
            same = draft.path.rpartition("/")[2] == draft.candidate.file.name
            message = f"not imported: the site has it already{'' if same else f' as {draft.path}'}"
            hint = "to import it anew, delete its file in content/posts/"
            problems.append(info("KB241", message, Place(draft.candidate.label), hint))
            continue
        if draft.id != own:
            message = f"another post is called '{own}', too; this one becomes '{draft.id}'"
            hint = "rename the file if you want another address"
            problems.append(info("KB248", message, Place(draft.candidate.label), hint))
        ids.add((_fold(draft.id), lang))
        taken.add(_fold(draft.path))
        draft.slug = _slug_of(draft, problems)
        named.append(draft)
    _settle_aliases(named, languages, permalink, problems)
    return named


def _possible_ids(own: str, day: dt.date) -> Iterator[str]:
    """The ids that a post may get, the best first; the same at every import, so that what is there is found again."""
    yield own
    yield f"{own}-{day.isoformat()}"
    for number in count(2):
        yield f"{own}-{day.isoformat()}-{number}"


def _id_from(draft: Draft) -> str:
    """The id by the file's name; spelled as in its old address, where that differs only in capitals."""
    own = sanitise_id(draft.candidate.name)
    last = sanitise_id(draft.addresses[0].rstrip("/").rpartition("/")[2]) if draft.addresses else ""
    return last if last.casefold() == own.casefold() else own


def _path_of(draft: Draft, languages: tuple[str, ...]) -> str:
    """The name keeps its date where the id is the file's own."""
    candidate = draft.candidate
    own = _id_from(draft) == draft.id
    date = (
        candidate.date
        if own and candidate.date and re.fullmatch(r"\d{4}-\d{2}-\d{2}", candidate.date)
        else None
    )
    stem = f"{date}-{draft.id}" if date and candidate.name != candidate.date else draft.id
    by_name = candidate.lang and candidate.lang == draft.lang and draft.lang != languages[0]
    ending = f".{draft.lang}.md" if by_name else ".md"
    return f"content/posts/{stem}/index{ending}" if candidate.bundle else f"content/posts/{stem}{ending}"


def _slug_of(draft: Draft, problems: list[Problem]) -> str:
    written = draft.fields.first("slug")
    if written is None:
        return draft.id
    slug = sanitise_id(written.text)
    if not slug:
        draft.fields.keep(written)
        problems.append(warning("KB252", f"'{written.text[:40]}' can't be part of an address", written.place))
        return draft.id
    return slug


def _settle_aliases(
    drafts: list[Draft], languages: tuple[str, ...], permalink: str, problems: list[Problem]
) -> None:
    """Each old address leads to one post, and none to where a post stands anyway."""
    homes: dict[str, Draft] = {}
    for draft in drafts:
        if _home(draft, languages, permalink) in homes:
            draft.slug = draft.id
        homes.setdefault(_home(draft, languages, permalink), draft)
    claims: dict[str, Draft] = {}
    spelled: dict[str, str] = {}
    for draft in drafts:
        kept: list[str] = []
        for alias in [*draft.addresses, *draft.aliases]:
            path = _fold(alias.rstrip("/"))
            owner = claims.get(path) or homes.get(path)
            if owner is None:
                kept.append(alias)
                claims[path] = draft
                spelled[path] = alias
            elif owner is draft and path in spelled and alias.rstrip("/") != spelled[path].rstrip("/"):
                message = (
                    f"the old address {alias} is left out: {spelled[path]} differs from it only in capitals"
                )
                hint = "add it on your host, if it tells capitals apart"
                problems.append(info("KB250", message, Place(draft.candidate.label), hint))
            elif owner is not draft:
                message = f"the old address {alias} leads to {owner.candidate.label} already"
                problems.append(info("KB250", message, Place(draft.candidate.label)))
        draft.aliases = kept


def _home(draft: Draft, languages: tuple[str, ...], permalink: str) -> str:
    """Where the post will stand."""
    day = draft.date.moment.day
    path = permalink.replace(":year", f"{day.year:04}").replace(":month", f"{day.month:02}")
    path = path.replace(":day", f"{day.day:02}").replace(":slug", draft.slug)
    prefix = f"/{draft.lang}" if draft.lang in languages[1:] else ""
    return _fold((prefix + path).rstrip("/"))


def _id_of(path: str) -> str:
    stem = path.rpartition("/")[2].removesuffix(".md")
    if stem.split(".")[0] == "index":
        stem = path.split("/")[-2]
    stem = re.sub(r"^\d{4}-\d{2}-\d{2}[-_ ]", "", stem)
    return re.sub(r"[\s_]+", "-", re.sub(r"\.[a-z]{2}(?:-[a-z]{2})?$", "", stem))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
