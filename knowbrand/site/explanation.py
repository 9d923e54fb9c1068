"""Why a page is there: its sources, the settings that shaped it, and for a chapter how its state came about."""

from __future__ import annotations

from typing import cast
from urllib.parse import unquote, urlsplit

from knowbrand.problems import KnowbrandError, Place, error, nearest
from knowbrand.site.evidence import Piece, pieces_of
from knowbrand.site.feeds import list_feeds
from knowbrand.site.graph import Site
from knowbrand.site.page import SitePage
from knowbrand.site.states import RULES, State

Facts = dict[str, str | list[str]]


def find_page(site: Site, url: str) -> SitePage:
    """The page at ``url`` (a path, or an address on the site's host). Raises KnowbrandError with the nearest address."""
    path = _path_of(site, url)
    for page in site.pages:
        if page.url.rstrip("/") == path.rstrip("/"):
            return page
    guess = nearest(path, [page.url for page in site.pages])
    hint = f"did you mean '{guess}'?" if guess else "give the path of a page, such as /cv/"
    raise KnowbrandError(error("KB301", f"no page has the address '{url}'", None, hint))


def _path_of(site: Site, url: str) -> str:
    """The path, from the site's root, that ``url`` names. Raises KnowbrandError where it is another site's."""
    base = urlsplit(site.base_url or "")
    try:
        parts = urlsplit(url)
        path, host = unquote(parts.path), parts.netloc.lower()
    except ValueError:
        path, host = url, ""
    if host and base.netloc:
        root = base.path.rstrip("/") + "/"
        if host != base.netloc.lower() or not f"{path.rstrip('/')}/".startswith(root):
            hint = f"this site stands at {site.base_url}"
            raise KnowbrandError(error("KB301", f"'{url}' is no address of this site", None, hint))
        path = path[len(root) :]
    return "/" + path.strip("/").removesuffix("index.html").strip("/")


def explain_redirect(site: Site, url: str) -> Facts | None:
    """Where the old address ``url`` leads and what says so; None where it isn't one."""
    path = _path_of(site, url)
    found = next((each for each in site.redirects if each.url.rstrip("/") == path.rstrip("/")), None)
    if found is None:
        return None
    facts: Facts = {"address": found.url, "leads to": found.target, "audience": site.audience}
    if found.source == site.lock.name:
        why = "it was published there, and what it showed has another address now"
    else:
        why = "its author says so"
    facts["because"] = why
    facts["sources"] = [_write_place(found.source, found.place)]
    return facts


def explain_file(site: Site, url: str) -> Facts | None:
    """What the file or feed at ``url`` is, and for a file where it comes from; None where there is none."""
    path = _path_of(site, url)
    for file in site.files:
        if file.url == path:
            return {"address": path, "shows": "a file", "audience": site.audience, "sources": [file.source]}
    for shows, address in list_feeds(site):
        if address == path:
            about = f" {shows.key}" if shows.key else ""
            return {
                "address": path,
                "shows": f"{shows.kind}{about}",
                "language": shows.lang,
                "audience": site.audience,
            }
    return None


def _write_place(source: str, place: Place | None) -> str:
    return f"{place.path}:{place.line}" if place and place.line else source


def explain(site: Site, page: SitePage, templates: list[str]) -> Facts:
    """What made ``page``: facts by name, each a text or a list of them. ``templates`` are the files that
    shaped it."""
    facts: Facts = {
        "address": page.url,
        "shows": ("a withdrawn page" if page.kind == "withdrawn" else f"{page.kind} {page.key}").strip(),
        "language": page.lang,
    }
    facts["audience"] = site.audience
    if page.sources:
        facts["sources"] = list(page.sources)
    facts["templates"] = templates
    facts["settings"] = _list_settings(site, page)
    alternates = site.alternates[page.kind, page.key, page.number]
    if len(alternates) > 1:
        facts["other languages"] = [f"{lang}: {url}" for lang, url in alternates.items() if lang != page.lang]
    if page.modified:
        facts["last changed"] = page.modified.isoformat()
    if page.kind == "withdrawn":
        taken = site.withdrawn[page.url]
        facts["withdrawn because"] = taken.reason.choose(page.lang, site.languages).text
        facts["sources"] = [_write_place(taken.source, taken.place)]
    if page.kind == "chapter":
        facts.update(_explain_state(site, page.key))
    return facts


def _list_settings(site: Site, page: SitePage) -> list[str]:
    settings = site.model.settings
    found = [f"languages: {', '.join(settings.languages)}", f"timezone: {settings.timezone}"]
    if page.kind == "post":
        found.append(f"posts.permalink: {settings.posts.permalink}")
    if page.kind == "posts":
        found.append(f"posts.per_page: {settings.posts.per_page}")
    found.append(f"base_url: {site.base_url or 'none'}")
    return found


def _explain_state(site: Site, chapter_id: str) -> Facts:
    """The state of a chapter in plain words: the line of the table that decided, and what was counted."""
    verdict = site.verdicts[chapter_id]
    chapter = next(found for found in site.model.profile.expertise if found.id == chapter_id)
    facts = verdict.facts
    reasons = [f"{verdict.state}: {RULES[verdict.state]}"]
    if "else" in facts:
        instead = facts["else"]
        reasons.append(f"without that it would be {instead}: {RULES[cast(State, instead)]}")
    reasons.append(
        f"counted: {_say(facts['pieces'], 'piece')} of evidence over {_say(facts['months'], 'month')}"
    )
    reasons.append(
        f"vouched for by others: {_say(facts['others'], 'source')} with no name in common"
        if facts["others"]
        else "vouched for by nobody but yourself"
    )
    if "newest" in facts:
        reasons.append(f"the newest is of {facts['newest']}")
    if "back_since" in facts:
        reasons.append(f"back since {facts['back_since']}")
    if verdict.was:
        reasons.append(f"it was {verdict.was}, until {verdict.until or 'a day that nothing tells'}")
    periods = [f"{period.from_} to {period.until or 'now'}" for period in chapter.all_periods()]
    pieces = [_describe(piece) for piece in pieces_of(site.evidence, chapter)]
    return {
        "state": verdict.state,
        "because": reasons,
        "periods": periods or ["none"],
        "evidence": pieces or ["none that this audience sees"],
    }


def _say(count: str | int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _describe(piece: Piece) -> str:
    by = f", {piece.by.texts()[0]}" if piece.by else ""
    return f"{piece.claim}: {piece.ref or piece.url} ({piece.voucher}{by}, {piece.date or 'undated'})"
