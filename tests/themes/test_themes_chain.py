"""From a name to a theme: its folder, its manifest, its ancestors, its options and its files."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from knowbrand.model.language import Language, OwnWord, Quotes
from knowbrand.model.text import Localized
from knowbrand.problems import Place, Problem
from knowbrand.themes import Theme, builtin_themes, check_words
from knowbrand.themes.styles import shorten
from tests.themes.themes_maker import Maker, load, write_files

MANIFEST = "name: mine\nparent: plain\napi: 1\n"


def refuse(root: Path, files: Mapping[str, str], name: str = "mine", **options: object) -> Problem:
    write_files(root / "themes", files)
    theme, problems = load(root, name, **options)
    assert theme is None
    return problems[0]


def test_the_themes_that_come_along_load_without_a_word(tmp_path: Path) -> None:
    assert {"plain", "folio"} <= set(builtin_themes())
    for name in builtin_themes():
        theme, problems = load(tmp_path, name)
        assert theme is not None
        assert not problems
        assert theme.name == name


def test_an_unknown_theme_is_told_with_the_nearest(tmp_path: Path) -> None:
    problem = refuse(tmp_path, {}, "foliio")
    assert (problem.code, problem.hint) == ("KB400", "did you mean 'folio'?")


@pytest.mark.parametrize("name", ["../plain", "..", ".", "a/b", "/etc", ""])
def test_a_name_never_leaves_the_folder_of_themes(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {"plain/theme.yaml": MANIFEST, "theme.yaml": MANIFEST})
    assert refuse(tmp_path, {"x/theme.yaml": MANIFEST}, name).code == "KB400"


def test_an_unknown_parent_is_told_where_it_stands(tmp_path: Path) -> None:
    problem = refuse(tmp_path, {"mine/theme.yaml": "name: mine\nparent: plane\napi: 1\n"})
    assert (problem.code, problem.hint) == ("KB400", "did you mean 'plain'?")
    assert problem.place is not None
    assert problem.place.path == "themes/mine/theme.yaml"


def test_a_circle_of_parents_is_told(tmp_path: Path) -> None:
    files = {
        "mine/theme.yaml": "name: mine\nparent: other\napi: 1\n",
        "other/theme.yaml": "name: other\nparent: mine\napi: 1\n",
    }
    problem = refuse(tmp_path, files)
    assert problem.code == "KB401"
    assert "mine → other → mine" in problem.message


def test_a_theme_may_build_upon_the_built_in_one_of_its_name(tmp_path: Path) -> None:
    write_files(tmp_path / "themes/folio", {"theme.yaml": "name: folio\nparent: folio\napi: 1\n"})
    theme, problems = load(tmp_path, "folio")
    assert theme is not None, problems
    assert [layer.shown for layer in theme.layers] == ["themes/folio", "folio (built in)", "plain (built in)"]


@pytest.mark.parametrize(
    ("manifest", "code", "line", "words"),
    [
        ("name: mine\nparant: plain\napi: 1\n", "KB402", 2, "unknown field 'parant'"),
        ("name: mine\n", "KB403", 1, "version (none named)"),
        ("name: mine\napi: 9\n", "KB403", 2, "version 9"),
        ("- a\n", "KB402", 1, "should hold fields"),
        ("name: [a]\napi: 1\n", "KB402", 1, "'name' should be one text"),
        ("name: 'mine\napi: 1\n", "KB402", None, "can't be read as YAML"),
        ("api: 1\na: &x 1\nb: *x\n", "KB402", 3, "alias"),
        ("api: 1\na: " + "[" * 5000 + "]" * 5000, "KB402", None, "nested too deep"),
        ("api: 1\noptions: {a: {default: x}}\n", "KB402", 2, "needs a type and a default"),
        ("api: 1\noptions:\n  a: {type: colour, default: blue}\n", "KB402", 3, "is a colour"),
        ("api: 1\noptions: x\n", "KB402", 2, "options by name"),
        ("api: 1\nlanguages: {nl: x}\n", "KB402", 2, "words by language"),
    ],
)
def test_a_wrong_manifest_is_told_at_its_line(
    tmp_path: Path, manifest: str, code: str, line: int | None, words: str
) -> None:
    problem = refuse(tmp_path, {"mine/theme.yaml": manifest})
    assert problem.code == code, problem
    assert words in problem.message
    assert problem.place is not None
    if line:
        assert problem.place.line == line


def test_a_folder_without_a_manifest_is_no_theme(tmp_path: Path) -> None:
    assert refuse(tmp_path, {"mine/post.html": "x"}).code == "KB402"


OPTIONS = """\
name: mine
api: 1
options:
  accent: {type: colour, default: "#1D4FA8"}
  wide: {type: boolean, default: false}
  columns: {type: number, default: 2}
  face: {type: choice, default: serif, choices: [serif, sans]}
  motto: {type: text, default: ""}
