"""Templates: which one is used, and what is said of a wrong one."""

from __future__ import annotations

import msgspec
import pytest

from knowbrand.problems import KnowbrandError, Place, Problem
from tests.themes.themes_maker import Maker

MANIFEST = "name: mine\nparent: plain\napi: 1\n"


class PostView(msgspec.Struct, frozen=True):
    title: str
    mood: str | None = None


class Page(msgspec.Struct, frozen=True):
    post: PostView
    words: dict[str, str]


VIEW = Page(PostView("A <b>"), {"read_more": "Read {what}"})


def render(make: Maker, template: str, **more: str) -> str:
    theme = make({"theme.yaml": MANIFEST, "post.html": template, **more})
    return theme.render("post.html", VIEW)


def refuse(make: Maker, template: str, **more: str) -> Problem:
    with pytest.raises(KnowbrandError) as raised:
        render(make, template, **more)
    [problem] = raised.value.problems
    return problem


def test_everything_is_escaped(make_theme: Maker) -> None:
    assert render(make_theme, "{{ post.title }}") == "A &lt;b&gt;"
    assert render(make_theme, "{{ words.read_more|fill(what=post.title) }}") == "Read A &lt;b&gt;"


def test_what_is_absent_prints_nothing_and_can_be_asked_for(make_theme: Maker) -> None:
    assert render(make_theme, "[{{ post.mood }}]") == "[]"
    assert render(make_theme, "{{ 'yes' if post.titel is defined else 'no' }}") == "no"
    assert render(make_theme, "{{ post.titel|default('none') }}") == "none"


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("\n\n<h1>{{ post.titel }}</h1>", "there is no 'titel' in post", "did you mean 'title'?"),
        ("\n\n{% if post.titel %}{% endif %}", "there is no 'titel' in post", "did you mean 'title'?"),
        ("\n\n{% for x in post.titel %}{% endfor %}", "there is no 'titel' in post", "did you mean 'title'?"),
        ("\n\n{{ pots.title }}", "there is no 'pots'", "did you mean 'post'?"),
        (
            "\n\n{{ words.read_mor }}",
            "there is no 'read_mor' in words",
            "did you mean 'read_more'?",
        ),
        (
            "\n\n{{ words['read_mor'] }}",
            "there is no 'read_mor' in this table of names",
            "did you mean 'read_more'?",
        ),
        ("\n\n{{ post.title|uper }}", "there is no filter 'uper'", "did you mean 'upper'?"),
        ("\n\n{{ post.title|safe }}", "there is no filter 'safe'", None),
        ("\n\n{{ 1 is od }}", "there is no test 'od'", "did you mean 'odd'?"),
        ("\n\n{{ post.title == post.titel }}", "there is no 'titel' in post", "did you mean 'title'?"),
        ("\n\n{{ post.titel|length }}", "there is no 'titel' in post", "did you mean 'title'?"),
        ("\n\n{{ rnage(3) }}", "there is no 'rnage'", "did you mean 'range'?"),
        ("\n\n{% for mood in [1] %}{{ mod }}{% endfor %}", "there is no 'mod'", "did you mean 'mood'?"),
        (
            "\n\n{% for x in [1] %}{{ loop.idnex }}{% endfor %}",
            "there is no 'idnex' in loop",
            "did you mean 'index'?",
        ),
        (
            "\n{% block head %}{% endblock %}\n{{ self.haed() }}",
            "there is no 'haed' in this template's blocks",
            "did you mean 'head'?",
        ),
        (
            '{% import "_macros.html" as m %}\n\n{{ m.post_crad(post) }}',
            "there is no 'post_crad' in these macros",
            "did you mean 'post_card'?",
        ),
        (
            '\n\n{% from "_macros.html" import post_crad %}{{ post_crad(post) }}',
            "there is no 'post_crad' among the macros of that template",
            "did you mean 'post_card'?",
        ),
        ("\n\n{{ post.mood.x }}", "there is no 'x' in nothing (None)", "ask first: {% if … %} around it"),
    ],
)
def test_an_unknown_name_is_told_at_its_line(
    make_theme: Maker, template: str, message: str, hint: str | None
) -> None:
    problem = refuse(make_theme, template)
    assert (problem.code, problem.message, problem.hint) == ("KB410", message, hint)
    assert problem.place is not None
    assert (problem.place.path, problem.place.line) == ("themes/mine/post.html", 3)
    assert marked(problem, template) == message.split("'")[1]


def marked(problem: Problem, template: str) -> str:
    """What the place of a problem underlines."""
    place = problem.place
    assert place
    assert place.line
    assert place.column
    assert place.end_column
    return template.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1]


def test_the_name_is_marked_where_a_tag_goes_on_for_lines(make_theme: Maker) -> None:
    template = "{{ post.title ~\n   titel ~\n   post.titel }}"
    problem = refuse(make_theme, template.replace("   titel ~\n", ""))
    assert problem.place == Place("themes/mine/post.html", 2, 9, 2, 14)
    assert refuse(make_theme, template).place == Place("themes/mine/post.html", 2, 4, 2, 9)


