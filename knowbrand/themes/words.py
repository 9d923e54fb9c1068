"""Interface words with something filled in."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_PLACE = re.compile(r"\{([a-z_]+)\}")


def fill(text: object, /, **values: object) -> Markup:
    """``text`` with each ``{name}`` replaced by the value of that name; all is escaped but what is HTML already. A word in
    another language than the page's goes on saying so.

    KeyError where ``text`` has a place that no value is given for.
    """
    parts = _PLACE.split(escape(text))
    filled = [escape(values[part]) if number % 2 else Markup(part) for number, part in enumerate(parts)]  # noqa: S704 - escaped above
    return Markup("").join(filled)
