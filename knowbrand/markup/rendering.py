"""From Markdown to a :class:`Document`: check the limits, convert, and gather what came out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from knowbrand.markup.conversion import Conversion, LimitExceeded
from knowbrand.markup.document import LABELS, Document
from knowbrand.model.language import Quotes
from knowbrand.problems import Problem

MAX_BYTES = 1_000_000
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORBIDDEN_BYTES = bytes(code for code in range(128) if FORBIDDEN.match(chr(code)))
"""To see in one go that a text has none of them, as nearly every text."""
MAX_REPORTED = 20


def render(
    text: str,
    *,
    path: str,
    first_line: int = 1,
    language: str = "en",
    quotes: Quotes | None = None,
    labels: Mapping[str, str] = LABELS,
) -> Document:
    """A body's Markdown as a document.

    ``text`` has ``\\n`` for line ends and no front matter; its first line is line ``first_line`` of the file
    ``path``. ``quotes`` and ``labels`` are the language's quotation marks and interface words. Never raises
    for what the text says: when an error makes a page impossible, the document is empty but for its problems.
    """
    return _convert(text, Conversion(path, first_line, language, quotes or Quotes(), labels))


def render_inline(
    text: str,
    *,
    path: str,
    first_line: int = 1,
    language: str = "en",
    quotes: Quotes | None = None,
    labels: Mapping[str, str] = LABELS,
) -> Document:
    """Like :func:`render`, for a line of text in a profile: a lone paragraph loses its ``<p>``."""
    conversion = Conversion(path, first_line, language, quotes or Quotes(), labels)
    return _convert(text, conversion, unwrap=True)


def _convert(text: str, conversion: Conversion, *, unwrap: bool = False) -> Document:
    refused = check_limits(text, conversion)
    if refused:
        return Document(problems=refused)
    if not text.strip():
        return Document()
    from knowbrand.markup.engine import engine  # a command that renders nothing doesn't pay for them
    from knowbrand.markup.writing import Writer

    md, parser = engine()
    md.reset()
    parser.conversion = conversion
    writer = Writer(conversion)

    def serialize(root: Element) -> str:
        if unwrap and len(root) == 1 and root[0].tag == "p" and not root[0].attrib:
            root[0].tag = "fragment"
        return writer.write(root)

    md.serializer = serialize
    try:
        html = md.convert(text)
    except LimitExceeded as stopped:
        return Document(problems=(*conversion.problems, stopped.problem))
    return Document(
        html=html,
        references=tuple(writer.references.found),
        headings=tuple(conversion.headings),
        text=writer.text,
        excerpt=writer.excerpt,
        ids=tuple(writer.ids),
        problems=tuple(sorted(conversion.problems, key=Problem.sort_key)),
    )


def check_limits(text: str, conversion: Conversion) -> tuple[Problem, ...]:
    """The errors that keep a text from being converted at all: its size, and characters that aren't text."""
    written = text.encode("utf-8", "surrogatepass")
    if len(written) > MAX_BYTES:
        stop = conversion.stop(
            "KB221",
            f"this text is larger than {MAX_BYTES // 1_000_000} MB",
            (1, 1, None),
            "split it into several posts, or offer it as a file to download",
        )
        return (stop.problem,)
    if len(written.translate(None, _FORBIDDEN_BYTES)) == len(written):
        return ()
    problems = []
    for found in FORBIDDEN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        problems.append(
            conversion.stop(
                "KB220",
                f"here stands the control character U+{ord(found[0]):04X}, which isn't text",
                (line, column, column + 1),
                "delete it; it often comes along when one copies from another program",
            ).problem
        )
        if len(problems) == MAX_REPORTED:
            break
    return tuple(problems)
