"""Fields into front matter that reads back as the same."""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from typing import Any

import yaml

from knowbrand.problems import Place
from knowbrand.sources.nodes import Mapping, Node, Scalar, Sequence, to_plain

ORDER = (
    "title", "date", "updated", "id", "slug", "lang", "summary", "tags", "series", "draft", "unlisted", "canonical",
    "syndication", "entry_id", "aliases", "image", "image_alt",
)  # fmt: skip
"""The order in which fields are written; the author's own ``x-`` follow."""
_NOWHERE = Place("")


class PlainScalar(str):
    """Text to write without quotes: a date."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if to_plain(Scalar(text, True, _NOWHERE)) == text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _write_plain(dumper: yaml.SafeDumper, text: PlainScalar) -> yaml.ScalarNode:
    # the tag that the plain text resolves to: with it the emitter adds neither quotes nor a tag
    tag = dumper.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(str(tag), str(text))


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(PlainScalar, _write_plain)


def write_front_matter(fields: MappingABC[str, Any]) -> str:
    """``fields`` as YAML between two lines ``---``, in a fixed order; empty lists and None are left out."""
    known = [key for key in ORDER if key in fields]
    own = sorted(key for key in fields if key not in ORDER)
    written = "".join(
        yaml.dump(
            {key: fields[key]},
            Dumper=_Dumper,
            allow_unicode=True,
            width=float("inf"),
            default_flow_style=False,
            sort_keys=False,
        )
        for key in [*known, *own]
        if fields[key] is not None and fields[key] != []
    )
    return f"---\n{written}---\n"


def plain_data(node: Node) -> Any:
    """``node`` as data to write: numbers and truths only where nothing of how they were written is lost."""
    if isinstance(node, Sequence):
        return [plain_data(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: plain_data(value) for key, value in node.entries.items()}
    value = to_plain(node)
    if isinstance(value, (bool, int, float)) and str(value).lower() != node.text.lower():
        return node.text
    return value
