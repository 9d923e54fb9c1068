"""What every test shares."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With KNOWBRAND_REQUIRE_OUTSIDE set, an outside judge that is skipped is a failure: nobody was judged."""
    report = yield
    if report.skipped and item.get_closest_marker("outside") and os.environ.get("KNOWBRAND_REQUIRE_OUTSIDE"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"an outside judge was skipped: {reason}"
    return report
