"""A site from texts, through the rooms before this one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from knowbrand.audience import select
from knowbrand.model import Model
from knowbrand.site.graph import Site, arrange
from knowbrand.sources import read_site

TODAY = dt.date(2026, 11, 23)
SETTINGS = "title: A site\nid: 6f4b1d0e-58f5-4c5c-9a43-2c4f2f3c9f10\nlanguages: [en, nl]\n"
PROFILE = "basics:\n  name: Kim Example\n"

ModelMaker = Callable[[Mapping[str, str]], Model]
SiteMaker = Callable[[Mapping[str, str]], Site]


@pytest.fixture
def make_model(tmp_path: Path) -> ModelMaker:
    """The model of a site with these files; settings and profile are given where they aren't among them."""

    def make(files: Mapping[str, str]) -> Model:
        for path, text in {"knowbrand.yaml": SETTINGS, "profile.yaml": PROFILE, **files}.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        model, problems = read_site(tmp_path)
        assert model is not None, problems
        assert not [problem for problem in problems if problem.severity == "error"]
        return model

    return make


@pytest.fixture
def make_site(make_model: ModelMaker) -> SiteMaker:
    """The public site of these files, on 23 November 2026."""

    def make(files: Mapping[str, str]) -> Site:
        selection = select(make_model(files), "public", today=TODAY)
        return arrange(selection.model, audience="public", base_url=None, today=TODAY)

    return make
