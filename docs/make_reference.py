"""Writes the reference pages from the model: ``python docs/make_reference.py``."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from knowbrand.model.dates import Moment, PartialDate
from knowbrand.model.entry import Entry
from knowbrand.model.kinds import (
    AudienceName,
    BaseUrl,
    CountryCode,
    Email,
    Id,
    LanguageCode,
    Link,
    Slug,
    TimeZone,
    Url,
    Uuid,
    Way,
)
from knowbrand.model.profile import Profile, VisibleEntry
from knowbrand.model.settings import Settings
from knowbrand.model.text import Localized
from knowbrand.model.writing import PageMeta, PostMeta
from knowbrand.sources.fields import Field, fields_of
from knowbrand.sources.schema import describe, describe_field

_WORDS: dict[Any, str] = {
    str: "text",
    Localized: "text, or one a language",
    bool: "`true` or `false`",
    int: "number",
    PartialDate: "date",
    Moment: "day, or day and time",
    Url: "address",
    BaseUrl: "address",
    Link: "address, or file of the site",
    Email: "e-mail address",
    Way: "text, or address",
    Id: "id",
    Slug: "part of an address",
    LanguageCode: "language code",
    TimeZone: "time zone",
    AudienceName: "name of an audience",
    CountryCode: "country code",
    Uuid: "UUID",
}

_PROFILE = """\
# The profile

`profile.yaml` (or `profile.json`) says who the person is. Only `basics.name` is needed. Sections and fields have the
names of [JSON Resume](https://jsonresume.org/schema); `contact`, `collaboration`, `expertise`, `talks` and `people` are
knowbrand's own. Any JSON Resume file is a profile as it stands.

- **Text, or one a language**: `label: Adviser`, or `label: {en: Adviser, nl: Adviseur}`. A page shows its own language,
  else the first of the site's languages that there is.
- **Date**: `2014`, `2014-05` or `2014-05-31`, with the precision that you know. `from: 2014` begins on 1 January,
  `until: 2014` ends on 31 December. Only deliveries of a talk, `available_from` and `review_by` may be ahead.
- **Id**: letters, digits, `-`, `_` and `.`. References (`projects/ward-7`) and addresses are made of it. An entry
  without one has no page and can't be referred to.
- **`check_ok`** stands on any entry, and silences rules of the check for filler there: `check_ok: [{rule: EN-BUZZ-001,
  reason: …}]`; [more](substance.md).
- **Visibility** stands on any entry: the widest audience that sees it (`visibility: organisation`), or one for each
  field (`visibility: {email: public}`). Nothing is seen by more people than what it stands in. Private unless opened:
  `basics.email`, `basics.phone`, all of `basics.location` but city, region and country, and `references`.
- **Fields that aren't here**: in JSON Resume's sections they are a warning, and travel on to `/resume.json`; in
  knowbrand's own they are an error.

`knowbrand schema profile` prints the same as a JSON Schema, for your editor.
"""

_SETTINGS = """\
# The settings

`knowbrand.yaml` holds the settings of a site. Only `title` is needed. `knowbrand schema site` prints the same as a JSON
Schema, for your editor.
"""

_FRONT_MATTER = """\
# Front matter

A post (`content/posts/**/*.md`) or page (`content/pages/**/*.md`) begins with its fields, between two lines `---`:

```markdown
---
title: Learning on the job
date: 2026-05-31
---
The text, in Markdown.
```

Fields that begin with `x-` are your own, and reach the templates. Any other that isn't here is an error.
`knowbrand schema post` prints the fields of a post as a JSON Schema, for your editor.
"""

_PAGES: dict[str, tuple[str, tuple[tuple[str, type[Entry]], ...]]] = {
    "profile.md": (_PROFILE, (("The whole", Profile),)),
    "settings.md": (_SETTINGS, (("The whole", Settings),)),
    "front-matter.md": (_FRONT_MATTER, (("Posts", PostMeta), ("Pages", PageMeta))),
}


def make_pages() -> dict[str, str]:
    """The pages, by their name in ``docs/``."""
    return {
        name: "\n".join([intro, *_write_sections(sections)]) for name, (intro, sections) in _PAGES.items()
    }


def _write_sections(sections: tuple[tuple[str, type[Entry]], ...]) -> Iterator[str]:
    done: set[tuple[str, type[Entry]]] = set()
    waiting = list(sections)
    while waiting:
        title, kind = waiting.pop(0)
        if (title, kind) in done:
            continue
        done.add((title, kind))
        yield from _write_table(title, kind)
        inner = [(_heading(title, key, sections), entry) for key, entry in _inner_entries(kind)]
        waiting = [*inner, *waiting]


def _heading(title: str, key: str, sections: tuple[tuple[str, type[Entry]], ...]) -> str:
    return key if title in {name for name, _ in sections} else f"{title}.{key}"


def _inner_entries(kind: type[Entry]) -> Iterator[tuple[str, type[Entry]]]:
    for key, field in fields_of(kind).items():
        for inner in (field.kind, *typing.get_args(field.kind)):
            if isinstance(inner, type) and issubclass(inner, Entry) and key != "check_ok":
                yield key, inner


def _write_table(title: str, kind: type[Entry]) -> Iterator[str]:
    yield f"## {f'`{title}`' if title[0].islower() else title}\n"
    yield f"{describe(kind)}\n"
    if kind.shorthand:
        yield f"A text in its place is its `{kind.shorthand}`.\n"
    fields = [field for field in fields_of(kind).values() if field.key not in ("visibility", "check_ok")]
    if not fields:
        return
    yield "| Field | Value | Meaning |\n|---|---|---|"
    for field in fields:
        yield f"| `{field.key}`{' (needed)' if field.required else ''} | {_value(field.kind)} | {_meaning(field)} |"
    if issubclass(kind, VisibleEntry):
        yield "| `visibility` | name of an audience, or one for each field | Who sees it. |"
    yield ""


def _value(kind: Any) -> str:
    if kind in _WORDS:
        return _WORDS[kind]
    origin = typing.get_origin(kind)
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in typing.get_args(kind))
    if origin is tuple:
        inner = typing.get_args(kind)[0]
        return (
            "list, see below"
            if isinstance(inner, type) and issubclass(inner, Entry)
            else f"list: {_value(inner)}"
        )
    if origin is dict:
        return "fields"
    return "fields, see below"


def _meaning(field: Field) -> str:
    words = [describe_field(field).replace("|", "\\|")]
    if field.examples:
        words.append("Such as " + ", ".join(f"`{_show(example)}`" for example in field.examples) + ".")
    if isinstance(field.default, (bool, int, str)) and field.default is not False:
        words.append(f"By default `{field.default}`.")
    return " ".join(words)


def _show(example: object) -> str:
    if isinstance(example, list):
        return f"[{', '.join(map(str, example))}]"
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {value}" for key, value in example.items()) + "}"
    return str(example)


def main() -> None:
    """Write the pages beside this file."""
    for name, text in make_pages().items():
        (Path(__file__).parent / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
