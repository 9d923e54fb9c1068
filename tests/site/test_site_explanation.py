"""The page that an address names, of this site and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from knowbrand.model import Model
from knowbrand.problems import KnowbrandError
from knowbrand.site.explanation import find_page
from knowbrand.site.graph import arrange
from tests.site.conftest import TODAY

ModelMaker = Callable[[Mapping[str, str]], Model]
BASE = "https://kim.example/site/"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("/", "/"),
        ("/follow/", "/follow/"),
        ("https://kim.example/site/", "/"),
        ("https://kim.example/site", "/"),
        ("http://KIM.example/site/follow/index.html", "/follow/"),
    ],
)
def test_an_address_of_the_site_names_its_page(make_model: ModelMaker, url: str, page: str) -> None:
    site = arrange(make_model({}), audience="public", base_url=BASE, today=TODAY)
    assert find_page(site, url).url == page


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/",
        "//other.example/follow/",
        "https://kim.example/",
        "https://kim.example/sites/follow/",
        "https://kim.example:8000/site/",
    ],
)
def test_an_address_of_another_site_is_told(make_model: ModelMaker, url: str) -> None:
    site = arrange(make_model({}), audience="public", base_url=BASE, today=TODAY)
    with pytest.raises(KnowbrandError) as raised:
        find_page(site, url)
    [problem] = raised.value.problems
    assert (problem.code, problem.hint) == ("KB301", f"this site stands at {BASE}")
