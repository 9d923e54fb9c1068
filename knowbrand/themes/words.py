"""Interface words with something filled in."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_PLACE = re.compile(r"\{([a-z_]+)\}")


def fill(text: str, /, **values: object) -> Markup:
    """``text`` with each ``{name}`` replaced by the value of that name; all is escaped but what is HTML already.

    KeyError where ``text`` has a place that no value is given for.
    """
    parts = _PLACE.split(text)
    filled = [escape(values[part]) if number % 2 else escape(part) for number, part in enumerate(parts)]
    return Markup("").join(filled)
