"""The career as chapters: whatever the career, its chart stays inside itself, and a table tells the same."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowbrand.model.dates import on_day
from knowbrand.model.kinds import Id
from knowbrand.model.profile import Chapter, Period
from knowbrand.model.text import Localized, localize
from knowbrand.render import Viewer
from knowbrand.render.timeline import BAR, WIDEST, measure, timeline_view, wrap
from knowbrand.render.viewer import Viewpoint
from knowbrand.render.views import TimelineTick, TimelineView
from knowbrand.site.graph import Site
from knowbrand.site.states import Verdict
from tests.render.render_example import Renderer, Result

TODAY = dt.date(2026, 11, 23)
Spans = Sequence[tuple[dt.date, dt.date | None]]


def draw(
    result: Result, careers: Sequence[tuple[str | Localized, Spans]], *, rtl: bool = False
) -> TimelineView | None:
    """The timeline of these chapters, each a name and its periods."""
    chapters = tuple(
        Chapter(
            id=Id(f"c{number}"),
            name=name if isinstance(name, Localized) else localize(name),
            periods=tuple(
                Period(from_=on_day(start), until=on_day(end) if end else None) for start, end in spans
            ),
        )
        for number, (name, spans) in enumerate(careers)
    )
    site: Site = result.site
    profile = msgspec.structs.replace(site.model.profile, expertise=chapters)
    languages = dict(site.model.languages)
    if rtl:
        languages["en"] = msgspec.structs.replace(languages["en"], direction="rtl")
    model = msgspec.structs.replace(site.model, profile=profile, languages=languages)
    verdicts = {chapter.id: Verdict("practising", {}) for chapter in chapters}
    site = msgspec.structs.replace(site, model=model, verdicts=verdicts, today=TODAY)
    viewer = Viewer(site, result.viewer.bodies, result.viewer.theme)
    return timeline_view(Viewpoint(viewer, site.pages[0]))


def extent(tick: TimelineTick, *, rtl: bool) -> tuple[float, float]:
    """Where a label of the axis stands on the narrowest screen, in percent."""
    width = measure(tick.text) * 100 / WIDEST
    part = {"start": 0.0, "middle": 0.5, "end": 1.0}[tick.anchor]
    start = tick.x - width * (1 - part if rtl else part)
    return start, start + width


FIRST = st.dates(dt.date(1981, 1, 1), TODAY)
SPAN = st.tuples(FIRST, st.one_of(st.none(), st.integers(0, 9000))).map(
    lambda found: (
        found[0],
        None if found[1] is None else min(found[0] + dt.timedelta(days=found[1]), TODAY),
    )
)
NAME = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=90
).filter(str.strip)
CAREER = st.lists(st.tuples(NAME, st.lists(SPAN, min_size=1, max_size=3)), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(CAREER, st.booleans())
def test_everything_stays_inside_and_nothing_overlaps(
    whole: Result, career: list[tuple[str, Spans]], rtl: bool
) -> None:
    timeline = draw(whole, career, rtl=rtl)
    assert timeline is not None
    assert len(timeline.rows) == len(career)
    for row, after in itertools.zip_longest(timeline.rows, timeline.rows[1:]):
        assert row.lines
        for line, below in itertools.pairwise(row.lines):
            assert below.y - line.y >= 1.2
        assert row.lines[-1].y < row.top
        assert row.bottom == pytest.approx(row.top + BAR)
        limit = after.lines[0].y - 1.0 if after else timeline.floor
        assert row.top + BAR < limit
        assert all(measure(line.text) <= WIDEST for line in row.lines)
        for bar in row.bars:
            assert bar.width > 0.5
            assert bar.x >= -0.01
            assert bar.x + bar.width <= 100.01
    assert timeline.floor < timeline.baseline < timeline.height
    labels = [extent(tick, rtl=rtl) for tick in timeline.ticks]
    assert all(0 <= start < end <= 100 for start, end in labels)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(sorted(labels)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(CAREER)
def test_from_right_to_left_it_is_its_mirror(whole: Result, career: list[tuple[str, Spans]]) -> None:
    here, there = draw(whole, career), draw(whole, career, rtl=True)
    assert here
    assert there
    assert (here.edge, there.edge) == (0.0, 100.0)
    for row, mirrored in zip(here.rows, there.rows, strict=True):
        for bar, turned in zip(row.bars, mirrored.bars, strict=True):
            assert abs(100 - bar.x - bar.width - turned.x) < 0.02
    assert [tick.anchor for tick in here.ticks] == [tick.anchor for tick in there.ticks]


@pytest.mark.parametrize("years", [1, 2, 3, 5, 8, 12, 20, 33, 45])
@pytest.mark.parametrize("count", [1, 2, 6, 12])
def test_from_one_year_to_forty_five(whole: Result, years: int, count: int) -> None:
    start = dt.date(TODAY.year - years, 3, 1)
    career = [(f"Chapter {n}", [(start + dt.timedelta(days=20 * n), None)]) for n in range(count)]
    timeline = draw(whole, career)
    assert timeline
    assert timeline.ticks[-1].text == "now"
    labels = [int(tick.text) for tick in timeline.ticks[:-1]]
    assert labels[0] in (start.year, start.year - start.year % 10, start.year - start.year % 5)
    steps = {later - earlier for earlier, later in itertools.pairwise(labels)}
    assert len(steps) <= 1, "every label is as far from the one before it"
    assert TODAY.year - labels[-1] < 2 * max(steps, default=1), "at most the one beside now is left out"
    assert len(labels) >= (3 if years > 2 else 1)
    assert all(bar.open for row in timeline.rows for bar in row.bars)
    assert [row.chapter.title.text for row in timeline.rows] == [name for name, _ in career]


def test_where_all_is_over_the_axis_ends_with_the_last_year(whole: Result) -> None:
    timeline = draw(whole, [("A", [(dt.date(1980, 1, 1), dt.date(1989, 12, 31))])])
    assert timeline
    assert [(bar.x, bar.width, bar.open) for bar in timeline.rows[0].bars] == [(0.0, 100.0, False)]
    assert [tick.text for tick in timeline.ticks] == ["1980", "1982", "1984", "1986", "1988"]


def test_a_day_at_the_edge_is_seen_and_stays_inside(whole: Result) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    career: list[tuple[str | Localized, Spans]] = [
        ("A", [(dt.date(1981, 1, 1), None)]),
        ("B", [(yesterday, yesterday)]),
    ]
    timeline = draw(whole, career)
    assert timeline
    (bar,) = timeline.rows[1].bars
    assert (bar.x, bar.width, bar.open) == (99.2, 0.8, False)


def test_rows_stand_in_the_order_in_which_chapters_began_and_keep_the_authors_within_a_day(
    whole: Result,
) -> None:
    day = dt.date(2010, 1, 1)
    career: list[tuple[str | Localized, Spans]] = [
        ("B", [(day, None)]),
        ("A", [(day, dt.date(2012, 1, 1)), (dt.date(2003, 1, 1), dt.date(2004, 1, 1))]),
        ("C", [(day, None)]),
        ("none", []),
    ]
    timeline = draw(whole, career)
    assert timeline
    assert [row.chapter.title.text for row in timeline.rows] == ["A", "B", "C"]
    assert [len(row.bars) for row in timeline.rows] == [2, 1, 1]
    assert timeline.rows[0].bars[0].x < timeline.rows[0].bars[1].x


def test_without_a_period_there_is_none(whole: Result) -> None:
    assert draw(whole, [("A", [])]) is None


@given(NAME)
def test_a_name_is_wrapped_and_whole(name: str) -> None:
    lines = wrap(name)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", name)
    assert all(measure(line) <= WIDEST for line in lines)


def test_a_name_breaks_between_words_where_it_can() -> None:
    assert wrap("Acoustics of churches and of rather small concert halls") == [
        "Acoustics of churches and of rather",
        "small concert halls",
    ]


def test_the_chart_and_the_table_tell_the_same(whole: Result) -> None:
    page = whole.outputs["expertise/index.html"]
    chart = page[page.index("<svg") : page.index("</svg>")]
    facts = '<desc id="_timeline">Wooden bridges: 2003 – 2011, handed on. Steel bridges: April 2012 – now, '
    assert facts in chart
    assert 'role="img" aria-label="The career as chapters" aria-describedby="_timeline"' in chart
    assert re.findall(r">([^<>]+)</text>", chart)[:2] == ["Wooden bridges", "Steel bridges"]
    table = page[page.index("<table") : page.index("</table>")]
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)', table)
    assert rows == [("wood/", "Wooden bridges"), ("steel/", "Steel bridges")]
    assert "style=" not in chart + table


def test_home_shows_it_too_and_in_the_other_language(whole: Result) -> None:
    assert '<svg class="timeline-chart"' in whole.outputs["index.html"]
    assert 'aria-label="De loopbaan in hoofdstukken"' in whole.outputs["nl/index.html"]
    assert '<text x="0.0%" y="1.0em" lang="en">Wooden bridges</text>' in whole.outputs["nl/index.html"]


def test_a_site_without_dates_shows_no_chart(render_site: Renderer) -> None:
    files = {
        "knowbrand.yaml": "title: T\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\n",
        "profile.yaml": "basics: {name: Kim}\nexpertise: [{id: c, name: C}]\n",
    }
    assert '<svg class="timeline-chart"' not in "".join(render_site(files).outputs.values())
