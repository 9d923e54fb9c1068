"""Where a post stood on the old site, as its tool derives it from the post and the settings."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from knowbrand.importers.candidates import Candidate
from knowbrand.importers.origin import Origin

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKEN = re.compile(r":([a-z_]+)(?:\[[^\]]{0,20}\])?")
_PELICAN_TOKEN = re.compile(r"\{([a-z_]{1,20})(?::([^{}]{0,60}))?\}")
_ELEVENTY_TOKEN = re.compile(r"\{\{-?\s*([^{}]{1,200}?)\s*-?\}\}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What an address is made of. ``written`` is the address that the post itself names."""

    candidate: Candidate
    title: str
    slug: str | None
    day: dt.date
    lang: str | None
    categories: tuple[str, ...]
    author: str | None
    written: str | None


def old_addresses(origin: Origin, facts: Facts) -> list[str]:
    """The paths at which the post stood, the likeliest first; empty where the tool isn't known or the pattern isn't
    understood."""
    derive = {
        "jekyll": _jekyll,
        "hugo": _hugo,
        "zola": _zola,
        "pelican": _pelican,
        "eleventy": _eleventy,
    }.get(origin.tool or "")
    if derive is None:
        return [address] if (address := clean_address(facts.written or "", origin)) else []
    found = [clean_address(address, origin) for address in derive(origin, facts)]
    return list(dict.fromkeys(address for address in found if address))


