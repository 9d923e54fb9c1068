"""``knowbrand theme``: every command from outside, and the built-in themes by the hard test sites."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from knowbrand.build import compose
from knowbrand.check.pages import check_outputs
from knowbrand.model.dates import parse_moment
from knowbrand.model.settings import Settings, ThemeChoice
from knowbrand.request import Request
from knowbrand.sources import read_settings
from knowbrand.themes import builtin_themes, load_theme
from knowbrand.themes.fit import check_fit
from knowbrand.themes.inheritance import find_origin, list_ancestry, list_blocks
from knowbrand.themes.overriding import merge
from knowbrand.workshop import TEST_SITES, TODAY, compose_test_site, make_gallery, open_test_site
from tests.cli.conftest import Command
from tests.themes.themes_maker import load, write_files


def use(site: Path, name: str) -> None:
    file = site / "knowbrand.yaml"
    file.write_text(file.read_text().replace("theme: folio", f"theme: {name}"))


def test_a_new_theme_builds_and_passes(knowbrand: Command, site: Path) -> None:
    made = knowbrand("theme", "new", site, "mine")
    assert made.status == 0
    assert "theme: mine" in made.err
    use(site, "mine")
    result = knowbrand("build", site)
    assert result.status == 0
    assert "warning[KB4" not in result.err
    assert "--accent: #8a2f1c;" in next((site / "_site/_").glob("mine.*.css")).read_text()
    assert knowbrand("theme", "check", site, "--strict").status == 0


@pytest.mark.parametrize("parent", sorted(builtin_themes()))
def test_a_new_theme_may_build_upon_any(knowbrand: Command, site: Path, parent: str) -> None:
    assert knowbrand("theme", "new", site, "mine", "--from", parent).status == 0
    theme, problems = load(site)
    assert theme is not None
    assert problems == []
    above, own = builtin_themes()[parent] / "style.css", site / "themes/mine/style.css"
    lent = set(re.findall(r"--[\w-]+(?=:)", own.read_text())) - {"--text", "--ground"}
    assert all(f"{token}: " in above.read_text() for token in lent)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["My Theme"], "KB444"),
        (["../x"], "KB444"),
        (["mine", "--from", "foliio"], "KB400"),
        (["folio"], "my-folio"),
    ],
)
def test_a_theme_that_cannot_be_made_is_told(
    knowbrand: Command, site: Path, words: list[str], code: str
) -> None:
    result = knowbrand("theme", "new", site, *words)
    assert result.status == 1
    assert code in result.err
    assert not (site / "themes").exists()


def test_a_theme_that_is_there_is_left_alone(knowbrand: Command, site: Path) -> None:
    knowbrand("theme", "new", site, "mine")
    assert "KB444" in knowbrand("theme", "new", site, "mine").err


def test_the_list_tells_which_is_in_use(knowbrand: Command, site: Path) -> None:
    knowbrand("theme", "new", site, "mine")
    result = knowbrand("theme", "list", site)
    assert result.status == 0
    assert "\n* folio" in f"\n{result.out}"
    assert "  mine" in result.out
    document = json.loads(knowbrand("theme", "list", site, "--json").out)
    assert {(theme["name"], theme["in_use"]) for theme in document["themes"]} >= {
        ("folio", True),
        ("mine", False),
    }


def test_an_override_is_written_remembered_and_audited(knowbrand: Command, site: Path) -> None:
    knowbrand("build", site)
    before = (site / "_site/posts/welcome/index.html").read_bytes()
    assert knowbrand("theme", "override", site, "post.html:contact").status == 0
    assert knowbrand("theme", "override", site, "post.html:main").status == 0
    assert knowbrand("build", site).status == 0
    assert (site / "_site/posts/welcome/index.html").read_bytes().split() == before.split()
    assert "nothing that you overrode has changed" in knowbrand("theme", "audit", site).err
    origin = site / "overrides/.origins/post.html@contact"
    assert origin.is_file()
    origin.unlink()
    document = json.loads(knowbrand("theme", "audit", site, "--json").out)
    assert [(found["name"], found["state"]) for found in document["overrides"]] == [
        ("post.html:contact", "unknown")
    ]
    assert knowbrand("theme", "audit", site, "--accept").status == 0
    assert origin.is_file()


def test_an_upgrade_is_shown_as_a_difference(knowbrand: Command, site: Path) -> None:
    write_files(site / "themes/mine", {"theme.yaml": "name: mine\nparent: folio\napi: 1\nversion: '1'\n"})
    theirs = '{% extends "parent:page.html" %}{% block content %}\n<p>Old</p>\n{% endblock %}'
    write_files(site / "themes/mine", {"page.html": theirs})
    use(site, "mine")
    assert knowbrand("theme", "override", site, "page.html:content").status == 0
    write_files(site / "themes/mine", {"page.html": theirs.replace("Old", "New")})
    result = knowbrand("theme", "audit", site)
    assert result.status == 0
    assert "overrides/page.html:3  page.html:content: changed in the theme" in result.err
    assert "-<p>Old</p>\n+<p>New</p>\n" in result.out
    assert knowbrand("theme", "audit", site, "--accept").status == 0
    assert knowbrand("theme", "audit", site).out == ""


def test_overrides_that_no_longer_fit_are_told_after_a_switch(knowbrand: Command, site: Path) -> None:
    write_files(site / "themes/mine", {"theme.yaml": "name: mine\nparent: folio\napi: 1\n"})
    write_files(
        site / "themes/mine",
        {
            "page.html": '{% extends "parent:page.html" %}{% block content %}{% block own %}{% endblock %}{% endblock %}'
        },
    )
    use(site, "mine")
    assert knowbrand("theme", "override", site, "page.html:own").status == 0
    (site / "knowbrand.yaml").write_text(
        (site / "knowbrand.yaml").read_text().replace("theme: mine", "theme: folio")
    )
    for command in ("build", "check"):
        assert "warning[KB433] overrides/page.html:3" in knowbrand(command, site).err


def test_somebodys_theme_is_installed_pinned_and_replaced(
    knowbrand: Command, site: Path, tmp_path: Path
) -> None:
    theme = tmp_path / "aurora"
    write_files(
        theme, {"theme.yaml": "name: aurora\nparent: plain\napi: 1\n", "style.css": "p { margin: 0; }\n"}
    )
    assert knowbrand("theme", "add", site, str(theme)).status == 0
    assert "aurora" in (site / "themes.lock").read_text()
    assert knowbrand("theme", "add", site, str(theme)).status == 1
    use(site, "aurora")
    (site / "themes/aurora/style.css").write_text("p { margin: 1px; }\n")
    assert "warning[KB441]" in knowbrand("build", site).err
    assert "changed since" in knowbrand("theme", "list", site).out
    assert knowbrand("theme", "add", site, str(theme), "--replace").status == 0
    assert str(tmp_path) not in (site / "themes.lock").read_text()
    assert "KB441" not in knowbrand("build", site).err
    assert [path.name for path in (site / "themes").iterdir()] == ["aurora"]


def test_a_theme_that_is_wrong_is_judged_with_its_lines(knowbrand: Command, site: Path) -> None:
    write_files(
        site / "themes/mine",
        {
            "theme.yaml": "name: mine\nparent: folio\napi: 1\n",
            "base.html": '{% extends "parent:base.html" %}\n{% block site_title %}\n<p title={{ site.title.text }} style="x">x</p>\n{% endblock %}\n',
            "style.css": "p { margin: 0; }\n:root { --accent: #eee; }\n",
        },
    )
    result = knowbrand("theme", "check", site, "mine", "--json")
    assert result.status == 1
    document = json.loads(result.out)
    found = {(problem["code"], problem["path"], problem["line"]) for problem in document["problems"]}
    assert found >= {
        ("KB453", "themes/mine/style.css", 2),
        ("KB456", "themes/mine/base.html", 3),
        ("KB457", "themes/mine/base.html", 3),
    }
    assert document["summary"]["error"] == len([p for p in document["problems"] if p["severity"] == "error"])


def judge(knowbrand: Command, site: Path, **files: str) -> list[dict[str, Any]]:
    """What ``theme check`` says of a child of plain with these templates; ``style`` and ``options`` go where they belong."""
    options = files.pop("options", "")
    write_files(
        site / "themes/mine",
        {
            "theme.yaml": f"name: mine\nparent: plain\napi: 1\n{options}",
            "style.css": files.pop("style", ""),
            **{f"{name}.html": text for name, text in files.items()},
        },
    )
    found: list[dict[str, Any]] = json.loads(knowbrand("theme", "check", site, "mine", "--json").out)[
        "problems"
    ]
    return found


def test_pages_that_are_missing_are_told_by_their_template_alone(knowbrand: Command, site: Path) -> None:
    post = '{% extends "parent:post.html" %}\n{% block main %}{{ post.titel }}{% endblock %}'
    found = judge(knowbrand, site, post=post, style="a { color: var(--none)")
    assert [(problem["code"], problem["path"], problem["severity"]) for problem in found] == [
        ("KB410", "themes/mine/post.html", "error"),
        ("KB470", "themes/mine/style.css", "error"),
        ("KB471", "themes/mine/style.css", "error"),
    ]


def test_every_value_of_an_option_is_tried(knowbrand: Command, site: Path) -> None:
    options = "options:\n  tone: {type: choice, choices: [soft, loud], default: soft, description: T.}\n"
    options += "  wide: {type: boolean, default: false, description: W.}\n"
    home = '{% extends "parent:home.html" %}\n{% block summary %}{{ super() }}'
    home += '{% if site.options.tone == "loud" %}\n{{ nothing }}{% endif %}'
    home += "{% if site.options.wide %}\n<div>{% endif %}\n{% endblock %}"
    found = judge(knowbrand, site, options=options, home=home)
    told = {(problem["code"], problem["line"], problem["message"]) for problem in found}
    where = "index.html of the test site 'full' with wide: true"
    assert told == {
        ("KB410", 3, "there is no 'nothing' (with tone: loud)"),
        ("KB472", 4, f"<div> is never closed ({where})"),
    }


def test_a_section_without_its_block_is_told_with_what_to_write(knowbrand: Command, site: Path) -> None:
    options = (
        "options:\n  home: {type: list, choices: [chapters, waves], default: [waves], description: H.}\n"
    )
    (problem,) = judge(knowbrand, site, options=options)
    assert (problem["code"], problem["path"]) == ("KB410", "themes/mine/theme.yaml")
    assert "write {% block waves %} … {% endblock %} in themes/mine/home.html" in problem["hint"]


@pytest.mark.parametrize("name", sorted(builtin_themes()))
def test_the_built_in_themes_pass(knowbrand: Command, site: Path, name: str) -> None:
    result = knowbrand("theme", "check", site, name, "--strict")
    assert result.status == 0, result.err
    theme, problems = load_theme(site, load_settings(site, name))
    assert theme is not None
    assert problems == []
    assert check_fit([layer._replace(is_own=True) for layer in theme.layers]) == []


def load_settings(site: Path, name: str) -> Settings:
    return msgspec.structs.replace(read_settings(site), theme=ThemeChoice(name=name))


@pytest.mark.parametrize("name", TEST_SITES)
def test_the_test_sites_have_no_faults_of_their_own(name: str) -> None:
    with open_test_site(name) as root:
        composition = compose(Request(root, now=parse_moment(TODAY)))
    assert {problem.code for problem in composition.problems} <= {"KB118", "KB520"}
    assert composition.site is not None
    found = check_outputs(composition.outputs, composition.site)
    assert [problem for problem in found if problem.severity == "error"] == []


def test_the_full_test_site_shows_every_state_and_voucher() -> None:
    with open_test_site("full") as root:
        composition = compose(Request(root, now=parse_moment(TODAY)))
    pages = b"".join(output.content for output in composition.outputs if output.path.endswith(".html"))
    for state in ("exploring", "practising", "master", "dormant", "returning", "handed-on", "on-request"):
        assert f"state-{state}".encode() in pages, state


@pytest.mark.parametrize("name", sorted(builtin_themes()))
def test_the_gallery_is_a_page_among_the_others(knowbrand: Command, site: Path, name: str) -> None:
    theme, _ = load_theme(site, load_settings(site, name))
    assert theme is not None
    outputs = make_gallery(theme)
    gallery = next(output for output in outputs if output.path == "gallery.html").content.decode()
    for piece in (
        "chapter-card",
        "evidence",
        "post-card",
        "highlight",
        "footnote",
        "admonition",
        "<table",
        "pagination",
    ):
        assert piece in gallery, piece
    found = check_outputs(outputs)
    assert [problem for problem in found if problem.place and problem.place.path == "gallery.html"] == []
    assert knowbrand("theme", "gallery", site).status == 0
    assert (site / "_gallery/gallery.html").is_file()


@pytest.mark.parametrize("name", sorted(builtin_themes()))
def test_overriding_every_block_changes_no_page(site: Path, name: str) -> None:
    settings = load_settings(site, name)
    theme, problems = load_theme(site, settings)
    assert theme is not None, problems
    written: dict[str, str] = {}
    templates = sorted(
        {template for layer in theme.layers for template in layer.templates()} - {"_macros.html"}
    )
    for template in templates:
        for block in list_blocks(list_ancestry(theme.layers, template)):
            origin = find_origin(theme.layers, template, block)
            written[template] = merge(origin, written.get(template))
    write_files(site / "overrides", written)
    overridden, problems = load_theme(site, settings)
    assert overridden is not None
    assert problems == []
    before, after = (compose_test_site("full", chosen) for chosen in (theme, overridden))
    assert not after.failed, after.problems
    pages = {output.path: output.content for output in after.outputs}
    assert {
        output.path for output in before.outputs if pages[output.path].split() != output.content.split()
    } == set()


@pytest.mark.parametrize(
    "words",
    [("theme", "new"), ("theme", "add"), ("theme", "override"), ("theme", "check"), ("post",), ("why",)],
)
def test_words_the_other_way_round_are_told_with_the_right_order(
    knowbrand: Command, site: Path, words: tuple[str, ...]
) -> None:
    result = knowbrand(*words, "mine", site)
    assert result.status == 2
    assert f"{' '.join(words)} {site} mine" in " ".join(result.err.split())


def test_a_long_word_is_no_site(knowbrand: Command, site: Path) -> None:
    assert knowbrand("post", site, "word " * 100).status == 0
    assert knowbrand("post", site / "nothing", "word " * 100).status == 1
