"""Another tool's front matter into the fields of a post here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from knowbrand.importers.frontmatter import plain_data
from knowbrand.importers.keys import BY_KEY, COLLECTIONS, DROPPED, GROUPS, MEANINGS
from knowbrand.importers.origin import Tool
from knowbrand.problems import Place, Problem, info, warning
from knowbrand.sources.nodes import Mapping, Node, Scalar, Sequence, is_empty

_LARGEST_EXTRA = 2000
_LONGEST_TEXT = 20_000
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


class Written(NamedTuple):
    """A text, the key it was under, and its place."""

    text: str
    key: str
    place: Place


@dataclass(slots=True)
class Fields:
    """What a post's front matter says. ``texts`` holds by field what was written for it, the strongest key first;
    ``extra`` what isn't known here, under names that begin with ``x-``."""

    texts: dict[str, list[Written]] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    draft: bool = False
    unlisted: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    """Where each key of ``extra`` stood."""

    def first(self, name: str) -> Written | None:
        """What counts for the field ``name``."""
        return next(iter(self.texts.get(name, ())), None)

    def keep(self, written: Written) -> None:
        """Keep a value that can't be used as the author's own."""
        self.extra.setdefault(own_key(written.key), written.text)


def own_key(key: str) -> str:
    """The name under which a key that isn't known travels on."""
    return key if key.startswith("x-") else f"x-{key}"


def read_fields(mapping: Mapping, tool: Tool | None, problems: list[Problem]) -> Fields:
    """The fields in ``mapping``. Keys that aren't known are kept as ``x-…`` and told in ``problems``."""
    fields = Fields()
    for key, node, place in _entries(mapping):
        name = key.strip().lower().replace("-", "_").replace(" ", "_")
        if is_empty(node) or (isinstance(node, (Sequence, Mapping)) and node.size == 1):
            continue
        if isinstance(node, Scalar) and not node.text.strip():
            continue
        if _read_state(name, node, fields):
            continue
        target = BY_KEY.get(name)
        if name == "published":
            target = "date"
        if target in {"draft", "unlisted"}:
            target = None  # neither true nor false
        if target == "tags":
            _read_tags(name, node, tool, fields)
        elif target and (texts := _texts(name, target, node)):
            fields.texts.setdefault(target, []).extend(
                Written(" ".join(text.split())[:_LONGEST_TEXT], key, spot) for text, spot in texts
            )
            if target == "image" and isinstance(node, Mapping) and (alt := node.entries.get("alt")):
                fields.texts.setdefault("image_alt", []).extend(Written(*found) for found in _plain(alt, key))
        elif name not in DROPPED:
            _keep_unknown(key, node, place, fields, problems)
    for target, found in fields.texts.items():
        order = MEANINGS[target]
        found.sort(key=lambda one: order.index(_folded(one.key)) if _folded(one.key) in order else len(order))
    fields.tags = list({tag.casefold(): tag for tag in reversed(fields.tags)}.values())[::-1]
    if tool == "eleventy":
        fields.tags = [tag for tag in fields.tags if tag.casefold() not in COLLECTIONS]
    return fields


