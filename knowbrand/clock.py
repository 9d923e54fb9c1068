"""Time enters here, once, at the precision of a day."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo

from knowbrand.model.dates import Moment
from knowbrand.problems import KnowbrandError, error


def present_day(now: Moment | None, timezone: str) -> dt.date:
    """The day that counts as today in ``timezone``: that of ``now``, else of SOURCE_DATE_EPOCH
    (https://reproducible-builds.org/specs/source-date-epoch/), else of the clock. Raises KnowbrandError where
    SOURCE_DATE_EPOCH is no such number: who sets it counts on it."""
    zone = ZoneInfo(timezone)
    if now is not None:
        return now.date(zone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return dt.datetime.now(zone).date()
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        message = f"SOURCE_DATE_EPOCH is '{epoch}', which is no number of seconds since 1970"
        raise KnowbrandError(error("KB580", message, None, "set it with date +%s, or unset it"))
    return dt.datetime.fromtimestamp(int(epoch), zone).date()
