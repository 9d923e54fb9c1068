"""Writes ``docs/theme-reference.md``: the templates, blocks, pieces, options, design tokens, filters and functions that a
theme can build upon, from the built-in themes themselves; and ``knowbrand/sources/theme_options.json``, which the schema
for editors offers.

Run ``python docs/make_themes.py``; with ``--print`` the text goes to standard output instead.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from jinja2.defaults import DEFAULT_FILTERS

from knowbrand.model.settings import Settings, ThemeChoice
from knowbrand.model.text import localize
from knowbrand.render import SHAPES
from knowbrand.sources.theme_options import OPTIONS
from knowbrand.themes import Theme
from knowbrand.themes.blocks import Block, parent_of, read_blocks
from knowbrand.themes.chain import builtin_themes, load_theme
from knowbrand.themes.choices import declared_options
from knowbrand.themes.deprecation import DEPRECATED
from knowbrand.themes.environment import make_environment
from knowbrand.themes.options import OptionValue, Shades
from knowbrand.themes.stylesheets import read_scheme

HERE = Path(__file__).parent
SCHEMA = HERE.parent / "knowbrand" / "sources" / OPTIONS

INTRODUCTION = """\
# What a theme can build upon

This file is made by `docs/make_themes.py` from the built-in themes; change it there. How to use it stands in
[your own theme in 20 minutes](your-own-theme.md) and in [themes](themes.md). What a template sees is in [views](views.md).

