"""A site's folder into the model."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from knowbrand.model import AssetFolder, Model
from knowbrand.model.profile import Profile, VisibleEntry
from knowbrand.model.settings import Settings
from knowbrand.model.text import localize
from knowbrand.problems import KnowbrandError, Place, Problem, Trouble, error, warning
from knowbrand.sources.languages import read_languages
from knowbrand.sources.nodes import Mapping, parse_yaml
from knowbrand.sources.reader import E, Reader
from knowbrand.sources.text import read_text
from knowbrand.sources.writings import WritingReader, find_foreign_languages

SETTINGS = "knowbrand.yaml"
PROFILES = ("profile.yaml", "profile.yml", "profile.json")
ASSET_RULE = "visibility.yaml"
"""In a folder below ``assets/``: who may see what is in it."""

_IGNORED = frozenset({"thumbs.db", "desktop.ini"})


class Reading(NamedTuple):
    """What was read. ``model`` is None where there is no profile or no settings to go on with."""

    model: Model | None
    problems: list[Problem]


def read_site(root: Path) -> Reading:
    """Everything the author wrote in the folder ``root``, and every fault in it. Raises nothing for bad input."""
    problems: list[Problem] = []
    if not (root / SETTINGS).is_file():
        return Reading(None, [_no_site(root)])
    settings = _read_entry(root, SETTINGS, Settings, problems)
    languages = settings.languages if settings else Settings(title=localize("")).languages
    profile_path, profile = _read_profile(root, problems)
    reader = WritingReader(root, languages, problems)
    posts_found = _list_writings(root, "content/posts", problems)
    pages_found = _list_writings(root, "content/pages", problems)
    problems += find_foreign_languages([*posts_found, *pages_found], languages)
    posts = [reader.read_post(path, files) for path, files in posts_found.items()]
    pages = [reader.read_page(path, files) for path, files in pages_found.items()]
    assets = _list_assets(root, problems)
    problems += _find_misplaced(root)
    if settings is None or profile is None:
        return Reading(None, problems)
    model = Model(
        settings=settings,
        profile=profile,
        posts=tuple(post for post in posts if post),
        pages=tuple(page for page in pages if page),
        assets=assets,
        asset_folders=_read_asset_rules(root, assets, problems),
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
    if settings is None:
        raise KnowbrandError(*problems)
    return settings


def read_file(root: Path, path: str) -> bytes:
    """The bytes of the author's file ``path``. Raises Trouble where it can't be read."""
    try:
        return (root / path).read_bytes()
    except OSError as fault:
        message = f"can't be read: {os.strerror(fault.errno or 0)}"
        raise Trouble(error("KB208", message, Place(path), "look at its permissions")) from None


def _no_site(root: Path) -> Problem:
    hint = "go to the site's folder or name it, or make a site: knowbrand new mysite"
    return error("KB116", f"there is no {SETTINGS} in {root}", None, hint)


def _read_profile(root: Path, problems: list[Problem]) -> tuple[str, Profile | None]:
    found = [name for name in PROFILES if (root / name).is_file()]
    if not found:
        hint = "write one with at least:\nbasics:\n  name: Your Name"
        problems.append(error("KB117", "there is no profile.yaml (or profile.json)", None, hint))
        return PROFILES[0], None
    if len(found) > 1:
        message = f"two profiles: {' and '.join(found)}"
        problems.append(error("KB117", message, Place(found[1]), "keep one of them"))
    return found[0], _read_entry(root, found[0], Profile, problems)


def _read_entry(root: Path, path: str, kind: type[E], problems: list[Problem]) -> E | None:
    try:
        text = read_text(root / path, path, 1)
        node = parse_yaml(text, path, 1, problems, json=path.endswith(".json"))
    except KnowbrandError as fault:
        problems.extend(fault.problems)
        return None
    return Reader(1, problems).read(node or Mapping({}, {}, Place(path, 1, 1)), kind)


def _list_writings(root: Path, under: str, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """The Markdown files below ``under``, each with the files that are its folder's own."""
    folders: dict[str, list[str]] = defaultdict(list)
    for path in walk(root, under, problems):
        folders[str(PurePosixPath(path).parent)].append(path)
    bundles = {folder for folder, paths in folders.items() if any(_is_index(path) for path in paths)}
    found: dict[str, tuple[str, ...]] = {}
    for folder, paths in folders.items():
        bundle = next(
            (parent for parent in (folder, *map(str, PurePosixPath(folder).parents)) if parent in bundles),
            None,
        )
        for path in paths:
            if path.endswith(".md") and (bundle is None or (_is_index(path) and folder == bundle)):
                found[path] = ()
        if bundle is None:
            beside = tuple(path for path in paths if not path.endswith(".md"))
            found.update({path: beside for path in paths if path in found})
    for bundle in bundles:
        own = tuple(
            sorted(
                path
                for folder, paths in folders.items()
                if folder == bundle or folder.startswith(f"{bundle}/")
                for path in paths
                if path not in found
            )
        )
        found.update({path: own for path in found if str(PurePosixPath(path).parent) == bundle})
    return dict(sorted(found.items()))


