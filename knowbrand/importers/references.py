"""Links and pictures of an old site into links between source files and to files that come along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from knowbrand.importers.addresses import address_key
from knowbrand.importers.blocks import Edit
from knowbrand.importers.library import FILES, MARKER, Library
from knowbrand.importers.regions import find_regions, find_targets, lone_ticks
from knowbrand.importers.rewriting import Rewriting, Span
from knowbrand.importers.translation import PICTURES, show_code

_DEFINITION = re.compile(r"^[ \t>]{0,20}(\[(?!\^)[^\]\n]{1,300}\]:[ \t]*<?([^\s<>]+)[^\n]*)", re.MULTILINE)
_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>""")
_ATTRIBUTE = re.compile(
    r"""\s([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'`>]+)))?"""  # all, so that none is found in a value
)
_LEADING = frozenset({"src", "href", "poster", "data", "srcset"})
_CANDIDATE = re.compile(r"([^\s,]+)[^,]*")
_MARKED = re.compile(re.escape(MARKER) + r"([^\s<>()\"']+)")
OWN_ADDRESSES = frozenset({"/", "/posts/", "/archive/", "/feed.xml", "/rss.xml"})
"""What every site with a post has here."""
_AFTER_TARGET = re.compile(r""">?\s{0,9}(?:"[^"\n]{0,500}"|'[^'\n]{0,500}')?\s{0,9}\)""")
Say = Callable[[str, int, str, str], None]
"""Takes a code, a place in the original, a message and a hint."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The post that refers: its source file, its new path, its old address, and the folder whose files it brings."""

    file: Path
    path: str
    address: str | None
    bundle: Path | None


class _Reference(NamedTuple):
    """Where ``whole`` (a link's brackets, a definition, a tag) names what it leads to; in a tag also its attribute."""

    kind: Literal["target", "definition", "attribute"]
    span: Span
    whole: Span
    attribute: Span = Span(0, 0)


def rewrite_references(text: Rewriting, standpoint: Standpoint, library: Library, say: Say) -> Rewriting:
    """``text`` with its references to posts and files of the old site leading to where they are now.

    What isn't found is told through ``say``; it leads to the old site where its address is known, and stays visible as
    text where it isn't, so that the site can be built.
    """
    source = text.text
    regions = find_regions(source)
    lone = lone_ticks(source, regions)
    edits: list[Edit] = []
    for reference in _find_references(source):
        span = reference.span
        written = source[span.start : span.end]
        if regions.in_code(span.start) or written.startswith("#") or not written:
            continue
        html = regions.in_html(span.start)
        if html and reference.kind != "attribute":
            continue  # Markdown isn't read there
        target = resolve(written, standpoint, library)
        if target is None or target.url == written:
            continue
        if target.missing:
            _tell_missing(written, target.url, text.origin(span.start), say)
        if target.url is None:
            begun = html is not None and bool(source[html.start : reference.whole.start].strip())
            edits.append(_show(source, reference, lone, in_html=begun))
        else:
            edits.append((span, target.url))
    text = text.apply(edits)
    left = [
        (Span(*found.span()), relative(found[1], standpoint.path)) for found in _MARKED.finditer(text.text)
    ]
    return text.apply(left)


def _find_references(source: str) -> Iterator[_Reference]:
    for span in find_targets(source):
        end = _AFTER_TARGET.match(source, span.end)
        if end:
            yield _Reference("target", span, Span(source.rfind("](", 0, span.start) + 1, end.end()))
    for found in _DEFINITION.finditer(source):
        yield _Reference("definition", Span(*found.span(2)), Span(*found.span(1)))
    for tag in _TAG.finditer(source):
        whole = Span(*tag.span())
        for found in _ATTRIBUTE.finditer(source, *whole):
            if found[1].lower() not in _LEADING or found.lastindex == 1:
                continue
            value, name = Span(*found.span(found.lastindex or 1)), Span(*found.span(1))
            if found[1].lower() != "srcset":
                yield _Reference("attribute", value, whole, name)
                continue
            for one in _CANDIDATE.finditer(source, *value):
                yield _Reference("attribute", Span(*one.span(1)), whole, name)


def _show(source: str, reference: _Reference, lone: frozenset[int], *, in_html: bool) -> Edit:
    """What leads nowhere, as code that a reader and the author can see; of a tag that isn't a picture's the content.
    ``in_html`` where HTML stands before it in its block, so that Markdown isn't read there."""
    whole, name = reference.whole, reference.attribute
    written = source[whole.start : whole.end]
    if reference.kind == "definition":
        # the empty line keeps the definitions below from becoming a part of this paragraph
        return whole, f"{show_code(source, whole, lone)}\n"
    attribute = source[name.start : name.end]
    if attribute and (written[:5].lower().strip() != "<img" or attribute.lower() != "src"):
        return name, f"data-old-{attribute}"
    if in_html:
        return whole, f"<code>{escape(written, quote=False)}</code>"
    return whole, show_code(source, whole, lone)


def _tell_missing(written: str, url: str | None, offset: int, say: Say) -> None:
    shown = written if len(written) <= 80 else written[:77] + "…"
    if PurePosixPath(written.split("#")[0].split("?")[0]).suffix.lower() in FILES:
        hint = (
            "import from the folder of the whole old site, or put the file into assets/ and link to it there"
        )
        say("KB246", offset, f"the file '{shown}' isn't found, so it doesn't come along", hint)
        return
    message = f"'{shown}' leads to a page that isn't among these posts"
    if url is None:
        hint = "link to a page of the new site, or say where the old one stands: --old-url https://…"
    else:
        message, hint = (
            f"{message}, so to the old site now",
            "link to a page of the new site, if there is one",
        )
    say("KB247", offset, message, hint)


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
