"""A language that is read for filler has its place in every table by language."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

from knowbrand.check import substance

FOLDER = Path(substance.__path__[0])
LANGUAGES = {file.stem for file in (FOLDER / "lexica").glob("*.yaml")}


def test_every_table_by_language_has_every_language() -> None:
    tables = {
        f"{found.name}.{name}": set(value)
        for found in pkgutil.iter_modules([str(FOLDER)])
        for name, value in vars(importlib.import_module(f"{substance.__name__}.{found.name}")).items()
        if isinstance(value, dict) and "en" in value
    }
    assert {
        "grammar.GRAMMARS",
        "guards._NEGATION",
        "lexicon._STEMS",
        "sentences._ABBREVIATIONS",
    } <= tables.keys()
    lacking = {name: LANGUAGES - found for name, found in tables.items() if found != LANGUAGES}
    assert not lacking


def test_every_language_has_weights_and_a_pack() -> None:
    weights = json.loads((FOLDER / "weights.json").read_text("utf-8"))
    packs = {file.stem for file in (FOLDER.parent / "packs").glob("*.yaml")}
    assert weights.keys() == packs == LANGUAGES
