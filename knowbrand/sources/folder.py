"""A site's folder into the model."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from knowbrand.model import AssetFolder, Model
from knowbrand.model.profile import Profile, VisibleEntry
from knowbrand.model.settings import Settings
from knowbrand.model.text import localize
from knowbrand.problems import KnowbrandError, Place, Problem, Trouble, error, has_errors
from knowbrand.sources.languages import read_languages
from knowbrand.sources.listing import (
    ASSET_RULES,
    find_misplaced,
    list_strays,
    list_writings,
    stays_inside,
    walk,
)
from knowbrand.sources.nodes import Mapping, parse_yaml
from knowbrand.sources.reader import E, Reader
from knowbrand.sources.text import NoFileError, open_file, read_text, refuse
from knowbrand.sources.writings import Memory, WritingReader, find_doubles, find_foreign_languages

SETTINGS = "knowbrand.yaml"
_OTHER_SETTINGS = "knowbrand.yml"
PROFILES = ("profile.yaml", "profile.yml", "profile.json")


class Reading(NamedTuple):
    """What was read. ``model`` is None where there is no profile or no settings to go on with."""

    model: Model | None
    problems: list[Problem]


Remember = Callable[[tuple[str, ...], tuple[str, ...]], Memory]
"""The memory of the writings of a site with these languages and audiences."""


def read_site(root: Path, remember: Remember | None = None) -> Reading:
    """Everything the author wrote in the folder ``root``, and every fault in it. Raises nothing for bad input."""
    problems: list[Problem] = []
    if not (root / SETTINGS).is_file():
        return Reading(None, [_no_site(root)])
    settings = _read_entry(root, SETTINGS, Settings, problems)
    known = settings or Settings(title=localize(""))
    languages, audiences = known.languages, tuple(audience.name for audience in known.audiences)
    profile_path, profile = _read_profile(root, problems)
    memory = remember(languages, audiences) if remember else None
    reader = WritingReader(root, languages, audiences, problems, memory)
    posts_found = list_writings(root, "content/posts", problems)
    pages_found = list_writings(root, "content/pages", problems)
    problems += find_foreign_languages([*posts_found, *pages_found], languages)
    posts = reader.read_posts(posts_found)
    pages = reader.read_pages(pages_found)
    assets, asset_folders = _list_assets(root, problems)
    problems += [*find_doubles(posts), *find_doubles(pages), *find_misplaced(root)]
    if settings is None:  # nobody knows the site's languages then
        problems[:] = [problem for problem in problems if problem.code != "KB218"]
    if settings is None or profile is None:
        return Reading(None, problems)
    model = Model(
        settings=settings,
        profile=profile,
        posts=posts,
        pages=pages,
        assets=assets,
        asset_folders=asset_folders,
        strays=list_strays(root),
        profile_path=profile_path,
        languages=read_languages(root, languages, problems),
    )
    return Reading(model, problems)


def read_settings(root: Path) -> Settings:
    """The settings of the site in the folder ``root``. Raises KnowbrandError where there are none or they are wrong."""
    problems: list[Problem] = []
    if not (root / SETTINGS).is_file():
        raise KnowbrandError(_no_site(root))
    settings = _read_entry(root, SETTINGS, Settings, problems)
    if settings is None or has_errors(problems):
        raise KnowbrandError(*problems)
    return settings


def list_files(root: Path) -> list[str]:
    """The author's files in ``content/`` and ``assets/``, relative to the site."""
    return [path for folder in ("content", "assets") for path in walk(root, folder, [])]


def read_file(root: Path, path: str) -> bytes:
    """The bytes of the author's file ``path``. Raises Trouble where it can't be read."""
    try:
        with open_file(root / path) as file:
            return file.read()
    except NoFileError:
        raise Trouble(refuse(path, "KB208")) from None
    except OSError as fault:
        message = f"can't be read: {os.strerror(fault.errno or 0)}"
        raise Trouble(error("KB208", message, Place(path), "look at its permissions")) from None


def _no_site(root: Path) -> Problem:
    if (root / _OTHER_SETTINGS).is_file():
        hint = f"rename {_OTHER_SETTINGS} to {SETTINGS}"
    else:
        hint = "go to the site's folder or name it, or make a site: knowbrand new mysite"
    return error("KB116", f"there is no {SETTINGS} in {root}", None, hint)


def _read_profile(root: Path, problems: list[Problem]) -> tuple[str, Profile | None]:
    found = [name for name in PROFILES if (root / name).exists() and not (root / name).is_dir()]
    if not found:
        hint = "write profile.yaml with at least: basics: {name: Your Name}"
        problems.append(error("KB117", "there is no profile.yaml (or profile.json)", None, hint))
        return PROFILES[0], None
    if len(found) > 1:
        message = f"two profiles: {' and '.join(found)}"
        problems.append(error("KB117", message, Place(found[1]), "keep one of them"))
    return found[0], _read_entry(root, found[0], Profile, problems)


def _read_entry(root: Path, path: str, kind: type[E], problems: list[Problem]) -> E | None:
    if not stays_inside(root / path, root):
        hint = "copy what it leads to into the site"
        problems.append(error("KB108", "this link leads out of the site", Place(path), hint))
        return None
    try:
        text = read_text(root / path, path, 1)
        node = parse_yaml(text, path, 1, problems, json=path.endswith(".json"))
    except KnowbrandError as fault:
        problems.extend(fault.problems)
        return None
    return Reader(1, problems).read(node or Mapping({}, {}, Place(path, 1, 1)), kind)


def _list_assets(root: Path, problems: list[Problem]) -> tuple[tuple[str, ...], tuple[AssetFolder, ...]]:
    """The files below ``assets/``, and the rules of folders in it."""
    paths = tuple(walk(root, "assets", problems))
    rules = tuple(path for path in paths if PurePosixPath(path).name.lower() in ASSET_RULES)
    found = [_read_asset_rule(root, path, problems) for path in rules]
    assets = tuple(path for path in paths if path not in rules)
    return assets, tuple(rule for rule in found if rule)


def _read_asset_rule(root: Path, path: str, problems: list[Problem]) -> AssetFolder | None:
    rule = _read_entry(root, path, VisibleEntry, problems)
    if rule is None:
        return None
    if not isinstance(rule.visibility, str):
        message = "a folder's rule needs one audience"
        place = rule.where("visibility") or Place(path, 1, 1)
        problems.append(error("KB103", message, place, "write visibility: organisation"))
        return None
    return AssetFolder(path=str(PurePosixPath(path).parent), rule=rule)
