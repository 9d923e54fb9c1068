"""Posts and pages from Markdown into documents, each in its own language."""

from __future__ import annotations

from collections.abc import Mapping

from knowbrand.markup import LABELS, Document, render
from knowbrand.model import Page, Post
from knowbrand.model.language import Language


def render_document(writing: Post | Page, language: Language) -> Document:
    """The document of a post or page that is written in ``language``."""
    return render(
        writing.text(),
        path=writing.path,
        first_line=writing.first_line,
        language=writing.lang,
        quotes=language.quotes,
        labels=markup_labels(language),
    )


def markup_labels(language: Language) -> Mapping[str, str]:
    """The words that stand inside rendered text, in the language."""
    return {label: language.words.get(f"markup_{label}", english) for label, english in LABELS.items()}
