"""Posts and pages from Markdown into documents, each in its own language."""

from __future__ import annotations

from collections.abc import Mapping

from knowbrand.markup import LABELS, Document, Quotes, render
from knowbrand.model import Model
from knowbrand.model.language import Language
from knowbrand.site.graph import list_writings


def render_documents(model: Model) -> dict[str, Document]:
    """The document of each post and page of ``model``, by its path."""
    return {
        writing.path: render(
            writing.text(),
            path=writing.path,
            first_line=writing.first_line,
            language=writing.lang,
            quotes=markup_quotes(model.languages[writing.lang]),
            labels=markup_labels(model.languages[writing.lang]),
        )
        for writing in list_writings(model)
    }


def markup_quotes(language: Language) -> Quotes:
    """The language's quotation marks, as markup takes them."""
    quotes = language.quotes
    return Quotes(quotes.open, quotes.close, quotes.inner_open, quotes.inner_close)


def markup_labels(language: Language) -> Mapping[str, str]:
    """The words that stand inside rendered text, in the language."""
    return {label: language.words.get(f"markup_{label}", english) for label, english in LABELS.items()}
