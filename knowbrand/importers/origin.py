"""Where posts come from: which tool wrote them, and what its settings say about addresses and languages."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from knowbrand.importers.decoding import read_foreign_text
from knowbrand.importers.metadata import Document, split_document
from knowbrand.importers.settings import read_settings
from knowbrand.problems import Problem

Tool = Literal["jekyll", "hugo", "eleventy", "pelican", "zola"]
TOOLS: tuple[Tool, ...] = ("jekyll", "hugo", "eleventy", "pelican", "zola")

_CONFIGS: tuple[tuple[str, Tool], ...] = (
    ("_config.yml", "jekyll"),
    ("_config.yaml", "jekyll"),
    ("_config.toml", "jekyll"),
    ("hugo.toml", "hugo"),
    ("hugo.yaml", "hugo"),
    ("hugo.yml", "hugo"),
    ("hugo.json", "hugo"),
    ("config/_default/hugo.toml", "hugo"),
    ("config/_default/hugo.yaml", "hugo"),
    ("config/_default/config.toml", "hugo"),
    ("config/_default/config.yaml", "hugo"),
    ("pelicanconf.py", "pelican"),
    ("eleventy.config.js", "eleventy"),
    ("eleventy.config.mjs", "eleventy"),
    ("eleventy.config.cjs", "eleventy"),
    (".eleventy.js", "eleventy"),
    ("config.toml", "hugo"),
    ("config.yaml", "hugo"),
    ("config.yml", "hugo"),
    ("config.json", "hugo"),
)
_CONTENT_FOLDERS = frozenset(
    {"_posts", "_drafts", "content", "src", "source", "posts", "post", "blog", "articles"}
)
_HIGHEST = 4


@dataclass(frozen=True, slots=True)
class Origin:
    """A site of another tool. ``root`` is its folder; ``tool`` None where nothing tells it; ``config`` the file that
    ``settings`` come from, None where there is none."""

    root: Path
    tool: Tool | None
    config: Path | None = None
    settings: MappingABC[str, Any] = field(default_factory=dict)
    address: str | None = None
    """Where the old site stands, as the user says."""

    def text(self, *names: str) -> str | None:
        """The first of these settings that is a text."""
        return next(
            (value for name in names if isinstance(value := self.settings.get(name), str) and value), None
        )

    @property
    def base_url(self) -> str | None:
        """Where the old site stands, without a slash at its end; None where that isn't said, or is a test address."""
        if self.address:
            return self.address.rstrip("/")
        url = self.text("url" if self.tool == "jekyll" else "baseurl", "base_url", "siteurl")
        if not url:
            return None
        try:
            host = urlsplit(url).hostname
        except ValueError:
            return None
        if not host or host in {"localhost", "127.0.0.1", "example.com", "example.org"} or "." not in host:
            return None
        path = self.text("baseurl") if self.tool == "jekyll" else None
        return url.rstrip("/") + (f"/{path.strip('/')}" if path and path.strip("/") else "")

    @property
    def base_path(self) -> str:
        """The path in which the old site stands, ``/blog`` or nothing."""
        from_settings = self.tool == "jekyll" and not self.address
        path = self.text("baseurl") if from_settings else urlsplit(self.base_url or "").path
        return f"/{path.strip('/')}" if path and path.strip("/") else ""

    @property
    def language(self) -> str | None:
        """The language that the old site's settings name for all of it."""
        locale = {"jekyll": ("lang", "locale"), "pelican": ("default_lang",)}
        names = locale.get(self.tool or "", ("defaultcontentlanguage", "languagecode", "default_language"))
        text = self.text(*names)
        return (
            text.replace("_", "-").lower()
            if text and re.fullmatch(r"[A-Za-z]{2,3}([-_]\w{2,8})*", text)
            else None
        )

    @property
    def timezone(self) -> str | None:
        """The time zone in which the old site's dates are meant."""
        return self.text("timezone", "time_zone")

    @property
    def content(self) -> Path:
        """The folder that the tool reads posts from."""
        names = {
            "jekyll": self.text("source") or ".",
            "hugo": self.text("contentdir") or "content",
            "zola": "content",
            "pelican": self.text("path") or ("content" if (self.root / "content").is_dir() else "."),
            "eleventy": self.text("input") or ("src" if (self.root / "src").is_dir() else "."),
        }
        folder = self.root / names.get(self.tool or "", ".")
        return folder if _inside(folder, self.root) and folder.is_dir() else self.root


def find_origin(
    source: Path, problems: list[Problem], tool: Tool | None = None, address: str | None = None
) -> Origin:
    """The site that ``source`` (its folder, or a folder of posts in it) belongs to; ``tool`` and ``address`` where the
    user names them."""
    for folder in _folders_above(source):
        for name, owner in _CONFIGS:
            config = folder / name
            if not config.is_file():
                continue
            settings = read_settings(config, Path(os.path.relpath(config, source)).as_posix(), problems)
            if owner == "hugo" and name == "config.toml" and "base_url" in settings:
                owner = "zola"
            if tool in {None, owner} and (owner != "hugo" or _looks_like_hugo(settings, folder)):
                return Origin(folder, owner, config, settings, address)
    root = _root_without_config(source)
    return Origin(root, tool or _guess_tool(source), address=address)


def _folders_above(source: Path) -> list[Path]:
    """``source``, and the folders above it as long as their children are named as folders of posts are."""
    folders = [source]
    current = source.resolve()
    for _ in range(_HIGHEST):
        if current.name not in _CONTENT_FOLDERS and current.parent.name not in _CONTENT_FOLDERS:
            break
        current = current.parent
        folders.append(current)
    return folders


def _looks_like_hugo(settings: MappingABC[str, Any], folder: Path) -> bool:
    return "baseurl" in settings or (folder / "content").is_dir()


def _root_without_config(source: Path) -> Path:
    above = _folders_above(source)
    if source.name in {"_posts", "_drafts"}:
        return source.parent
    named = [folder.parent for folder in above if folder.name in {"content", "src"}]
    return named[0] if named else source


def _guess_tool(source: Path) -> Tool | None:
    if source.name in {"_posts", "_drafts"} or any(
        (source / name).is_dir() for name in ("_posts", "_drafts")
    ):
        return "jekyll"
    votes: Counter[Tool] = Counter()
    for file in sorted(source.glob("*.md"))[:30]:
        text = read_foreign_text(file, file.name, [])
        document = split_document(text, file.name, []) if text else None
        sign = _read_sign(document, file.name) if document else None
        if sign:
            votes[sign] += 1
    return votes.most_common(1)[0][0] if votes else None


def _read_sign(document: Document, name: str) -> Tool | None:
    """The tool that a post's front matter and name speak for."""
    if document.form == "toml":
        return "zola" if {"taxonomies", "extra"} & set(document.fields.entries) else "hugo"
    if document.form == "yaml":
        return "jekyll" if re.match(r"\d{4}-\d{2}-\d{2}-.", name) else None
    signs: dict[str, Tool] = {"plain": "pelican", "json": "hugo"}
    return signs.get(document.form)


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False
