"""Names that templates may still use, but not for long: each warns for a release before it goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from knowbrand.problems import Problem, warning
from knowbrand.themes.blocks import list_code
from knowbrand.themes.layer import Layer


class Deprecated(NamedTuple):
    """A name that goes: a field as templates say it (``post.mood``), a filter or a function; the release it goes with,
    and what to write instead."""

    kind: Literal["field", "filter", "function"]
    name: str
    goes: str
    instead: str

    def pattern(self) -> re.Pattern[str]:
        """What it looks like in a template."""
        name = re.escape(self.name)
        shapes = {
            "field": rf"(?<![\w.]){name}\b",
            "filter": rf"\|\s*{name}\b",
            "function": rf"(?<![\w.]){name}\(",
        }
        return re.compile(shapes[self.kind])


DEPRECATED: tuple[Deprecated, ...] = ()
"""All of them. A name stands here for at least one release before it is taken out."""


def check_names(layers: Sequence[Layer], deprecated: Sequence[Deprecated] = DEPRECATED) -> list[Problem]:
    """A warning for each line of the site's own templates that uses a name that goes."""
    if not deprecated:
        return []
    patterns = [(old, old.pattern()) for old in deprecated]
    return [
        warning(
            "KB435",
            f"the {old.kind} '{old.name}' goes with knowbrand {old.goes}",
            layer.place(template, line + code.count("\n", 0, found.start())),
            f"write {old.instead}",
        )
        for layer in layers
        if layer.is_own
        for template in sorted(layer.templates())
        for line, code in list_code(layer.files[template].decode())
        for old, pattern in patterns
        for found in pattern.finditer(code)
    ]
