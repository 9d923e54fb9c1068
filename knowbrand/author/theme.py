"""What the theme workshop writes into a site: a child theme, an installed theme, overrides and their origins."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from importlib import resources
from pathlib import Path

from knowbrand.author.files import refuse_unsafe, replace_file, write_new_files
from knowbrand.problems import KnowbrandError, Place, Trouble, error

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
_TOKEN = re.compile(r"^[ \t]*(--[\w-]+): ([^;\n]+);", re.ASCII | re.MULTILINE)
_ALWAYS = ("--text", "--ground")
"""Design tokens that the starter's own style needs, of whatever theme it is a child."""
_MARK = re.compile(r"\{\{(\w+)!\}\}")


def check_theme_name(name: str) -> None:
    """Raise KnowbrandError where ``name`` can't be a theme's: it is a folder's, and a file's."""
    if not _NAME.fullmatch(name):
        hint = "use small letters, digits and hyphens: my-theme"
        raise KnowbrandError(error("KB444", f"'{name[:100]}' can't be a theme's name", None, hint))


def write_child_theme(site: Path, name: str, parent: str, author: str, css: str) -> list[str]:
    """Write a theme that builds upon ``parent`` into ``themes/NAME/``, and return the paths of its files. ``css`` is the
    parent's style sheet, the nearest of its own ancestors first: of the starter's design tokens the theme gets those that
    it has.

    Raises KnowbrandError where there is one already, or the name can't be one.
    """
    check_theme_name(name)
    if (site / "themes" / name).exists():
        hint = "choose another name, or edit that theme"
        raise KnowbrandError(
            error("KB444", f"there is a theme '{name}' already", Place(f"themes/{name}"), hint)
        )
    tokens = dict(reversed(_TOKEN.findall(css)))
    values = {"name": name, "parent": parent, "author": json.dumps(author, ensure_ascii=False)}
    values["measure"] = tokens.get("--measure", "")
    folder = resources.files("knowbrand") / "author" / "theme_starter"
    files = {
        f"themes/{name}/{file.name}": _fill(file.read_text("utf-8"), values, {*tokens, *_ALWAYS}).encode()
        for file in folder.iterdir()
        if not file.name.startswith(("_", "."))
    }
    write_new_files(site, sorted(files.items()))
    return sorted(files)


def _fill(text: str, values: Mapping[str, str], tokens: Container[str]) -> str:
    """A file of the starter with ``values`` in it, and without the lines that set design tokens but those of ``tokens``."""
    lines = ((line, _TOKEN.match(line)) for line in text.splitlines(keepends=True))
    kept = "".join(line for line, token in lines if token is None or token[1] in tokens)
    return _MARK.sub(lambda mark: values[mark[1]], kept)


def replace_files(site: Path, files: Mapping[str, bytes], removed: Iterable[str] = ()) -> None:
    """Write ``files`` (paths relative to ``site``) over what is there, each at once or not at all; then remove others.

    Raises KnowbrandError for a path that would leave the site, Trouble where the disk refuses.
    """
    gone = list(removed)
    refuse_unsafe(site, [*files, *gone])
    path = ""
    try:
        for path, content in files.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(site / path, content)
        for path in gone:
            (site / path).unlink(missing_ok=True)
    except OSError as fault:
        raise _trouble(path, fault) from None


def install_theme(site: Path, name: str, files: Mapping[str, bytes], *, replace: bool) -> None:
    """Write the files of somebody's theme into ``themes/NAME/``, the folder as a whole.

    Raises KnowbrandError where there is one already and ``replace`` doesn't say to replace it.
    """
    check_theme_name(name)
    target = site / "themes" / name
    refuse_unsafe(site, [f"themes/{name}/{path}" for path in files])
    if target.exists() and not replace:
        hint = "add --replace to put this one in its place, or --name for another name"
        message = f"there is a theme '{name}' in this site already"
        raise KnowbrandError(error("KB444", message, Place(f"themes/{name}"), hint))
    staged = Path()
    try:
        target.parent.mkdir(exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-"))
        for path, content in files.items():
            (staged / "theme" / path).parent.mkdir(parents=True, exist_ok=True)
            (staged / "theme" / path).write_bytes(content)
        if target.exists():
            target.rename(staged / "old")
        (staged / "theme").rename(target)
    except OSError as fault:
        with suppress(OSError):
            if not target.exists():
                (staged / "old").rename(target)
        raise _trouble(f"themes/{name}", fault) from None
    finally:
        if staged != Path():
            shutil.rmtree(staged, ignore_errors=True)


def _trouble(path: str, fault: OSError) -> Trouble:
    reason = os.strerror(fault.errno) if fault.errno else str(fault)
    hint = "make room, or check who may write there"
    return Trouble(error("KB254", f"{path} can't be written: {reason}", Place(path), hint))
