"""What a build is asked for, and what that means for a site: whom it is for, and where it will stand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowbrand.model import Model
from knowbrand.model.dates import Moment
from knowbrand.themes import Theme

Prose = Literal["summaries", "texts", "imported"]
"""What the check for filler reads: the profile and all summaries; posts and pages, too; imported posts, too."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which site to build, and how. ``audience`` None is the widest, ``now`` None is the clock's; ``publish`` refuses
    placeholders and to lose a published address, ``strict`` refuses warnings. ``clean`` believes nothing that earlier
    builds remembered. ``theme`` takes the place of the site's own choice; ``prose`` is what is read for filler."""

    root: Path
    audience: str | None = None
    drafts: bool = False
    future: bool = False
    base_url: str | None = None
    offline: bool = False
    publish: bool = False
    strict: bool = False
    now: Moment | None = None
    jobs: int | None = None
    clean: bool = False
    theme: Theme | None = None
    prose: Prose | None = None


def find_audience(request: Request, model: Model) -> str:
    """Whom to build for: as asked for, else the widest audience."""
    return request.audience or str(model.settings.audiences[0].name)


def choose_base_url(request: Request, model: Model) -> str | None:
    """Where the site will stand: as asked for, else the audience's own address, else (for the widest) the site's."""
    audiences, name = model.settings.audiences, find_audience(request, model)
    own = next((audience.base_url for audience in audiences if audience.name == name), None)
    widest = model.settings.base_url if name == audiences[0].name else None
    base_url = request.base_url or own or widest
    return base_url.rstrip("/") + "/" if base_url else None