"""


def test_options_have_their_defaults_and_what_the_site_says(tmp_path: Path) -> None:
    write_files(tmp_path / "themes/mine", {"theme.yaml": OPTIONS})
    theme, problems = load(tmp_path, wide="true", columns="3.5", face="sans", motto="Hi")
    assert theme is not None, problems
    expected = {"accent": "#1d4fa8", "wide": True, "columns": 3.5, "face": "sans", "motto": "Hi"}
    assert theme.options == expected
    assert "--accent: #1d4fa8;" in theme.stylesheet()


@pytest.mark.parametrize(("written", "shown"), [("3", "3"), ("3.0", "3"), ("2.5", "2.5"), ("-1e2", "-100")])
def test_a_whole_number_is_shown_as_one(tmp_path: Path, written: str, shown: str) -> None:
    write_files(tmp_path / "themes/mine", {"theme.yaml": OPTIONS})
    theme, problems = load(tmp_path, columns=written)
    assert theme is not None, problems
    assert str(theme.options["columns"]) == shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["a", "b"], "'motto' is one text, or one a language"),
        ({}, "'motto' is one text, or one a language"),
        ({"en": ["a"]}, "'motto' is one text, or one a language"),
        ({"english": "a"}, "'english' is not a language code"),
    ],
)
def test_a_text_is_one_text_or_one_a_language(tmp_path: Path, value: object, words: str) -> None:
    problem = refuse(tmp_path, {"mine/theme.yaml": OPTIONS}, motto=value)
    assert (problem.code, problem.message) == ("KB404", words)


def test_a_text_may_differ_by_language_from_its_default_on(make_theme: Maker) -> None:
    manifest = "name: mine\napi: 1\noptions: {motto: {type: text, default: {EN: Hello, nl: ' Hallo '}}}\n"
    assert make_theme({"theme.yaml": manifest}).options == {
        "motto": Localized((("en", "Hello"), ("nl", "Hallo")))
    }


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("accent", "blueish", "is a colour"),
        ("accent", "#12345", "is a colour"),
        ("accent", "#fff;}body{", "is a colour"),
        ("wide", "perhaps", "true or false"),
        ("columns", "many", "is a number"),
        ("columns", "inf", "is a number"),
        ("columns", "1e400", "is a number"),
        ("columns", "1_0", "is a number"),
        ("face", "script", "one of: serif, sans"),
        ("acent", "#fff", "no option 'acent'"),
    ],
)
def test_a_wrong_option_is_told(tmp_path: Path, option: str, value: str, words: str) -> None:
    problem = refuse(tmp_path, {"mine/theme.yaml": OPTIONS}, **{option: value})
    assert problem.code == "KB404"
    assert words in problem.message


def test_a_theme_brings_words_and_the_nearest_count(make_theme: Maker) -> None:
    theme = make_theme(
        {
            "theme.yaml": "name: mine\nparent: below\napi: 1\nlanguages: {nl: {turn: Sla om}, en: {turn: Turn}}\n"
        },
        below={"theme.yaml": "name: below\napi: 1\nlanguages: {en: {turn: Flip, stop: Stop}}\n"},
    )
    assert say(theme, speak("nl"), "en") == {"menu": "nl", "turn": "Sla om", "stop": "Stop"}
    assert say(theme, speak("fr"), "en") == {"menu": "fr", "turn": "Turn", "stop": "Stop"}


def say(theme: Theme, spoken: Language, default: str) -> dict[str, str]:
    return {name: word.text for name, word in theme.words(spoken, default).items()}


def speak(code: str, **own: str) -> Language:
    """A language with one word of the interface, its own code, and what the site's file says in ``own``."""
    said = {name: OwnWord(text, Place(f"overrides/languages/{code}.yaml", 3)) for name, text in own.items()}
    words = {"menu": code, **{name: text for name, text in own.items() if name == "menu"}}
    return Language(code=code, name=code, quotes=Quotes(), words=words, locale=code, own=said)


