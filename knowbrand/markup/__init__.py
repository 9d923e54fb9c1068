"""Markdown into HTML with reference tokens, headings and plain text. The one place that knows Python-Markdown."""

from knowbrand.markup.document import LABELS, Document, Heading, Reference, locate
from knowbrand.markup.highlighting import highlight_css
from knowbrand.markup.links import escape_attribute
from knowbrand.markup.rendering import render, render_inline

__all__ = [
    "LABELS",
    "Document",
    "Heading",
    "Reference",
    "escape_attribute",
    "highlight_css",
    "locate",
    "render",
    "render_inline",
]
