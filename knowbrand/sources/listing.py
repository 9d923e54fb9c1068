"""Which files a site's folders hold, and which of them are the author's writing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from knowbrand.problems import Place, Problem, error, warning
from knowbrand.sources.text import refuse

ASSET_RULES = frozenset({"visibility.yaml", "visibility.yml"})
"""Names of a file in a folder below ``assets/`` that says who may see what is in it."""

_IGNORED = frozenset({"thumbs.db", "desktop.ini"})
_DEEPEST = 30
_MARKDOWN_ELSEWHERE = (".markdown", ".mdown", ".mkd", ".mdx")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


def list_writings(root: Path, under: str, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """The Markdown files below ``under`` that are a post or page, each with the files that stand beside it.

    A folder with an ``index.md`` (or ``index.LANG.md``) is one post or page, and all else in it is its own. The others
    share the files that are in no such folder. What nothing will show is added to ``problems``.
    """
    paths = tuple(walk(root, under, problems))
    bundles = {_folder(path) for path in paths if is_index(path)} - {under}
    writings: dict[str, str | None] = {}
    beside: dict[str | None, list[str]] = {}
    for path in paths:
        bundle = _find_bundle(path, bundles)
        if is_index(path) and bundle is None:
            hint = "give the file another name, or move it to a folder of its own"
            problems.append(
                error("KB213", "an index.md here would be the page of no folder", Place(path), hint)
            )
        elif path.endswith(".md") and (bundle is None or (is_index(path) and _folder(path) == bundle)):
            writings[path] = bundle
        else:
            beside.setdefault(bundle, []).append(path)
            problems.extend(_find_lost(path))
    files = {bundle: tuple(found) for bundle, found in beside.items()}
    return {path: files.get(bundle, ()) for path, bundle in sorted(writings.items())}


def _find_bundle(path: str, bundles: set[str]) -> str | None:
    while bundles and "/" in path:  # with paths as text: thousands of objects for them take their time
        path = _folder(path)
        if path in bundles:
            return path
    return None


def _find_lost(path: str) -> Iterator[Problem]:
    """Text that its author may take for a post, though nothing will show it."""
    if _name(path).lower() in ASSET_RULES:
        message = "a rule for a folder counts below assets/ only, so everybody would see what is here"
        hint = "move the files to a folder in assets/, or write visibility: … in the post or page"
        yield error("KB213", message, Place(path), hint)
    elif path.endswith(".md"):
        message = "nothing shows this: the folder is one post or page, its index.md"
        hint = "move it out of the folder, or give it a folder of its own"
        yield warning("KB213", message, Place(path), hint)
    elif path.lower().endswith((".md", *_MARKDOWN_ELSEWHERE)):
        message = "nothing shows this: posts and pages end in .md"
        yield warning("KB213", message, Place(path), "rename it so that it ends in .md")


def is_index(path: str) -> bool:
    """Whether ``path`` is the text of its folder: ``index.md``, or ``index.nl.md``."""
    name = _name(path)
    return name.startswith("index.") and name.endswith(".md") and name.count(".") <= 2


def find_misplaced(root: Path) -> list[Problem]:
    """Files in ``content/`` outside ``posts/`` and ``pages/``: nothing will show them."""
    if (root / "content").is_symlink():
        return []
    hint = "move it to content/posts/, content/pages/ or assets/"
    return [
        warning("KB213", "nothing uses this", Place(f"content/{entry.name}"), hint)
        for entry in _scan(root / "content", "content", [])
        if entry.name not in {"posts", "pages"} and not _is_ignored(entry.name)
    ]


def list_strays(root: Path) -> frozenset[str]:
    """The names of the files that stand in the site's folder itself."""
    found = _scan(root, ".", [])
    return frozenset(entry.name for entry in found if entry.is_file() and not _is_ignored(entry.name))


def walk(root: Path, under: str, problems: list[Problem]) -> Iterator[str]:
    """The files below the folder ``under``, relative to ``root``, in a stable order.

    Files of the system and of editors are passed over. A link that leads out of the site or to a folder, a name that
    can't be written in a message, and what can't be read are added to ``problems``.
    """
    link = next(
        (path for path in (_folder(under), under) if (root / path).is_symlink() and path != "."), None
    )
    if link:
        problems.append(_linked_folder(link))
    else:
        yield from _walk(root, under, problems)


def _walk(root: Path, under: str, problems: list[Problem]) -> Iterator[str]:
    for entry in _scan(root / under, under, problems):
        path = f"{under}/{entry.name}"
        if _is_ignored(entry.name):
            continue
        if _CONTROL.search(entry.name):
            shown = _CONTROL.sub("?", path)
            message = "a name with a character that can't be shown"
            problems.append(error("KB208", message, Place(shown), "rename it"))
        elif entry.is_symlink() and not stays_inside(Path(entry.path), root):
            hint = "copy what it leads to into the site, or delete the link"
            problems.append(error("KB216", "this link leads out of the site or nowhere", Place(path), hint))
        elif entry.is_dir(follow_symlinks=False):
            if path.count("/") > _DEEPEST:
                message = f"folders in folders, more than {_DEEPEST} deep"
                problems.append(error("KB210", message, Place(path), "move it up"))
            else:
                yield from _walk(root, path, problems)
        elif entry.is_dir():
            problems.append(_linked_folder(path))
        elif entry.is_file():
            yield path
        else:
            problems.append(refuse(path, "KB208"))


def _scan(folder: Path, path: str, problems: list[Problem]) -> Iterable[os.DirEntry[str]]:
    if not folder.is_dir():
        return []
    try:
        with os.scandir(folder) as listing:
            return sorted(listing, key=lambda entry: entry.name)
    except OSError as fault:
        message = f"can't be read: {os.strerror(fault.errno or 0)}"
        problems.append(error("KB208", message, Place(path), "look at its permissions"))
        return []


def _linked_folder(path: str) -> Problem:
    hint = "link to files one by one, or copy the folder"
    return error("KB216", "a link to a folder isn't followed", Place(path), hint)


def stays_inside(link: Path, root: Path) -> bool:
    """Whether the file that ``link`` leads to is in the folder ``root``."""
    try:
        return link.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _is_ignored(name: str) -> bool:
    if name == ".well-known":
        return False
    return name.startswith(".") or name.endswith(("~", ".swp", ".swx", ".tmp")) or name.lower() in _IGNORED


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _name(path: str) -> str:
    return path.rpartition("/")[2]
