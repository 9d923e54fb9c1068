"""Where a template can show text alone, what prints elements elsewhere prints its text."""

from __future__ import annotations

import re

import msgspec
import pytest
from markupsafe import Markup

from knowbrand.themes import builtin_themes
from knowbrand.themes.plainness import PLAIN_BLOCKS
from tests.themes.themes_maker import Maker

MANIFEST = "name: mine\napi: 1\n"


class Foreign(msgspec.Struct, frozen=True):
    """Says its language in HTML, as views do."""

    text: str

    def __html__(self) -> str:
        return str(Markup('<i lang="fy">{}</i>').format(self.text))

    def __str__(self) -> str:
        return self.text


class View(msgspec.Struct, frozen=True):
    x: Foreign
    yes: bool = True


X = Foreign('a "b" & <c>')
ELEMENT = '<i lang="fy">a &#34;b&#34; &amp; &lt;c&gt;</i>'
TEXT = "a &#34;b&#34; &amp; &lt;c&gt;"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("<p>{{ x }}</p>", ELEMENT),
        ('<p title="{{ x }}">', TEXT),
        ("<p title='{{ x }}'>", TEXT),
        ("<p title={{ x }}>", TEXT),
        ('<p title="a > b {{ x }}">', TEXT),
        ('<p title="it\'s {{ x }}">', TEXT),
        ('<p title="">{{ x }}', ELEMENT),
        ("a < b {{ x }}", ELEMENT),
        ('<!-- <p title=" -->{{ x }}', ELEMENT),
        ("<title>{{ x }}</title>", TEXT),
        ("<title>t</title>{{ x }}", ELEMENT),
        ("<svg><text>{{ x }}</text></svg>", TEXT),
        ("<svg><title>t</title><desc>{{ x }}</desc></svg>", TEXT),
        ("<svg><path d=''/></svg>{{ x }}", ELEMENT),
        ("<script>if (a < b) '</p>'</script>{{ x }}", ELEMENT),
        ('<script>"<title>"</script><p>{{ x }}', ELEMENT),
        ("<optgroup>{{ x }}", ELEMENT),
        ('<p{% if yes %} title="{{ x }}"{% endif %}>', TEXT),
        ('<p{% if yes %} lang="fy"{% else %}>{% endif %}>{{ x }}', ELEMENT),
        ('{% if not yes %}<p title="{% elif yes %}{{ x }}{% endif %}', ELEMENT),
        ('{% for n in [1] %}<p title="{{ x }}">{% endfor %}', TEXT),
        ('{% set label %}{{ x }}{% endset %}<p title="{{ label }}">', TEXT),
        ('{% macro m() %}<b>{{ x }}</b>{% endmacro %}<p title="{{ m() }}">', TEXT),
        ('<p title="{{ "{y}"|fill(y=x) }}">', TEXT),
        ("{% block title %}{{ x }}{% endblock %}", TEXT),
        ("{% block other %}{{ x }}{% endblock %}", ELEMENT),
        ("<textarea>{{ x }}</textarea>", TEXT),
        ("{{ x|plain }}", TEXT),
    ],
)
def test_elements_stand_only_where_they_can(make_theme: Maker, template: str, shown: str) -> None:
    theme = make_theme({"theme.yaml": MANIFEST, "page.html": template})
    page = theme.render("page.html", View(X))
    assert re.sub(r"</?b>", "", page).count(shown) == 1
    assert (ELEMENT in page) == (shown == ELEMENT)


def test_what_is_in_a_script_stays_as_it_is(make_theme: Maker) -> None:
    theme = make_theme({"theme.yaml": MANIFEST, "page.html": "<script type='{{ x }}'>{{ x }}</script>"})
    assert theme.render("page.html", View(X)) == f"<script type='{TEXT}'>{ELEMENT}</script>"


def test_the_blocks_that_a_child_cant_see_the_place_of_are_known() -> None:
    """Those of the root theme that stand in a ``title`` or an attribute."""
    found = set()
    for file in builtin_themes()["plain"].glob("*.html"):
        template = file.read_text("utf-8")
        for block in re.finditer(r"{% *block (\w+)", template):
            before = re.sub(r"{%.*?%}|{#.*?#}", "", template[: block.start()], flags=re.DOTALL)
            if re.search(r"""<title>[^<]*\Z|<[a-z][^<>]*\Z""", before):
                found.add(block[1])
    assert found == PLAIN_BLOCKS
