"""From the model's values to those of views: what a page may know, said for where it stands and in its language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from knowbrand.markup import Document, render
from knowbrand.model import Post
from knowbrand.model.dates import Moment, PartialDate, on_day
from knowbrand.model.direction import Direction, read_direction
from knowbrand.model.language import Language
from knowbrand.model.text import Localized
from knowbrand.problems import Place, Problem, error, warning
from knowbrand.render.dates import write_date
from knowbrand.render.policy import page_policy
from knowbrand.render.tags import TagMemory
from knowbrand.render.values import DateView, ImageView, LinkView, PeriodView, ProseView, TextView
from knowbrand.site.addresses import Spot, absolute
from knowbrand.site.bodies import Body
from knowbrand.site.documents import markup_labels
from knowbrand.site.graph import Site
from knowbrand.site.links import Fault, Links, Target
from knowbrand.site.making import NotedBodies, Phrase, write_phrase
from knowbrand.site.page import Kind, SitePage, pages_by_source
from knowbrand.site.writings import Shelf
from knowbrand.themes import Theme, ThemeWord, fill, is_spoken

DERIVED = "/_/"
"""Where files of the theme are published."""

ICONS = ("favicon.svg", "favicon.ico", "favicon.png")
"""Files of the author's that are the site's icon, the best first."""


class Viewer:
    """One site, about to be shown: what all of its pages draw from, and what was found wrong on the way."""

    def __init__(
        self,
        site: Site,
        bodies: Mapping[str, Body],
        theme: Theme,
        *,
        offline: bool = False,
        withheld: Mapping[str, str] | None = None,
        phrase: Phrase = write_phrase,
    ) -> None:
        self.site = site
        self.bodies = NotedBodies(bodies)
        self.theme = theme
        self.offline = offline
        self.phrase = phrase
        self.links = Links(site, withheld=withheld)
        self.pages = pages_by_source(site.pages)
        self.by_url = {page.url: page for page in site.pages}
        self.sizes = site.measure_pictures()
        self.stylesheet = ""
        self.icon = _find_icon(site)
        self.scripts = any(asset.name.endswith((".js", ".mjs")) for asset in theme.assets)
        self._problems: dict[Problem, None] = {}
        self.excerpts: dict[str, ProseView | None] = {}
        self.days: dict[tuple[dt.date, str], DateView] = {}
        self.tags = TagMemory()
        self._words: dict[str, dict[str, TextView]] = {}
        self._shown_words: dict[str, dict[str, str | TextView]] = {}
        self._documents: dict[tuple[str, str, Place | None], tuple[Document, list[Problem]]] = {}

    def report(self, problem: Problem) -> None:
        """Note what is wrong."""
        self._problems[problem] = None

    def take_problems(self) -> tuple[Problem, ...]:
        """What was noted since this was asked last, each once."""
        taken = tuple(self._problems)
        self._problems.clear()
        return taken

    def words(self, language: str) -> dict[str, TextView]:
        """The interface's words for a page in ``language``, and the theme's."""
        if language not in self._words:
            spoken = self.site.model.languages[language]
            found = self.theme.words(spoken, self.site.languages[0])
            self._words[language] = {name: self._word(word, spoken) for name, word in found.items()}
        return self._words[language]

    def shown_words(self, language: str) -> dict[str, str | TextView]:
        """The same for templates: what is in the page's language as text, what stands in for it with its language."""
        if language not in self._shown_words:
            words = self.words(language)
            self._shown_words[language] = {
                name: word if word.lang else word.text for name, word in words.items()
            }
        return self._shown_words[language]

    def direction(self, language: str) -> Direction | None:
        """Which way ``language`` runs; None where that isn't known."""
        spoken = self.site.model.languages.get(language)
        return spoken.direction if spoken else read_direction(language)

    def _word(self, word: ThemeWord, spoken: Language) -> TextView:
        if is_spoken(spoken.code, word):
            return TextView(word.text)
        direction = self.direction(word.language)
        return TextView(word.text, word.language, None if direction == spoken.direction else direction)

    def document(self, text: str, language: str, place: Place | None) -> Document:
        """``text`` of a field at ``place`` as HTML; what is wrong with it is told at the field."""
        key = (text, language, place)
        if key not in self._documents:
            self._documents[key] = self._render(text, language, place)
        document, problems = self._documents[key]
        for (
            problem
        ) in problems:  # at each use: what is wrong with a page mustn't depend on which came before it
            self.report(problem)
        return document

    def _render(self, text: str, language: str, place: Place | None) -> tuple[Document, list[Problem]]:
        spoken = self.site.model.languages.get(language)
        document = render(
            text,
            path=place.path if place else self.site.model.profile_path,
            language=language,
            quotes=spoken.quotes if spoken else None,
            labels=markup_labels(spoken or self.site.model.languages[self.site.languages[0]]),
        )
        problems = [
            Problem(problem.code, problem.severity, problem.message, place, problem.hint)
            for problem in document.problems
        ]
        if document.ids:
            hint = "write it without, or make it a post"
            problems.append(warning("KB422", "headings and notes don't fit into a field", place, hint))
        return document, problems

    def resolve(self, target: str, source: str, place: Place | None) -> Target | None:
        """Where a link in the file ``source`` leads; one that leads nowhere is told at ``place``."""
        found = self.links.resolve(target, source)
        if isinstance(found, Fault):
            self.report(error(found.code, found.message, place, found.hint))
            return None
        return found


