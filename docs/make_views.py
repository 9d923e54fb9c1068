"""Writes ``docs/views.md``, the reference of the views that templates see, from the views' own descriptions.

Run ``python docs/make_views.py``; with ``--print`` the text goes to standard output instead.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
RENDER = HERE.parent / "knowbrand" / "render"

INTRODUCTION = """\
# What a template sees

This file is made by `docs/make_views.py` from the views in `knowbrand/render/`; change it there.

A template gets the fields of one view and nothing else: no files, no settings, no other pages. Links are ready for the
page that they stand on. Anything may be nothing (`None`), an empty text or an empty list where it says `or nothing`
or has no value: ask `{% if … %}` first. A name that isn't there stops the build at its line (KB410).

Texts print themselves escaped; a text in another language than the page's prints a `span` with its `lang` (and its `dir`,
where it runs the other way), and so does a word that stands in for one that the page's language lacks. In an attribute, in
`title`, `option` and `textarea`, and in a drawing (`svg`) the same value prints its text alone. Prose prints paragraphs, so
put it into a `div`.

The version of this reference is `api: 1` in `theme.yaml`. A name is only ever added within a version.

Beyond Jinja's own filters there is `fill`, which puts values into a word: `{{ words.available_from|fill(date=x) }}`; and `plain`, which makes
text of whatever would print elements, for a place where a template doesn't show that it needs it.
The filters `safe`, `urlize`, `xmlattr`, `pprint` and `random` aren't there, and escaping can't be turned off.
"""

PARTS = (
    ("Pages: one for each template", "page_views.py"),
    ("The person, chapters, claims and evidence", "views.py"),
    ("Posts and lists", "post_views.py"),
    ("Entries of the profile", "entry_views.py"),
    ("Small values", "values.py"),
    ("The theme author's gallery", "gallery_views.py"),
)


def write_reference() -> str:
    """The whole text."""
    lines = [INTRODUCTION]
    for title, file in PARTS:
        lines.append(f"## {title}\n")
        tree = ast.parse((RENDER / file).read_text("utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                lines.extend(_describe(node))
    return "\n".join(lines).rstrip() + "\n"


def _describe(kind: ast.ClassDef) -> Iterator[str]:
    yield f"### {kind.name}\n"
    yield " ".join((ast.get_docstring(kind) or "").split()) + "\n"
    parents = [ast.unparse(base) for base in kind.bases if ast.unparse(base) != "msgspec.Struct"]
    if parents:
        yield f"With everything of {', '.join(parents)}.\n"
    fields = [
        (ast.unparse(field.target), ast.unparse(field.annotation), below.value.value)
        for field, below in zip(kind.body, kind.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    ]
    if not fields:
        return
    yield "| name | kind | what it holds |\n|---|---|---|"
    for name, annotation, text in fields:
        yield f"| `{name}` | {_kind(annotation)} | {' '.join(str(text).split())} |"
    yield ""


def _kind(annotation: str) -> str:
    names = {
        "str": "text",
        "bool": "yes or no",
        "int": "number",
        "dict[str, str]": "texts by name",
        "dict[str, str | TextView]": "texts by name",
        "dict[str, Any]": "values by name",
    }
    optional = " or nothing" if annotation.endswith(" | None") else ""
    plain = annotation.removesuffix(" | None")
    if plain.startswith("tuple["):
        inner = plain.removeprefix("tuple[").removesuffix(", ...]")
        return f"list of {names.get(inner, inner)}{optional}"
    return names.get(plain, plain) + optional


if __name__ == "__main__":
    text = write_reference()
    if "--print" in sys.argv[1:]:
        sys.stdout.buffer.write(text.encode())
    else:
        (HERE / "views.md").write_bytes(text.encode())
