"""The day that counts as today."""

from __future__ import annotations

import datetime as dt

import pytest

from knowbrand.clock import present_day
from knowbrand.model.dates import Moment
from knowbrand.problems import KnowbrandError


@pytest.mark.parametrize(
    ("epoch", "zone", "day"),
    [
        ("0", "UTC", "1970-01-01"),
        ("1796083200", "UTC", "2026-12-01"),
        ("1796083199", "UTC", "2026-11-30"),
        ("1796083199", "Europe/Amsterdam", "2026-12-01"),
    ],
)
def test_source_date_epoch(monkeypatch: pytest.MonkeyPatch, epoch: str, zone: str, day: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert present_day(None, zone).isoformat() == day
    assert present_day(Moment(dt.date(2020, 1, 2)), zone).isoformat() == "2020-01-02"


@pytest.mark.parametrize("epoch", ["2026-12-01", "-1", "1796083200.5", "١", "9" * 20, " 1"])
def test_a_source_date_epoch_that_is_no_number_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(KnowbrandError) as stopped:
        present_day(None, "UTC")
    assert [problem.code for problem in stopped.value.problems] == ["KB580"]


def test_an_empty_source_date_epoch_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert present_day(None, "UTC") >= dt.date(2026, 1, 1)
