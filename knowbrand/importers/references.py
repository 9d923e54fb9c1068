"""Links and pictures of an old site into links between source files and to files that come along."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from knowbrand.importers.addresses import address_key
from knowbrand.importers.blocks import Edit
from knowbrand.importers.origin import Origin
from knowbrand.importers.rewriting import Rewriting, Span, find_regions, find_targets
from knowbrand.importers.translation import PICTURES, show_code

MARKER = "knowbrand-post:"
"""What stands in a text for the link to a post until it is known where that will be."""

FILES = PICTURES | {
    ".mp3", ".mp4", ".m4a", ".m4v", ".ogg", ".oga", ".ogv", ".webm", ".wav", ".flac", ".mov", ".vtt", ".pdf", ".zip",
    ".epub", ".txt", ".csv", ".tsv", ".xlsx", ".xls", ".docx", ".doc", ".pptx", ".ppt", ".odt", ".ods", ".odp", ".gz",
    ".ics", ".bib", ".key",
}  # fmt: skip
"""Kinds of files that come along when a post refers to them."""

_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]{1,300}\]:[ \t]*<?([^\s<>]+)", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""<[A-Za-z][^<>]{0,1000}?\s(?:src|href|poster)\s?=\s?(?:"([^"<>]*)"|'([^'<>]*)')""")
_MARKED = re.compile(re.escape(MARKER) + r"([^\s<>()\"']+)")
_STATIC = {
    "jekyll": ("",),
    "hugo": ("static", "assets", ""),
    "zola": ("static", ""),
    "eleventy": ("public", "static", ""),
    "pelican": ("", "extra"),
}
OWN_ADDRESSES = frozenset({"/", "/posts/", "/archive/"})
"""What every site with a post has here."""
_AFTER_TARGET = re.compile(r""">?\s{0,9}(?:"[^"\n]{0,500}"|'[^'\n]{0,500}')?\s{0,9}\)""")
Say = Callable[[str, int, str, str], None]
"""Takes a code, a place in the original, a message and a hint."""


