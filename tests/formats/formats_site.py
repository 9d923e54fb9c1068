"""A site from texts, and everything that is made of it and isn't a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from knowbrand.audience import select
from knowbrand.formats import make_formats
from knowbrand.problems import Problem
from knowbrand.site.bodies import resolve_bodies
from knowbrand.site.documents import render_document
from knowbrand.site.graph import Site, arrange
from knowbrand.sources import read_site

TODAY = dt.date(2026, 11, 23)
SITE_ID = "6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10"
SETTINGS = f"""\
title: {{en: Kim on floors, nl: Kim over vloeren}}
id: {SITE_ID}
languages: [en, nl]
timezone: Europe/Amsterdam
"""
PROFILE = "basics:\n  name: Kim Example\n"


class Made(NamedTuple):
    """A site, its files that aren't pages by their path, and what was found wrong."""

    site: Site
    files: dict[str, bytes]
    problems: list[Problem]

    def text(self, path: str) -> str:
        """The file at ``path``."""
        return self.files[path].decode()


Maker = Callable[..., Made]


def build_formats(root: Path, sources: Mapping[str, str], base_url: str | None, audience: str) -> Made:
    """Makes the files of a site with these sources; settings and profile are given where they aren't among them."""
    for path, text in {"knowbrand.yaml": SETTINGS, "profile.yaml": PROFILE, **sources}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    model, problems = read_site(root)
    assert model is not None, problems
    assert not [problem for problem in problems if problem.severity == "error"], problems
    selection = select(model, audience, today=TODAY)
    site = arrange(selection.model, audience=audience, base_url=base_url, today=TODAY)
    documents = {
        path: render_document(writing, model.languages[writing.lang])
        for path, writing in site.writings.items()
    }
    resolved = resolve_bodies(site, documents, selection.withheld)
    assert resolved.problems == []
    pieces, found = make_formats(site, resolved.bodies)
    outputs = [output for piece in pieces for output in piece.outputs]
    return Made(site, {output.path: output.content for output in outputs}, found)