All of it is `api: 1`: within that version, a template, a block, a piece, a token, a filter or a function is only ever
added. One that has to go warns at its line (KB435) for at least a release before.
"""

BLOCKS = {
    "after_content": "All that follows the text of a post.",
    "awards": "Awards.",
    "below_heading": "What stands below the page's heading: dates, states, facts.",
    "body_class": "The class of `body`: the kind of page.",
    "breadcrumbs": "The pages above this one.",
    "carries_over": "What earlier chapters brought, and what this one brought to others.",
    "certificates": "Certificates.",
    "changes": "What the author changed their mind about.",
    "chapters": "The chapters, as cards.",
    "claim": "One claim with its evidence; `claim` is there.",
    "claims": "The claims.",
    "collaboration": "What to ask the person for.",
    "contact": "The one way to reach the person.",
    "content": "What the page is about.",
    "deliveries": "Where and when a talk was given.",
    "description": "What a project was.",
    "details": "Place, telephone and site of the person.",
    "downloads": "Files of the CV for other programs.",
    "education": "Education.",
    "elsewhere": "The person on other sites.",
    "explanation": "What the page is for, in words.",
    "facts": "With whom, in which role, about what.",
    "feed": "The feed of this page.",
    "feeds": "The feeds, with their addresses.",
    "filed": "Chapters, tags and copies elsewhere.",
    "footer": "The foot of every page.",
    "footer_contact": "The way to reach the person, in the foot.",
    "footer_elsewhere": "The person on other sites, in the foot.",
    "footer_follow": "The link to the page about feeds.",
    "footer_people": "The link to the people worked with.",
    "gallery_archive": "Tags, years, people.",
    "gallery_cards": "Chapter cards in each state.",
    "gallery_chapters": "Claims with evidence of each kind.",
    "gallery_cv": "Entries of the CV.",
    "gallery_entries": "Projects, talks and publications.",
    "gallery_lists": "Lists of posts, and their pages.",
    "gallery_person": "The person.",
    "gallery_post": "Every element of a text.",
    "gallery_states": "Drafts, other languages, long words.",
    "gallery_timeline": "The timeline.",
    "head": "All of `head` but the policy.",
    "header": "The head of every page: name, menu, languages.",
    "heading": "The text of the page's `h1`.",
    "interests": "Interests.",
    "language_switcher": "The other languages.",
    "links": "Canonical address, other languages, feeds.",
    "main": "All of `main`, below the breadcrumbs.",
    "menu": "The menu.",
    "more": "Links to what else there is.",
    "neighbours": "The posts before and after.",
    "page_header": "The page's heading and what belongs to it.",
    "pagination": "The way to older and newer posts.",
    "person": "Who this is: name, line, summary, contact.",
    "picture": "The picture that stands for it.",
    "portrait": "The portrait.",
    "posts": "Posts.",
    "previews": "Open Graph, for previews on other sites.",
    "projects": "Projects.",
    "publications": "Publications.",
    "reason": "Why the page was withdrawn.",
    "references": "References.",
    "related": "Posts near in subject.",
    "series": "The series that a post is part of.",
    "site_title": "The person's name, as a link home.",
    "skills": "Skills.",
    "spoken": "Languages spoken.",
    "structured_data": "JSON-LD for machines.",
    "styles": "The link to the style sheet.",
    "summary": "A few sentences.",
    "talks": "Talks.",
    "timeline": "The career along an axis of years.",
    "title": "The text of the `title` element.",
    "toc": "The table of contents.",
    "together": "Who else made it, and what was the author's own.",
    "volunteer": "Voluntary work.",
    "work": "Work.",
}

FILTERS = {
    "fill": "Puts values into a word, escaped: `{{ words.available_from\\|fill(date=x) }}`.",
    "plain": "Makes text of what prints elements. In attributes, `title`, `option`, `textarea` and `svg` it is at work by itself.",
}


def write_reference() -> str:
    """The whole text."""
    themes = builtin_themes()
    plain = themes["plain"]
    tokens = [_tokens(name, _load(name)) for name in themes]
    parts = [_templates(plain), _pieces(plain), _options(themes), *tokens, _filters(), _deprecated()]
    texts = ("\n".join(part) for part in parts)
    return "\n".join([INTRODUCTION, *(text for text in texts if text)]).rstrip() + "\n"


def _templates(folder: Path) -> Iterator[str]:
    yield "## Templates and their blocks\n"
    yield "A block within another is indented. A template has the blocks of what it extends, too.\n"
    views = {shape.template: shape.view for shape in SHAPES.values()}
    for file in sorted(folder.glob("*.html"), key=lambda file: (file.name != "base.html", file.name)):
        if file.name.startswith("_"):
            continue
        source = file.read_text("utf-8")
        parent = parent_of(source)
        view = views.get(file.name)
        about = [
            f"Extends `{parent}`." if parent else "",
            f"Sees [{view.__name__}](views.md)." if view else "",
        ]
        yield f"### {file.name}\n"
        if any(about):
            yield " ".join(text for text in about if text) + "\n"
        blocks = read_blocks(source)
        yield from (_line(block) for block in blocks)
        yield "" if blocks else "It has no blocks.\n"


def _line(block: Block) -> str:
    return f"{'  ' * (len(block.path) - 1)}- `{block.name}`: {BLOCKS[block.name]}"


def _pieces(folder: Path) -> Iterator[str]:
    yield "## Pieces\n"
    yield "Macros of `_macros.html`, which every template has as `m`: `{{ m.post_card(post) }}`. A theme that brings a"
    yield "`_macros.html` of its own replaces all of them, so copy the file first.\n"
    for name in re.findall(r"{% macro (\w+\([^)]*\))", (folder / "_macros.html").read_text("utf-8")):
        yield f"- `m.{name}`"
    yield ""


def list_options() -> str:
    """The options of each built-in theme, as JSON."""
    themes = {name: declared_options(_load(name).layers) for name in builtin_themes()}
    plain = {
        name: {
            option: {**msgspec.to_builtins(declared), "default": _plain_default(declared.default)}
            for option, declared in options.items()
        }
        for name, options in themes.items()
    }
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def _plain_default(value: OptionValue) -> object:
    return value._asdict() if isinstance(value, Shades) else value


def _options(themes: Iterable[str]) -> Iterator[str]:
    yield "## Options\n"
    yield "A site sets them under `theme.options`; [themes](themes.md#options) has an example of each. A child theme has those of"
    yield "its parent. A template has a number as `3` where it is whole, so that it can count and slice"
    yield "(`posts[:site.options.n]`), else as `2.5`; a text that the site gave by language in the page's.\n"
    yield "| theme | option | values | default | what it is |\n|---|---|---|---|---|"
    for name in themes:
        for option, declared in declared_options(_load(name).layers).items():
            values = ", ".join(f"`{choice}`" for choice in declared.choices)
            kind = {"list": f"several of {values}", "choice": values}.get(declared.type, declared.type)
            default = _write_value(declared.default)
            yield f"| {name} | `{option}` | {kind} | {default} | {declared.description} |"
    yield ""


def _write_value(value: OptionValue) -> str:
    if isinstance(value, Shades):
        return f"`{value.light}`, in dark `{value.dark}`"
    return ", ".join(f"`{part}`" for part in value) if isinstance(value, tuple) else f"`{value}`"


def _load(name: str) -> Theme:
    settings = Settings(title=localize(name), theme=ThemeChoice(name=name))
    theme, problems = load_theme(HERE, settings)
    assert theme is not None, problems  # noqa: S101 - it came with knowbrand
    return theme


def _tokens(name: str, theme: Theme) -> Iterator[str]:
    css = theme.layers[0].files["style.css"].decode()
    light, dark = (read_scheme(theme.stylesheet(), scheme).tokens for scheme in ("light", "dark"))
    if not light:
        return
    yield f"## Design tokens of {name}\n"
    yield "Custom properties on `:root`. Set them in a child theme's `style.css` or in `overrides/custom.css`; widths are those"
    yield "of the widest screen.\n"
    for line in re.findall(r"^ {3}((?:--[\w-]+ ?)+ .*)$", css, re.MULTILINE):
        yield "- " + re.sub(r"(--[a-z-]+)", r"`\1`", " ".join(line.removesuffix("*/").split()))
    yield "\n| token | light | dark |\n|---|---|---|"
    for name, value in light.items():
        other = "the same" if dark.get(name) == value else f"`{dark.get(name, '')}`"
        yield f"| `--{name}` | `{value}` | {other} |"
    yield ""


def _filters() -> Iterator[str]:
    environment = make_environment(())
    yield "## Filters and functions\n"
    yield "| own filter | does |\n|---|---|"
    own = sorted(set(environment.filters) - set(DEFAULT_FILTERS))
    yield from (f"| `{name}` | {FILTERS[name]} |" for name in own)
    shared = ", ".join(f"`{name}`" for name in sorted(set(environment.filters) & set(DEFAULT_FILTERS)))
    missing = ", ".join(f"`{name}`" for name in sorted(set(DEFAULT_FILTERS) - set(environment.filters)))
    yield f"\nFrom Jinja: {shared}."
    yield f"\nNot there: {missing}; they would print internals, make two builds differ, or get around escaping."
    yield f"\nFunctions: {', '.join(f'`{name}`' for name in sorted(environment.globals))}.\n"


def _deprecated() -> Iterator[str]:
    yield "## Names that go\n"
    if not DEPRECATED:
        yield "None."
    for old in DEPRECATED:
        yield f"- the {old.kind} `{old.name}` goes with knowbrand {old.goes}: write {old.instead}"


if __name__ == "__main__":
    text = write_reference()
    if "--print" in sys.argv[1:]:
        sys.stdout.buffer.write(text.encode())
    else:
        (HERE / "theme-reference.md").write_bytes(text.encode())
        SCHEMA.write_bytes(list_options().encode())