def clean_address(address: str, origin: Origin) -> str | None:
    """``address`` as a path from the old site's root, or None where it is another site's or no address."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        own = urlsplit(origin.base_url or "").hostname
        if own is None or (parts.hostname or "").removeprefix("www.") != own.removeprefix("www."):
            return None
    path = unquote(parts.path)
    if (parts.scheme or parts.netloc) and origin.base_path and f"{path}/".startswith(f"{origin.base_path}/"):
        path = path[len(origin.base_path) :]
    path = re.sub(r"/{2,}", "/", f"/{path}").removesuffix("index.html")
    bad = any(not character.isprintable() or character in '<>"\\{}|?#' for character in path)
    bad = bad or path == "/" or not {".", ".."}.isdisjoint(path.split("/"))
    if bad or ":" in path or len(path) > 500:
        return None
    return path


def address_key(address: str) -> str:
    """The form in which two addresses of one page are the same: without ``index.html``, ``.html`` and slash."""
    path = unquote(address).removesuffix("index.html").removesuffix(".html").strip("/")
    return unicodedata.normalize("NFC", path).casefold()


def slugify(text: str, *, ascii_only: bool = False) -> str:
    """``text`` in lower case with '-' for whatever is neither letter nor digit."""
    if ascii_only:
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def _jekyll(origin: Origin, facts: Facts) -> list[str]:
    pattern = facts.written or _jekyll_pattern(origin.settings)
    patterns = [_JEKYLL_STYLES.get(pattern, pattern)] if pattern else [_JEKYLL_STYLES["date"]]
    if not pattern and origin.config is None:
        patterns.append(_JEKYLL_STYLES["pretty"])
    folders = [folder for folder in facts.candidate.folders if folder not in {"_posts", "_drafts"}]
    categories = dict.fromkeys(slugify(category) for category in (*folders, *facts.categories))
    named = {
        "categories": "/".join(categories),
        "title": facts.slug or facts.candidate.name,
        "output_ext": ".html",
    }
    named["slug"] = slugify(facts.slug or facts.candidate.name)
    return [_expand(pattern, facts.day, named) for pattern in patterns]


def _jekyll_pattern(settings: Any) -> str | None:
    posts = settings.get("collections", {})
    posts = posts.get("posts", {}) if isinstance(posts, dict) else {}
    if isinstance(posts, dict) and isinstance(posts.get("permalink"), str):
        return str(posts["permalink"])
    defaults = settings.get("defaults")
    for default in defaults if isinstance(defaults, list) else []:
        scope, values = (
            (default.get(name) for name in ("scope", "values")) if isinstance(default, dict) else (0, 0)
        )
        if isinstance(scope, dict) and isinstance(values, dict) and isinstance(values.get("permalink"), str):
            everywhere = str(scope.get("path") or "").strip("/") in {"", "_posts"}
            if everywhere and scope.get("type", "posts") == "posts":
                return str(values["permalink"])
    permalink = settings.get("permalink")
    return permalink if isinstance(permalink, str) and permalink else None


def _expand(pattern: str, day: dt.date, named: dict[str, str]) -> str:
    values = _date_tokens(day) | named

    def value(found: re.Match[str]) -> str:
        for end in range(len(found[1]), 0, -1):  # :title_of isn't a token, but :title is
            if found[1][:end] in values:
                return values[found[1][:end]] + found[1][end:]
        return found[0]

    return re.sub(r"/{2,}", "/", _TOKEN.sub(value, pattern))


def _date_tokens(day: dt.date) -> dict[str, str]:
    year, week, weekday = day.isocalendar()
    return {
        "year": f"{day.year:04}", "short_year": f"{day.year % 100:02}", "month": f"{day.month:02}",
        "i_month": str(day.month), "short_month": _MONTHS[day.month - 1][:3], "long_month": _MONTHS[day.month - 1],
        "monthname": _MONTHS[day.month - 1].lower(), "day": f"{day.day:02}", "i_day": str(day.day),
        "y_day": f"{day.timetuple().tm_yday:03}", "yearday": str(day.timetuple().tm_yday), "week": f"{week:02}",
        "w_year": str(year), "weekday": str(day.isoweekday() % 7), "weekdayname": _DAYS[weekday - 1].lower(),
        "short_day": _DAYS[weekday - 1][:3], "long_day": _DAYS[weekday - 1],
    }  # fmt: skip


def _hugo(origin: Origin, facts: Facts) -> list[str]:
    folders = facts.candidate.folders
    base = _hugo_name(facts.candidate.stem)
    default = origin.language or "en"
    prefixed = (
        facts.lang not in {None, default} or origin.settings.get("defaultcontentlanguageinsubdir") is True
    )
    prefix = f"/{facts.lang or default}" if prefixed else ""
    pattern = facts.written
    if not pattern:
        permalinks = origin.settings.get("permalinks")
        permalinks = permalinks if isinstance(permalinks, dict) else {}
        pages = permalinks.get("page")
        pattern = (pages if isinstance(pages, dict) else permalinks).get(folders[0]) if folders else None
    section = "/".join(_hugo_name(folder) for folder in folders)
    if isinstance(pattern, str):
        named = {
            "section": _hugo_name(folders[0]) if folders else "", "sections": section, "filename": base,
            "contentbasename": base, "title": slugify(facts.title), "slug": facts.slug or slugify(facts.title),
            "slugorfilename": facts.slug or base, "slugorcontentbasename": facts.slug or base,
        }  # fmt: skip
        return [prefix + "/" + _expand(pattern, facts.day, named).lstrip("/")]
    ugly = origin.settings.get("uglyurls") is True
    return [f"{prefix}/{section}/{facts.slug or base}" + (".html" if ugly else "/")]


def _hugo_name(name: str) -> str:
    return re.sub(r"[^\w.+~-]", "", re.sub(r"\s+", "-", name.strip())).lower()


def _zola(origin: Origin, facts: Facts) -> list[str]:
    prefix = f"/{facts.lang}" if facts.lang not in {None, origin.language or "en"} else ""
    if facts.written:
        return [f"{prefix}/{facts.written.strip('/')}/"]
    section = "/".join(slugify(folder, ascii_only=True) for folder in facts.candidate.folders)
    return [f"{prefix}/{section}/{slugify(facts.slug or facts.candidate.name, ascii_only=True)}/"]


def _pelican(origin: Origin, facts: Facts) -> list[str]:
    if facts.candidate.draft:
        return []
    other = facts.lang not in {None, origin.language or "en"}
    default = "{slug}-{lang}.html" if other else "{slug}.html"
    pattern = facts.written or origin.text("article_lang_url" if other else "article_url") or default
    by_title = origin.text("slugify_source") != "basename"
    slug = facts.slug or slugify(
        re.sub(r"[^\w\s-]", "", facts.title if by_title else facts.candidate.name), ascii_only=True
    )
    folder = facts.candidate.folders[-1] if facts.candidate.folders else "misc"
    values = {
        "slug": slug,
        "lang": facts.lang or origin.language or "en",
        "category": slugify((*facts.categories, folder)[0]),
        "author": slugify(facts.author or ""),
    }

    def value(found: re.Match[str]) -> str:
        if found[1] == "date":
            return _format_day(facts.day, found[2] or "%Y-%m-%d")
        return values.get(found[1], found[0])

    return [_PELICAN_TOKEN.sub(value, pattern)]


def _format_day(day: dt.date, pattern: str) -> str:
    tokens = _date_tokens(day)
    names = {
        "Y": "year",
        "m": "month",
        "d": "day",
        "y": "short_year",
        "b": "short_month",
        "B": "long_month",
        "j": "y_day",
    }
    return re.sub(r"%-?([YmdybBj])", lambda found: tokens[names[found[1]]], pattern)


def _eleventy(_: Origin, facts: Facts) -> list[str]:
    pattern = facts.written or _eleventy_pattern(facts.candidate)
    folders = "/".join(facts.candidate.folders)
    if not pattern:
        same = facts.candidate.folders and facts.candidate.folders[-1] == facts.candidate.stem
        return [f"/{folders}/" if same else f"/{folders}/{facts.candidate.stem}/"]

    def value(found: re.Match[str]) -> str:
        name, *filters = [part.strip() for part in found[1].split("|")]
        values = {
            "page.fileSlug": facts.candidate.name,
            "page.filePathStem": f"/{folders}/{facts.candidate.stem}",
            "title": slugify(facts.title, ascii_only=True),
            "slug": facts.slug or "",
        }
        day = re.fullmatch(r"date:?\s*\(?[\"'](.{1,40})[\"']\)?", filters[0]) if filters else None
        if name in {"page.date", "date"} and day and "%" in day[1]:
            return _format_day(facts.day, day[1])
        plain = all(re.match(r"slug", one) for one in filters)
        return values.get(name) or found[0] if plain else found[0]

    return [_ELEVENTY_TOKEN.sub(value, pattern)]


def _eleventy_pattern(candidate: Candidate) -> str | None:
    folder = candidate.file.parent if candidate.bundle is None else candidate.file.parent.parent
    for name in (f"{folder.name}.json", f"{folder.name}.11tydata.json"):
        try:
            data = json.loads((folder / name).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(data, dict) and isinstance(data.get("permalink"), str):
            return str(data["permalink"])
    for name in (f"{folder.name}.11tydata.js", f"{folder.name}.11tydata.cjs", f"{folder.name}.11tydata.mjs"):
        try:
            text = (folder / name).read_text("utf-8")[:50_000]
        except (OSError, ValueError):
            continue
        found = re.search(r"""permalink["']?\s*:\s*(["'`])((?:(?!\1)[^\n]){1,300})\1""", text)
        if found:
            return found[2]
    return None
