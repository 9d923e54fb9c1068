"""Views: plain data that holds what the page shows and nothing more."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import typing
from pathlib import Path

import msgspec
import pytest

from knowbrand.model.dates import PartialDate
from knowbrand.render import SHAPES, Viewpoint, build_view
from knowbrand.render.dates import country_name, write_date
from knowbrand.render.values import DateView, ProseView, TextView
from knowbrand.site.page import Kind
from tests.render.render_example import FILES, PROFILE, Renderer, Result

ROOT = Path(__file__).parents[2]


def test_every_kind_of_page_has_a_view() -> None:
    assert set(SHAPES) == set(typing.get_args(Kind))


def test_every_view_is_plain_data(whole: Result) -> None:
    result = whole
    seen = set()
    for page in result.site.pages:
        _, view = build_view(Viewpoint(result.viewer, page))
        seen.add(page.kind)
        first = msgspec.json.encode(view, order="deterministic")
        _, again = build_view(Viewpoint(result.viewer, page))
        assert msgspec.json.encode(again, order="deterministic") == first
    assert seen == set(SHAPES)


def test_what_all_pages_share_stays_the_same_when_a_post_or_a_state_changes(render_site: Renderer) -> None:
    before = render_site()
    files = {
        **FILES,
        "content/posts/new.md": "---\ntitle: New\ndate: 2026-10-10\ntags: [Newer]\n---\nText.\n",
    }
    after = render_site(
        {**files, "profile.yaml": PROFILE.replace("from: 2012-04", "from: 2013")}, today=dt.date(2031, 1, 1)
    )
    for kind in ("home", "chapter", "cv"):
        shared = []
        for result in (before, after):
            page = next(page for page in result.site.pages if page.kind == kind)
            _, view = build_view(Viewpoint(result.viewer, page))
            shared.append(msgspec.json.encode(view.site, order="deterministic"))
        assert shared[0] == shared[1]


@pytest.mark.parametrize(
    ("date", "language", "text"),
    [
        (PartialDate(2014), "nl", "2014"),
        (PartialDate(2014, 5), "nl", "mei 2014"),
        (PartialDate(2014, 5, 31), "nl", "31 mei 2014"),
        (PartialDate(2014, 5, 31), "en", "May 31, 2014"),
        (PartialDate(2014, 5, 31), "en_001", "31 May 2014"),
        (PartialDate(2014, 5, 31), "en-gb", "31 May 2014"),
        (PartialDate(2014, 5), "x-unknown", "May 2014"),
        (PartialDate(2014, 5), "ja", "2014年5月"),
    ],
)
def test_a_date_is_written_with_the_precision_it_has(date: PartialDate, language: str, text: str) -> None:
    assert write_date(date, language) == text


def test_an_unknown_country_keeps_its_letters() -> None:
    assert country_name("nl", "nl") == "Nederland"
    assert country_name("XQ", "nl") == "XQ"


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        ((PartialDate(2014), None), "2014 – heden"),
        ((PartialDate(2014), PartialDate(2016, 2)), "2014 – februari 2016"),
        ((PartialDate(2014), PartialDate(2014)), "2014"),
        ((None, PartialDate(2014)), "tot 2014"),
        ((PartialDate(2030), None), "vanaf 2030"),
    ],
)
def test_a_period_is_said_in_words(
    whole: Result, dates: tuple[PartialDate | None, PartialDate | None], text: str
) -> None:
    result = whole
    view = Viewpoint(result.viewer, next(page for page in result.site.pages if page.lang == "nl"))
    period = view.period(*dates)
    assert period is not None
    assert str(period) == text
    assert period.__html__().count("<time ") == len({date for date in dates if date})
    assert view.period(None, None) is None


def test_texts_print_themselves_escaped_with_their_language() -> None:
    assert TextView("a < b").__html__() == "a &lt; b"
    assert TextView("a", "ar", "rtl").__html__() == '<span lang="ar" dir="rtl">a</span>'
    assert ProseView("<p>a</p>", "a", "nl").__html__() == '<div lang="nl"><p>a</p></div>'
    assert DateView("2014", "<2014>").__html__() == '<time datetime="2014">&lt;2014&gt;</time>'


def test_the_reference_of_views_is_up_to_date() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "docs/make_views.py", "--print"],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    assert made.stdout == (ROOT / "docs/views.md").read_text("utf-8"), "run: python docs/make_views.py"


def test_every_field_of_every_view_is_described() -> None:
    import ast

    from knowbrand.render import entry_views, page_views, post_views, values, views

    for module in (entry_views, page_views, post_views, values, views):
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for kind in tree.body:
            if not isinstance(kind, ast.ClassDef):
                continue
            assert ast.get_docstring(kind), kind.name
            for field, below in zip(kind.body, [*kind.body[1:], None], strict=True):
                if isinstance(field, ast.AnnAssign):
                    assert isinstance(below, ast.Expr), f"{kind.name}.{ast.unparse(field.target)}"
