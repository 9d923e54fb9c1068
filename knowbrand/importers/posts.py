"""The posts of a site made with another tool, as files for a site here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from knowbrand.importers.addresses import address_key
from knowbrand.importers.candidates import find_candidates
from knowbrand.importers.conversion import convert_post, list_bundle
from knowbrand.importers.drafts import Draft, read_draft
from knowbrand.importers.library import Library
from knowbrand.importers.naming import name_posts
from knowbrand.importers.origin import Origin, Tool, find_origin
from knowbrand.problems import KnowbrandError, Place, Problem, error, info, warning


@dataclass(frozen=True, slots=True)
class Imported:
    """What came out. ``files`` are paths relative to the site, each with its content or the file to copy; ``posts`` how
    many of them are posts, ``present`` how many more the site has already; ``tool`` is the one that the old site was made
    with, None where nothing tells it."""

    files: tuple[tuple[str, bytes | Path], ...]
    problems: tuple[Problem, ...]
    posts: int
    present: int
    tool: Tool | None


def import_posts(
    source: Path,
    *,
    languages: tuple[str, ...] = ("en",),
    existing: frozenset[str] = frozenset(),
    permalink: str = "/posts/:slug/",
    tool: Tool | None = None,
    old_url: str | None = None,
) -> Imported:
    """The posts in ``source``: the folder of a Jekyll, Hugo, Eleventy, Pelican or Zola site, of its posts, or one file.

    ``languages`` and ``permalink`` are the new site's settings, ``existing`` the files that it has, relative to it.
    ``tool`` and ``old_url`` tell what the old site's own settings don't. Nothing is written, and nothing of the old
    site is run. All that isn't understood is a problem at its line, its path relative to
    ``source``; raises KnowbrandError where there is no post at all.
    """
    problems: list[Problem] = []
    if not source.exists():
        raise KnowbrandError(
            error("KB240", f"there is no folder {source}", None, "name the folder of the posts")
        )
    origin = find_origin(source if source.is_dir() else source.parent, problems, tool, old_url)
    candidates = find_candidates(source, origin, languages, problems)
    drafts: list[Draft] = []
    told: dict[str, list[Problem]] = {}
    for candidate in candidates:
        found: list[Problem] = []
        draft = read_draft(candidate, origin, found)
        if draft:
            drafts.append(draft)
            told[candidate.label] = found
        else:
            problems += found
    if not drafts:
        hint = "name the folder that holds the .md files, such as _posts or content/posts"
        raise KnowbrandError(error("KB240", f"there are no posts in {source}", None, hint), *problems)
    _settle_languages(drafts, languages)
    named = name_posts(drafts, languages, existing, permalink, problems)
    problems += [problem for draft in named for problem in told[draft.candidate.label]]
    problems += _tell_languages(named, languages, origin, source)
    library = _catalogue(drafts, origin, existing)
    files: dict[str, bytes | Path] = {}
    for draft in named:
        files[draft.path] = convert_post(draft, library, languages, problems)
        files.update((path, file) for path, file in list_bundle(draft) if path not in existing)
    files.update((path, file) for file, path in library.brought.items() if path not in existing)
    problems += _tell_about(origin, source)
    return Imported(
        files=tuple(sorted(files.items())),
        problems=tuple(sorted(problems, key=Problem.sort_key)),
        posts=len(named),
        present=len(drafts) - len(named),
        tool=origin.tool,
    )


def _settle_languages(drafts: list[Draft], languages: tuple[str, ...]) -> None:
    """Languages as the new site names them: ``en-us`` is ``en`` where the site has only that."""
    for draft in drafts:
        if draft.lang and draft.lang not in languages and draft.lang.split("-")[0] in languages:
            draft.lang = draft.lang.split("-")[0]


def _tell_languages(
    drafts: list[Draft], languages: tuple[str, ...], origin: Origin, source: Path
) -> list[Problem]:
    told: dict[str, Problem] = {}
    for draft in drafts:
        if draft.lang is None or draft.lang in languages:
            continue
        written = draft.fields.first("lang")
        own = written or draft.candidate.lang
        place = written.place if written else Place(draft.candidate.label)
        if not own and origin.config:
            place = Place(_label(origin.config, source))
        hint = f"add '{draft.lang}' to languages in knowbrand.yaml before you build"
        message = f"'{draft.lang}' is not a language of this site"
        told.setdefault(draft.candidate.label if own else draft.lang, warning("KB255", message, place, hint))
    return list(told.values())


def _catalogue(drafts: list[Draft], origin: Origin, existing: frozenset[str]) -> Library:
    """Everything that a post may refer to. Posts that are in the site already keep the path they have there."""
    library = Library(origin, taken={path.casefold() for path in existing if path.startswith("content/")})
    for draft in drafts:
        candidate = draft.candidate
        library.by_file.setdefault(candidate.file.resolve(), draft.path)
        for name in (candidate.stem, "/".join((*candidate.folders, candidate.stem)), candidate.name):
            library.by_name.setdefault(name, draft.path)
        for address in (*draft.addresses, *draft.aliases):
            library.by_address.setdefault(address_key(address), draft.path)
    return library


def _label(file: Path, source: Path) -> str:
    """How messages name a file that may stand above ``source``."""
    return Path(os.path.relpath(file, source)).as_posix()


def _tell_about(origin: Origin, source: Path) -> list[Problem]:
    if origin.config is None:
        return []
    place = Place(_label(origin.config, source))
    zone = origin.timezone
    if not zone:
        return []
    hint = f"set timezone: {zone} in knowbrand.yaml, if it isn't there"
    return [info("KB256", f"the old site's dates are meant in {zone}", place, hint)]
