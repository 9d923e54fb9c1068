"""For all tests: they leave the user's cache folder alone; and with KNOWBRAND_REQUIRE_OUTSIDE set, an outside judge
that is skipped is a failure: nobody was judged."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Generator

import platformdirs
import pytest
from hypothesis import settings

os.environ.setdefault("PIP_CACHE_DIR", str(platformdirs.user_cache_path("pip", appauthor=False)))
_CACHE = tempfile.TemporaryDirectory(prefix="knowbrand-tests-", ignore_cleanup_errors=True)
os.environ["XDG_CACHE_HOME"] = _CACHE.name  # also for the commands that a test starts
settings.register_profile("patient", deadline=None)  # a machine with much else to do fails nothing
settings.load_profile("patient")
if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    and threading.current_thread() is threading.main_thread()
):
    # as a script's `pytest &` begins. A command that a test starts would inherit that, and can't be interrupted then; a
    # handler isn't inherited, and this one goes on ignoring it here
    signal.signal(signal.SIGINT, lambda *_: None)
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
