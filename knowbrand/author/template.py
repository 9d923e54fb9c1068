"""A repository that people start from in the browser: a new site, and what its host needs."""

from __future__ import annotations

import datetime as dt
import re

from knowbrand import __version__
from knowbrand.author.hosting import REQUIREMENTS, WORKFLOW, compose_requirements, compose_workflow
from knowbrand.author.new import fill_starter
from knowbrand.author.repository import DEFAULT_BRANCH
from knowbrand.author.requirement import NAME
from knowbrand.model.settings import Settings
from knowbrand.model.text import localize

OWN = ("README.md", "README.nl.md")
"""What is written for the template alone."""
_BEGUN = dt.date(2026, 1, 1)
_ID = re.compile(rb"^id: \S+ +#", re.MULTILINE)
_SCHEMA = re.compile(rb"^# yaml-language-server:.*\n", re.MULTILINE)


def compose_template() -> dict[str, bytes]:
    """The files of the template by path, but for :data:`OWN`.

    It has no id, as every copy would share it: ``knowbrand lock`` writes one at the first publication. It has no
    schema either, which is for editors on one's own machine.
    """
    files = fill_starter("en", _BEGUN, {})
    del files["README.md"]
    files = {path: _SCHEMA.sub(b"", content) for path, content in files.items()}
    files["knowbrand.yaml"] = _ID.sub(b"# id: the first publication writes it here;", files["knowbrand.yaml"])
    workflow = compose_workflow(Settings(title=localize("")), DEFAULT_BRANCH, ".")
    files[WORKFLOW] = workflow.encode()
    files[REQUIREMENTS] = compose_requirements(f"{NAME}=={__version__}").encode()
    return dict(sorted(files.items()))
