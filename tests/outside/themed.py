"""The sites that themes are judged by in a browser: the example, one without a post, one with 2,000, one in Arabic."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from tests.outside.sites import REPOSITORY, BuiltSite, Page, build_site, copy_example

SITES = ("example", "no-posts", "arabic", "many-posts")
MANY = 2_000
FIXTURES = REPOSITORY / "knowbrand" / "fixtures"
NO_POSTS = {
    "knowbrand.yaml": "title: Kim Example\nid: 6c1c1d1e-6d4c-4c0e-9a0e-5d3b8a8a8f20\nbase_url: https://kim.example/\n",
    "profile.yaml": """\
basics:
  name: Kim Example
  label: Maker of bridges
  summary: I make footbridges that last.
  email: kim@example.org
  visibility: {email: public}
contact: {how: email, line: Reply by e-mail}
expertise:
  - id: bridges
    name: Footbridges
    from: 2015
    claims:
      - id: one-day
        text: I replace a footbridge in a day
        evidence:
          - url: "https://example.org/bridge.pdf"
            title: Bridge 7
            kind: report
            date: 2024-05
            voucher: client
            by: City of X
  - {id: boats, name: Boats, from: 2009, until: 2014}
projects:
  - {id: bridge-7, name: Bridge 7, description: A bridge of one piece., startDate: 2024-01, endDate: 2024-05}
talks:
  - {id: one-day, title: A bridge in a day, deliveries: [{event: Day of Bridges, place: Delft, date: 2025-03-01}]}
publications:
  - {id: joints, name: Joints, publisher: Journal of Bridges, releaseDate: 2023-02, url: "https://example.org/joints"}
work:
  - {name: Works, position: Engineer, startDate: 2015-02, summary: Footbridges.}
""",
    "content/pages/about.md": "---\ntitle: About\nmenu: 70\n---\nI live near the water.\n",
}


class Themed(NamedTuple):
    """A site with a theme, and the address that it is served at."""

    theme: str
    name: str
    site: BuiltSite
    root: str

    def pages(self) -> list[Page]:
        """The longest page of each kind, in each language."""
        return [page for page in self.site.richest() if page.kind != "redirect"]

    def some_pages(self, *kinds: str) -> list[Page]:
        """The longest page of each kind (or of these) in the site's first language."""
        first = [page for page in self.pages() if page.lang == self.site.default_language]
        return [page for page in first if not kinds or page.kind in kinds]

    def address(self, page: Page) -> str:
        """Where the page is served."""
        return self.root + page.file.removesuffix("index.html")


def build_themed(name: str, theme: str, folder: Path) -> BuiltSite:
    """The site ``name`` with a theme, built below ``folder``."""
    source = write_source(name, folder / "source")
    settings = source / "knowbrand.yaml"
    text = settings.read_text("utf-8")
    chosen, count = re.subn(r"(?m)^  name: folio$", f"  name: {theme}", text)
    settings.write_text(chosen if count else f"{text}theme: {theme}\n", encoding="utf-8")
    built = build_site(source, folder / "out", "https://site.example/")
    return BuiltSite(built.folder, built.base_url, "ar" if name == "arabic" else "en")


def write_source(name: str, to: Path) -> Path:
    """The sources of the site ``name`` in the folder ``to``."""
    if name == "example":
        return copy_example(to)
    if name == "no-posts":
        write_all(to, NO_POSTS)
        return to
    shutil.copytree(FIXTURES / ("arabic" if name == "arabic" else "full"), to)
    if name == "many-posts":
        write_all(to / "content/posts", {f"entry-{number}.md": diary(number) for number in range(MANY)})
    return to


def diary(number: int) -> str:
    """A post among many."""
    day = dt.date(2001, 1, 1) + dt.timedelta(days=4 * number)
    return (
        f"---\ntitle: Entry {number}\ndate: {day}\ntags: [tag-{number % 40}]\n---\n\nA day with some words.\n"
    )


def write_all(folder: Path, files: dict[str, str]) -> None:
    """``files`` in ``folder``."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
