"""The author's files as they are published, pictures without their metadata; and what is remembered of them.

Where the system says the same of a file as the last time, and what it became then stands in the output folder, no byte of
it is read. Where its content is the same, it isn't worked on again (see ``readings.py`` on when stamps are believed).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from knowbrand.memo import Memo, digest_key
from knowbrand.model.output import Output
from knowbrand.pictures import is_picture, measure, publish_picture
from knowbrand.problems import Problem
from knowbrand.publish.standing import Shelf, Stamp, digest_content, read_boot
from knowbrand.readings import look
from knowbrand.site.graph import Site
from knowbrand.site.page import SiteFile, Size
from knowbrand.site.urls import output_path
from knowbrand.sources import read_file


class Copy(msgspec.Struct, frozen=True, array_like=True):
    """What became of one file. ``stamp`` is what the system said of it; ``settled`` whether that had been so for a while.
    ``digest`` is of its content, ``published`` of what is published; ``size`` is a picture's, ``problems`` what is wrong."""

    stamp: Stamp
    settled: bool
    digest: bytes
    published: bytes
    size: Size | None
    problems: tuple[Problem, ...]


class Copies(msgspec.Struct, frozen=True, array_like=True):
    """The copies of a site's files, by source; ``boot`` names the time in which their stamps prove something."""

    boot: str = ""
    copies: dict[str, Copy] = {}


class PublishedFiles(NamedTuple):
    """The site whose files know their size, the files themselves, and what is wrong with them."""

    site: Site
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]


def publish_files(root: Path, site: Site, memo: Memo, shelf: Shelf | None) -> PublishedFiles:
    """The files of ``site``, which are read in the folder ``root``, as far as ``memo`` doesn't know them and ``shelf``
    doesn't hold them. Raises Trouble where one can't be read."""
    key, boot = digest_key("files", [site.audience]), read_boot()
    before = memo.load(key, Copies) or Copies()
    known = before.copies
    copies: dict[str, Copy] = {}
    outputs = []
    for file in site.files:
        output, copy = _publish(root, file, known.get(file.source), shelf, believed=before.boot == boot)
        copies[file.source] = copy
        outputs.append(output)
    if copies != known or before.boot != boot:
        memo.store(key, Copies(boot, copies))
    measured = (msgspec.structs.replace(file, size=copies[file.source].size) for file in site.files)
    problems = tuple(problem for copy in copies.values() for problem in copy.problems)
    return PublishedFiles(msgspec.structs.replace(site, files=tuple(measured)), tuple(outputs), problems)


def _publish(
    root: Path, file: SiteFile, known: Copy | None, shelf: Shelf | None, *, believed: bool
) -> tuple[Output, Copy]:
    """One file, and what to remember of it. The stamp of ``known`` counts where it is ``believed``."""
    path, content = output_path(file.url), None
    seen, settled = look(root / file.source)
    if known and not (believed and known.settled and known.stamp == seen):
        content = read_file(root, file.source)
        same = known.digest == digest_content(content)
        known = msgspec.structs.replace(known, stamp=seen, settled=settled) if same else None
    standing = shelf.find(path, known.published) if known and shelf else None
    if known and standing:
        return standing, known
    content = read_file(root, file.source) if content is None else content
    published, size, problems = _prepare(content, file.source)
    copy = Copy(seen, settled, digest_content(content), digest_content(published), size, problems)
    return Output(path, published), copy


def _prepare(content: bytes, source: str) -> tuple[bytes, Size | None, tuple[Problem, ...]]:
    if not is_picture(source, content):
        return content, None, ()
    published, problems = publish_picture(content, source)
    return published, measure(published), tuple(problems)
