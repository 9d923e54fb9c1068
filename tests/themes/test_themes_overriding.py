"""Overrides: what they begin with, how they are put together, whether they fit, and what an upgrade means for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowbrand.problems import KnowbrandError
from knowbrand.themes import Theme
from knowbrand.themes.audit import Finding, accept, audit
from knowbrand.themes.blocks import outline, parent_of, read_blocks
from knowbrand.themes.deprecation import Deprecated, check_names
from knowbrand.themes.inheritance import find_origin
from knowbrand.themes.origins import Origins, origin_path, read_origins, write_origin
from knowbrand.themes.overriding import merge
from tests.themes.themes_maker import load, write_files

PAGE = """\
<title>x</title>
{% block main %}
<main>
{% block top scoped %}<h1>Top</h1>{% endblock %}
{% block content %}
<p>Content</p>
{% endblock content %}
</main>
{% endblock main %}
"""
ROOT = "name: root\napi: 1\nversion: '1'\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_files(tmp_path / "themes/mine", {"theme.yaml": "name: mine\nparent: root\napi: 1\n"})
    write_files(tmp_path / "themes/root", {"theme.yaml": ROOT, "page.html": PAGE})
    return tmp_path


def theme_of(site: Path) -> Theme:
    theme, problems = load(site)
    assert theme is not None, problems
    return theme


def override(site: Path, name: str) -> str:
    theme = theme_of(site)
    template, _, block = name.partition(":")
    origin = find_origin(theme.layers, template, block)
    text = merge(origin, theme.own_text(template))
    write_files(
        site, {f"overrides/{template}": text, origin_path(origin.name): write_origin(origin).decode()}
    )
    return text


def look(site: Path) -> list[Finding]:
    return audit(theme_of(site).layers, read_origins(site))


def codes(site: Path) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.place.line if problem.place else None) for problem in load(site).problems]


def test_blocks_are_read_with_their_nesting_and_their_lines() -> None:
    found = [(".".join(block.path), block.line) for block in read_blocks(PAGE)]
    assert found == [("main", 2), ("main.top", 4), ("main.content", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "{# {% block a %} #}",
        "{% raw %}{% block a %}{% endraw %}",
        "{{ '{% block a %}{% endblock %}' }}",
        "{% set a = '%}{% block b %}{% endblock %}' %}",
        "{% block a %}",
        "{% endblock %}",
    ],
)
def test_what_only_looks_like_a_block_is_none(text: str) -> None:
    assert read_blocks(text) == ()


@pytest.mark.parametrize("piece", ["{% block ", "{{'", "{%'", "{#", "{% raw %}", "{% block a %}", "{{ '}}"])
def test_hostile_templates_are_read_in_reasonable_time(piece: str) -> None:
    assert read_blocks(piece * 5000) == ()


def test_a_parent_is_what_the_template_says() -> None:
    assert parent_of("{# x #}{% extends 'parent:a.html' -%}") == "parent:a.html"
    assert parent_of("{% extends layout %}") is None
    assert parent_of("<p>") is None


def test_an_outline_holds_each_block_once() -> None:
    pieces = outline(PAGE)
    assert set(pieces) == {"", "main", "top", "content"}
    assert "Content" not in pieces["main"]
    assert "<title>" in pieces[""]


def test_a_block_is_copied_without_the_blocks_in_it(site: Path) -> None:
    text = override(site, "page.html:main")
    assert text.startswith('{% extends "parent:page.html" %}')
    assert "{% block top scoped %}{{ super() }}{% endblock %}" in text
    assert "Content" not in text


@pytest.mark.parametrize(
    "names",
    [
        ["page.html"],
        ["page.html:main"],
        ["page.html:top", "page.html:content"],
        ["page.html:main", "page.html:content"],
        ["page.html:content", "page.html:main", "page.html:top"],
    ],
)
def test_an_override_changes_nothing_until_it_is_edited(site: Path, names: list[str]) -> None:
    from msgspec import Struct

    class Empty(Struct):
        """No names."""

    before = theme_of(site).render("page.html", Empty())
    for name in names:
        override(site, name)
    assert "".join(theme_of(site).render("page.html", Empty()).split()) == "".join(before.split())
    assert look(site) == []
    assert codes(site) == []


def test_what_a_theme_adds_to_its_parent_is_copied_once(site: Path) -> None:
    child = '{% extends "parent:page.html" %}{% block content %}{{ super() }}<p>More</p>{% endblock %}'
    write_files(site / "themes/mine", {"page.html": child})
    text = override(site, "page.html:content")
    assert text.count("Content") == 1
    assert "More" in text
    assert "super()" not in text


def test_a_template_that_only_adds_cannot_be_copied_whole(site: Path) -> None:
    child = '{% extends "parent:page.html" %}{% block content %}{{ super() }}{% endblock %}'
    write_files(site / "themes/mine", {"page.html": child})
    with pytest.raises(KnowbrandError, match="would add it twice"):
        override(site, "page.html")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("pages.html", "did you mean 'page.html'?"), ("page.html:contant", "did you mean 'content'?")],
)
def test_what_is_not_there_is_told_with_the_nearest(site: Path, name: str, hint: str) -> None:
    with pytest.raises(KnowbrandError) as refusal:
        override(site, name)
    assert (refusal.value.problems[0].code, refusal.value.problems[0].hint) == ("KB430", hint)


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["page.html", "page.html"], 1),
        (["page.html", "page.html:main"], 1),
        (["page.html:content", "page.html:content"], 3),
    ],
)
def test_what_is_overridden_already_is_left_alone(site: Path, names: list[str], line: int) -> None:
    text = [override(site, name) for name in names[:-1]][-1]
    with pytest.raises(KnowbrandError) as refusal:
        override(site, names[-1])
    problem = refusal.value.problems[0]
    assert problem.code == "KB431"
    assert problem.place is not None
    assert (problem.place.path, problem.place.line) == ("overrides/page.html", line)
    assert (site / "overrides/page.html").read_text() == text


def test_an_edited_block_moves_into_the_block_around_it(site: Path) -> None:
    override(site, "page.html:content")
    file = site / "overrides/page.html"
    file.write_text(file.read_text().replace("Content", "Mine"))
    text = override(site, "page.html:main")
    assert text.count("{% block content %}") == 1
    assert text.index("{% block main %}") < text.index("Mine")


def test_an_upgrade_is_told_block_by_block_where_it_touches_an_override(site: Path) -> None:
    override(site, "page.html:top")
    override(site, "page.html:content")
    file = site / "overrides/page.html"
    file.write_text(file.read_text().replace("<p>Content</p>", "<p>Mine</p>"))
    newer = PAGE.replace("<p>Content</p>", "<p>Newer</p>").replace("<title>x", "<title>y")
    write_files(site / "themes/root", {"page.html": newer, "theme.yaml": ROOT.replace("'1'", "'2'")})
    (finding,) = look(site)
    assert (finding.state, finding.name, finding.version) == ("changed", "page.html:content", "2")
    assert finding.line == file.read_text().split("\n").index("{% block content %}") + 1
    assert "-<p>Content</p>\n+<p>Newer</p>\n" in finding.difference()
    assert "-<p>Content</p>\n+<p>Mine</p>\n" in finding.your_difference()


def test_an_upgrade_of_a_template_that_is_copied_whole_names_the_blocks(site: Path) -> None:
    override(site, "page.html")
    write_files(
        site / "themes/root", {"page.html": PAGE.replace("Top", "Newer").replace("title>x", "title>y")}
    )
    assert [finding.name for finding in look(site)] == ["page.html", "page.html:top"]


def test_what_was_looked_at_is_silent_from_then_on(site: Path) -> None:
    override(site, "page.html:content")
    write_files(site / "themes/root", {"page.html": PAGE.replace("Content", "Newer")})
    assert look(site)
    for origin in accept(theme_of(site).layers):
        write_files(site, {origin_path(origin.name): write_origin(origin).decode()})
    assert look(site) == []


def test_a_block_that_is_gone_is_told_by_the_audit_and_by_the_build(site: Path) -> None:
    override(site, "page.html:content")
    write_files(site / "themes/root", {"page.html": PAGE.replace("content", "body")})
    assert [(finding.state, finding.name) for finding in look(site)] == [("gone", "page.html:content")]
    assert codes(site) == [("KB433", 3)]


def test_an_override_made_by_hand_is_unknown_to_the_audit(site: Path) -> None:
    write_files(site, {"overrides/page.html": "<p>All mine</p>"})
    assert [finding.state for finding in look(site)] == ["unknown"]


def test_an_origin_that_was_edited_is_told(site: Path) -> None:
    override(site, "page.html:content")
    file = site / origin_path("page.html:content")
    file.write_text(file.read_text().replace("Content", "Edited"))
    origins = read_origins(site)
    assert [problem.code for problem in origins.problems] == ["KB434"]
    assert origins.by_name == {}


def test_an_origin_survives_the_line_ends_of_another_system(site: Path) -> None:
    override(site, "page.html:content")
    file = site / origin_path("page.html:content")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert isinstance(read_origins(site), Origins)
    assert look(site) == []


def test_a_template_that_nothing_shows_is_told(site: Path) -> None:
    write_files(
        site,
        {
            "overrides/pagee.html": "x",
            "overrides/page.html": '{% include "part.html" %}',
            "overrides/part.html": "",
        },
    )
    assert codes(site) == [("KB432", None)]


def test_a_name_that_goes_warns_at_its_line(site: Path) -> None:
    text = "{# post.mood #}\n{{ post.mood }}\n{% if post.moody or apost.mood %}{% endif %}\n{{ x\n|old }}\n{{ now() }}\n"
    write_files(site, {"overrides/page.html": text})
    names = (
        Deprecated("field", "post.mood", "0.9", "post.x"),
        Deprecated("filter", "old", "0.9", "new"),
        Deprecated("function", "now", "0.9", "page.date"),
    )
    found = check_names(theme_of(site).layers, names)
    assert [(problem.code, problem.place.line if problem.place else 0) for problem in found] == [
        ("KB435", 2),
        ("KB435", 5),
        ("KB435", 6),
    ]


def test_a_block_that_is_asked_for_by_name_fits(site: Path) -> None:
    text = '{% extends "parent:page.html" %}{% block content %}{{ self.mine() }}{% endblock %}'
    write_files(site, {"overrides/page.html": text + "{% block mine %}x{% endblock %}"})
    assert codes(site) == []


def test_a_block_of_ones_own_within_an_overridden_one_fits(site: Path) -> None:
    text = '{% extends "parent:page.html" %}{% block content %}{% block mine %}x{% endblock %}{% endblock %}'
    write_files(site, {"overrides/page.html": text})
    assert codes(site) == []