def _is_index(path: str) -> bool:
    name = PurePosixPath(path).name
    return name.startswith("index.") and name.endswith(".md") and name.count(".") <= 2


def _list_assets(root: Path, problems: list[Problem]) -> tuple[str, ...]:
    return tuple(path for path in walk(root, "assets", problems) if PurePosixPath(path).name != ASSET_RULE)


def _read_asset_rules(
    root: Path, assets: tuple[str, ...], problems: list[Problem]
) -> tuple[AssetFolder, ...]:
    folders = sorted({str(parent) for path in assets for parent in PurePosixPath(path).parents} - {"."})
    rules = []
    for folder in folders:
        path = f"{folder}/{ASSET_RULE}"
        if (root / path).is_file():
            rule = _read_entry(root, path, VisibleEntry, problems)
            if rule is not None and isinstance(rule.visibility, str):
                rules.append(AssetFolder(path=folder, rule=rule))
            elif rule is not None:
                hint = "write visibility: organisation"
                problems.append(error("KB103", "a folder's rule needs one audience", Place(path, 1, 1), hint))
    return tuple(rules)


def walk(root: Path, under: str, problems: list[Problem]) -> Iterator[str]:
    """The files below the folder ``under``, relative to ``root``, in a stable order.

    Files of the system and of editors are passed over; a link that leads out of the site is an error.
    """
    top = root / under
    if not top.is_dir():
        return
    with os.scandir(top) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        path = f"{under}/{entry.name}"
        if _is_ignored(entry.name):
            continue
        if entry.is_symlink() and not _stays_inside(Path(entry.path), root):
            hint = "copy it into the site, or delete the link"
            problems.append(error("KB216", "this link leads out of the site or nowhere", Place(path), hint))
        elif entry.is_dir(follow_symlinks=False):
            yield from walk(root, path, problems)
        elif entry.is_dir():
            hint = "link to files one by one, or copy the folder"
            problems.append(error("KB216", "a link to a folder isn't followed", Place(path), hint))
        elif entry.is_file():
            yield path


def _stays_inside(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _is_ignored(name: str) -> bool:
    if name == ".well-known":
        return False
    return name.startswith(".") or name.endswith(("~", ".swp", ".swx", ".tmp")) or name.lower() in _IGNORED


def _find_misplaced(root: Path) -> list[Problem]:
    """Files in ``content/`` outside ``posts/`` and ``pages/``: nothing will show them."""
    problems: list[Problem] = []
    content = root / "content"
    if not content.is_dir():
        return problems
    for name in sorted(entry.name for entry in content.iterdir()):
        if name not in {"posts", "pages"} and not _is_ignored(name):
            hint = "move it to content/posts/, content/pages/ or assets/"
            problems.append(warning("KB213", "nothing uses this", Place(f"content/{name}"), hint))
    return problems
