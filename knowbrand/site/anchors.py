"""Ids of headings that were published and are gone: each is kept as an empty anchor at what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from knowbrand.markup import Document, escape_attribute
from knowbrand.model import Page, Post
from knowbrand.model.lock import Identity, Lock, LockedAnchors, LockedPage
from knowbrand.problems import Place, Problem, warning

_MOST_NAMED = 5


class KeptAnchor(NamedTuple):
    """An id that a page had, and the id of the heading before which it stands now; empty for the top of the text."""

    id: str
    before: str


Published = Mapping[Identity, Sequence[tuple[str, ...]]]
"""The ids of headings as they were published, by the page."""


def group_anchors(lock: Lock, heirs: Mapping[str, Identity]) -> Published:
    """The ids of headings that ``lock`` holds. What stands at an old address now, by ``heirs``, has those of what stood
    there, too: a link with an id comes to it."""
    published: dict[Identity, list[tuple[str, ...]]] = {}
    for fact in lock.of(LockedAnchors):
        published.setdefault(fact.shows, []).append(fact.ids)
    own = {shows: tuple(lines) for shows, lines in published.items()}
    for page in lock.of(LockedPage):
        heir = heirs.get(page.url)
        if heir and heir != page.shows:
            published.setdefault(heir, []).extend(own.get(page.shows, ()))
    return published


def keep_anchors(lines: Sequence[tuple[str, ...]], document: Document) -> tuple[KeptAnchor, ...]:
    """The ids among the published ``lines`` that ``document`` lacks, each where its section stood: between the same
    neighbours, else at the top. No id twice."""
    headings = [heading.id for heading in document.headings]
    kept: dict[str, str] = {}
    for ids in lines:
        for lost, before in _align(ids, headings, frozenset(document.ids) | frozenset(headings)):
            if before or lost not in kept:
                kept[lost] = kept.get(lost) or before
    return tuple(KeptAnchor(lost, before) for lost, before in sorted(kept.items()))


def check_anchors(
    lines: Sequence[tuple[str, ...]], writing: Post | Page, kept: Sequence[KeptAnchor], document: Document
) -> Iterator[Problem]:
    """A warning where headings that were published are gone, until it is published so."""
    if not kept or tuple(heading.id for heading in document.headings if heading.id.isprintable()) in lines:
        return
    names = ", ".join(f"#{anchor.id}" for anchor in kept[:_MOST_NAMED])
    more = f" and {len(kept) - _MOST_NAMED} more" if len(kept) > _MOST_NAMED else ""
    message = f"headings that others may link to are gone: {names}{more}"
    hint = f"the old links go on working, near the place; to keep one exactly, write ## Heading {{#{kept[0].id}}}"
    yield warning("KB329", message, Place(writing.path, writing.first_line), hint)


def _align(
    published: Sequence[str], headings: Sequence[str], present: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Each id of ``published`` that isn't ``present``, with the heading that stands in its place now, if any."""
    places = {heading: number for number, heading in enumerate(headings)}
    lost: list[str] = []
    begin = 0
    for name in [*published, None]:
        if name is not None and name not in present:
            lost.append(name)
            continue
        end = len(headings) if name is None else places.get(name, begin)
        between = [heading for heading in headings[begin:end] if heading not in published]
        for number, gone in enumerate(lost):
            yield gone, between[min(number, len(between) - 1)] if between else ""
        lost = []
        begin = max(begin, end + 1) if name in places else begin


def place_anchors(html: str, kept: Sequence[KeptAnchor]) -> str:
    """``html`` with the old ids in it."""
    top = ""
    for anchor in kept:
        element = f'<span id="{escape_attribute(anchor.id)}"></span>'
        opening = re.search(rf'<h[1-6](?: [^<>]*)? id="{re.escape(escape_attribute(anchor.before))}"', html)
        if anchor.before and opening:
            html = html[: opening.start()] + element + html[opening.start() :]
        else:
            top += element
    return top + html
