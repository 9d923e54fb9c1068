"""The author's text without marks, for formats that know none."""

from __future__ import annotations

from knowbrand.markup import render_inline
from knowbrand.model.text import Localized
from knowbrand.site.graph import Site


def choose(site: Site, text: Localized | None, language: str) -> str:
    """``text`` as it was written, in ``language`` or the nearest that there is; empty where there is none."""
    return text.choose(language, site.languages).text if text else ""


def strip_marks(site: Site, text: str, language: str) -> str:
    """Markdown (a summary, a description) as plain text."""
    spoken = site.model.languages[language]
    return render_inline(text, path="", language=language, quotes=spoken.quotes).text.strip()


def choose_plain(site: Site, text: Localized | None, language: str) -> str:
    """``text`` as by :func:`choose`, without Markdown's marks."""
    return strip_marks(site, choose(site, text, language), language)
