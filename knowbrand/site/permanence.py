"""What a publication would lose of what was promised: each address with the change that did it, and the line that keeps
it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from knowbrand.model import Model, Page, Post
from knowbrand.model.entry import Entry
from knowbrand.model.lock import FOR_HOSTS, Identity, LockedEntry, LockedFeed, LockedFile, LockedPage
from knowbrand.problems import Place, Problem, Severity, nearest
from knowbrand.site.feeds import list_feeds
from knowbrand.site.graph import Site
from knowbrand.site.old_addresses import entry_sections, fold_address, page_address
from knowbrand.site.page import LOCKED_KINDS, kind_of, list_writings
from knowbrand.site.successors import pair_likely

_WRITTEN = frozenset({"post", "page"})
_SECTIONS: dict[str, str] = {kind: section for section, kind in entry_sections()}


def check_promises(
    site: Site, whole: Model, withheld: Mapping[str, str], *, publish: bool = False
) -> list[Problem]:
    """Each promise in the lock of ``site`` that it doesn't keep: an error where it is to be published.

    ``site`` holds what will be public and nothing else; ``whole`` is all that the author wrote, and ``withheld`` says why
    a file of it isn't public. Both only serve to say what happened.
    """
    return sorted(
        _Comparison(site, whole, withheld, "error" if publish else "warning").find(), key=Problem.sort_key
    )


class _Comparison:
    """One site, and what was promised before."""

    def __init__(self, site: Site, whole: Model, withheld: Mapping[str, str], severity: Severity) -> None:
        self.site = site
        self.whole = whole
        self.withheld = withheld
        self.severity = severity
        self.pages = {page.url: Identity(page.kind, page.key, page.lang) for page in site.pages}
        self.homes = {shows: url for url, shows in self.pages.items() if shows.kind in LOCKED_KINDS}
        self.feeds = {feed.url: feed.shows for feed in list_feeds(site)}
        self.files = {file.url for file in site.files}
        self.redirects = {redirect.url for redirect in site.redirects}
        self.locked = set(site.lock.facts)
        self.published = {fact.shows for fact in site.lock.of(LockedPage)}
        self.published |= {fact.shows for fact in site.lock.of(LockedFeed)}
        self.lost: list[str] = []

    def find(self) -> Iterator[Problem]:
        """Every promise that isn't kept."""
        for page in self.site.lock.of(LockedPage):
            if page.url in self.pages:
                yield from self._check_holder(page, self.pages[page.url], self.homes.get(page.shows))
            elif page.url not in self.redirects:
                self.lost.append(page.url)
                yield self._lose_page(page)
        homes = {shows: url for url, shows in self.feeds.items()}
        for feed in self.site.lock.of(LockedFeed):
            if feed.url in self.feeds:
                yield from self._check_holder(feed, self.feeds[feed.url], homes.get(feed.shows))
            elif not self._answers(feed.url):
                yield self._lose_feed(feed)
        for file in self.site.lock.of(LockedFile):
            if file.url not in self.files | FOR_HOSTS and not self._answers(file.url):
                yield self._lose_file(file)
        yield from self._check_entries()

    def _answers(self, url: str) -> bool:
        return url in self.redirects or page_address(url) in self.redirects or page_address(url) in self.pages

    def _problem(self, code: str, message: str, place: Place | None, hint: str) -> Problem:
        return Problem(code, self.severity, message, place, hint)

    def _check_holder(
        self, fact: LockedPage | LockedFeed, holder: Identity, home: str | None
    ) -> Iterator[Problem]:
        """Something else at a published address, while what was published there stands elsewhere."""
        known = (
            holder == fact.shows or holder.kind == "withdrawn" or type(fact)(fact.url, holder) in self.locked
        )
        translated = fact.shows.lang != holder.lang and fact.shows[:2] == holder[:2]
        ended = fact.shows.lang in self.whole.settings.ended_languages
        if not known and not ended and home is None and translated and holder in self.published:
            yield self._lose_first_language(fact, holder)
        if known or home is None:
            return
        place = self._locate(fact.shows) or self.site.lock.places.get(fact)
        message = f"{fact.url} was published as {_name(fact.shows)}, and would show {_name(holder)} now"
        hint = "give the other one another address (slug: …), or bring this one back to its own"
        if translated:
            place = self.whole.settings.where("languages")
            hint = f"let the site's first language stay the first: languages: [{self._write_languages(fact)}]"
        yield self._problem("KB324", message, place, hint)

    def _lose_first_language(self, fact: LockedPage | LockedFeed, holder: Identity) -> Problem:
        """What had its own translation at another address, which has come to stand in its place."""
        code = "KB325" if isinstance(fact, LockedPage) else "KB326"
        message = f"{fact.url} was published as {_name(fact.shows)}, and would show {_name(holder)} in its place now"
        hint = f"bring the language back as the first: languages: [{self._write_languages(fact)}]; or {_end(fact)}"
        return self._problem(code, message, self.whole.settings.where("languages"), hint)

    def _write_languages(self, fact: LockedPage | LockedFeed) -> str:
        """The languages with which ``fact`` was true: what the first has is not below ``/en/``."""
        lang = fact.shows.lang
        others = [other for other in self.site.languages if other != lang]
        first = not fact.url.startswith(f"/{lang}/")
        return ", ".join([lang, *others] if first else [*others, lang])

    def _locate(self, shows: Identity) -> Place | None:
        """Where the author wrote what ``shows`` is about."""
        writing = self._find_writing(shows)
        if writing:
            return writing.meta.where("slug", "id") or Place(writing.path)
        entry = self._find_entry(shows)
        return entry.where("id") if entry else None

    def _find_writing(self, shows: Identity) -> Post | Page | None:
        found = (
            writing
            for writing in list_writings(self.whole)
            if Identity(kind_of(writing), writing.id, writing.lang) == shows
        )
        return next(found, None)

    def _find_entry(self, shows: Identity) -> Entry | None:
        section = _SECTIONS.get(shows.kind)
        entries = getattr(self.whole.profile, section) if section else ()
        return next((entry for entry in entries if entry.id == shows.key), None)

    def _lose_page(self, fact: LockedPage) -> Problem:
        shows, lock = fact.shows, self.site.lock
        home = self.homes.get(shows)
        if home and fold_address(home) == fold_address(fact.url):
            message = (
                f"{fact.url} was published, and now differs from {home} only in letter case or Unicode form"
            )
            hint = "no host can serve both: bring back the slug or id as it was"
            return self._problem("KB324", message, self._locate(shows), hint)
        if shows.lang not in self.site.languages:
            message = f"{fact.url} was published, but '{shows.lang}' is no language of the site any more"
            hint = f"bring it back: languages: [{self._write_languages(fact)}]; or {_end(fact)}"
            return self._problem("KB325", message, self.whole.settings.where("languages"), hint)
        writing, entry = self._find_writing(shows), self._find_entry(shows)
        if writing:
            return self._lose_writing(fact, writing)
        if entry:
            message = f"{fact.url} was published, but '{self.site.audience}' may not see it any more"
            place = entry.where("visibility", "id")
            return self._problem(
                "KB323", message, place, f"take the visibility out; or {self._withdraw(fact.url)}"
            )
        message = f"{fact.url} was published, but {_name(shows)} isn't in the site any more"
        return self._problem("KB322", message, lock.places.get(fact), self._suggest(fact))

    def _lose_writing(self, fact: LockedPage, writing: Post | Page) -> Problem:
        reason = self.withheld.get(writing.path)
        if reason == "draft":
            why, place = "is a draft again", writing.meta.where("draft")
            hint = "take 'draft: true' out"
        elif reason == "scheduled":
            why, place = "has a date to come", writing.meta.where("date")
            hint = "bring its date back"
        else:
            why, place = f"isn't for '{self.site.audience}' any more", writing.meta.where("visibility")
            hint = "take the visibility out"
        message = f"{fact.url} was published, but {writing.path} {why}"
        return self._problem("KB323", message, place, f"{hint}; or {self._withdraw(fact.url)}")

    def _suggest(self, fact: LockedPage) -> str:
        """The line that keeps the address of what isn't there any more."""
        shows = fact.shows
        found = self._successors.get(shows)
        if found is None:
            renamed = f"if you gave its entry in {self.whole.profile_path} another id, write this one again"
            if shows.kind in _WRITTEN:
                renamed = "if you renamed its file, write in that file's front matter"
            return f"{renamed}: id: {shows.key}; if it is gone, {self._withdraw(fact.url)}"
        writing = self._find_writing(found)
        if writing:
            renamed = (
                f"if it is now {writing.path}, write in that file id: {shows.key}, or aliases: [{fact.url}]"
            )
        else:
            entry = f"'{found.key}' in {self.whole.profile_path}"
            renamed = f"if it is now {entry}, write in that entry aliases: [{self._alias(fact)}]"
        return f"{renamed}; if it is gone, {self._withdraw(fact.url)}"

    @cached_property
    def _successors(self) -> dict[Identity, Identity]:
        """What is probably there now of the pages that are gone."""
        gone = {fact.shows for fact in self.site.lock.of(LockedPage) if not self._answers(fact.url)}
        gone = {
            shows
            for shows in gone - self.homes.keys()
            if not self._find_writing(shows) and not self._find_entry(shows)
        }
        return pair_likely(gone, self.homes.keys() - self.published)

    def _withdraw(self, url: str) -> str:
        """The lines that withdraw ``url``, to be pasted as they are, and where they go."""
        settings = self.whole.settings
        if not settings.withdrawn:
            start = "write why at the end of knowbrand.yaml, with one 'withdrawn:' for all"
            return f"{start}\nwithdrawn:\n  {_quote(url)}: because …"
        block = settings.where("withdrawn")  # of fields on lines of their own, this is where the first begins
        indent = (block.column or 0) - 1 if block else 0
        indent = indent if 0 < indent < len("withdrawn: ") else 2
        place = "write why in knowbrand.yaml below 'withdrawn:', one address a line, without { }"
        return f"{place}\n{' ' * indent}{_quote(url)}: because …"

    def _alias(self, fact: LockedPage) -> str:
        """The address without its language: an alias of an entry stands for all of them."""
        return "/" + fact.url.removeprefix(f"/{fact.shows.lang}/").removeprefix("/")

    def _lose_feed(self, fact: LockedFeed) -> Problem:
        message = f"the feed {fact.url} was published, and subscribers would lose it"
        if not self.site.base_url:
            place = self.whole.settings.where("title")
            return self._problem(
                "KB326", message, place, "feeds need the site's address: base_url: https://…"
            )
        if fact.shows.lang not in self.site.languages:
            place = self.whole.settings.where("languages")
            hint = f"bring the language back: languages: [{self._write_languages(fact)}]; or {_end(fact)}"
            return self._problem("KB326", message, place, hint)
        hint = self._lead_above(fact.url) or (
            f"keep the address of the page that it belongs to; or {self._withdraw(fact.url)}"
        )
        return self._problem("KB326", message, self.site.lock.places.get(fact), hint)

    def _lead_above(self, url: str) -> str | None:
        """That the line for a lost page counts for what stood below it: a second line would be in its way."""
        above = next((page for page in self.lost if url.startswith(page)), None)
        return f"see {above}: what you write for that page counts for this, too" if above else None

    def _lose_file(self, fact: LockedFile) -> Problem:
        known = self.files - {each.url for each in self.site.lock.of(LockedFile)}
        name = fact.url.rpartition("/")[2]
        guess = nearest(fact.url, known) or next((url for url in known if url.endswith(f"/{name}")), None)
        line = f"under redirects in knowbrand.yaml: {_quote(fact.url)}: {_quote(guess or '/…')}"
        message = f"the file {fact.url} was published, but isn't in the site any more"
        hint = self._lead_above(fact.url) or (
            f"bring it back; or write where it is now, {line}; or {self._withdraw(fact.url)}"
        )
        source = f"assets{fact.url}"
        if self.withheld.get(source):
            message = f"the file {fact.url} was published, but '{self.site.audience}' may not see it any more"
            return self._problem(
                "KB323", message, Place(source), f"open its folder; or {self._withdraw(fact.url)}"
            )
        return self._problem("KB327", message, self.site.lock.places.get(fact), hint)

    def _check_entries(self) -> Iterator[Problem]:
        """Posts that feed readers would take for new: those with another ``entry_id`` than they were published with."""
        names: dict[Identity, list[LockedEntry]] = {}
        for entry in self.site.lock.of(LockedEntry):
            names.setdefault(entry.shows, []).append(entry)
        holders: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, name in self.site.entry_names.items():
            holders[name].add(key)
        for post in self.site.model.posts:
            known = names.get(Identity("post", post.id, post.lang), [])
            # a post that took this one's place goes on with its name
            known = [entry for entry in known if holders[entry.id] <= {(post.id, post.lang)}]
            written = post.meta.entry_id
            if known and written and written not in {entry.id for entry in known}:
                message = f"feed readers know this post as {known[0].id}, and would show it as new"
                hint = f"write entry_id: {_quote(known[0].id)}, or take entry_id out"
                yield self._problem("KB328", message, post.meta.where("entry_id"), hint)


def _end(fact: LockedPage | LockedFeed) -> str:
    """The lines that withdraw all that was published in a language."""
    start = "write why, once for all of its pages, at the end of knowbrand.yaml"
    return f"{start}\nwithdrawn_languages:\n  {fact.shows.lang}: because …"


def _quote(text: str) -> str:
    """``text`` as YAML takes it for a text."""
    plain = not any(character in text for character in ":#{}[],&*!|>'\"%@` ")
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _name(shows: Identity) -> str:
    """What an address shows, in words."""
    if shows.kind.startswith("feed-"):
        about = f" of '{shows.key}'" if shows.key else ""
        return f"the feed{about} ({shows.lang})"
    return (
        f"the {shows.kind.replace('-', ' ')} '{shows.key}' ({shows.lang})"
        if shows.key
        else f"the {shows.kind} page"
    )
