"""What was found out about links to other sites, remembered for a while in ``.knowbrand/``."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import tempfile
from pathlib import Path
from typing import Any, get_args

from knowbrand.check.asking import Answer, Kind

_FORMAT = 1
_KEPT: dict[Kind, dt.timedelta] = {
    "fine": dt.timedelta(days=7),
    "moved": dt.timedelta(days=7),
    "gone": dt.timedelta(hours=1),
    "busy": dt.timedelta(hours=1),
    "closed": dt.timedelta(days=1),
}
"""A mended link should be seen soon, and a site that is busy left alone for a while."""


class Memory:
    """The answers in the file ``path``; a file that is damaged, or another version's, is as good as none. Without a
    ``path``, nothing outlives the command."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._found = _read(path) if path else {}

    def recall(self, url: str, now: dt.datetime) -> Answer | None:
        """What was found out about ``url`` and still counts."""
        if url not in self._found:
            return None
        answer, when = self._found[url]
        return answer if dt.timedelta() <= now - when < _KEPT[answer.kind] else None

    def keep(self, url: str, answer: Answer, now: dt.datetime) -> None:
        """Remember ``answer``, from now on."""
        self._found[url] = (answer._replace(retry_after=None), now)

    def save(self, now: dt.datetime) -> None:
        """Write down what still counts, all or nothing. Where the disk refuses, or the folder is a
        link to somewhere else, the links are tried again next time."""
        links = {
            url: [answer.kind, answer.reason, when.isoformat()]
            for url, (answer, when) in sorted(self._found.items())
            if self.recall(url, now)
        }
        if self._path is None or self._path.parent.is_symlink():
            return
        text = json.dumps({"format": _FORMAT, "links": links}, ensure_ascii=False, indent=1)
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".links-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise


def _read(path: Path) -> dict[str, tuple[Answer, dt.datetime]]:
    found: dict[str, tuple[Answer, dt.datetime]] = {}
    try:
        stored: Any = json.loads(path.read_text(encoding="utf-8"))
        if stored["format"] != _FORMAT:
            return {}
        for url, (kind, reason, when) in stored["links"].items():
            moment = dt.datetime.fromisoformat(when)
            if kind in get_args(Kind) and isinstance(reason, str) and moment.tzinfo:
                found[url] = (Answer(kind, reason), moment)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return found
