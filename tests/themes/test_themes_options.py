"""What a site may choose of its theme: read, told where it's wrong, and in what is published."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowbrand.problems import Problem
from knowbrand.sources import read_site
from knowbrand.themes import Theme, builtin_themes, load_theme
from knowbrand.workshop import compose_test_site
from tests.themes.themes_maker import Maker, load, write_files

THEMES = sorted(builtin_themes())
FRAMED = """\
name: mine
api: 1
options:
  frame: {type: choice, choices: [thin, wide], default: thin}
  loud: {type: boolean, default: false}
"""


def choose(root: Path, options: str) -> list[Problem]:
    """What is said of a site whose settings say ``options``, on the third line."""
    settings = f"title: A site\ntheme:\n  options: {options}\n"
    write_files(root, {"knowbrand.yaml": settings, "profile.yaml": "basics: {name: Noor Example}\n"})
    model, problems = read_site(root)
    assert model is not None, problems
    return load_theme(root, model.settings).problems


@pytest.mark.parametrize(
    ("options", "column", "message", "hint"),
    [
        ('{acent: "#fff"}', 20, "the theme has no option 'acent'", "did you mean 'accent'?"),
        (
            '{accent: "#1d4fa"}',
            21,
            "'accent' is a colour such as \"#1d4fa8\"",
            "Links, marks, the mark of focus. Made readable where it isn't, in both schemes.",
        ),
        (
            '{accent: {light: "#123456", dark: grey}}',
            46,
            "'accent' is a colour such as \"#1d4fa8\"",
            "Links, marks, the mark of focus. Made readable where it isn't, in both schemes.",
        ),
        (
            '{accent: {light: "#123456", drk: "#fff"}}',
            45,
            "'accent' is one colour, or one for light and one for dark",
            'accent: {light: "#1d4fa8", dark: "#9cc4ec"}',
        ),
        (
            "{font: archivoo}",
            19,
            "'font' is one of: vollkorn, archivo, eb-garamond, system",
            "did you mean 'archivo'?",
        ),
        ("{home: posts}", 19, "'home' is a list", "write home: [chapters, timeline]"),
        ("{home: [chapters, post]}", 30, "'home' can't hold 'post'", "did you mean 'posts'?"),
        ("{home: [posts, talks, posts]}", 34, "'posts' stands twice in 'home'", "keep one of them"),
    ],
)
def test_a_wrong_choice_is_told_at_its_place(
    tmp_path: Path, options: str, column: int, message: str, hint: str
) -> None:
    (problem,) = choose(tmp_path, options)
    assert (problem.code, problem.severity, problem.message, problem.hint) == (
        "KB404",
        "error",
        message,
        hint,
    )
    assert problem.place is not None
    assert (problem.place.path, problem.place.line, problem.place.column) == ("knowbrand.yaml", 3, column)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    problems = choose(tmp_path, '{acent: "#fff", font: x, home: [a, posts, posts]}')
    assert [problem.code for problem in problems] == ["KB404"] * 4


def test_a_colour_without_quotes_is_explained(tmp_path: Path) -> None:
    (problem,) = (found for found in choose(tmp_path, "\n    accent: #123456") if found.code == "KB404")
    assert problem.hint is not None
    assert "quotes" in problem.hint


def test_a_child_has_its_parents_options_and_may_say_otherwise(make_theme: Maker) -> None:
    theme = make_theme(
        {"theme.yaml": "name: mine\nparent: below\napi: 1\noptions: {b: {type: text, default: mine}}\n"},
        below={
            "theme.yaml": "name: below\napi: 1\noptions: {a: {type: number, default: 2}, b: {type: text, default: x}}\n"
        },
    )
    assert theme.options == {"a": 2.0, "b": "mine"}


def test_a_style_and_its_files_join_in_for_the_value_that_was_chosen(tmp_path: Path) -> None:
    write_files(
        tmp_path / "themes/mine",
        {
            "theme.yaml": FRAMED,
            "style.css": "a { top: 1px; }",
            "options/frame/wide/style.css": 'b { background: url("assets/wide.svg"); }',
            "options/frame/wide/assets/wide.svg": "<svg/>",
            "options/frame/thin/style.css": "c { top: 2px; }",
            "options/loud/true/style.css": "d { top: 3px; }",
        },
    )
    plain, chosen = load(tmp_path).theme, load(tmp_path, frame="wide", loud=True).theme
    assert plain is not None
    assert chosen is not None
    assert not plain.assets
    assert re.findall(r"^[a-d](?=\{)", plain.stylesheet(), re.MULTILINE) == ["a", "c"]
    assert [asset.name for asset in chosen.assets] == ["wide.svg"]
    assert re.findall(r"^[a-d](?=\{)", chosen.stylesheet(), re.MULTILINE) == ["a", "b", "d"]
    assert chosen.assets[0].published in chosen.stylesheet()
    assert plain.digest != chosen.digest


@pytest.mark.parametrize(
    ("folder", "message", "hint"),
    [
        ("frme/wide", "nothing uses this folder: there is no option 'frme'", "did you mean 'frame'?"),
        ("frame/wde", "nothing uses this folder: 'frame' is never 'wde'", "did you mean 'wide'?"),
    ],
)
def test_a_style_for_what_nobody_can_choose_is_told(
    tmp_path: Path, folder: str, message: str, hint: str
) -> None:
    files = {"theme.yaml": FRAMED, f"options/{folder}/style.css": "", f"options/{folder}/assets/a.txt": ""}
    write_files(tmp_path / "themes/mine", files)
    (problem,) = load(tmp_path).problems
    assert (problem.code, problem.severity, problem.message, problem.hint) == (
        "KB462",
        "warning",
        message,
        hint,
    )
    assert problem.place is not None
    assert problem.place.path == f"themes/mine/options/{folder}"


def test_the_built_in_themes_have_no_style_that_nobody_can_choose(tmp_path: Path) -> None:
    for name, folder in builtin_themes().items():
        theme = load(tmp_path, name).theme
        assert theme is not None
        for sheet in (path.relative_to(folder) for path in folder.glob("options/*/*/style.css")):
            option, value = sheet.parts[1:3]
            choices = [layer.manifest.options.get(option) for layer in theme.layers if layer.manifest]
            assert any(declared and value in declared.choices for declared in choices), (name, sheet)


Chosen = Callable[..., Theme]


@pytest.fixture
def chosen(tmp_path: Path) -> Chosen:
    """A built-in theme with options."""

    def make(name: str, **options: Any) -> Theme:
        theme, problems = load(tmp_path, name, **options)
        assert theme is not None, problems
        return theme

    return make


def sections(theme: Theme) -> list[str]:
    """The parts of the home page of the test site that has everything."""
    outputs = compose_test_site("full", theme).outputs
    (page,) = (output.content.decode() for output in outputs if output.path == "index.html")
    return [names.split()[0] for names in re.findall(r'<section class="([^"]+)"', page)]


@pytest.mark.parametrize("name", THEMES)
def test_the_home_page_has_the_sections_that_were_chosen_in_their_order(name: str, chosen: Chosen) -> None:
    home = ["talks", "work", "publications", "chapters", "education"]
    assert sections(chosen(name, home=home)) == home
    assert sections(chosen(name, home=[])) == []


@pytest.mark.parametrize("name", THEMES)
def test_the_home_page_shows_every_section_that_may_be_chosen(name: str, chosen: Chosen) -> None:
    layers = chosen(name).layers
    declared = next(
        layer.manifest.options["home"]
        for layer in layers
        if layer.manifest and "home" in layer.manifest.options
    )
    shown = sections(chosen(name, home=list(declared.choices)))
    assert len(shown) == len(set(shown)) == len(declared.choices)


def test_a_child_may_add_a_section_of_its_own(make_theme: Maker) -> None:
    theme = make_theme(
        {
            "theme.yaml": "name: mine\nparent: folio\napi: 1\noptions:\n"
            "  home: {type: list, choices: [welcome, posts], default: [welcome, posts]}\n",
            "home.html": '{% extends "parent:home.html" %}'
            '{% block welcome %}<section class="welcome"></section>{% endblock %}',
        }
    )
    assert sections(theme) == ["welcome", "latest-posts"]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("shape", ["original", "square", "round", "portrait"])
def test_the_portrait_has_the_shape_that_was_chosen(name: str, shape: str, chosen: Chosen) -> None:
    css = chosen(name, photo=shape).stylesheet()
    ratios = re.findall(r"\.portrait\{aspect-ratio: ([^;]+);", css)
    assert ratios == {"original": [], "portrait": ["4 / 5"]}.get(shape, ["1"])
    assert ("border-radius: 50%" in css) == (shape == "round")


@pytest.mark.parametrize("name", [name for name in THEMES if name != "plain"])
def test_one_font_at_most_is_published(name: str, chosen: Chosen) -> None:
    for font in ("vollkorn", "archivo", "eb-garamond", "system"):
        theme = chosen(name, font=font)
        fonts = {asset.name for asset in theme.assets if asset.name.endswith(".woff2")}
        assert all(file.startswith(f"fonts/{font}-") for file in fonts)
        assert bool(fonts) == (font != "system")
        assert theme.stylesheet().count("--face:") == 1
