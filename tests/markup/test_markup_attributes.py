"""Attribute lists are found where Python-Markdown finds them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.attr_list import AttrListTreeprocessor

from knowbrand.markup.attributes import LinearAttributeLists


@given(st.text(alphabet="{}{}  \n:#.a"))
def test_the_same_list_is_found(text: str) -> None:
    stock = AttrListTreeprocessor.HEADER_RE.search(text)
    found = LinearAttributeLists.HEADER_RE.search(text)
    assert (found and (found.span(), found.groups())) == (stock and (stock.span(), stock.groups()))