def _find_icon(site: Site) -> str:
    """The address of the author's icon; empty where there is none."""
    there = {file.url for file in site.files}
    return next((f"/{name}" for name in ICONS if f"/{name}" in there), "")


class Viewpoint:
    """One page of the site: where its links start, and the language that it is read in."""

    def __init__(self, viewer: Viewer, page: SitePage) -> None:
        self.viewer = viewer
        self.site = viewer.site
        self.page = page
        self.lang = page.lang
        self.language = self.site.model.languages[page.lang]
        self.words = viewer.words(page.lang)
        self.shown_words = viewer.shown_words(page.lang)
        root = _base_path(self.site.base_url) if page.kind == "not-found" else None
        self.spot = Spot(page.url, viewer.offline, root)
        self.tag_links = viewer.tags.seen_from(self)

    @property
    def shelf(self) -> Shelf:
        """The posts of the page's language."""
        return self.site.shelves[self.lang]

    def link(self, url: str, suffix: str = "") -> str:
        """The link to an address of the site."""
        return self.spot.link(url, suffix)

    def find(self, kind: Kind, key: str = "", number: int = 1) -> str | None:
        """The address of a page in this language; None where there is no such page."""
        return self.site.alternates.get((kind, key, number), {}).get(self.lang)

    def link_to(self, kind: Kind, key: str = "", number: int = 1) -> str:
        """The link to a page in this language; empty where there is no such page."""
        url = self.find(kind, key, number)
        return self.link(url) if url else ""

    def absolute(self, url: str, suffix: str = "") -> str:
        """The absolute address; empty where the site has no ``base_url``."""
        return absolute(url, self.site.base_url, suffix) if self.site.base_url else ""

    def policy(self, html: Iterable[str] = ()) -> str:
        """The Content-Security-Policy of a page on which the pieces ``html`` of the author's stand."""
        return page_policy(html, scripts=self.viewer.scripts, offline=self.viewer.offline)

    def say(self, name: str, **values: object) -> TextView:
        """The interface's word, with its places filled in."""
        word = self.words[name]
        text = word.text
        for place, value in values.items():
            text = text.replace(f"{{{place}}}", str(value))
        return TextView(text, word.lang, word.direction)

    def text(self, value: Localized | None) -> TextView | None:
        """``value`` in the page's language, or the nearest that there is; None where there is nothing."""
        if value is None:
            return None
        phrase = value.choose(self.lang, self.site.languages)
        lang = None if phrase.language in (None, self.lang) else phrase.language
        return TextView(phrase.text, lang, self._turned(lang)) if phrase.text else None

    def texts(self, values: Sequence[Localized]) -> tuple[TextView, ...]:
        """Each of ``values`` that isn't empty."""
        return tuple(text for text in map(self.text, values) if text)

    def prose(self, value: Localized | None, place: Place | None) -> ProseView | None:
        """``value`` (of the field at ``place``) with its Markdown as HTML."""
        text = self.text(value)
        return self.markdown(text, place) if text else None

    def markdown(self, text: TextView, place: Place | None, source: str | None = None) -> ProseView | None:
        """``text``, written in the file ``source`` (by default the profile), as HTML."""
        document = self.viewer.document(text.text, text.lang or self.lang, place)
        targets = []
        for reference in document.references:
            target = self.viewer.resolve(reference.target, source or self.site.model.profile_path, place)
            targets.append(target or Target(self.page.url))
        if not document.html:
            return None
        body = Body(document.html, tuple(targets), document.text, document.excerpt, document.headings)
        return ProseView(body.place(self.link, self.viewer.sizes), document.text, text.lang, text.direction)

    def date(self, value: PartialDate | None) -> DateView | None:
        """``value`` in the page's language."""
        return None if value is None else self._write(value)

    def day(self, value: Moment) -> DateView:
        """The day of a post."""
        days, key = self.viewer.days, (value.day, self.lang)
        if key not in days:
            days[key] = self._write(on_day(value.day))
        return days[key]

    def _write(self, date: PartialDate) -> DateView:
        return DateView(str(date), self.viewer.phrase(write_date, date, self.language.locale))

    def period(self, start: PartialDate | None, end: PartialDate | None) -> PeriodView | None:
        """From ``start`` to ``end``; without an end it goes on."""
        first, last = self.date(start), self.date(end)
        if first and last:
            word = "period_once" if start == end else "period_range"
        elif first and start:
            word = "period_from" if start.first() > self.site.today else "period_ongoing"
        elif last:
            word = "period_until"
        else:
            return None
        pattern = self.words[word]
        text = pattern.text.replace("{start}", str(first)).replace("{end}", str(last))
        return PeriodView(str(fill(pattern, start=first, end=last)), text, first, last)

    def image(self, target: str, alt: TextView | None, source: str, place: Place | None) -> ImageView | None:
        """A picture of the site's; one on another host is left out, and said."""
        if urlsplit(target).scheme:
            hint = "put a copy into assets/, or every visitor's browser asks that host for it"
            self.viewer.report(warning("KB421", f"the picture {target[:100]} isn't shown", place, hint))
            return None
        found = self.viewer.resolve(target, source, place)
        if found is None:
            return None
        width, height = self.viewer.sizes.get(found.url, (None, None))
        return ImageView(self.link(found.url, found.suffix), str(alt or ""), width, height)

    def preview(self, target: str | None, source: str, place: Place | None) -> str | None:
        """The absolute address of a picture for previews elsewhere; None where there is none."""
        if not target or not self.site.base_url:
            return None
        if urlsplit(target).scheme:
            return target
        found = self.viewer.resolve(target, source, place)
        return self.absolute(found.url, found.suffix) if found else None

    def page_link(self, page: SitePage, title: TextView, *, current: bool = False) -> LinkView:
        """A link to ``page``."""
        return LinkView(self.link(page.url), title, current)

    def post_url(self, post: Post) -> str:
        """The link to a post."""
        return self.link(self.viewer.pages[post.path].url)

    def _turned(self, lang: str | None) -> str | None:
        direction = self.viewer.direction(lang) if lang else None
        return None if direction == self.language.direction else direction


def _base_path(base_url: str | None) -> str:
    """The path that the site stands under, with a slash at its end."""
    return urlsplit(base_url or "").path.rstrip("/") + "/"
