"""The filtered model as a site: every page that there will be, its address, and what belongs together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

import msgspec

from knowbrand.model import Model, Page, Post
from knowbrand.model.lock import Lock
from knowbrand.model.profile import RESUME_SECTIONS
from knowbrand.site.changes import Changed, collect_changes
from knowbrand.site.evidence import Piece, collect_evidence, pieces_of, posts_by_id
from knowbrand.site.old_addresses import list_homes, list_redirects, succeed
from knowbrand.site.page import (
    ENTRY_SECTIONS,
    Kind,
    Redirect,
    SiteFile,
    SitePage,
    Size,
    Withdrawn,
    home_pages,
    kind_of,
    list_writings,
)
from knowbrand.site.states import Sign, Verdict, derive_state
from knowbrand.site.urls import Urls
from knowbrand.site.withdrawal import list_ended, list_withdrawn, part, withdrawn_page
from knowbrand.site.writings import Shelf, shelve


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What one audience gets on one day. ``model`` is filtered; evidence and states follow from it."""

    model: Model
    audience: str
    base_url: str | None
    today: dt.date
    pages: tuple[SitePage, ...]
    files: tuple[SiteFile, ...]
    redirects: tuple[Redirect, ...]
    lock: Lock
    """What was promised before."""
    withdrawn: dict[str, Withdrawn]
    """What was taken back, by the address of the page that says so."""
    entry_names: dict[tuple[str, str], str]
    """The names by which feed readers know posts already, by id and language."""
    shelves: dict[str, Shelf]
    evidence: dict[tuple[str, str], tuple[Piece, ...]]
    verdicts: dict[str, Verdict]
    changes: dict[str, tuple[Changed, ...]]
    """What the author changed their mind about, newest first, by language."""
    alternates: dict[tuple[str, str, int], dict[str, str]]
    """The address in each language of what a page shows, by its kind, key and number."""
    variants: dict[str, tuple[Post, ...]]
    """The languages of each post, the default first, by its id."""
    writings: dict[str, Post | Page]
    """Posts and pages by their path."""

    @property
    def urls(self) -> Urls:
        """The table of addresses."""
        return Urls(self.model.settings)

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's languages, the default first."""
        return self.model.settings.languages

    def measure_pictures(self) -> dict[str, Size]:
        """The size of each picture that somebody looked at, by its address."""
        return {file.url: file.size for file in self.files if file.size}

    def offers_feeds(self, language: str) -> bool:
        """Whether there is something to follow in ``language``: a feed that holds an entry."""
        return _offers_feeds(self.base_url, self.shelves[language], self.changes[language])


def _offers_feeds(base_url: str | None, shelf: Shelf, changes: tuple[Changed, ...]) -> bool:
    return base_url is not None and bool(shelf.posts or changes)


def arrange(
    model: Model, *, audience: str, base_url: str | None, today: dt.date, lock: Lock | None = None
) -> Site:
    """The site that ``model`` (already filtered for ``audience``) makes on the day ``today``, and keeps the promises in
    ``lock``."""
    lock = lock or Lock()
    whole = model
    model, taken_back = part(whole)
    shelves: dict[str, Shelf] = {language: shelve(model, language) for language in model.settings.languages}
    evidence = collect_evidence(model, today)
    changes = {language: collect_changes(model, shelf.posts, evidence) for language, shelf in shelves.items()}
    pages = tuple(_list_pages(model, shelves, changes, base_url))
    taken = frozenset(page.url for page in pages)
    ended = list_ended(model, lock, taken)  # goes after what is said of one address
    withdrawn = {each.url: each for each in (*ended, *list_withdrawn(model, taken_back, taken))}
    pages += tuple(map(withdrawn_page, withdrawn.values()))
    homes = list_homes(pages, taken_back)
    redirects = list_redirects(whole, pages, homes, lock)
    alternates: dict[tuple[str, str, int], dict[str, str]] = defaultdict(dict)
    for page in pages:
        alternates[page.kind, page.key, page.number][page.lang] = page.url
    return Site(
        model=model,
        audience=audience,
        base_url=base_url,
        today=today,
        pages=pages,
        files=tuple(_list_files(model, pages, audience)),
        redirects=redirects,
        lock=lock,
        withdrawn=withdrawn,
        entry_names=succeed(lock, homes, pages, redirects),
        shelves=shelves,
        evidence=evidence,
        verdicts=_derive_states(model, evidence, today),
        changes=changes,
        alternates=dict(alternates),
        variants=posts_by_id(model),
        writings={writing.path: writing for writing in list_writings(model)},
    )


