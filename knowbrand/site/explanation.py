"""Why a page is there: its sources, the settings that shaped it, and for a chapter how its state came about."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from knowbrand.problems import KnowbrandError, error, nearest
from knowbrand.site.evidence import Piece
from knowbrand.site.graph import Site
from knowbrand.site.page import SitePage
from knowbrand.site.states import GAP, MASTER_MONTHS, MASTER_OTHERS, MASTER_PIECES

Facts = dict[str, str | list[str]]


def find_page(site: Site, url: str) -> SitePage:
    """The page at ``url`` (a path, or an address on the site's host). Raises KnowbrandError with the nearest address."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        path = url
    base = urlsplit(site.base_url).path if site.base_url else "/"
    if "://" in url and path.startswith(base):
        path = path[len(base) :]
    path = "/" + path.strip("/").removesuffix("index.html").strip("/")
    for page in site.pages:
        if page.url.rstrip("/") == path.rstrip("/"):
            return page
    guess = nearest(path, [page.url for page in site.pages])
    hint = f"did you mean '{guess}'?" if guess else "give the path of a page, such as /cv/"
    raise KnowbrandError(error("KB301", f"no page has the address '{url}'", None, hint))


def explain(site: Site, page: SitePage, templates: list[str]) -> Facts:
    """What made ``page``: facts by name, each a text or a list of them. ``templates`` are the files that
    shaped it."""
    facts: Facts = {"address": page.url, "shows": f"{page.kind} {page.key}".strip(), "language": page.lang}
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
    verdict = site.verdicts[chapter_id]
    facts = verdict.facts
    reasons = [
        f"{facts['pieces']} pieces of evidence over {facts['months']} months",
        f"{facts['others']} vouched for by others, from different sources",
    ]
    if "newest" in facts:
        reasons.append(f"the newest is of {facts['newest']}")
    if "back_since" in facts:
        reasons.append(f"back since {facts['back_since']}, after {GAP} months or more without")
    rule = f"a master needs {MASTER_PIECES} pieces over {MASTER_MONTHS} months, {MASTER_OTHERS} not by self"
    pieces = [
        _describe(piece)
        for (chapter, _), found in site.evidence.items()
        if chapter == chapter_id
        for piece in found
    ]
    return {
        "state": verdict.state,
        "because": [*reasons, rule],
        "evidence": pieces or ["none that this audience sees"],
    }


def _describe(piece: Piece) -> str:
    by = f", {piece.by.texts()[0]}" if piece.by else ""
    return f"{piece.claim}: {piece.ref or piece.url} ({piece.voucher}{by}, {piece.date or 'undated'})"
