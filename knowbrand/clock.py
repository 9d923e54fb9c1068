"""Time enters here, once, at the precision of a day."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo

from knowbrand.model.dates import Moment


def present_day(now: Moment | None, timezone: str) -> dt.date:
    """The day that counts as today in ``timezone``: that of ``now``, else of SOURCE_DATE_EPOCH
    (https://reproducible-builds.org/specs/source-date-epoch/), else of the clock."""
    zone = ZoneInfo(timezone)
    if now is not None:
        return now.date(zone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isascii() and epoch.isdigit() and len(epoch) < 12 else None
    moment = dt.datetime.now(zone) if seconds is None else dt.datetime.fromtimestamp(seconds, zone)
    return moment.date()