WORDY = {
    "theme.yaml": "name: mine\napi: 1\nlanguages: {fy: {a: FY, b: FY, c: FY}, en: {a: EN, b: EN, menu: EN}, nl: {a: NL}}\n"
}


@pytest.mark.parametrize(
    ("code", "default", "words"),
    [
        ("ar", "nl", {"menu": "ar", "a": "NL", "b": "EN", "c": "FY"}),
        ("ar", "ar", {"menu": "ar", "a": "EN", "b": "EN", "c": "FY"}),
        ("nl-be", "en", {"menu": "nl-be", "a": "NL", "b": "EN", "c": "FY"}),
        ("en", "nl", {"menu": "EN", "a": "EN", "b": "EN", "c": "FY"}),
    ],
)
def test_a_word_that_a_theme_lacks_is_in_the_sites_language_else_english_else_the_themes_first(
    make_theme: Maker, code: str, default: str, words: dict[str, str]
) -> None:
    assert say(make_theme(WORDY), speak(code), default) == words


def test_a_word_knows_the_language_that_it_is_in(make_theme: Maker) -> None:
    theme = make_theme(WORDY)
    spoken = msgspec.structs.replace(speak("nl-be", b="mijn"), borrowed=frozenset({"menu"}))
    words = theme.words(spoken, "en").items()
    assert {name: word.language for name, word in words} == {"menu": "en", "a": "nl", "b": "nl-be", "c": "fy"}


def test_a_sites_own_language_file_has_the_last_word(make_theme: Maker) -> None:
    theme = make_theme(WORDY)
    assert say(theme, speak("en", a="mine", menu="Contents", stray="x"), "en") == {
        "menu": "Contents",
        "a": "mine",
        "b": "EN",
        "c": "FY",
    }


def test_the_words_that_a_theme_lacks_are_told_once_a_language(make_theme: Maker) -> None:
    theme = make_theme(WORDY)
    [problem] = check_words(theme.layers, {"ar": speak("ar", a="mine")}, "ar")
    assert (problem.code, problem.severity) == ("KB118", "warning")
    assert problem.message == "words of the theme that 'ar' lacks are shown in 'en', 'fy': b, c"
    assert problem.hint == "add them to overrides/languages/ar.yaml, under words:"
    assert not list(check_words(theme.layers, {"ar": speak("ar", a="x", b="x", c="x")}, "ar"))


def test_a_word_of_the_site_that_nobody_has_is_told_at_its_line(make_theme: Maker) -> None:
    [problem] = check_words(
        make_theme({"theme.yaml": "name: mine\napi: 1\n"}).layers, {"ar": speak("ar", menuu="x")}, "ar"
    )
    assert (problem.code, problem.severity, problem.hint) == ("KB101", "error", "did you mean 'menu'?")
    assert problem.place == Place("overrides/languages/ar.yaml", 3)


def test_a_link_in_a_theme_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.html": "secret"})
    write_files(tmp_path / "themes/mine", {"theme.yaml": MANIFEST})
    (tmp_path / "themes/mine/post.html").symlink_to(tmp_path / "secret.html")
    assert refuse(tmp_path, {}).code == "KB405"


def test_a_theme_that_is_a_link_is_no_theme(tmp_path: Path) -> None:
    write_files(tmp_path / "elsewhere", {"theme.yaml": MANIFEST})
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes/mine").symlink_to(tmp_path / "elsewhere")
    assert refuse(tmp_path, {}).code == "KB400"


def test_overrides_that_are_a_link_are_refused(tmp_path: Path) -> None:
    write_files(tmp_path / "elsewhere", {"post.html": "secret"})
    (tmp_path / "overrides").symlink_to(tmp_path / "elsewhere")
    assert refuse(tmp_path, {}, "plain").code == "KB405"


def test_a_template_that_is_not_utf_8_is_told_at_its_line(tmp_path: Path) -> None:
    write_files(tmp_path / "themes/mine", {"theme.yaml": MANIFEST})
    (tmp_path / "themes/mine/post.html").write_bytes(b"a\nb\n\xff")
    problem = refuse(tmp_path, {})
    assert problem.code == "KB405"
    assert problem.place is not None
    assert problem.place.line == 3


