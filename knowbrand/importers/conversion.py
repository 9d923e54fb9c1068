"""A draft into the file that is written."""

from __future__ import annotations

import html
import re
from typing import Any

from knowbrand.importers.blocks import translate_blocks
from knowbrand.importers.candidates import HTML, bundle_files
from knowbrand.importers.dates import read_date
from knowbrand.importers.decoding import place_at
from knowbrand.importers.drafts import Draft
from knowbrand.importers.fields import Written, own_key
from knowbrand.importers.frontmatter import PlainScalar, write_front_matter
from knowbrand.importers.library import Library
from knowbrand.importers.references import Standpoint, resolve, rewrite_references
from knowbrand.importers.rewriting import Rewriting, Span
from knowbrand.importers.translation import Surroundings, translate_calls
from knowbrand.model.kinds import Url
from knowbrand.model.writing import IMPORTED
from knowbrand.problems import Place, Problem, info, warning
from knowbrand.sources.nodes import Scalar
from knowbrand.sources.values import VALUES, Refused

_MOST_REPORTS = 200
_SINGLE = (
    "title",
    "date",
    "updated",
    "summary",
    "slug",
    "lang",
    "image",
    "image_alt",
    "canonical",
    "series",
    "entry_id",
)


def convert_post(
    draft: Draft, library: Library, languages: tuple[str, ...], problems: list[Problem]
) -> bytes:
    """The post as a file for the site: front matter and body. What isn't understood is told in ``problems``."""
    standpoint = Standpoint(
        draft.candidate.file,
        draft.path,
        draft.addresses[0] if draft.addresses else None,
        draft.candidate.bundle,
    )
    fields = _convert_fields(draft, standpoint, library, languages, problems)
    body = _convert_body(draft, standpoint, library, problems).strip("\n")
    return f"{write_front_matter(fields)}\n{body}\n".encode("utf-8", "replace")


def _convert_body(draft: Draft, standpoint: Standpoint, library: Library, problems: list[Problem]) -> str:
    def place(offset: int) -> Place:
        spot = place_at(draft.document.body, draft.body_offset + offset, draft.candidate.label)
        return Place(spot.path, (spot.line or 1) + draft.document.first_line - 1, spot.column)

    told = 0

    def say(code: str, offset: int, message: str, hint: str) -> None:
        nonlocal told
        told += 1
        if told == _MOST_REPORTS:
            message, hint = (
                f"more than {_MOST_REPORTS} things in this post aren't understood",
                "look at the whole post",
            )
        if told <= _MOST_REPORTS:
            problems.append((info if code == "KB247" else warning)(code, message, place(offset), hint))

    def report(offset: int, message: str, hint: str) -> None:
        say("KB245", offset, message, hint)

    page = {key: node.text for key, node in draft.document.fields.entries.items() if isinstance(node, Scalar)}
    surroundings = Surroundings(page | {"title": draft.title}, library.origin.base_url, library.find_source)
    text = Rewriting(draft.body)
    if draft.candidate.file.suffix.lower() in HTML:
        text = _as_one_block(text)
    text, raw = translate_blocks(text, library.origin.tool, library.origin.text("excerpt_separator"), report)
    text = translate_calls(text, raw, surroundings, report)
    return rewrite_references(text, standpoint, library, say).text


def _as_one_block(text: Rewriting) -> Rewriting:
    """HTML without empty and indented lines, which Markdown would take for the end of it and for code."""
    edits: list[tuple[Span, str]] = []
    position, preformatted = 0, False
    for line in text.text.splitlines(keepends=True):
        start, position = position, position + len(line)
        bare = line.strip()
        if preformatted and not bare:
            edits.append((Span(start, start), "&#32;"))
        elif not preformatted:
            width = len(line) - len(line.lstrip())
            edits.append((Span(start, start + (len(line) if not bare else width)), ""))
        lower = bare.lower()
        if "<pre" in lower or "</pre" in lower:
            preformatted = lower.rfind("<pre") > lower.rfind("</pre")
    edits.append((Span(0, 0), "<div>\n"))
    return text.apply(
        [
            *sorted(edits, key=lambda edit: (edit[0].start, edit[0].end)),
            (Span(position, position), "\n</div>\n"),
        ]
    )


