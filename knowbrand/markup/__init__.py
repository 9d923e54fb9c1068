"""Markdown into HTML with reference tokens, headings and plain text. The one place that knows Python-Markdown."""

from knowbrand.markup.document import LABELS, Document, Heading, Quotes, Reference, locate
from knowbrand.markup.highlighting import highlight_css
from knowbrand.markup.rendering import render, render_inline

__all__ = [
    "LABELS",
    "Document",
    "Heading",
    "Quotes",
    "Reference",
    "highlight_css",
    "locate",
    "render",
    "render_inline",
]
