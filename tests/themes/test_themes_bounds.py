"""Templates that ask for more than a computer has: told at their place, before anything is made."""

from __future__ import annotations

import msgspec
import pytest

from knowbrand.problems import KnowbrandError, Place
from tests.themes.themes_maker import Maker

MANIFEST = "name: mine\nparent: plain\napi: 1\n"
LONG = "{% set a = 'a' * 1000000 %}"


class Page(msgspec.Struct, frozen=True):
    title: str = "A"


def render(make: Maker, template: str) -> str:
    return make({"theme.yaml": MANIFEST, "post.html": template}).render("post.html", Page())


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' * 10**10 }}",
        "{{ [0] * 10**9 }}",
        "{{ 10**9 * 'a' }}",
        "{{ 10**(10**8) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ '%.1000000000f' % 1 }}",
        "{{ '%(n)1000000000d' % {'n': 1} }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '{:{w}}'.format(1, w=1000000000) }}",
        "{{ '{:1000000000}'|attr('format')(1) }}",
        "{{ '{x:1000000000}'.format_map({'x': 1}) }}",
        "{{ ('{:1000000000}'|e).format(1) }}",
        "{{ 'x'['center'](10**9) }}",
        "{{ 'x'.rjust(1000000000) }}",
        "{{ 'x'.zfill(1000000000) }}",
        "{{ '\t'.expandtabs(1000000000) }}",
        "{{ (1).to_bytes(1000000000, 'big') }}",
        "{{ 'x'|center(1000000000) }}",
        "{{ 'x'|center(width=1000000000) }}",
        "{{ ['x']|map('center', 1000000000)|list }}",
        "{{ 'x'|indent(1000000000, true) }}",
        "{{ [1]|batch(1000000000, 0)|list }}",
        "{{ [1]|slice(1000000000)|list }}",
        "{{ 1.5|round(1000000000, 'floor') }}",
        "{{ [1]|tojson(1000000000) }}",
        "{{ '%1000000000d'|format(1) }}",
        LONG + "{{ a|replace('a', a) }}",
        LONG + "{{ a.replace('a', a) }}",
        LONG + "{{ range(100000)|join(a) }}",
        LONG + "{{ a.join(a) }}",
        LONG + "{{ a|wordwrap(1, true, a) }}",
        LONG + "{{ a.translate({97: a}) }}",
        LONG + "{{ ([a] * 1000000)|join }}",
        LONG + "{{ ('{0}' * 100000).format(a) }}",
        LONG + "{{ ('%s' * 10) % (a, a, a, a, a, a, a, a, a, a) }}",
    ],
)
def test_what_no_page_holds_is_refused(make_theme: Maker, template: str) -> None:
    with pytest.raises(KnowbrandError) as raised:
        render(make_theme, f"\n{template}")
    [problem] = raised.value.problems
    assert (problem.code, problem.place) == ("KB416", Place("themes/mine/post.html", 2))


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("{{ 'ab' * 3 }}{{ 2 * 3 }}{{ 2**8 }}{{ 2 ** -1 }}{{ 7 % 3 }}", "ababab62560.51"),
        ("{{ '%03d' % 7 }}{{ '%s of %s'|format(1, 2) }}{{ '%(n)s'|format(n=4) }}", "0071 of 24"),
        ("{{ '{:>4}|{}'.format(1, '<') }}{{ ('{}'|e).format('<') }}", "   1|&lt;&lt;"),
        ("{{ '{x}'.format_map({'x': 5}) }}", "5"),
        ("{{ 'x'|center(5) }}{{ '7'.zfill(3) }}{{ 'x'|indent }}{{ 'a b'|wordwrap(1) }}", "  x  007xa\nb"),
        ("{{ [1, 2]|join('/') }}{{ [{'n': 1}, {'n': 2}]|join('/', attribute='n') }}", "1/21/2"),
        ("{{ ['<', '<b>'|e]|join }}{{ '-'.join(['x', 'y']) }}", "&lt;&lt;b&gt;x-y"),
        ("{{ 'aa'|replace('a', 'b') }}{{ 'a,b'.replace(',', ';') }}", "bba;b"),
        ("{{ [1, 2, 3]|batch(2, 0)|list }}{{ 2.5|round }}{{ [1]|tojson }}", "[[1, 2], [3, 0]]2.0[1]"),
    ],
)
def test_what_a_page_holds_is_made(make_theme: Maker, template: str, made: str) -> None:
    assert render(make_theme, template) == made