def _convert_fields(
    draft: Draft,
    standpoint: Standpoint,
    library: Library,
    languages: tuple[str, ...],
    problems: list[Problem],
) -> dict[str, Any]:
    source = draft.fields
    summary, series = source.first("summary"), source.first("series")
    by_name = draft.path.endswith(f".{draft.lang}.md")
    fields: dict[str, Any] = {
        "title": _plain_text(draft.title),
        "date": PlainScalar(draft.date.text),
        "updated": _updated(draft, problems),
        "slug": draft.slug if draft.slug != draft.id else None,
        "lang": draft.lang if draft.lang and draft.lang != languages[0] and not by_name else None,
        "summary": _plain_text(summary.text) if summary else None,
        "tags": [_plain_text(tag) for tag in source.tags],
        "series": series.text if series else None,
        "draft": True if draft.draft else None,
        "unlisted": True if source.unlisted else None,
        "canonical": _canonical(draft, problems),
        "syndication": [one.text for one in source.texts.get("syndication", []) if _is_url(one.text)],
        "entry_id": _entry_id(draft, library),
        "aliases": draft.aliases,
        IMPORTED: True,
    }
    fields["image"] = _image(draft, standpoint, library, problems)
    alt = source.first("image_alt")
    if alt and fields["image"]:
        fields["image_alt"] = _plain_text(alt.text)
    elif alt:
        source.keep(alt)
    _keep_the_rest(draft, fields, problems)
    if authors := source.texts.get("authors"):
        fields["x-authors"] = list(dict.fromkeys(author.text for author in authors))
    fields.update({key: value for key, value in source.extra.items() if key not in fields})
    return fields


def _plain_text(text: str) -> str:
    """``text`` without HTML: other tools put titles and summaries into pages as they are."""
    bare = re.sub(r"</?[A-Za-z][^<>]{0,300}>", " ", text) if "<" in text else text
    plain = " ".join(html.unescape(bare).split())
    return plain or text


def _updated(draft: Draft, problems: list[Problem]) -> PlainScalar | None:
    written = draft.fields.first("updated")
    if written is None:
        return None
    found = read_date(written.text)
    if found is None:
        draft.fields.keep(written)
        message = f"the date '{written.text[:40]}' isn't understood; kept as '{own_key(written.key)}'"
        problems.append(warning("KB243", message, written.place, "write it as updated: 2024-05-31"))
        return None
    return PlainScalar(found.text)


def _is_url(text: str) -> bool:
    try:
        VALUES[Url](text)
    except Refused:
        return False
    return True


def _canonical(draft: Draft, problems: list[Problem]) -> str | None:
    written = draft.fields.first("canonical")
    if written is None or _is_url(written.text):
        return written.text if written else None
    draft.fields.keep(written)
    message = f"'{written.text[:60]}' is no address; kept as '{own_key(written.key)}'"
    problems.append(warning("KB252", message, written.place, "write it whole: canonical: https://…"))
    return None


def _entry_id(draft: Draft, library: Library) -> str | None:
    """The id that the old feed gave the post, so that feed readers don't show it as new."""
    written = draft.fields.first("entry_id")
    if written:
        return written.text
    base, tool = library.origin.base_url, library.origin.tool
    if not base or not draft.addresses or draft.draft:
        return None
    address = draft.addresses[0]
    if tool == "jekyll":  # jekyll-feed: the post's id, which has no ending
        name = draft.fields.first("slug")
        folder = address.rstrip("/").rpartition("/")[0]
        return f"{base}{folder}/{name.text if name else draft.candidate.name}"
    if tool == "pelican":  # a tag: URI (RFC 4151)
        host, _, path = base.partition("://")[2].partition("/")
        return f"tag:{host},{draft.date.moment.day.isoformat()}:{'/' + path if path else ''}{address}"
    return base + address


def _image(draft: Draft, standpoint: Standpoint, library: Library, problems: list[Problem]) -> str | None:
    written = draft.fields.first("image")
    if written is None:
        return None
    target = written.text if "{" not in written.text else re.sub(r"\{\{.*?\}\}|\{\w+\}", "", written.text)
    found = resolve(target, standpoint, library)
    if (found is None or found.missing) and not target.startswith("/") and ":" not in target:
        found = resolve(f"/{target}", standpoint, library)
    if found and found.url and not found.missing:
        return re.sub(r"^(?:\.\./)+assets/", "assets/", found.url)
    draft.fields.keep(written)
    message = f"the picture '{written.text[:80]}' isn't found; kept as '{own_key(written.key)}'"
    hint = "put the file into assets/ and write image: assets/…"
    problems.append(warning("KB246", message, written.place, hint))
    return None


def _keep_the_rest(draft: Draft, fields: dict[str, Any], problems: list[Problem]) -> None:
    """What a second key said for a field that is filled already."""
    for name in _SINGLE:
        found = draft.fields.texts.get(name, [])
        for other in found[1:20]:
            if other.text != found[0].text and _plain_text(other.text) != fields.get(name):
                _keep(draft, found[0], other, problems)


def _keep(draft: Draft, first: Written, other: Written, problems: list[Problem]) -> None:
    draft.fields.keep(other)
    message = f"'{first.key}' is used, so '{other.key}' is kept as '{own_key(other.key)}'"
    problems.append(info("KB244", message, other.place, "delete the one that you don't want"))


def list_bundle(draft: Draft) -> list[tuple[str, Any]]:
    """The files of the post's own folder, each with its path in the site."""
    bundle = draft.candidate.bundle
    if bundle is None:
        return []
    folder = draft.path.rpartition("/")[0]
    return [(f"{folder}/{file.relative_to(bundle).as_posix()}", file) for file in bundle_files(bundle)]