@dataclass(slots=True)
class Library:
    """All that can be referred to: the posts' new paths by source file, by old address and by name; the files that come
    along, with their path in the site, and the paths that are ``taken``, without regard to case."""

    origin: Origin
    by_file: dict[Path, str] = field(default_factory=dict)
    by_address: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    brought: dict[Path, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    _served: dict[str, Path | None] = field(default_factory=dict)
    _near: dict[tuple[Path, str], Path | None] = field(default_factory=dict)

    def find_source(self, name: str) -> str | None:
        """The mark of the post that a source name such as ``2015-01-01-name`` or ``_posts/x.md#part`` means, or the
        path of a file of the old site."""
        path, hash_sign, anchor = name.strip().partition("#")
        bare = re.sub(r"\.(?:md|markdown|html)$", "", path.strip("/"))
        for key in (bare, bare.rpartition("/")[2], bare.removesuffix("/index").rpartition("/")[2]):
            if key in self.by_name:
                return MARKER + self.by_name[key] + hash_sign + anchor
        return f"/{path.lstrip('/')}" if self.static_file(path) else None

    def static_file(self, path: str) -> Path | None:
        """The file of the old site that was served at ``path``."""
        if path not in self._served:
            folders = _STATIC.get(self.origin.tool or "", ("static", "public", ""))
            places = (root / folder for folder in folders for root in (self.origin.content, self.origin.root))
            found = (self.allowed(place / path.lstrip("/")) for place in places)
            self._served[path] = next((file for file in found if file), None)
        return self._served[path]

    def near_file(self, folder: Path, path: str) -> Path | None:
        """The file of any kind that is at ``path`` from ``folder``, with all links followed."""
        if (folder, path) not in self._near:
            try:
                real = (folder / path).resolve()
                self._near[folder, path] = real if real.is_file() else None
            except (OSError, RuntimeError, ValueError):
                self._near[folder, path] = None
        return self._near[folder, path]

    def allowed(self, file: Path) -> Path | None:
        """``file``, where it exists, may come along and stands inside the old site."""
        try:
            real = file.resolve()
            root = self.origin.root.resolve()
            if not real.is_relative_to(root) or not real.is_file() or file.suffix.lower() not in FILES:
                return None
        except (OSError, RuntimeError, ValueError):
            return None
        hidden = any(part.startswith(".") for part in real.relative_to(root).parts)
        return None if hidden else real

    def bring(self, file: Path) -> str:
        """Have ``file`` come along; its path in the site, from which it is served where it was."""
        if file in self.brought:
            return self.brought[file]
        root = self.origin.root.resolve()
        static = [
            root / folder for folder in _STATIC.get(self.origin.tool or "", ("static", "public")) if folder
        ]
        served = next(
            (top for top in (*static, self.origin.content.resolve()) if file.is_relative_to(top)), root
        )
        parts = file.relative_to(served).parts
        safe = "/".join(re.sub(r"[<>:\"|?*\\\s]+", "-", part).strip(". _") or "file" for part in parts)
        path, number = f"assets/{safe}", 2
        while path.casefold() in self.taken:
            path, number = f"assets/{number}/{safe}", number + 1
        self.taken.add(path.casefold())
        self.brought[file] = path
        return path


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The post that refers: its source file, its new path, its old address, and the folder whose files it brings."""

    file: Path
    path: str
    address: str | None
    bundle: Path | None


def rewrite_references(text: Rewriting, standpoint: Standpoint, library: Library, say: Say) -> Rewriting:
    """``text`` with its references to posts and files of the old site leading to where they are now.

    What isn't found is told through ``say``; it leads to the old site where its address is known, and stays visible as
    text where it isn't, so that the site can be built.
    """
    source = text.text
    regions = find_regions(source)
    edits: list[Edit] = []
    for kind, span in _find_references(source):
        written = source[span.start : span.end]
        in_html = regions.in_html(span.start) is not None
        if regions.in_code(span.start) or written.startswith("#") or not written:
            continue
        if in_html and kind != "attribute":
            continue  # Markdown isn't read there
        target = resolve(written, standpoint, library)
        if target is None or target.url == written:
            continue
        if target.missing:
            _tell_missing(written, text.origin(span.start), say)
        if target.url is None:
            edits += _show(source, span, kind, in_html)
        else:
            edits.append((span, target.url))
    text = text.apply(edits)
    left = [
        (Span(*found.span()), relative(found[1], standpoint.path)) for found in _MARKED.finditer(text.text)
    ]
    return text.apply(left)


def _find_references(source: str) -> list[tuple[str, Span]]:
    spans = [("target", span) for span in find_targets(source) if _AFTER_TARGET.match(source, span.end)]
    spans += [("reference", Span(*found.span(1))) for found in _REFERENCE.finditer(source)]
    spans += [("attribute", Span(*found.span(found.lastindex or 1))) for found in _ATTRIBUTE.finditer(source)]
    return spans


def _show(source: str, span: Span, kind: str, in_html: bool) -> list[Edit]:
    """What leads nowhere, as code that a reader and the author can see."""
    if kind == "target":
        start = source.rfind("](", 0, span.start) + 1
        end = _AFTER_TARGET.match(source, span.end)
        return [(Span(start, end.end()), show_code(source[start : end.end()]))] if end else []
    if kind == "reference":
        start = source.rfind("\n", 0, span.start) + 1
        end_of_line = source.find("\n", span.end)
        stop = len(source) if end_of_line < 0 else end_of_line
        # the empty line keeps the definitions below from becoming a part of this paragraph
        return [(Span(start, stop), f"{show_code(source[start:stop])}\n")]
    start = source.rfind("<", 0, span.start)
    end_of_tag = source.find(">", span.end)
    if source[start : start + 4].lower() == "<img" and end_of_tag >= 0:
        tag = source[start : end_of_tag + 1]
        shown = f"<code>{escape(tag, quote=False)}</code>" if in_html else show_code(tag)
        return [(Span(start, end_of_tag + 1), shown)]
    name = re.search(r"(?:href|src|poster)(?=\s?=\s?[\"']$)", source[max(start, 0) : span.start])
    return [(Span(start + name.start(), start + name.end()), f"data-old-{name[0]}")] if name else []


def _tell_missing(written: str, offset: int, say: Say) -> None:
    shown = written if len(written) <= 80 else written[:77] + "…"
    if PurePosixPath(written.split("#")[0].split("?")[0]).suffix.lower() in FILES:
        hint = (
            "put the file into assets/ and link to it there, or import from the folder of the whole old site"
        )
        say("KB246", offset, f"the file '{shown}' isn't found, so it doesn't come along", hint)
    else:
        hint = "link to a page of the new site, or to the old address as a whole: https://…"
        say("KB247", offset, f"'{shown}' leads to a page that isn't among these posts", hint)


class Resolved(NamedTuple):
    """Where a reference leads now. ``missing`` where what it led to isn't here: ``url`` is then its address on the old
    site, None where that isn't known."""

    url: str | None
    missing: bool = False


def resolve(written: str, standpoint: Standpoint, library: Library) -> Resolved | None:
    """Where ``written`` leads now, as a link from the post; None where it stays as it is."""
    if written.startswith(MARKER):
        return Resolved(relative(written.removeprefix(MARKER), standpoint.path))
    prefixed = re.match(
        r"(?:\{(?:filename|static|attach|photo)\}|\|(?:filename|static|attach)\||(@/))(.*)", written
    )
    if prefixed:
        return _internal(prefixed[2], bool(prefixed[1]), standpoint, library)
    try:
        parts = urlsplit(written)
        old = urlsplit(library.origin.base_url or "")
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme or parts.netloc:
        own = old.hostname and (parts.hostname or "").removeprefix("www.") == old.hostname.removeprefix(
            "www."
        )
        if not own or parts.scheme not in {"http", "https", ""}:
            return None
        path = path or "/"
    if not path:
        return None
    base = library.origin.base_path
    if base and f"{path}/".startswith(f"{base}/"):
        path = path[len(base) :] or "/"
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    tail = (f"?{parts.query}" if parts.query else "") + anchor
    found = _find(path, standpoint, library)
    if found:
        return Resolved(_spelled(found) + (anchor if found.endswith(".md") else tail))
    if path in OWN_ADDRESSES:
        return Resolved(path + tail)
    if parts.scheme or parts.netloc:
        return None  # the old site is still there, for all we know
    return Resolved(_old_url(path, tail, standpoint, library), missing=True)


def _old_url(path: str, tail: str, standpoint: Standpoint, library: Library) -> str | None:
    if not library.origin.base_url or PurePosixPath(path).suffix.lower() in PICTURES:
        return None
    return library.origin.base_url + _spelled(urljoin(standpoint.address or "/", path)) + tail


def _find(path: str, standpoint: Standpoint, library: Library) -> str | None:
    """The link to what stood at ``path``: a source file, a post's old address, or a file."""
    if not path.startswith("/"):
        near = library.near_file(standpoint.file.parent, path)
        if near in library.by_file:
            return relative(library.by_file[near], standpoint.path)
        if near and standpoint.bundle and near.is_relative_to(standpoint.bundle.resolve()):
            return path
        file = library.allowed(near) if near else None
        if file:
            return relative(library.bring(file), standpoint.path)
        path = unquote(urljoin(standpoint.address or "/", path))
    post = library.by_address.get(address_key(path))
    if post and address_key(path):
        return relative(post, standpoint.path)
    file = library.static_file(path)
    return relative(library.bring(file), standpoint.path) if file else None


def _internal(name: str, rooted: bool, standpoint: Standpoint, library: Library) -> Resolved:
    """Pelican's ``{filename}x.md`` and Zola's ``@/x.md``: from the content folder where they begin with a slash."""
    path, hash_sign, anchor = unquote(name).partition("#")
    rooted = rooted or path.startswith("/")
    folder = library.origin.content if rooted else standpoint.file.parent
    near = library.near_file(folder, path.lstrip("/"))
    if near in library.by_file:
        return Resolved(relative(library.by_file[near], standpoint.path) + hash_sign + anchor)
    file = (library.allowed(near) if near else None) or library.static_file(path)
    if file:
        return Resolved(relative(library.bring(file), standpoint.path))
    return Resolved(None, missing=True)


def relative(path: str, origin: str) -> str:
    """``path`` as a link from the file ``origin``; both are relative to the site."""
    target, hash_sign, anchor = path.partition("#")
    parts, folders = target.split("/"), origin.split("/")[:-1]
    same = 0
    while same < min(len(parts) - 1, len(folders)) and parts[same] == folders[same]:
        same += 1
    return "../" * (len(folders) - same) + "/".join(parts[same:]) + hash_sign + anchor


def _spelled(target: str) -> str:
    """The target as it may stand in a link without ``<`` and ``>``."""
    return "".join(
        f"%{ord(character):02X}" if character in " ()<>\"'%" else character for character in target
    )