def test_style_sheets_run_from_the_root_to_the_site_with_assets_by_content(make_theme: Maker) -> None:
    theme = make_theme(
        {
            "theme.yaml": "name: mine\nparent: below\napi: 1\n",
            "style.css": '.b { background: url("assets/paper.svg"); }',
            "assets/paper.svg": "<svg/>",
        },
        below={"theme.yaml": "name: below\napi: 1\n", "style.css": ".a {}", "assets/paper.svg": "far"},
        overrides={"custom.css": ".d {}"},
    )
    css = theme.stylesheet(".c{}")
    places = [css.index(f".{name}{{") for name in "abcd"]
    assert places == sorted(places)
    [asset] = theme.assets
    assert asset.content == b"<svg/>"
    assert asset.published.startswith("paper.")
    assert f'url("{asset.published}")' in css


@pytest.mark.parametrize(
    ("css", "published"),
    [
        ("/* a */\n\n.b,\n .c {\n  top: 0;\n\n  left: 0;\n}\n", ".b,\n.c{top: 0;left: 0;}"),
        (".b { top: 0; /* why */ left: 0; }", ".b{top: 0;left: 0;}"),
        (".b > .c :hover { top : 0 }", ".b > .c :hover{top : 0}"),
        ("/*! licence */\n.b{}", "/*! licence */\n.b{}"),
        (".b { content: '/* { ; } */'; }", ".b{content: '/* { ; } */';}"),
        ('.b { content: "a  ;\\"  /* b */"; }', '.b{content: "a  ;\\"  /* b */";}'),
        (".b { background: url(data:a,/*b*/ ;c) }", ".b{background: url(data:a,/*b*/ ;c)}"),
        (".b { margin: 1px/**/2px; }", ".b{margin: 1px/**/2px;}"),
        (".b { top: 0; } /* never ends", ".b{top: 0;}"),
    ],
)
def test_a_style_sheet_is_published_without_what_only_its_author_reads(css: str, published: str) -> None:
    assert shorten(css) == published


@pytest.mark.parametrize("piece", ["/*", " ", "\n ", "'", "url(", "{/*", "{ ", "/*! ", ";  a"])
def test_no_style_sheet_takes_long(piece: str) -> None:
    assert len(shorten(piece * 100_000)) <= len(piece) * 100_000


@pytest.mark.parametrize(
    ("css", "code", "line"),
    [
        ('\na { background: url("assets/papre.svg"); }', "KB406", 2),
        ("\n@import 'other.css';", "KB406", 2),
        ("\n@import url(https://fonts.example/x.css);", "KB406", 2),
        ("\na { background: url(../../secret.png) }", "KB406", 2),
        ("\na { background: url(https://elsewhere.example/x.png) }", "KB407", 2),
        ("\na { background: url(//elsewhere.example/x.png) }", "KB407", 2),
    ],
)
def test_a_style_sheet_that_asks_for_what_is_not_there_is_told(
    tmp_path: Path, css: str, code: str, line: int
) -> None:
    files = {"theme.yaml": MANIFEST, "style.css": css, "assets/paper.svg": "x"}
    write_files(tmp_path / "themes/mine", files)
    [problem] = load(tmp_path).problems
    assert problem.code == code
    assert problem.place is not None
    assert (problem.place.path, problem.place.line) == ("themes/mine/style.css", line)


def test_comments_and_data_in_a_style_sheet_ask_for_nothing(tmp_path: Path) -> None:
    css = '/* url(https://x.example/) */ a { background: url("data:image/png;base64,AA=="); mask: url(#m) }'
    write_files(tmp_path / "themes/mine", {"theme.yaml": MANIFEST, "style.css": css})
    assert not load(tmp_path).problems


def test_the_digest_changes_with_any_file_or_option(make_theme: Maker, tmp_path: Path) -> None:
    first = make_theme({"theme.yaml": OPTIONS, "post.html": "a"}).digest
    assert make_theme({"theme.yaml": OPTIONS, "post.html": "a"}).digest == first
    assert make_theme({"theme.yaml": OPTIONS, "post.html": "b"}).digest != first
    make_theme({"theme.yaml": OPTIONS, "post.html": "a"})
    changed = load(tmp_path, wide="true").theme
    assert changed is not None
    assert changed.digest != first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_in_a_theme_is_told(tmp_path: Path) -> None:
    write_files(tmp_path / "themes/mine", {"theme.yaml": MANIFEST})
    os.mkfifo(tmp_path / "themes/mine/post.html")
    problem = refuse(tmp_path, {})
    assert (problem.code, problem.place) == ("KB405", Place("themes/mine/post.html"))
