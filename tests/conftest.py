"""For all tests: they leave the user's cache folder alone; and with KNOWBRAND_REQUIRE_OUTSIDE set, an outside judge
that is skipped is a failure: nobody was judged."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator

import platformdirs
import pytest

os.environ.setdefault("PIP_CACHE_DIR", str(platformdirs.user_cache_path("pip", appauthor=False)))
_CACHE = tempfile.TemporaryDirectory(prefix="knowbrand-tests-", ignore_cleanup_errors=True)
os.environ["XDG_CACHE_HOME"] = _CACHE.name  # also for the commands that a test starts
REQUIRED = bool(os.environ.get("KNOWBRAND_REQUIRE_OUTSIDE"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test with the mark ``outside`` that skips itself."""
    report = yield
    if REQUIRED and item.get_closest_marker("outside"):
        _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module of ``tests/outside/`` that skips itself whole."""
    report = yield
    if REQUIRED and "outside" in collector.path.parts:
        _fail_if_skipped(report)
    return report


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"an outside judge was skipped: {reason}"