def _derive_states(
    model: Model, evidence: Mapping[tuple[str, str], tuple[Piece, ...]], today: dt.date
) -> dict[str, Verdict]:
    verdicts: dict[str, Verdict] = {}
    for chapter in model.profile.expertise:
        distinct = pieces_of(evidence, chapter)
        asked = any(claim.on_request and not evidence.get((chapter.id, claim.id)) for claim in chapter.claims)
        signs = [Sign(piece.date, piece.names) for piece in distinct]
        verdicts[chapter.id] = derive_state(chapter, signs, today, on_request=asked)
    return verdicts


def _list_pages(
    model: Model,
    shelves: Mapping[str, Shelf],
    changes: Mapping[str, tuple[Changed, ...]],
    base_url: str | None,
) -> Iterator[SitePage]:
    for language in model.settings.languages:
        yield from _list_profile_pages(model, language)
        # it stands at its address for those who link to it, but no page leads there in vain
        unlisted = not _offers_feeds(base_url, shelves[language], changes[language])
        url = Urls(model.settings).of("follow", language)
        yield SitePage(
            kind="follow", lang=language, url=url, sources=(model.profile_path,), unlisted=unlisted
        )
        yield from _list_post_pages(model, shelves[language], language)
        if changes[language]:
            url = Urls(model.settings).of("changes", language)
            yield SitePage(kind="changes", lang=language, url=url, modified=changes[language][0].day)
        for page in model.pages:
            if page.lang == language:
                yield SitePage(
                    kind="page",
                    key=page.id,
                    lang=language,
                    url=Urls(model.settings).of_writing(page),
                    sources=(page.path,),
                    unlisted=page.meta.unlisted,
                )
    default = model.settings.language
    url = Urls(model.settings).of("not-found", default)
    yield SitePage(kind="not-found", lang=default, url=url, unlisted=True)


def _list_profile_pages(model: Model, language: str) -> Iterator[SitePage]:
    urls = Urls(model.settings)
    profile = model.profile
    source = (model.profile_path,)

    def page(kind: Kind, key: str = "") -> SitePage:
        return SitePage(
            kind=kind, key=key, lang=language, url=urls.of(kind, language, id=key), sources=source
        )

    yield page("home")
    if profile.expertise:
        yield page("expertise")
        for chapter in profile.expertise:
            yield page("chapter", chapter.id)
    for section, kind in ENTRY_SECTIONS:
        entries = getattr(profile, section)
        if entries:
            yield page(section)
        for entry in entries:
            if entry.id:
                yield page(kind, entry.id)
    if any(getattr(profile, section) for section in RESUME_SECTIONS):
        yield page("cv")
    if profile.people:
        yield page("people")


def _list_post_pages(model: Model, shelf: Shelf, language: str) -> Iterator[SitePage]:
    urls = Urls(model.settings)
    zone = ZoneInfo(model.settings.timezone)

    def modified(*posts: Post) -> dt.date | None:
        return max(((post.meta.updated or post.date).date(zone) for post in posts), default=None)

    for post in model.posts:
        if post.lang == language:
            yield SitePage(
                kind="post",
                key=post.id,
                lang=language,
                url=urls.of_writing(post),
                sources=(post.path,),
                unlisted=post.meta.unlisted,
                modified=modified(post),
            )
    if not shelf.posts:
        return
    size = model.settings.posts.per_page
    for number, start in enumerate(range(0, len(shelf.posts), size), 1):
        name = "posts" if number == 1 else "posts-number"
        yield SitePage(
            kind="posts",
            lang=language,
            url=urls.of(name, language, number=number),
            number=number,
            modified=modified(*shelf.posts[start : start + size]),
        )
    yield SitePage(
        kind="archive", lang=language, url=urls.of("archive", language), modified=modified(*shelf.posts)
    )
    if shelf.tags:
        yield SitePage(kind="tags", lang=language, url=urls.of("tags", language))
    for slug, posts in shelf.by_tag.items():
        url = urls.of("tag", language, id=slug)
        yield SitePage(kind="tag", key=slug, lang=language, url=url, modified=modified(*posts))
    for series, posts in shelf.by_series.items():
        url = urls.of("series", language, id=series)
        yield SitePage(kind="series", key=series, lang=language, url=url, modified=modified(*posts))


def _list_files(model: Model, pages: tuple[SitePage, ...], audience: str) -> Iterator[SiteFile]:
    robots = Urls(model.settings).of("robots", model.settings.language)
    widest = audience == model.settings.audiences[0].name
    for path in model.assets:
        url = "/" + path.removeprefix("assets/")
        if widest or url != robots:  # what lets robots into the public site isn't meant for the others
            yield SiteFile(url, path)
    homes = home_pages(pages)
    done: set[str] = set()
    for writing in list_writings(model):
        folder, _, name = writing.path.rpartition("/")
        if not name.startswith("index.") or folder in done:
            continue
        done.add(folder)
        for file in writing.files:
            if not file.endswith(".md"):
                yield SiteFile(
                    homes[kind_of(writing), writing.id].url + file.removeprefix(f"{folder}/"), file
                )