@pytest.mark.parametrize(
    ("template", "message", "hint", "mark"),
    [
        (
            "{% if post %}\n{% endblock %}",
            "'endblock' comes before the end of 'if'",
            "close it with {% endif %}, or take {% endblock %} out",
            "endblock",
        ),
        ("{% if post %}\n{% blok x %}{% endif %}", "there is no tag 'blok'", "did you mean 'block'?", "blok"),
        (
            "{% if post %}{% endif %}\n{% if post.title -%}\nx",
            "{% if post.title %} is never closed",
            "write {% endif %} where it ends",
            None,
        ),
        ("{{ post.title </p>", "unexpected '/'", "look for a }} or %} that is missing, here or above", None),
    ],
)
def test_a_tag_that_isnt_written_right_is_told_with_what_to_do(
    make_theme: Maker, template: str, message: str, hint: str, mark: str | None
) -> None:
    problem = refuse(make_theme, template)
    assert (problem.code, problem.hint) == ("KB411", hint)
    assert problem.message == f"this template isn't written right: {message}"
    if mark:
        assert marked(problem, template) == mark


def test_a_fault_below_is_told_at_the_line_of_the_authors_own(make_theme: Maker) -> None:
    """The author can't change what came with knowbrand; their own line gave it what it can't take."""
    problem = refuse(make_theme, '{% import "_macros.html" as m %}\n{{ m.post_card("x") }}')
    assert problem.place == Place("themes/mine/post.html", 2)
    assert "plain (built in)/_macros.html:" in problem.message


@pytest.mark.parametrize(
    ("template", "code", "line"),
    [
        ("a\n{% for x in post %}\n", "KB411", 2),
        ("a\n{% block a %}\n{# {% block b %} #}{% block c %}{% endblock %}\n\n", "KB411", 2),
        ("a\n{% fro x in post %}\n", "KB411", 2),
        ("a\n{{ post.title", "KB411", 2),
        ("a\n{% autoescape false %}{{ post.title }}{% endautoescape %}", "KB411", 2),
        ("{% extends 'bass.html' %}", "KB412", 1),
        ("a\n{% include 'no.html' %}", "KB412", 2),
        ("a\n{% include 'parent:post.html' %}", "KB410", None),
        ("a\n{{ post.title() }}", "KB413", 2),
        ("a\n{{ post.title + 1 }}", "KB413", 2),
        ("a\n{{ 1 / 0 }}", "KB413", 2),
        ("a\n{{ words.read_more|fill(how='x') }}", "KB413", 2),
        ("a\n{{ ''.__class__.__mro__ }}", "KB414", 2),
        ("a\n{{ words.update({'a': 'b'}) }}", "KB414", 2),
        ("{% extends 'post.html' %}", "KB415", 1),
        ("a\n{% include 'post.html' %}", "KB415", 2),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "KB415", 1),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "KB411", None),
        ("{% include '../../secret.html' %}", "KB412", 1),
        ("{% include '/etc/passwd' %}", "KB412", 1),
    ],
)
def test_a_wrong_template_is_told_by_its_line_and_never_by_a_trace(
    make_theme: Maker, template: str, code: str, line: int | None
) -> None:
    problem = refuse(make_theme, template)
    assert problem.code == code, problem
    assert problem.place is not None
    if line:
        assert problem.place.line == line
        assert problem.place.path == "themes/mine/post.html"


def test_a_fault_in_an_included_template_is_told_there(make_theme: Maker) -> None:
    problem = refuse(make_theme, "{% include 'part.html' %}", **{"part.html": "\n{{ post.titel }}"})
    assert problem.place is not None
    assert (problem.place.path, problem.place.line) == ("themes/mine/part.html", 2)


def test_parent_means_the_next_of_that_name_in_the_chain(make_theme: Maker) -> None:
    theme = make_theme(
        {
            "theme.yaml": "name: mine\nparent: below\napi: 1\n",
            "post.html": '{% extends "parent:post.html" %}{% block b %}2{{ super() }}{% endblock %}',
        },
        below={"theme.yaml": "name: below\napi: 1\n", "post.html": "{% block b %}1{% endblock %}"},
        overrides={"post.html": '{% extends "parent:post.html" %}{% block b %}3{{ super() }}{% endblock %}'},
    )
    assert theme.render("post.html", VIEW) == "321"


def test_templates_of_ancestors_see_the_nearest_of_what_they_include(make_theme: Maker) -> None:
    theme = make_theme(
        {"theme.yaml": "name: mine\nparent: below\napi: 1\n", "part.html": "near"},
        below={
            "theme.yaml": "name: below\napi: 1\n",
            "post.html": "{% include 'part.html' %}",
            "part.html": "far",
        },
    )
    assert theme.render("post.html", VIEW) == "near"
