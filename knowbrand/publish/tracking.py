"""Whether git keeps the site's cache: one that came with a clone was written by whoever wrote the rest, and could bring
pages that no source has."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

from knowbrand.problems import Problem, Trouble, warning
from knowbrand.publish.cache import CACHE_FOLDER
from knowbrand.publish.git import Git, GitError

_PLAIN_FORMS = {2, 3}
"""Versions of the index (gitformat-index) that hold each path as it is; the fourth has them shortened."""


def check_cache(site: Path) -> list[Problem]:
    """A warning where the cache of ``site`` is in git, so that nothing of it is used."""
    if not is_tracked(site):
        return []
    message = (
        "the cache .knowbrand is in git, so it isn't used: whoever wrote to it could change the site unseen"
    )
    hint = "take it out of git and off the disk: git rm -r -f .knowbrand"
    return [warning("KB576", message, None, hint)]


def is_tracked(site: Path) -> bool:
    """Whether the cache folder of ``site``, or anything in it, is in the index of the repository that holds the site."""
    if not (site / CACHE_FOLDER).exists():
        return False
    real = site.resolve()
    top = next((folder for folder in (real, *real.parents) if (folder / ".git").exists()), None)
    if top is None:
        return False
    try:
        index = _find_index(top / ".git")
        if any(index.parent.glob("sharedindex.*")):  # the rest of it
            return _ask(real)
        content = index.read_bytes()
    except (OSError, ValueError):  # nothing is in git yet, or there is no such repository
        return False
    version = int.from_bytes(content[4:8], "big")
    if content[:4] != b"DIRC" or version not in _PLAIN_FORMS:
        return _ask(real)
    path = (real / CACHE_FOLDER).relative_to(top).as_posix()
    return any(_holds(content, normalize(form, path)) for form in ("NFC", "NFD"))


def _find_index(git: Path) -> Path:
    """The index of the work tree with that ``.git``: of a linked work tree, or a submodule, it is a file that says where
    (gitrepository-layout). Raises OSError, ValueError."""
    if git.is_dir():
        return git / "index"
    word, _, folder = git.read_text("utf-8").strip().partition(": ")
    if word != "gitdir":
        raise ValueError(word)
    return git.parent / folder / "index"


def _holds(index: bytes, path: str) -> bool:
    """Whether an ``index`` holds ``path`` or something below it, in letters of either case."""
    text, name = index.lower(), path.encode("utf-8", "surrogateescape").lower()
    found = text.find(name)
    while found >= 0:
        end = found + len(name)
        if text[end : end + 1] in (b"/", b"\0") and _begins(index, found):
            return True
        found = text.find(name, end)
    return False


def _begins(index: bytes, start: int) -> bool:
    """Whether a path begins at ``start``: its length stands before it, or before two more bytes of flags."""
    length = min(index.find(b"\0", start) - start, 0xFFF)
    before = (index[start - 2 : start], index[start - 4 : start - 2])
    return any(int.from_bytes(flags, "big") & 0xFFF == length for flags in before)


def _ask(site: Path) -> bool:
    """What git itself says, which takes longer; where it says nothing, the worst."""
    try:
        return bool(Git(site).run("ls-files", "-z", "--", f":(icase){CACHE_FOLDER}"))
    except (GitError, Trouble):
        return True
