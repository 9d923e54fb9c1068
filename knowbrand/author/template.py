"""Repositories that people start from in the browser, one a language: a new site, and what its host needs."""

from __future__ import annotations

import datetime as dt
import re

from knowbrand import __version__
from knowbrand.author.hosting import REQUIREMENTS, WORKFLOW, compose_requirements, compose_workflow
from knowbrand.author.new import fill_starter
from knowbrand.author.repository import DEFAULT_BRANCH
from knowbrand.author.requirement import NAME
from knowbrand.model.kinds import LanguageCode, TimeZone
from knowbrand.model.settings import Settings
from knowbrand.model.text import localize

TEMPLATES = {"en": "template", "nl": "template-nl"}
"""The folder of each language's template."""
OWN = "README.md"
"""What is written for a template alone."""
_TIMEZONES = {"en": "UTC", "nl": "Europe/Amsterdam"}
"""Where most who start from it live; ``new`` asks, and a template can't."""
_ID_COMES = {
    "en": b"# id: the first publication writes it here;",
    "nl": b"# id: de eerste publicatie schrijft het hier;",
}
_BEGUN = dt.date(2026, 1, 1)
_ID = re.compile(rb"^id: \S+ +#", re.MULTILINE)
_SCHEMA = re.compile(rb"^# yaml-language-server:.*\n", re.MULTILINE)


def compose_template(language: str) -> dict[str, bytes]:
    """The files of the template in ``language`` by path, but for :data:`OWN`.

    It has no id, as every copy would share it: ``knowbrand lock`` writes one at the first publication. It has no
    schema either, which is for editors on one's own machine.
    """
    timezone = _TIMEZONES[language]
    files = fill_starter(language, _BEGUN, {"timezone": timezone})
    del files[OWN]
    files = {path: _SCHEMA.sub(b"", content) for path, content in files.items()}
    files["knowbrand.yaml"] = _ID.sub(_ID_COMES[language], files["knowbrand.yaml"])
    settings = Settings(title=localize(""), languages=(LanguageCode(language),), timezone=TimeZone(timezone))
    workflow = compose_workflow(settings, DEFAULT_BRANCH, ".")
    files[WORKFLOW] = workflow.encode()
    files[REQUIREMENTS] = compose_requirements(f"{NAME}=={__version__}").encode()
    return dict(sorted(files.items()))
