"""A site from texts, rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from knowbrand.audience import select
from knowbrand.render import Viewer, render_pages
from knowbrand.site.bodies import resolve_bodies
from knowbrand.site.documents import render_document
from knowbrand.site.graph import arrange
from knowbrand.site.page import list_writings
from knowbrand.sources import read_site
from knowbrand.themes import load_theme
from tests.render.render_example import FILES, TODAY, Renderer, Result


def _render(
    root: Path,
    files: Mapping[str, str] = FILES,
    *,
    offline: bool = False,
    base_url: str | None = "https://kim.example/",
    drafts: bool = False,
    today: dt.date = TODAY,
) -> Result:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    model, problems = read_site(root)
    assert model is not None, problems
    assert not [problem for problem in problems if problem.severity == "error"], problems
    selection = select(model, "public", today=today, drafts=drafts)
    writings = list_writings(selection.model)
    documents = {
        writing.path: render_document(writing, model.languages[writing.lang]) for writing in writings
    }
    site = arrange(selection.model, audience="public", base_url=base_url, today=today)
    bodies, _, broken = resolve_bodies(site, documents, selection.withheld)
    assert not broken
    theme, faults = load_theme(root, model.settings)
    assert theme is not None, faults
    rendered = render_pages(site, bodies, theme, offline=offline, withheld=selection.withheld)
    texts = (output for output in rendered.outputs if not output.path.endswith(".woff2"))
    outputs = {output.path: output.content.decode() for output in texts}
    viewer = Viewer(site, bodies, theme, offline=offline, withheld=selection.withheld)
    return Result(site, viewer, outputs, rendered.problems)


@pytest.fixture
def render_site(tmp_path: Path) -> Renderer:
    """Renders the site of these files, for the public, on 23 November 2026."""
    return partial(_render, tmp_path)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The whole site of ``FILES``, rendered once."""
    return _render(tmp_path_factory.mktemp("whole"))