def _folded(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def _entries(mapping: Mapping) -> Iterator[tuple[str, Node, Place]]:
    """The keys with their values; those of a table such as Zola's ``[extra]`` after the others."""
    for key, node in mapping.entries.items():
        if not (key.lower() in GROUPS and isinstance(node, Mapping)):
            yield key, node, mapping.keys[key]
    for key, node in mapping.entries.items():
        if key.lower() in GROUPS and isinstance(node, Mapping):
            for inner, child in node.entries.items():
                known = BY_KEY.get(_folded(inner))
                yield (
                    ("tags" if key.lower() == "taxonomies" and not known else inner),
                    child,
                    node.keys[inner],
                )


def _read_state(name: str, node: Node, fields: Fields) -> bool:
    """Whether this was a key that says if the post is out."""
    text = node.text.strip().lower() if isinstance(node, Scalar) else ""
    if name == "published" and text in _TRUE | _FALSE:
        fields.draft = fields.draft or text in _FALSE
    elif name == "permalink" and text in _FALSE:
        fields.draft = True
    elif name == "draft" and text in _TRUE | _FALSE:
        fields.draft = fields.draft or text in _TRUE
    elif name == "status" and text in {"draft", "published", "hidden", "skip"}:
        fields.draft = fields.draft or text in {"draft", "skip"}
        fields.unlisted = fields.unlisted or text == "hidden"
    elif BY_KEY.get(name) == "unlisted" and text in _TRUE | _FALSE:
        fields.unlisted = fields.unlisted or text in _TRUE
    else:  # a theme's switch for pictures is none of ours
        return text in {"true", "false"} and BY_KEY.get(name) == "image"
    return True


def _read_tags(name: str, node: Node, tool: Tool | None, fields: Fields) -> None:
    texts = [text for text, _, _ in _plain(node, name)]
    if isinstance(node, Scalar):
        text = node.text.strip().strip("[]")
        if ";" in text and tool == "pelican":
            texts = text.split(";")
        elif "," in text:
            texts = text.split(",")
        elif tool in {"jekyll", None} and name in {"tags", "categories"}:
            texts = text.split()  # Jekyll takes the spaces in these two for separators
    found = [tag for text in texts if (tag := " ".join(text.split()).strip("\"'")[:100])]
    if name in {"categories", "category"}:
        fields.categories += found
        fields.tags += found
    else:
        fields.tags[:0] = found


def _texts(name: str, target: str, node: Node) -> list[tuple[str, Place]]:
    """The texts in ``node`` that can fill the field ``target``; empty where it has another shape."""
    if isinstance(node, Scalar):
        separated = target in {"aliases", "authors"} and ("," in node.text or ";" in node.text)
        parts = re.split(r"[,;]", node.text) if separated else [node.text]
        return [(part.strip(), node.place) for part in parts if part.strip()]
    if isinstance(node, Mapping):
        if target not in {"image", "authors"}:
            return []
        wanted = ("path", "src", "url", "image", "feature", "teaser", "relative", "name")
        child = next((node.entries[key] for key in wanted if key in node.entries), None)
        return [(child.text, child.place)] if isinstance(child, Scalar) and child.text.strip() else []
    if name == "resources":
        pictures = [item for item in node.items if isinstance(item, Mapping) and _is_cover(item)]
        return [found for item in pictures for found in _texts("image", "image", item)][:1]
    if target in {"title", "date", "updated", "summary", "slug", "address", "lang"} and len(node.items) > 1:
        return []
    found = [text for item in node.items for text in _texts(name, target, item)]
    return found[:1] if target in {"image", "series"} else found


def _is_cover(item: Mapping) -> bool:
    texts = " ".join(child.text for child in item.entries.values() if isinstance(child, Scalar)).lower()
    return any(word in texts for word in ("cover", "feature", "banner", "header"))


def _plain(node: Node, key: str) -> list[tuple[str, str, Place]]:
    if isinstance(node, Scalar):
        return [(node.text, key, node.place)]
    if isinstance(node, Sequence):
        return [found for item in node.items[:_LARGEST_EXTRA] for found in _plain(item, key)]
    return []


def _keep_unknown(key: str, node: Node, place: Place, fields: Fields, problems: list[Problem]) -> None:
    own = own_key(key)
    if node.size > _LARGEST_EXTRA or (isinstance(node, Scalar) and len(node.text) > _LONGEST_TEXT):
        message = f"'{key[:40]}' is too large to keep in front matter; it is left out"
        problems.append(warning("KB252", message, place, "put it into a file in assets/"))
        return
    fields.extra.setdefault(own, plain_data(node))
    fields.places.setdefault(own, place)
    if isinstance(node, Scalar) and node.text.strip().lower() in _FALSE | {"none"}:
        fields.extra.pop(own)  # a switch that is off says nothing
    elif own != key:
        message = f"'{key[:40]}' isn't known here; kept as '{own[:42]}'"
        problems.append(info("KB244", message, place, "a theme can show it; delete it where nothing does"))
