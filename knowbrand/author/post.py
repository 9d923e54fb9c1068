"""A new post: a file with its front matter filled in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from knowbrand.author.files import write_new_files
from knowbrand.model.settings import Settings
from knowbrand.model.slugs import slugify
from knowbrand.problems import KnowbrandError, error, nearest

_HINTS = {
    "en": ("one sentence that says what a reader will know afterwards", "⟨Write here.⟩"),
    "nl": ("één zin die zegt wat een lezer daarna weet", "⟨Schrijf hier.⟩"),
}


def write_post(site: Path, settings: Settings, title: str, language: str | None, day: dt.date) -> str:
    """Write a draft with ``title`` and the date ``day`` into ``site`` and return its path there.

    Raises KnowbrandError where the title gives no name, the site lacks the language, or the file stands already.
    """
    chosen = language or settings.language
    if chosen not in settings.languages:
        guess = nearest(chosen, settings.languages)
        hint = f"did you mean '{guess}'?" if guess else f"its languages are: {', '.join(settings.languages)}"
        raise KnowbrandError(error("KB218", f"'{chosen}' is not a language of this site", None, hint))
    name = slugify(title)
    if not name:
        raise KnowbrandError(
            error("KB205", "the title has no letters to name the file by", None, "give it a word")
        )
    ending = "" if chosen == settings.language else f".{chosen}"
    path = f"content/posts/{name}{ending}.md"
    write_new_files(site, [(path, compose_post(title, day, chosen).encode())])
    return path


def compose_post(title: str, day: dt.date, language: str) -> str:
    """The text of a new post."""
    summary, start = _HINTS.get(language, _HINTS["en"])
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'---\ntitle: "{quoted}"\ndate: {day.isoformat()}\ndraft: true\n# summary: {summary}\n'
        f"# tags: []\n# expertise: []\n# supports: []\n---\n\n{start}\n"
    )
