"""Words that stand in for missing ones, and options by language: each says the language that it is in."""

from __future__ import annotations

import pytest

from tests.render.render_example import FILES, Renderer

ARABIC = {
    **{path: text for path, text in FILES.items() if ".nl." not in path and "lang: nl" not in text},
    "knowbrand.yaml": FILES["knowbrand.yaml"].replace("languages: [en, nl]", "languages: [ar, en, fy]")
    + "theme: {name: mine, options: {motto: {en: Look twice, nl: Kijk twee keer}}}\n",
    "themes/mine/theme.yaml": "name: mine\nparent: plain\napi: 1\noptions: {motto: {type: text, default: x}}\n",
    "themes/mine/home.html": """{% extends "parent:home.html" %}
{% block person %}<p>[{{ site.options.motto }}]</p><p title="{{ site.options.motto }}">{{ super() }}</p>{% endblock %}
""",
    "overrides/languages/ar.yaml": "name: Ar\nwords: {menu: قائمة, section_posts: مقالات, period_range: 'من {start}'}\n",
    "overrides/languages/fy.yaml": "name: Frysk\nwords: {menu: Menu}\n",
}
FOREIGN = '<span lang="en" dir="ltr">'


@pytest.fixture
def pages(render_site: Renderer) -> dict[str, str]:
    return render_site(ARABIC).outputs


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("index.html", f'<a href="expertise/">{FOREIGN}Expertise</span></a>'),
        ("index.html", '<a href="posts/">مقالات</a>'),
        ("index.html", f"<h2>{FOREIGN}The career as chapters</span></h2>"),
        ("index.html", f'<span class="state">{FOREIGN}'),
        ("cv/index.html", f"</span> · {FOREIGN}CV</span></h1>"),
        ("expertise/index.html", f"<h1>{FOREIGN}Expertise</span></h1>"),
        ("expertise/steel/index.html", f'{FOREIGN}<time datetime="2012-04">'),
        ("expertise/steel/index.html", f"{FOREIGN}report</span>"),
        ("projects/arch/index.html", ">من <time"),
        ("404.html", f"<h1>{FOREIGN}This page doesn’t exist</span></h1>"),
        ("fy/expertise/index.html", '<h1><span lang="en">Expertise</span></h1>'),
        ("en/expertise/index.html", "<h1>Expertise</h1>"),
    ],
)
def test_a_word_in_another_language_says_so(pages: dict[str, str], page: str, shown: str) -> None:
    assert shown in pages[page].replace(
        '<p class="facts meta">من', '<p class="facts meta"><span class="period">من'
    )


def test_attributes_titles_and_drawings_hold_text_alone(pages: dict[str, str]) -> None:
    assert 'aria-label="You are here"' in pages["expertise/steel/index.html"]
    assert "<title>Expertise · " in pages["expertise/index.html"]
    assert 'class="timeline-chart" role="img" aria-label="The career as chapters"' in pages["index.html"]


def test_an_option_is_in_the_pages_language(pages: dict[str, str]) -> None:
    assert "<p>[Look twice]</p>" in pages["en/index.html"]
    assert f"<p>[{FOREIGN}Look twice</span>]</p>" in pages["index.html"]
    assert '<p title="Look twice">' in pages["index.html"]
