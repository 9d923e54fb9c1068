"""The words of the interface: complete in every language that comes along, and none of them idle."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest
import yaml

from knowbrand.markup import LABELS
from knowbrand.model.profile import Voucher
from knowbrand.themes import builtin_themes

FOLDER = Path(str(resources.files("knowbrand"))) / "languages"
PLACE = re.compile(r"\{[a-z_]+\}")


def read_words(language: str) -> dict[str, str]:
    words: dict[str, str] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text("utf-8"))["words"]
    return words


@pytest.mark.parametrize("language", sorted(file.stem for file in FOLDER.glob("*.yaml")))
def test_a_language_has_every_word_with_the_same_places(language: str) -> None:
    english, words = read_words("en"), read_words(language)
    assert set(words) == set(english)
    for name, text in words.items():
        assert isinstance(text, str), name
        assert text.strip(), name
        assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(english[name])), name


def test_every_label_of_markup_has_its_word() -> None:
    english = read_words("en")
    assert {name: english[f"markup_{name}"] for name in LABELS} == dict(LABELS)


def test_every_voucher_has_its_words() -> None:
    english = read_words("en")
    vouchers = {voucher.replace(" ", "_") for voucher in get_args(Voucher)} - {"self"}
    wanted = {"vouched_self"} | {f"vouched_{voucher}{end}" for voucher in vouchers for end in ("", "_by")}
    assert {name for name in english if name.startswith("vouched_")} == wanted


def test_no_word_is_idle() -> None:
    templates = "".join(
        file.read_text("utf-8") for folder in builtin_themes().values() for file in folder.glob("*.html")
    )
    used = set(re.findall(r"\bwords\.([a-z_]+)", templates))
    code = "".join(file.read_text("utf-8") for file in FOLDER.parent.rglob("*.py"))
    used |= set(re.findall(r'"([a-z_]+)"', code))
    composed = ("section_", "state_", "vouched_", "kind_", "markup_")
    assert not [name for name in read_words("en") if name not in used and not name.startswith(composed)]
