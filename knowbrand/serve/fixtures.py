"""The theme's test sites in place of the site: what ``knowbrand serve --fixture`` shows.

Each stands under its own name; more than one lie beside each other, below a page that lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from knowbrand.build import Composition
from knowbrand.model.output import Output
from knowbrand.problems import KnowbrandError, Problem
from knowbrand.render.gallery import TEMPLATE as GALLERY
from knowbrand.render.gallery import render_gallery
from knowbrand.request import Request
from knowbrand.serve.composing import Change, Composer
from knowbrand.serve.injection import STYLE
from knowbrand.serve.snapshot import Snapshot, keep_resources
from knowbrand.sources import read_settings
from knowbrand.themes import Theme, load_theme
from knowbrand.workshop import compose_test_site, list_own

FIXTURES: Mapping[str, str] = {
    "full": "45 years, chapters in every state, two languages, every element of a text",
    "empty": "a name and nothing else",
    "huge": "150 posts more",
    "arabic": "from right to left, and without a photo",
    "hostile": "texts that try to break out of their place, words that don't end",
}
"""The test sites, and what each is hard by; the one to look at first comes first."""

_GALLERY_SITE = "full"
_ORIGIN = "https://fixture.example"


def fixture_composer(names: Sequence[str]) -> Composer:
    """Makes the test sites ``names`` with the theme of the site that is asked for, all under one root."""

    def compose_fixtures(request: Request, change: Change) -> Composition:
        del change
        theme, problems = load_theme(request.root, read_settings(request.root))
        if theme is None:
            return Composition(tuple(problems))
        outputs: list[Output] = []
        found = dict.fromkeys(problems)
        for name in names:
            made, faults = _compose(name, theme)
            outputs += made if len(names) == 1 else [_below(name, output) for output in made]
            found |= dict.fromkeys(faults)
        if len(names) > 1:
            outputs.append(_list_fixtures(names, theme.name))
        return Composition(tuple(sorted(found, key=Problem.sort_key)), tuple(outputs))

    return compose_fixtures


def fixture_snapshot(names: Sequence[str], composition: Composition, before: Snapshot | None) -> Snapshot:
    """The test sites of a composition without errors, ready to be sent."""
    return Snapshot(
        base=f"/{names[0]}/" if len(names) == 1 else "/",
        resources=keep_resources(composition.outputs, before),
        problems=composition.problems,
        fixtures=tuple(names) if len(names) > 1 else (),
    )


def _compose(name: str, theme: Theme) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """A test site, with the gallery where that belongs; and what of the theme is wrong."""
    composition = compose_test_site(name, theme, f"{_ORIGIN}/{name}/")
    problems = tuple(list_own(composition.problems, theme))
    if composition.failed:  # a fault of the theme that is told elsewhere is better than none
        return (), problems or composition.problems
    outputs = composition.outputs
    if name == _GALLERY_SITE and composition.site:
        try:
            outputs += (render_gallery(composition.site, composition.bodies, theme),)
        except KnowbrandError as fault:
            problems += fault.problems
    return outputs, problems


def _below(name: str, output: Output) -> Output:
    return Output(f"{name}/{output.path}", output.content)


def _list_fixtures(names: Sequence[str], theme: str) -> Output:
    """The page above all test sites."""
    title = f"The test sites with the theme {theme}"
    lines = "\n".join(_lines(names))
    return Output(
        "index.html",
        (
            f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f'<link rel="icon" href="data:,">\n<link rel="stylesheet" href="{STYLE}">\n</head>\n'
            f'<body class="alone">\n<main>\n<h1>{escape(title)}</h1>\n<ul>\n{lines}\n</ul>\n'
            "<p>They are rebuilt whenever you save a file of the theme.</p>\n</main>\n</body>\n</html>\n"
        ).encode(),
    )


def _lines(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield f'<li><a href="{name}/">{name}</a>: {escape(FIXTURES[name])}</li>'
        if name == _GALLERY_SITE:
            yield f'<li><a href="{name}/{GALLERY}">gallery</a>: every component in every state</li>'
