"""Footnotes of `folio` beside the text, where a window has room for them, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.outside.server import serve
from tests.outside.sites import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.outside

MANY = 25
LONG = "This note is far longer than the text beside it, so that the next one has to wait. " * 6
POSTS = {
    "close.md": f"""\
---
title: Notes that stand close
date: 2026-01-02
---
Three on one line,[^a] of which[^b] the first[^c] is long. One more.[^a]

> Quoted.[^d]

| in | a table |
|---|---|
| here | too[^e] |

```
code that is wider than the text, so that it would reach into the margin if it were let, which it is not here
```

[^a]: {LONG}

    - with a list
    - of two

[^b]: Short, with a [link](https://example.org/).
[^c]: Mentions another.[^f]
[^d]: Quoted.
[^e]: In a table.
[^f]: From a note.
""",
    "many.md": "---\ntitle: More than are numbered\ndate: 2026-01-01\n---\n"
    + "\n\n".join(f"Text.[^{number}]" for number in range(MANY))
    + "\n\n"
    + "\n".join(f"[^{number}]: Note {number}." for number in range(MANY)),
    "arabic.ar.md": "---\ntitle: الريح\ndate: 2026-01-03\n---\nنص قصير[^1] وآخر[^2] هنا.\n\n[^1]: ملاحظة.\n[^2]: أخرى.\n",
}
PLACES = """() => {
  const box = element => { const {top, bottom, left, right} = element.getBoundingClientRect(); return {top, bottom, left, right} }
  const body = document.querySelector('.body')
  const notes = [...document.querySelectorAll('.footnotes > ol > li')]
  return {
    text: box(body.querySelector('p')),
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    others: [...body.querySelectorAll('pre, .table')].map(box),
    notes: notes.map(box),
    mentions: notes.map((_, at) => box(document.getElementById(`fnref-${at + 1}`))),
  }
}"""


class Site(NamedTuple):
    """A small site with notes, at an address; the same with its notes at the foot."""

    root: str
    foot: str


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("notes")
    built = [build(folder / name, options) for name, options in (("margin", "{}"), ("foot", "{notes: foot}"))]
    with serve(built[0]) as root, serve(built[1]) as foot:
        yield Site(root, foot)


def build(folder: Path, options: str) -> Path:
    (folder / "content/posts").mkdir(parents=True)
    (folder / "profile.yaml").write_text("basics: {name: Noor Example}\n", encoding="utf-8")
    settings = f"title: Notes\nlanguages: [en, ar]\ntheme: {{name: folio, options: {options}}}\n"
    (folder / "knowbrand.yaml").write_text(settings, encoding="utf-8")
    (folder / "overrides/languages").mkdir(parents=True)
    (folder / "overrides/languages/ar.yaml").write_text("name: العربية\ndirection: rtl\n", encoding="utf-8")
    for name, text in POSTS.items():
        (folder / "content/posts" / name).write_text(text, encoding="utf-8")
    return build_site(folder, folder / "out", "https://notes.example/").folder


def look(browser: Browser, address: str, width: int, **more: Any) -> dict[str, Any]:
    with browser.new_context(viewport={"width": width, "height": 900}, **more) as context:
        tab = context.new_page()
        tab.goto(address)
        found: dict[str, Any] = tab.evaluate(PLACES)
        return found


def is_at_foot(places: dict[str, Any]) -> bool:
    notes = places["notes"]
    in_turn = all(above["bottom"] <= note["top"] + 1 for above, note in pairwise(notes))
    text = places["text"]
    return in_turn and all(
        note["top"] > text["bottom"] and text["left"] <= note["left"] and note["right"] <= text["right"] + 1
        for note in notes
    )


@pytest.mark.parametrize("width", [1280, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_notes_stand_beside_their_mention_and_leave_each_other_room(
    width: int, scheme: str, noted: Site, browser: Browser
) -> None:
    places = look(browser, f"{noted.root}posts/close/", width, color_scheme=scheme)
    notes = places["notes"]
    assert len(notes) == 6
    assert not places["wide"]
    for note in notes:
        assert places["text"]["right"] < note["left"] < note["right"] <= width
        assert all(other["right"] <= note["left"] for other in places["others"])
    assert all(above["bottom"] <= note["top"] for above, note in pairwise(notes))
    first = places["mentions"][0]
    assert first["top"] - 10 <= notes[0]["top"] <= first["bottom"] + 10, "beside its mention"
    assert notes[0]["bottom"] - notes[0]["top"] > 200, "the long one pushes the others down"


@pytest.mark.parametrize("width", [1280, 1600])
def test_from_right_to_left_they_stand_on_the_other_side(width: int, noted: Site, browser: Browser) -> None:
    places = look(browser, f"{noted.root}ar/posts/arabic/", width)
    assert len(places["notes"]) == 2
    assert not places["wide"]
    assert all(0 <= note["left"] < note["right"] < places["text"]["left"] for note in places["notes"])


@pytest.mark.parametrize("width", [390, 1100])
def test_without_room_they_stand_at_the_foot(width: int, noted: Site, browser: Browser) -> None:
    assert is_at_foot(look(browser, f"{noted.root}posts/close/", width))


def test_more_than_are_numbered_stand_at_the_foot(noted: Site, browser: Browser) -> None:
    places = look(browser, f"{noted.root}posts/many/", 1600)
    assert len(places["notes"]) == MANY
    assert is_at_foot(places)


def test_a_site_may_have_them_at_the_foot(noted: Site, browser: Browser) -> None:
    assert is_at_foot(look(browser, f"{noted.foot}posts/close/", 1600))


def test_on_paper_they_stand_at_the_foot(noted: Site, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 1600, "height": 900}) as context:
        tab = context.new_page()
        tab.goto(f"{noted.root}posts/close/")
        tab.emulate_media(media="print")
        assert is_at_foot(tab.evaluate(PLACES))


def test_a_note_is_there_once_and_links_lead_to_it_and_back(noted: Site, browser: Browser) -> None:
    from playwright.sync_api import expect

    with browser.new_context(viewport={"width": 1280, "height": 500}) as context:
        tab = context.new_page()
        tab.goto(f"{noted.root}posts/close/")
        assert tab.inner_text("body").count("From a note.") == 1
        assert tab.get_by_role("listitem").filter(has_text="Mentions another").count() == 1
        links = focused_links(tab, 11)
        assert links[:5] == ["#fn-1", "#fn-2", "#fn-3", "#fn-1", "#fn-4"], "in the order of the text"
        assert links[5:] == ["#fn-5", "#fnref-1", "#fnref-1-2", "https://example.org/", "#fnref-2", "#fn-6"]
        tab.click("#fnref-5 a")
        expect(tab.locator("#fn-5")).to_be_in_viewport()
        tab.click("#fn-5 .footnote-back")
        expect(tab.locator("#fnref-5")).to_be_in_viewport()


def focused_links(tab: Page, count: int) -> list[str]:
    """Where the links lead that the keyboard meets, from the first mention on."""
    tab.focus("#fnref-1 a")
    found = []
    for _ in range(count):
        found.append(tab.evaluate("document.activeElement.getAttribute('href')"))
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('pre, .table')"):
            tab.keyboard.press("Tab")
    return found
